/**
 * Records messages: each once, with its bounces, its counters and, where wanted, the message itself, all in one
 * transaction. Of two reports of one failure the one that is trusted more stands, whichever came first. Else somebody who
 * guesses a queue id could hide a failure or put it on somebody else.
 */
import type { Reading } from "../bounce.js";
import { entryOf } from "../values.js";
import { countBounce, countComplaint, forgetOldReceivers, noSums, writeSums, type Sums } from "./counters.js";
import { rankOf } from "./counting.js";
import { findEarlier, firstFailures } from "./first-failure.js";
import { keepMessage } from "./kept.js";
import {
  BOUNCE_COLUMNS,
  bounceRows,
  OTHER_COLUMNS,
  otherRow,
  type BounceRow,
  type Counted,
  type OtherRow,
  type Values,
} from "./message-row.js";
import { internAuthors, internHosts, internReading, internSenders, internVerdict } from "./names.js";
import { addToRecipients, internRecipients, recountRecipients } from "./recipient-sums.js";
import { withSenders } from "./sender-tags.js";
import { touchStates, type Touch } from "./suppression.js";
import type { SuppressionPolicy } from "../suppress/parameters.js";
import { insertNew, sql, toRows, type Db, type Sql, type Value, type Work } from "./sql.js";
import { toSecond } from "./time.js";

/** A message to record. */
export interface RecordEntry {
  readonly reading: Reading;
  /** When it arrived, epoch seconds (UTC). */
  readonly receivedAt: number;
  /** The message, for those to be kept whole; null for the rest. The caller masks passwords (session transcripts hold them). */
  readonly raw: Uint8Array | null;
  /** When its addresses are suppressed; absent: no state changes. */
  readonly suppression?: SuppressionPolicy;
}

/** What became of a message. */
export interface RecordResult {
  /** What it is found under; of a message that tells only what was known: what that is found under. */
  readonly reportId: number;
  /** False when all of it was known; nothing was changed then. */
  readonly isNew: boolean;
  /** Bounces that were not known. */
  readonly newBounces: number;
  /** Bounces known from another report. */
  readonly duplicateBounces: number;
  /** Of the duplicates, those known from a report that was trusted less, which this one replaced. */
  readonly supersedingBounces: number;
}

/** A bounce as it is stored, with its ids. */
interface StoredBounce extends Counted {
  readonly id: number;
  readonly identity: string;
  readonly recipient_id: number;
  readonly sender_id: number;
  readonly domain_id: number;
}

/** A row with the message that it is of, by its place. */
interface Candidate {
  readonly row: BounceRow;
  readonly entry: number;
}

/** A bounce to be written. */
interface Standing extends Candidate {
  readonly id: number;
  /** What it replaces; undefined for a new one. */
  readonly was: StoredBounce | undefined;
}

const CLAIM = insertNew("bounce_identity", ["identity", "bounce_id"], "identity", "bounce_id");
const INSERT = insertNew("bounce", BOUNCE_COLUMNS, "id");
const findStored = sql<StoredBounce>(`
  SELECT b.id, i.identity, b.received_at, b.recipient_id, b.sender_id, b.domain_id, b.action, b.trust, b.status,
    b.is_first_failure, v.severity, v.cause, v.reason
  FROM {rows:$1:identity text} asked CROSS JOIN bounce_identity i CROSS JOIN bounce b CROSS JOIN verdict v
  WHERE i.identity = asked.identity AND b.id = i.bounce_id AND v.id = b.verdict_id {lock:b by b.id}`);
const replace: Sql<object> = sql(
  `UPDATE bounce SET ${BOUNCE_COLUMNS.slice(1)
    .map((name, place) => `${name} = $${place + 2}`)
    .join(", ")} WHERE id = $1`,
);

/** The failures that messages tell of: identity -> every report of it, in order. */
type ByIdentity = ReadonlyMap<string, readonly Candidate[]>;

