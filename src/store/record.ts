/** Records mails: each once, with its bounces, its counters and, where wanted, the mail itself, all in one transaction. */
import type { Reading } from "../bounce.js";
import { TRUST_LEVELS, toCode } from "./codes.js";
import { inTransaction, type Connection } from "./connection.js";
import { forgetHeadlines } from "./headlines.js";
import { claimIdentity, identityKey } from "./identity.js";
import { nextId } from "./ids.js";
import { keepMail } from "./kept.js";
import { refuseNewer } from "./migrations.js";
import { recordBounce, type Outcome } from "./record-bounce.js";
import { insertReport, internSender } from "./record-report.js";
import { countComplaint, noRollups, type Rollups } from "./rollups.js";
import { IDS_PER_SECOND, secondOf } from "./time.js";
import { writeRollups } from "./write-rollups.js";

/** A mail to record. */
export interface RecordEntry {
  readonly reading: Reading;
  /** When it arrived, epoch seconds (UTC). */
  readonly receivedAt: number;
  /** The mail, for those to be kept whole; null for the rest. The caller masks passwords (session transcripts hold them). */
  readonly raw: Uint8Array | null;
}

/** What became of a mail. */
export interface RecordResult {
  readonly reportId: number;
  /** False when this mail was recorded before; nothing was changed then. */
  readonly isNew: boolean;
  /** Bounces that were not known. */
  readonly newBounces: number;
  /** Bounces known from another report. */
  readonly duplicateBounces: number;
  /** Of the duplicates, those known from a report that was trusted less, which this one replaced. */
  readonly supersedingBounces: number;
}

function recordBounces(
  connection: Connection,
  reportId: number,
  reading: Reading,
  sender: number,
  rollups: Rollups,
): Outcome[] {
  const origin = { rollups, sender, trust: toCode(TRUST_LEVELS, reading.trust.level) };
  return reading.bounces.map((bounce, part) => recordBounce(connection, reportId, part, bounce, origin));
}

/** Stores a mail that is not stored yet, under this id. */
export function recordNew(
  connection: Connection,
  { reading, raw }: Pick<RecordEntry, "reading" | "raw">,
  reportId: number,
  rollups: Rollups,
): RecordResult {
  const sender = internSender(connection, reading);
  insertReport(connection, reportId, reading, sender);
  if (raw !== null) keepMail(connection, reportId, raw);
  if (reading.kind === "complaint") countComplaint(rollups, sender, secondOf(reportId));
  const outcomes = recordBounces(connection, reportId, reading, sender, rollups);
  const newBounces = outcomes.filter((outcome) => outcome === "new").length;
  const supersedingBounces = outcomes.filter((outcome) => outcome === "superseding").length;
  return { reportId, isNew: true, newBounces, duplicateBounces: outcomes.length - newBounces, supersedingBounces };
}

/** More recipients than ids in a second: no reader reports that many, and a row of ids must fit into a second. */
export function bounded(reading: Reading): Reading {
  if (reading.bounces.length <= IDS_PER_SECOND) return reading;
  return {
    ...reading,
    bounces: reading.bounces.slice(0, IDS_PER_SECOND),
    defects: [...reading.defects, "recipient-limit"],
  };
}

function recordOne(connection: Connection, entry: RecordEntry, rollups: Rollups): RecordResult {
  const reading = bounded(entry.reading);
  const id = nextId(connection, entry.receivedAt, Math.max(reading.bounces.length, 1));
  const known = claimIdentity(connection, identityKey("report", reading), id);
  if (known === undefined) return recordNew(connection, { ...entry, reading }, id, rollups);
  return {
    reportId: known,
    isNew: false,
    newBounces: 0,
    duplicateBounces: reading.bounces.length,
    supersedingBounces: 0,
  };
}

/** Records all entries in the transaction that is open. */
export function recordEntries(connection: Connection, entries: readonly RecordEntry[]): RecordResult[] {
  refuseNewer(connection);
  const rollups = noRollups();
  const results = entries.map((entry) => recordOne(connection, entry, rollups));
  const last = results.at(-1);
  if (last !== undefined) {
    writeRollups(connection, rollups, secondOf(last.reportId));
    forgetHeadlines(connection, secondOf(last.reportId), entries.length);
  }
  return results;
}

/** Records all entries in one transaction; see `Store.record`. */
export const recordAll = (connection: Connection, entries: readonly RecordEntry[]): RecordResult[] =>
  inTransaction(connection, () => recordEntries(connection, entries));
