/**
 * Judging again what is recorded, and reading again what was kept: for rules and readers that are better than those of the
 * day. What a report says is never changed; its verdict is, and all counters that follow from it, in the same transaction.
 */
import type { Verdict, Reading } from "../bounce.js";
import { BOUNCE_COLUMNS, toBounceRow, type BounceRow, type StoredBounceRow } from "./bounce-row.js";
import { KINDS, SEVERITIES, toCode } from "./codes.js";
import { guarded, inTransaction, scalar, statement, type Connection } from "./connection.js";
import { removeHeadline } from "./headlines.js";
import { nextId } from "./ids.js";
import { identityKey, moveIdentity } from "./identity.js";
import { keptMail, type KeptMail } from "./kept.js";
import { refuseNewer } from "./migrations.js";
import { bounded, recordNew } from "./record.js";
import { countedBounce, textValues } from "./record-bounce.js";
import { recount, type Change } from "./recount.js";
import { noRollups } from "./rollups.js";
import { internText, textSql } from "./texts.js";
import { idRange, secondOf } from "./time.js";
import { writeRollups } from "./write-rollups.js";

/** A recorded bounce with all that its verdict depends on. */
export interface JudgedBounce extends BounceRow {
  /** Id of the format that read its report. */
  readonly format: string;
  readonly reportingMta: string | null;
}

interface StoredJudgedBounce extends StoredBounceRow {
  readonly format: string;
}

/** A piece of a period, for reading it piece by piece. */
export interface Piece {
  /** Ids behind this one. */
  readonly after: number;
  readonly before: number;
  /** At most so many. */
  readonly limit: number;
}

const selectJudged = statement<[Piece], StoredJudgedBounce>(`
  SELECT ${BOUNCE_COLUMNS}, ${textSql("r.format")} AS format
  FROM bounce b NOT INDEXED CROSS JOIN report r ON r.id = b.id - b.part WHERE b.id > @after AND b.id < @before ORDER BY b.id LIMIT @limit`);
const countBounces = scalar<[number, number], number>("SELECT count(*) FROM bounce WHERE id > ? AND id < ?");
const lastReport = scalar<[], number | null>("SELECT max(id) FROM report");

/** Everything recorded from `since` (epoch seconds) until now: its ids, and how many bounces. */
export function periodSince(
  connection: Connection,
  since: number,
): Omit<Piece, "limit"> & { readonly bounces: number } {
  return guarded(connection.path, () => {
    const after = idRange(since, undefined).from - 1;
    const before = idRange(undefined, secondOf(lastReport(connection).get() ?? 0) + 1).before;
    return { after, before, bounces: countBounces(connection).get(after, before) ?? 0 };
  });
}

/** Recorded bounces in the order of their ids. */
export const judgedBounces = (connection: Connection, piece: Piece): JudgedBounce[] =>
  guarded(connection.path, () =>
    selectJudged(connection)
      .all(piece)
      .map((row) => ({ ...toBounceRow(row), format: row.format, reportingMta: row.reporter })),
  );

/** A bounce that is to be judged otherwise: as it was read, and its new verdict. */
export interface Rejudged {
  readonly bounce: JudgedBounce;
  readonly verdict: Verdict;
}

const selectRule = scalar<[number], string>(`SELECT ${textSql("b.rule")} FROM bounce b WHERE b.id = ?`);
const update = statement<[number | null, number, number, number | null, string | null, number]>(
  "UPDATE bounce SET severity = ?, reason = ?, rule = ?, matched = ?, text_values = ? WHERE id = ?",
);

/** Changes one bounce; null when it is gone, or somebody else has judged it anew meanwhile. */
function changeOne(connection: Connection, { bounce, verdict }: Rejudged): Change | null {
  const before = countedBounce(connection, bounce.id);
  if (before?.reason !== bounce.reason || selectRule(connection).get(bounce.id) !== bounce.rule) return null;
  const severity = toCode(SEVERITIES, verdict.severity);
  const reasonId = internText(connection, verdict.reason);
  const { matched, values } = textValues(connection, { facts: bounce, verdict });
  update(connection).run(severity, reasonId, internText(connection, verdict.rule), matched, values, bounce.id);
  return { before, after: { ...before, severity, reasonId, reason: verdict.reason } };
}