function candidatesOf(entries: readonly RecordEntry[]): ByIdentity {
  const found = new Map<string, Candidate[]>();
  entries.forEach(({ reading, receivedAt }, entry) => {
    for (const row of bounceRows(reading, receivedAt)) entryOf(found, row.identity, () => []).push({ row, entry });
  });
  return found;
}

/** Claims identities. Answers those that are new with their ids, the rest with what is stored: undefined where that was pruned. */
function* claim(
  db: Db,
  identities: readonly string[],
  ids: readonly number[],
): Work<{ readonly fresh: ReadonlyMap<string, number>; readonly known: ReadonlyMap<string, StoredBounce> }> {
  const rows = identities.map((identity, place) => [identity, ids[place] ?? 0] as const);
  const sorted = [...rows].sort(([one], [other]) => (one < other ? -1 : 1));
  const claimed = yield* db.put(CLAIM, sorted);
  const fresh = new Map(sorted.filter((_, place) => (claimed[place] ?? null) !== null));
  const others = sorted.filter(([identity]) => !fresh.has(identity)).map(([identity]) => [identity]);
  const stored = others.length === 0 ? [] : yield* db.all(findStored, [toRows(others)]);
  return { fresh, known: new Map(stored.map((row) => [row.identity, row])) };
}

/** Of one message. */
interface Counts {
  newBounces: number;
  duplicateBounces: number;
  supersedingBounces: number;
  id: number | null;
}

/** Goes through the reports of one failure in order, and answers the one that stands in the end; undefined when nothing changes. */
function chooseStanding(
  candidates: readonly Candidate[],
  freshId: number | undefined,
  was: StoredBounce | undefined,
  counts: readonly Counts[],
): Standing | undefined {
  let rank = freshId !== undefined ? Infinity : was === undefined ? -1 : rankOf(was.trust);
  let standing: Standing | undefined;
  const id = freshId ?? was?.id ?? 0;
  for (const candidate of candidates) {
    const own = counts[candidate.entry];
    if (own === undefined) continue;
    const isBetter = rankOf(candidate.row.trust) < rank;
    if (rank === Infinity) own.newBounces += 1;
    else {
      own.duplicateBounces += 1;
      if (isBetter) own.supersedingBounces += 1;
    }
    own.id ??= id;
    if (!isBetter) continue;
    rank = rankOf(candidate.row.trust);
    standing = { ...candidate, id, was };
  }
  return standing;
}

/** Names of the rows as ids. */
function* internNames(db: Db, rows: readonly (BounceRow | OtherRow)[]) {
  const isBounce = (row: BounceRow | OtherRow): row is BounceRow => "recipient" in row;
  const bounces = rows.filter(isBounce);
  const host = yield* internHosts(
    db,
    bounces.flatMap(({ domain, remoteHost }) => [domain, remoteHost]),
  );
  const sender = yield* internSenders(
    db,
    rows.map((row) => row.sender),
  );
  const author = yield* internAuthors(
    db,
    rows.map((row) => row.author),
  );
  return { host, sender, author };
}

type Names = ReturnType<typeof internNames> extends Work<infer Found> ? Found : never;

/** A standing bounce with all ids, as it is written. */
interface Written extends Standing {
  readonly stored: Omit<StoredBounce, "is_first_failure"> & { readonly verdict_id: number; is_first_failure: number };
  /** Values of columns that are ids, and of those that are not the message's or the recipient's own. */
  readonly ids: Values;
}

/** Where a message names several recipients: id of the first of its bounces. */
function notificationIds(standing: readonly Standing[]): ReadonlyMap<number, number> {
  const ids = new Map<number, number>();
  const several = new Set<number>();
  for (const { entry, id } of standing) {
    if (ids.has(entry)) several.add(entry);
    else ids.set(entry, id);
  }
  return new Map([...ids].filter(([entry]) => several.has(entry)));
}

