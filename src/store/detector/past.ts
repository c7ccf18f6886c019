/** What the detector compares with: each sender's days, when it was first seen, and since when anything is on record. */
import type { DayCount } from "../../detect/facts.js";
import { scalar, statement, type Connection } from "../connection.js";
import { dayOf, secondOf } from "../time.js";

const DAY = 86_400;

interface StoredDay extends DayCount {
  readonly sender: number;
}

/** Day by day and sender by sender: the rows lie in order of the day, and a range of days would read all senders'. */
const days = statement<[{ from: number; last: number; senders: string }], StoredDay>(`
  WITH RECURSIVE days (day) AS (SELECT @from UNION ALL SELECT day + 1 FROM days WHERE day < @last)
  SELECT s.sender, s.day, s.fresh - s.fresh_unproven AS count, s.peak AS busiestHour
  FROM days CROSS JOIN json_each(@senders) chosen CROSS JOIN sender_day s ON s.day = days.day AND s.sender = chosen.value
  WHERE s.fresh > s.fresh_unproven`);

/** All of some days: where most senders are asked for, to find each costs more than to pass the others. */
const wholeDays = statement<[number, number], StoredDay>(`
  SELECT sender, day, fresh - fresh_unproven AS count, peak AS busiestHour FROM sender_day WHERE day >= ? AND day <= ? AND fresh > fresh_unproven ORDER BY day`);

function bySender(senders: readonly number[], rows: Iterable<StoredDay>): ReadonlyMap<number, readonly DayCount[]> {
  const found = new Map<number, DayCount[]>(senders.map((sender) => [sender, []]));
  for (const { sender, day, count, busiestHour } of rows) found.get(sender)?.push({ day, count, busiestHour });
  return found;
}

/** As {@link daysOf}, for a few days and many senders. */
export const fewDaysOf = (
  connection: Connection,
  senders: readonly number[],
  from: number,
  last: number,
): ReadonlyMap<number, readonly DayCount[]> => bySender(senders, wholeDays(connection).iterate(from, last));

/** Fresh, telling, proven bounces of some senders by day (whole ones since the epoch), oldest first; both days included. */
export const daysOf = (
  connection: Connection,
  senders: readonly number[],
  from: number,
  last: number,
): ReadonlyMap<number, readonly DayCount[]> =>
  bySender(
    senders,
    days(connection).iterate({ from, last, senders: JSON.stringify([...senders].sort((one, other) => one - other)) }),
  );

const firstBounceOf = scalar<[number], number | null>(
  "SELECT min(id) FROM bounce INDEXED BY bounce_sender WHERE sender = ?",
);
const firstBounce = scalar<[], number | null>("SELECT min(id) FROM bounce");
const firstDay = scalar<[], number | null>("SELECT min(day) FROM sender_day");

/** The earlier of a bounce (its id) and a day: single bounces may have been pruned, days outlast them. */
function earlier(bounce: number | null | undefined, day: number | null | undefined): number | null {
  const time = bounce === null || bounce === undefined ? null : secondOf(bounce);
  const start = day === null || day === undefined ? null : day * DAY;
  if (time === null || start === null) return time ?? start;
  return dayOf(time) <= dayOf(start) ? time : start;
}

/** Time of a sender's first bounce; `days` as of {@link daysOf}. */
export const firstSeen = (connection: Connection, sender: number, [first]: readonly DayCount[], now: number): number =>
  earlier(firstBounceOf(connection).get(sender), first?.day) ?? now;

/** Time of the oldest bounce on record; null when there is none. */
export const beganAt = (connection: Connection): number | null =>
  earlier(firstBounce(connection).get(), firstDay(connection).get());
