/**
 * A sender's own record: the most that it ever had in a window of this length, in the days before. What it had before it
 * may have again; only more than that is looked at.
 */
import { DAY } from "./clock.js";
import type { DayCount, SenderFacts } from "./facts.js";
import type { Parameters } from "./parameters.js";
import { LONGEST_WINDOW, type Window } from "./window.js";

/** Days between today and the last day of the record: as long as the window, so that an attack is not its own record. */
const daysOut = (window: Pick<Window, "seconds">): number => Math.ceil(window.seconds / DAY) + 1;

/** Days back from today that a record can reach. */
export const recordReach = ({ recordDays }: Parameters): number => recordDays + daysOut({ seconds: LONGEST_WINDOW });

/** The largest sum of so many days in a row. `days` oldest first, days without bounces left out. */
function largestSum(days: readonly DayCount[], length: number): number {
  let largest = 0;
  let sum = 0;
  let from = 0;
  for (const { day, count } of days) {
    sum += count;
    for (let oldest = days[from]; oldest !== undefined && oldest.day <= day - length; oldest = days[from]) {
      sum -= oldest.count;
      from += 1;
    }
    largest = Math.max(largest, sum);
  }
  return largest;
}

function most(days: readonly DayCount[], value: (day: DayCount) => number): number {
  let largest = 0;
  for (const day of days) largest = Math.max(largest, value(day));
  return largest;
}

/** The last day (since the epoch) that belongs to the record of every window. */
export const lastRecordDay = (today: number): number => today - daysOut({ seconds: LONGEST_WINDOW });

/** Whole days since the sender's first bounce. */
export const daysKnown = ({ firstSeen }: Pick<SenderFacts, "firstSeen">, now: number): number =>
  Math.floor((now - firstSeen) / DAY);

/** The most fresh bounces that the sender had in such a window, in the `recordDays` before; 0 without any. `today`: days since the epoch. */
export function recordOf(days: readonly DayCount[], window: Window, today: number, { recordDays }: Parameters): number {
  const last = today - daysOut(window);
  const counted = days.filter(({ day }) => day > last - recordDays && day <= last);
  return window.id === "hour" ? most(counted, ({ peak }) => peak) : largestSum(counted, window.seconds / DAY);
}