function* toWritten(
  db: Db,
  { row, ...standing }: Standing,
  { host, sender, author }: Names,
  recipientId: number,
  notificationId: number | null,
): Work<Written> {
  const { id, was, entry } = standing;
  const { received_at, action, trust, status, severity, cause, reason, identity } = row;
  const recipient_id = recipientId;
  const domain_id = host(row.domain) ?? 0;
  const sender_id = sender(row.sender) ?? 0;
  const verdict_id = yield* internVerdict(db, [reason, severity, cause, row.rule]);
  const ids = {
    id,
    received_at,
    recipient_id,
    notification_id: notificationId,
    domain_id,
    sender_id,
    verdict_id,
    reading_id: yield* internReading(db, row.reading),
    remote_host_id: host(row.remoteHost),
    author_id: author(row.author),
  };
  const counted = { received_at, action, trust, status, severity, cause, reason, is_first_failure: 0 };
  return {
    id,
    was,
    entry,
    row,
    ids,
    stored: { ...counted, id, identity, recipient_id, sender_id, domain_id, verdict_id },
  };
}

const rowValues = ({ ids, row, stored }: Written): Value[] =>
  BOUNCE_COLUMNS.map((name) =>
    name === "is_first_failure" ? stored.is_first_failure : (ids[name] ?? row.own[name] ?? row.message[name] ?? null),
  );

function* writeBounces(db: Db, written: readonly Written[]): Work<void> {
  const fresh = written.filter(({ was }) => was === undefined);
  yield* db.put(INSERT, fresh.map(rowValues));
  for (const one of written) if (one.was !== undefined) yield* db.all(replace, rowValues(one));
}

function countAll(sums: Sums, written: readonly Written[]): void {
  for (const { was, stored } of written) {
    if (was !== undefined) countBounce(sums, was, -1);
    countBounce(sums, stored, 1);
  }
}

function byRecipient(written: readonly Written[]): Map<string, Written["stored"][]> {
  const found = new Map<string, Written["stored"][]>();
  for (const { was, row, stored } of written)
    if (was === undefined) entryOf(found, row.recipient, () => []).push(stored);
  return found;
}

/** Writes the bounces that stand, and all that is counted of them. */
function* recordStanding(db: Db, standing: readonly Standing[], sums: Sums, names: Names): Work<readonly Written[]> {
  if (standing.length === 0) return [];
  const domainId = (domain: string): number => names.host(domain) ?? 0;
  const recipients = yield* internRecipients(
    db,
    standing.map(({ row }) => row.recipient),
    domainId,
  );
  const { known, fresh } = recipients;
  const notifications = notificationIds(standing);
  const written: Written[] = [];
  for (const one of standing) {
    const recipientId = known.get(one.row.recipient)?.id ?? fresh.get(one.row.recipient) ?? 0;
    written.push(yield* toWritten(db, one, names, recipientId, notifications.get(one.entry) ?? null));
  }
  const isKnown = ({ row }: Written): boolean => known.has(row.recipient);
  const earlier = yield* findEarlier(
    db,
    written.filter(isKnown).map(({ stored }) => stored),
  );
  firstFailures(written, earlier).forEach((flag, place) => {
    const one = written[place];
    if (one !== undefined) one.stored.is_first_failure = flag;
  });
  yield* writeBounces(db, written);
  countAll(sums, written);
  yield* addToRecipients(db, recipients, byRecipient(written), domainId);
  yield* recountRecipients(
    db,
    written.flatMap(({ was, stored }) => (was === undefined ? [] : [was.recipient_id, stored.recipient_id])),
  );
  return written;
}

const toTouch = ({ row, stored }: Written): Touch => ({
  address: row.recipient,
  recipientId: stored.recipient_id,
  domainId: stored.domain_id,
  sender: row.sender,
  trust: row.trust,
  action: row.action,
  reason: row.reason,
  receivedAt: row.received_at,
});

const INSERT_OTHER = insertNew("other_message", OTHER_COLUMNS, "identity", "id");
const findOther = sql<{ readonly id: number }>("SELECT id FROM other_message WHERE identity = $1");

