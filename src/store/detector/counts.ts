/**
 * Every sender's counters of the detector's windows: whole hours, of which the first may hold a little more. Out of
 * sender_hour, and of sender_day for the days that lie in the longest window alone: these are most of its hours.
 */
import { DAY_WINDOW, HOUR_WINDOW, LONGEST_WINDOW } from "../../detect/window.js";
import type { WindowCounts } from "../../detect/views.js";
import { scalar, statement, type Connection } from "../connection.js";
import { dayOf, hourOf } from "../time.js";

const DAY_HOURS = 24;

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

interface Hours {
  readonly burstFrom: number;
  readonly dayFrom: number;
  readonly hourFrom: number;
  readonly last: number;
  /** Of the days that are read as whole ones, the first, and the first after them. */
  readonly firstDay: number;
  readonly endDay: number;
  readonly least: number;
}

const COUNTERS = "fresh, bounces, unproven, disproved, complaints";

const counts = statement<[Hours], SenderCounts>(`
  SELECT sender, sum(fresh) AS burst, sum(iif(hour >= @dayFrom, fresh, 0)) AS day, sum(iif(hour >= @hourFrom, fresh, 0)) AS hour,
    sum(bounces - unproven) AS proven, sum(disproved) AS disproved, sum(complaints) AS complaints, sum(iif(hour >= @dayFrom, disproved, 0)) AS forged
  FROM (
    SELECT sender, hour, ${COUNTERS} FROM sender_hour WHERE hour >= @burstFrom AND hour < @firstDay * ${DAY_HOURS} AND sender > 0
    UNION ALL SELECT sender, day * ${DAY_HOURS}, ${COUNTERS} FROM sender_day WHERE day >= @firstDay AND day < @endDay AND sender > 0
    UNION ALL SELECT sender, hour, ${COUNTERS} FROM sender_hour WHERE hour >= @endDay * ${DAY_HOURS} AND hour <= @last AND sender > 0)
  GROUP BY sender HAVING sum(fresh) >= @least OR sum(iif(hour >= @dayFrom, disproved, 0)) > 0`);

/** Senders that have at least so many fresh bounces in the longest window, or forged ones in the last day. */
export function senderCounts(connection: Connection, now: number, least: number): readonly SenderCounts[] {
  const burstFrom = hourOf(now - LONGEST_WINDOW);
  const dayFrom = hourOf(now - DAY_WINDOW.seconds);
  const firstDay = Math.ceil(burstFrom / DAY_HOURS);
  return counts(connection).all({
    burstFrom,
    dayFrom,
    hourFrom: hourOf(now - HOUR_WINDOW.seconds),
    last: hourOf(now),
    least,
    firstDay,
    endDay: Math.max(firstDay, Math.floor(dayFrom / DAY_HOURS)),
  });
}

const activeOn = scalar<[number], number>(
  "SELECT count(*) FROM sender_day WHERE day = ? AND sender > 0 AND bounces > 0",
);

/** Different senders with a failure on the last whole UTC day; of today where there was none. */
export function activeSenders(connection: Connection, now: number): number {
  const yesterday = activeOn(connection).get(dayOf(now) - 1) ?? 0;
  return yesterday > 0 ? yesterday : (activeOn(connection).get(dayOf(now)) ?? 0);
}
