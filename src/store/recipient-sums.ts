/**
 * What is known of each address that bounced. Only what is proven to be ours counts towards hard, soft, delayed and
 * failed_days, by which an address may be suppressed; the unproven are counted apart. The rows are locked when they are
 * read, so that what is written back misses nothing.
 */
import { IS_FAILURE, IS_PROVEN, isCounted, isFailure, isProven } from "./counting.js";
import { domainIn, type Counted } from "./message-row.js";
import { insertNew, sql, toRows, type Db, type Insert, type Value, type Work } from "./sql.js";
import { DAY, startOf } from "./time.js";

/** The sums of an address. */
interface Sums {
  readonly first_failed_at: number | null;
  readonly last_failed_at: number | null;
  readonly delivered_at: number | null;
  readonly failed_days: number;
  readonly hard: number;
  readonly soft: number;
  readonly delayed: number;
  readonly unproven: number;
  readonly last_verdict_id: number | null;
  readonly last_status: string | null;
}

/** An address with its sums. */
export interface Recipient extends Sums {
  readonly id: number;
  readonly address: string;
  readonly domain_id: number;
}

/** What the sums see of a bounce. */
export interface RecipientBounce extends Counted {
  readonly verdict_id: number;
}

const SUMS = [
  "first_failed_at",
  "last_failed_at",
  "delivered_at",
  "failed_days",
  "hard",
  "soft",
  "delayed",
  "unproven",
  "last_verdict_id",
  "last_status",
] as const;

const NO_SUMS: Sums = {
  first_failed_at: null,
  last_failed_at: null,
  delivered_at: null,
  failed_days: 0,
  hard: 0,
  soft: 0,
  delayed: 0,
  unproven: 0,
  last_verdict_id: null,
  last_status: null,
};

const find = sql<Recipient>(`
  SELECT r.id, r.address, r.domain_id, ${SUMS.map((name) => `r.${name}`).join(", ")}
  FROM {rows:$1:name text} asked CROSS JOIN recipient r WHERE r.address = asked.name {lock:r by r.address}`);
const INSERT = insertNew("recipient", ["address", "domain_id", ...SUMS], "address", "id");
const WRITE: Insert = {
  ...INSERT,
  columns: ["id", ...INSERT.columns],
  onConflict: `ON CONFLICT (id) DO UPDATE SET ${SUMS.map((name) => `${name} = excluded.${name}`).join(", ")}`,
};

const isOlderThan = (one: number | null, other: number): boolean => one === null || one < other;

function addFailure(sums: Sums, { received_at: time, action, severity, verdict_id, status }: RecipientBounce): Sums {
  const isLast = !isOlderThan(time, sums.last_failed_at ?? 0);
  const isNewDay = isOlderThan(sums.last_failed_at, startOf(time, DAY));
  return {
    ...sums,
    first_failed_at: isOlderThan(sums.first_failed_at, time) ? (sums.first_failed_at ?? time) : time,
    last_failed_at: isLast ? time : sums.last_failed_at,
    failed_days: sums.failed_days + (isNewDay ? 1 : 0),
    delayed: sums.delayed + (action === "delayed" ? 1 : 0),
    hard: sums.hard + (action !== "delayed" && severity === "hard" ? 1 : 0),
    soft: sums.soft + (action !== "delayed" && severity !== "hard" ? 1 : 0),
    ...(isLast ? { last_verdict_id: verdict_id, last_status: status } : {}),
  };
}

function add<S extends Sums>(sums: S, bounce: RecipientBounce): S {
  if (!isCounted(bounce.trust)) return sums;
  const proven = isProven(bounce.trust);
  if (isFailure(bounce)) {
    return proven ? { ...sums, ...addFailure(sums, bounce) } : { ...sums, unproven: sums.unproven + 1 };
  }
  const time = bounce.received_at;
  return proven && isOlderThan(sums.delivered_at, time) ? { ...sums, delivered_at: time } : sums;
}

/** Whether the sums cannot be added to: a failure of a day before the last may be of a day that is counted already. */
const isOutOfOrder = (last: number | null, bounces: readonly RecipientBounce[]): boolean => {
  let latest = last;
  return bounces.some((bounce) => {
    if (!isFailure(bounce) || !isProven(bounce.trust)) return false;
    if (latest !== null && bounce.received_at < startOf(latest, DAY)) return true;
    latest = Math.max(latest ?? 0, bounce.received_at);
    return false;
  });
};

const valuesOf = (sums: Sums): Value[] => SUMS.map((name) => sums[name]);

/** Whether an address has the sums that were counted anew; undefined: nothing was. */
export const haveSameSums = (one: Sums, counted: Sums = NO_SUMS): boolean =>
  SUMS.every((name) => one[name] === counted[name]);

/** The addresses of a transaction: those that were known, with their sums, and those that it made. */
export interface Recipients {
  readonly known: ReadonlyMap<string, Recipient>;
  readonly fresh: ReadonlyMap<string, number>;
}

function* findKnown(db: Db, addresses: readonly string[]): Work<Recipient[]> {
  return addresses.length === 0 ? [] : yield* db.all(find, [toRows(addresses.map((address) => [address]))]);
}