/** Records a message that tells of no recipient. Answers its id, and whether it is new. */
function* recordOther(db: Db, row: OtherRow, id: number, names: Names, sums: Sums): Work<readonly [number, boolean]> {
  const senderId = names.sender(row.sender) ?? 0;
  const values: Values = {
    ...row.message,
    id,
    received_at: row.received_at,
    identity: row.identity,
    kind: row.kind,
    sender_id: senderId,
    reading_id: yield* internReading(db, row.reading),
    author_id: names.author(row.author),
  };
  const [made = null] = yield* db.put(INSERT_OTHER, [OTHER_COLUMNS.map((name) => values[name] ?? null)]);
  if (made === null) {
    const [known] = yield* db.all(findOther, [row.identity]);
    return [known?.id ?? 0, false];
  }
  if (row.kind === "complaint") countComplaint(sums, senderId, row.received_at);
  return [id, true];
}

const toResult = ({ id, ...counts }: Counts): RecordResult => ({
  ...counts,
  reportId: id ?? 0,
  isNew: counts.newBounces + counts.supersedingBounces > 0,
});

/**
 * Records all entries in the transaction that is open.
 * @param reused ids to use before new ones: of what the messages take the place of
 */
export function* recordEntries(
  db: Db,
  given: readonly RecordEntry[],
  reused: readonly number[] = [],
): Work<RecordResult[]> {
  const entries = yield* withSenders(db, given);
  const candidates = candidatesOf(entries);
  const others = entries.map(({ reading, receivedAt }) =>
    reading.bounces.length === 0 ? otherRow(reading, receivedAt) : null,
  );
  const otherRows = others.filter((row) => row !== null);
  const needed = candidates.size + otherRows.length - reused.length;
  const ids = [...reused, ...(yield* db.newIds(Math.max(needed, 0)))];
  const counts = entries.map((): Counts => ({ newBounces: 0, duplicateBounces: 0, supersedingBounces: 0, id: null }));
  const identities = [...candidates.keys()];
  const { fresh, known } = yield* claim(db, identities, ids);
  const standing = identities.flatMap(
    (identity) =>
      chooseStanding(candidates.get(identity) ?? [], fresh.get(identity), known.get(identity), counts) ?? [],
  );
  const names = yield* internNames(db, [...standing.map(({ row }) => row), ...otherRows]);
  const sums = noSums();
  const written = yield* recordStanding(db, standing, sums, names);
  const policy = entries.find(({ suppression }) => suppression !== undefined)?.suppression;
  if (policy !== undefined) yield* touchStates(db, written.map(toTouch), policy);
  const results = counts.map(toResult);
  let place = candidates.size;
  for (const [entry, row] of others.entries()) {
    if (row === null) continue;
    const [id, isNew] = yield* recordOther(db, row, ids[place++] ?? 0, names, sums);
    results[entry] = { reportId: id, isNew, newBounces: 0, duplicateBounces: 0, supersedingBounces: 0 };
  }
  yield* keepAll(db, entries, results);
  yield* writeSums(db, sums);
  const last = entries.at(-1);
  if (last !== undefined) yield* forgetOldReceivers(db, toSecond(last.receivedAt));
  return results;
}

function* keepAll(db: Db, entries: readonly RecordEntry[], results: readonly RecordResult[]): Work<void> {
  for (const [place, { raw }] of entries.entries()) {
    const result = results[place];
    if (raw !== null && result?.isNew === true) yield* keepMessage(db, result.reportId, raw);
  }
}

/** Records all entries in one transaction; see `Store.record`. */
export function* recordAll(db: Db, entries: readonly RecordEntry[]): Work<RecordResult[]> {
  yield* db.makeRoom(entries.map(({ receivedAt }) => toSecond(receivedAt)));
  return yield* db.transaction(() => recordEntries(db, entries));
}
