/** What the detector compares with: each sender's days, when it was first seen, and since when anything is on record. */
import type { DayCount } from "../../detect/facts.js";
import { first, sql, toRows, type Db, type Work } from "../sql.js";
import { DAY, HOUR, startOf } from "../time.js";

interface StoredDay extends DayCount {
  readonly sender: number;
}

/**
 * Day by day and sender by sender: the rows lie in order of the day, and a range of days would read all senders'. A day's
 * highest hour is no sum, so it is looked for when it is asked, among the hours of the days that have any.
 */
const days = sql<StoredDay>(`
  WITH RECURSIVE days (day) AS (
    SELECT CAST($1 AS bigint) UNION ALL SELECT day + ${DAY} FROM days WHERE day < $2),
  hours (hour) AS (SELECT 0 UNION ALL SELECT hour + ${HOUR} FROM hours WHERE hour < ${DAY - HOUR})
  SELECT s.sender_id AS sender, s.day / ${DAY} AS day, s.first_failures - s.first_unproven AS count,
    (SELECT max(h.first_failures - h.first_unproven) FROM hours CROSS JOIN sender_hour h
      WHERE h.hour = s.day + hours.hour AND h.sender_id = s.sender_id) AS "busiestHour"
  FROM days CROSS JOIN {rows:$3:id int} chosen CROSS JOIN sender_day s
  WHERE s.day = days.day AND s.sender_id = chosen.id AND s.first_failures > s.first_unproven
  ORDER BY s.day`);

/**
 * All of some days: where most senders are asked for, to find each costs more than to pass the others. For the peak stands
 * the least that it can be, a day's hours alike.
 */
const wholeDays = sql<StoredDay>(`
  SELECT sender_id AS sender, day / ${DAY} AS day, first_failures - first_unproven AS count,
    (first_failures - first_unproven + 23) / 24 AS "busiestHour"
  FROM sender_day WHERE day >= $1 AND day <= $2 AND first_failures > first_unproven ORDER BY day`);

type Days = ReadonlyMap<number, readonly DayCount[]>;

function bySender(senders: readonly number[], rows: readonly StoredDay[]): Days {
  const found = new Map<number, DayCount[]>(senders.map((sender) => [sender, []]));
  for (const { sender, ...day } of rows) found.get(sender)?.push(day);
  return found;
}

/** As {@link daysOf}, for a few days and many senders, with peaks that may be too low. */
export function* fewDaysOf(db: Db, senders: readonly number[], from: number, last: number): Work<Days> {
  return bySender(senders, yield* db.all(wholeDays, [from * DAY, last * DAY]));
}

/** Fresh, telling, proven bounces of some senders by day (whole ones since the epoch), oldest first; both days included. */
export function* daysOf(db: Db, senders: readonly number[], from: number, last: number): Work<Days> {
  if (senders.length === 0) return new Map();
  const rows = toRows([...senders].sort((one, other) => one - other).map((id) => [id]));
  return bySender(senders, yield* db.all(days, [from * DAY, last * DAY, rows]));
}

interface Start {
  readonly at: number | null;
}

const firstBounceOf = sql<Start>("SELECT min(received_at) AS at FROM bounce WHERE sender_id = $1");
const firstBounce = sql<Start>("SELECT min(received_at) AS at FROM bounce");
const firstDay = sql<Start>("SELECT min(day) AS at FROM sender_day");

/** The earlier of a bounce and a day: single bounces may have been pruned, days outlast them. */
function earlier(bounce: number | null, day: number | null): number | null {
  if (bounce === null || day === null) return bounce ?? day;
  return startOf(bounce, DAY) <= day ? bounce : day;
}

/** Time of a sender's first bounce; `days` as of {@link daysOf}. */
export function* firstSeen(db: Db, sender: number, [oldest]: readonly DayCount[], now: number): Work<number> {
  const bounce = (yield* first(db, firstBounceOf, [sender]))?.at ?? null;
  return earlier(bounce, oldest === undefined ? null : oldest.day * DAY) ?? now;
}

/** Time of the oldest bounce on record; null when there is none. */
export function* beganAt(db: Db): Work<number | null> {
  const bounce = (yield* first(db, firstBounce))?.at ?? null;
  return earlier(bounce, (yield* first(db, firstDay))?.at ?? null);
}