/** Finds addresses, locks them, and stores those that are new, in order, so that hosts do not wait for each other in a circle. */
export function* internRecipients(
  db: Db,
  addresses: Iterable<string>,
  domainId: (domain: string) => number,
): Work<Recipients> {
  const asked = [...new Set(addresses)].sort();
  const known = new Map((yield* findKnown(db, asked)).map((row) => [row.address, row] as const));
  const missing = asked.filter((address) => !known.has(address));
  const rows = missing.map((address) => [address, domainId(domainIn(address)), ...valuesOf(NO_SUMS)]);
  const ids = rows.length === 0 ? [] : yield* db.put(INSERT, rows);
  const fresh = new Map<string, number>();
  missing.forEach((address, place) => {
    const id = ids[place] ?? null;
    if (id !== null) fresh.set(address, id);
  });
  // Another host was quicker.
  for (const row of yield* findKnown(
    db,
    missing.filter((address) => !fresh.has(address)),
  ))
    known.set(row.address, row);
  return { known, fresh };
}

const recount = sql<Recipient>(`
  SELECT r.id, r.address, r.domain_id,
    min(CASE WHEN ${IS_FAILURE} AND ${IS_PROVEN} THEN b.received_at END) AS first_failed_at,
    max(CASE WHEN ${IS_FAILURE} AND ${IS_PROVEN} THEN b.received_at END) AS last_failed_at,
    max(CASE WHEN NOT ${IS_FAILURE} AND ${IS_PROVEN} THEN b.received_at END) AS delivered_at,
    count(DISTINCT CASE WHEN ${IS_FAILURE} AND ${IS_PROVEN} THEN b.received_at / ${DAY} END) AS failed_days,
    count(CASE WHEN b.action = 'failed' AND v.severity = 'hard' AND ${IS_PROVEN} THEN 1 END) AS hard,
    count(CASE WHEN b.action = 'failed' AND v.severity <> 'hard' AND ${IS_PROVEN} THEN 1 END) AS soft,
    count(CASE WHEN b.action = 'delayed' AND ${IS_PROVEN} THEN 1 END) AS delayed,
    count(CASE WHEN ${IS_FAILURE} AND b.trust = 'unproven' THEN 1 END) AS unproven,
    (SELECT b.verdict_id FROM bounce b WHERE b.recipient_id = r.id AND ${IS_FAILURE} AND ${IS_PROVEN}
      ORDER BY b.received_at DESC, b.id DESC LIMIT 1) AS last_verdict_id,
    (SELECT b.status FROM bounce b WHERE b.recipient_id = r.id AND ${IS_FAILURE} AND ${IS_PROVEN}
      ORDER BY b.received_at DESC, b.id DESC LIMIT 1) AS last_status
  FROM {rows:$1:id int} asked CROSS JOIN recipient r CROSS JOIN bounce b CROSS JOIN verdict v
  WHERE r.id = asked.id AND b.recipient_id = r.id AND v.id = b.verdict_id
  GROUP BY r.id, r.address, r.domain_id`);
const lock = sql<object>(
  "SELECT r.id FROM {rows:$1:id int} asked CROSS JOIN recipient r WHERE r.id = asked.id {lock:r by r.address}",
);

const idRows = (ids: Iterable<number>): string => toRows([...new Set(ids)].sort((a, b) => a - b).map((id) => [id]));

/** Addresses' sums, counted anew out of their bounces; addresses without bounces are left out. */
export function* countRecipients(db: Db, ids: Iterable<number>): Work<Recipient[]> {
  const rows = idRows(ids);
  return rows === "[]" ? [] : yield* db.all(recount, [rows]);
}

const writeAll = (db: Db, recipients: readonly Recipient[]): Work<readonly (number | null)[]> =>
  db.put(
    WRITE,
    recipients.map((one) => [one.id, one.address, one.domain_id, ...valuesOf(one)]),
  );

/**
 * Counts addresses anew, where something was taken out or came out of order. Locked by a statement of its own: the next
 * then sees what the last holder committed. Those without bounces are left as they are.
 */
export function* recountRecipients(db: Db, ids: Iterable<number>): Work<void> {
  const all = [...ids];
  if (all.length === 0) return;
  if (db.dialect === "postgres") yield* db.all(lock, [idRows(all)]);
  yield* writeAll(db, yield* countRecipients(db, all));
}

/** Adds bounces that were just stored, in the order of their ids, to the sums of their addresses. */
export function* addToRecipients(
  db: Db,
  { known, fresh }: Recipients,
  bounces: ReadonlyMap<string, readonly RecipientBounce[]>,
  domainId: (domain: string) => number,
): Work<void> {
  const added: Recipient[] = [];
  const outOfOrder: number[] = [];
  for (const [address, own] of bounces) {
    const before =
      known.get(address) ??
      ({ ...NO_SUMS, id: fresh.get(address) ?? 0, address, domain_id: domainId(domainIn(address)) } as const);
    if (isOutOfOrder(before.last_failed_at, own)) outOfOrder.push(before.id);
    else added.push(own.reduce((sums, bounce) => add(sums, bounce), before));
  }
  yield* writeAll(
    db,
    added.sort((one, other) => one.id - other.id),
  );
  yield* recountRecipients(db, outOfOrder);
}
