/**
 * Senders ranked by their bounces in a period, against the days before. The ranking is read from the counters, which are
 * kept by the hour: a period begins with a whole hour and ends with one. Only of those at the top the bounces are read.
 */
import { first, onStore, sql, type Db, type Work } from "./sql.js";
import { DAY, endOf, HOUR, startOf } from "./time.js";
import { COUNTS } from "./counting.js";

/** What to rank. Times are epoch seconds (UTC). */
export interface RankingOptions {
  /** From this time on, rounded down to the hour. */
  readonly since: number;
  /** Before this time, rounded up to the hour. */
  readonly until: number;
  /** First day of those before `since` to compare with (whole UTC days that end before the one that `since` is in). */
  readonly baselineSince: number;
  /** So many senders. */
  readonly limit: number;
}

/** How often something occurs. */
export interface Tally {
  readonly name: string;
  readonly count: number;
}

/** One sender in a ranking. */
export interface SenderRow {
  /** Null: bounces that name no sender. */
  readonly sender: string | null;
  /** Failures and delays, but for the disproved. */
  readonly bounces: number;
  readonly hard: number;
  readonly soft: number;
  /** Of the soft. */
  readonly delayed: number;
  /** No such address or domain. */
  readonly dead: number;
  /** Refused as spam, by policy or for a bad name. */
  readonly refused: number;
  /** Of the bounces, those that nothing proves to be ours. */
  readonly unproven: number;
  /** Beside the bounces: those of mail that was never ours. */
  readonly disproved: number;
  readonly complaints: number;
  /** Telling failures from recipients that had none before. */
  readonly fresh: number;
  /** Different recipients and domains, and the tallies, among the newest of the bounces. */
  readonly recipients: number;
  readonly domains: number;
  readonly reasons: readonly Tally[];
  readonly clients: readonly Tally[];
  /** False when the sender has more bounces than were looked at for the four before. */
  readonly isComplete: boolean;
  /** Bounces a day in the days before. */
  readonly daily: { readonly average: number; readonly maximum: number; readonly days: number };
}

/** Bounces of a sender that are looked at for recipients, reasons and clients. */
const NEWEST = 1_000;
/** Reasons and clients told of a sender. */
const TOP = 5;

const COUNTERS = ["bounces", "hard", "delayed", "dead", "refused", "unproven", "disproved", "complaints"] as const;

interface StoredSender extends Readonly<Record<(typeof COUNTERS)[number], number>> {
  readonly id: number;
  readonly name: string | null;
  readonly fresh: number;
}

const COLUMNS = [...COUNTERS, "first_failures"].join(", ");
const SUMS = COUNTERS.map((column) => `CAST(sum(${column}) AS bigint) AS ${column}`).join(", ");

/** Hours before the first whole day, whole days, hours after the last: $1 to $6 are where each begins and ends. */
const rank = sql<StoredSender>(`
  SELECT top.id, nullif(s.name, '') AS name, ${COUNTERS.map((column) => `top.${column}`).join(", ")}, top.fresh FROM (
    SELECT sender_id AS id, ${SUMS}, CAST(sum(first_failures) AS bigint) AS fresh FROM (
      SELECT sender_id, ${COLUMNS} FROM sender_hour WHERE hour >= $1 AND hour < $2
      UNION ALL SELECT sender_id, ${COLUMNS} FROM sender_day WHERE day >= $3 AND day < $4
      UNION ALL SELECT sender_id, ${COLUMNS} FROM sender_hour WHERE hour >= $5 AND hour < $6) parts
    GROUP BY sender_id HAVING sum(bounces) + sum(disproved) + sum(complaints) > 0
    ORDER BY sum(bounces) DESC, sum(disproved) DESC, sender_id LIMIT $7) top
  LEFT JOIN sender s ON s.id = top.id ORDER BY top.bounces DESC, top.disproved DESC, top.id`);

/** Day by day: the rows lie in order of the day, and a range of days would read all senders'. */
const baseline = sql<{ readonly total: number | null; readonly maximum: number | null }>(`
  WITH RECURSIVE days (day) AS (
    SELECT CAST($1 AS bigint) UNION ALL SELECT day + ${DAY} FROM days WHERE day + ${DAY} < $2)
  SELECT CAST(sum(s.bounces) AS bigint) AS total, max(s.bounces) AS maximum
  FROM days CROSS JOIN sender_day s WHERE s.day = days.day AND s.sender_id = $3`);

interface Evidence {
  readonly recipient: number;
  readonly domain: number;
  readonly reason: string;
  readonly client: string | null;
}

const newest = sql<Evidence>(`
  SELECT b.recipient_id AS recipient, b.domain_id AS domain, v.reason, b.client_ip AS client
  FROM bounce b {by:bounce_sender} CROSS JOIN verdict v
  WHERE v.id = b.verdict_id AND b.sender_id = $1 AND b.received_at >= $2 AND b.received_at < $3 AND ${COUNTS}
  ORDER BY b.received_at DESC, b.id DESC LIMIT ${NEWEST}`);

/** The most frequent of some names. */
function tally(names: readonly (string | null)[]): Tally[] {
  const counts = new Map<string, number>();
  for (const name of names) if (name !== null) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, TOP)
    .map(([name, count]) => ({ name, count }));
}

/** What the newest bounces of a sender show. */
function* evidenceOf(
  db: Db,
  sender: number,
  since: number,
  until: number,
): Work<Pick<SenderRow, "recipients" | "domains" | "reasons" | "clients" | "isComplete">> {
  const rows = yield* db.all(newest, [sender, since, until]);
  return {
    recipients: new Set(rows.map(({ recipient }) => recipient)).size,
    domains: new Set(rows.map(({ domain }) => domain)).size,
    reasons: tally(rows.map(({ reason }) => reason)),
    clients: tally(rows.map(({ client }) => client)),
    isComplete: rows.length < NEWEST,
  };
}

function* dailyOf(db: Db, sender: number, from: number, before: number): Work<SenderRow["daily"]> {
  const days = Math.max((before - from) / DAY, 0);
  const row = days === 0 ? undefined : yield* first(db, baseline, [from, before, sender]);
  return { average: days === 0 ? 0 : (row?.total ?? 0) / days, maximum: row?.maximum ?? 0, days };
}

/** Where the hours before the first whole day begin and end, the whole days, and the hours after the last. */
function parts(from: number, before: number): readonly number[] {
  const firstDay = endOf(from, DAY);
  const endDay = startOf(before, DAY);
  return [from, Math.min(firstDay, before), firstDay, endDay, Math.max(endDay, firstDay, from), before];
}

/**
 * Senders that have bounces in the period, those with most first.
 * @throws StoreError
 */
export const senderRanking = onStore(function* (
  db: Db,
  { since, until, baselineSince, limit }: RankingOptions,
): Work<SenderRow[]> {
  const from = startOf(since, HOUR);
  const before = endOf(until, HOUR);
  const rows: SenderRow[] = [];
  for (const { id, name, ...counters } of yield* db.all(rank, [...parts(from, before), limit]))
    rows.push({
      sender: name,
      ...counters,
      soft: counters.bounces - counters.hard,
      ...(yield* evidenceOf(db, id, from, before)),
      daily: yield* dailyOf(db, id, startOf(baselineSince, DAY), startOf(since, DAY)),
    });
  return rows;
});