/**
 * Gives bounces other verdicts, in one transaction; counters and recipients' states follow. Others who write wait for it,
 * so it should be some hundred at a time.
 * @returns how many were changed
 * @throws StoreError; then nothing was changed
 */
export const changeJudgements = (connection: Connection, changes: readonly Rejudged[]): number =>
  guarded(connection.path, () =>
    inTransaction(connection, () => {
      refuseNewer(connection);
      const made = changes.flatMap((change) => changeOne(connection, change) ?? []);
      recount(connection, made);
      return made.length;
    }),
  );

/** A mail that was not understood, and was kept. */
export interface Unread extends KeptMail {
  readonly reportId: number;
  /** Extension of the address that it came to; null when it had none, or none that means anything. */
  readonly extension: string | null;
}

const UNRECOGNIZED = toCode(KINDS, "unrecognized");
const selectUnread = statement<[Piece], { readonly reportId: number; readonly extension: string | null }>(`
  SELECT r.id AS reportId, r.extension FROM report r INDEXED BY report_other
  WHERE r.kind > 1 AND r.kind = ${UNRECOGNIZED} AND r.id > @after AND r.id < @before AND EXISTS (SELECT 1 FROM kept k WHERE k.report = r.id)
  ORDER BY r.id LIMIT @limit`);
const isUnread = scalar<[number], number>(`SELECT 1 FROM report WHERE id = ? AND kind = ${UNRECOGNIZED}`);

/** Mails that were not understood and were kept, in the order of their ids. */
export const unreadMails = (connection: Connection, piece: Piece): Unread[] =>
  guarded(connection.path, () =>
    selectUnread(connection)
      .all(piece)
      .flatMap((row) => {
        const mail = keptMail(connection, row.reportId);
        return mail === null ? [] : [{ ...row, ...mail }];
      }),
  );

const idBehind = scalar<[number], number>("SELECT id FROM report WHERE id > ? ORDER BY id LIMIT 1");
const removeReport = statement<[number]>("DELETE FROM report WHERE id = ?");
const moveKept = statement<[number, number]>("UPDATE kept SET report = ? WHERE report = ?");

/** The report's own id where its recipients find room behind it, else the next free one of its second. */
function idFor(connection: Connection, reportId: number, count: number): number {
  const end = reportId + Math.max(count, 1);
  const hasRoom = end <= (idBehind(connection).get(reportId) ?? Infinity) && secondOf(end - 1) === secondOf(reportId);
  return hasRoom ? reportId : nextId(connection, secondOf(reportId), count);
}

function moveReport(connection: Connection, from: number, to: number, reading: Reading): void {
  moveIdentity(connection, identityKey("report", reading), to);
  moveKept(connection).run(to, from);
}

/**
 * Puts a better reading in the place of a mail that was not understood; it stays kept.
 * @returns whether it was; not when somebody else has done it meanwhile
 * @throws StoreError; then nothing was changed
 */
export function replaceReading(connection: Connection, reportId: number, better: Reading): boolean {
  return guarded(connection.path, () =>
    inTransaction(connection, () => {
      refuseNewer(connection);
      if (isUnread(connection).get(reportId) === undefined) return false;
      const reading = bounded(better);
      const id = idFor(connection, reportId, reading.bounces.length);
      if (id !== reportId) moveReport(connection, reportId, id, reading);
      removeReport(connection).run(reportId);
      removeHeadline(connection, reportId);
      const rollups = noRollups();
      recordNew(connection, { reading, raw: null }, id, rollups);
      writeRollups(connection, rollups, 0);
      return true;
    }),
  );
}
