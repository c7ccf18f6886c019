/**
 * Every sender's counters of the detector's windows: whole hours, of which the first may hold a little more. Out of
 * sender_hour, and of sender_day for the days that lie in the longest window alone: these are most of its hours.
 */
import { DAY_WINDOW, HOUR_WINDOW, LONGEST_WINDOW } from "../../detect/window.js";
import type { WindowCounts } from "../../detect/views.js";
import { first, sql, type Db, type Work } from "../sql.js";
import { DAY, endOf, HOUR, startOf } from "../time.js";

/** What one sender has, by its number. */
export interface SenderCounts extends WindowCounts {
  readonly sender: number;
  /** Of the longest window: bounces proven to be ours, proven not to be, and complaints. */
  readonly proven: number;
  readonly disproved: number;
  readonly complaints: number;
  /** Disproved within the last day. */
  readonly forged: number;
}

const COUNTERS = "first_failures, bounces, unproven, disproved, complaints";
const sum = (what: string, condition: string | null = null): string =>
  `CAST(sum(${condition === null ? what : `CASE WHEN ${condition} THEN ${what} ELSE 0 END`}) AS bigint)`;

/** $1 to $4: where the longest window begins, its whole days begin and end, and the present hour; $5, $6: the other two windows. */
const counts = sql<SenderCounts & { readonly busiestHour: number }>(`
  SELECT sender_id AS sender, ${sum("first_failures")} AS burst, ${sum("first_failures", "hour >= $5")} AS day,
    ${sum("first_failures", "hour >= $6")} AS hour,
    max(CASE WHEN hour >= $5 THEN first_failures ELSE 0 END) AS "busiestHour", ${sum("bounces - unproven")} AS proven, ${sum("disproved")} AS disproved,
    ${sum("complaints")} AS complaints, ${sum("disproved", "hour >= $5")} AS forged
  FROM (
    SELECT sender_id, hour, ${COUNTERS} FROM sender_hour WHERE hour >= $1 AND hour < $2 AND sender_id > 0
    UNION ALL SELECT sender_id, day, ${COUNTERS} FROM sender_day WHERE day >= $2 AND day < $3 AND sender_id > 0
    UNION ALL SELECT sender_id, hour, ${COUNTERS} FROM sender_hour WHERE hour >= $3 AND hour <= $4 AND sender_id > 0) parts
  GROUP BY sender_id
  HAVING sum(first_failures) >= $7 OR sum(CASE WHEN hour >= $5 THEN disproved ELSE 0 END) > 0`);

/** Senders that have at least so many fresh bounces in the longest window, or forged ones in the last day. */
export function* senderCounts(db: Db, now: number, least: number): Work<readonly SenderCounts[]> {
  const from = startOf(now - LONGEST_WINDOW, HOUR);
  const dayFrom = startOf(now - DAY_WINDOW.seconds, HOUR);
  const firstDay = endOf(from, DAY);
  const endDay = Math.max(firstDay, startOf(dayFrom, DAY));
  const hourFrom = startOf(now - HOUR_WINDOW.seconds, HOUR);
  const rows = yield* db.all(counts, [from, firstDay, endDay, startOf(now, HOUR), dayFrom, hourFrom, least]);
  return rows.map(({ busiestHour, ...row }) => ({ ...row, hour: Math.max(row.hour, busiestHour) }));
}

const activeOn = sql<{ readonly senders: number }>(
  "SELECT count(*) AS senders FROM sender_day WHERE day = $1 AND sender_id > 0 AND bounces > 0",
);

/** Different senders with a failure on the last whole UTC day; of today where there was none. */
export function* activeSenders(db: Db, now: number): Work<number> {
  const today = startOf(now, DAY);
  const yesterday = (yield* first(db, activeOn, [today - DAY]))?.senders ?? 0;
  return yesterday > 0 ? yesterday : ((yield* first(db, activeOn, [today]))?.senders ?? 0);
}
