/**
 * What a sender is compared with: its peak, the most that it ever had in a window of this length. What it had before it
 * may have again; only more than that is looked at. During the first days there is too little to compare with.
 */
import { DAY } from "../time.js";
import type { DayCount, SenderFacts } from "./facts.js";
import type { Parameters } from "./parameters.js";
import { LONGEST_WINDOW, type Window } from "./window.js";

/** Days between today and the last day of the peak: as long as the window, so that an attack is not its own peak. */
const daysOut = (window: Pick<Window, "seconds">): number => Math.ceil(window.seconds / DAY) + 1;

/** Days back from today that a peak can reach. */
export const peakReach = ({ peakDays }: Parameters): number => peakDays + daysOut({ seconds: LONGEST_WINDOW });

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

/** The last day (since the epoch) that belongs to the peak of every window. */
export const lastPeakDay = (today: number): number => today - daysOut({ seconds: LONGEST_WINDOW });

/** Whole days since the sender's first bounce. */
export const daysKnown = ({ firstSeen }: Pick<SenderFacts, "firstSeen">, now: number): number =>
  Math.floor((now - firstSeen) / DAY);

/** The most first failures that the sender had in such a window, in the `peakDays` before; 0 without any. `today`: days since the epoch. */
export function peakOf(days: readonly DayCount[], window: Window, today: number, { peakDays }: Parameters): number {
  const last = today - daysOut(window);
  const counted = days.filter(({ day }) => day > last - peakDays && day <= last);
  return window.id === "hour"
    ? most(counted, ({ busiestHour }) => busiestHour)
    : largestSum(counted, window.seconds / DAY);
}

/** Bounces that a sender's baseline (facts.ts) is made of. */
export const BASELINE_SIZE = 200;

/** The first days: so many of so many have begun. */
export interface Learning {
  readonly day: number;
  readonly of: number;
}

/** The day of learning that a moment is in; null afterwards. `began`: time of the oldest bounce on record, null when there is none. */
export function learningOf(now: number, began: number | null, { learningDays }: Parameters): Learning | null {
  const day = Math.floor((now - (began ?? now)) / DAY) + 1;
  return day > learningDays ? null : { day, of: learningDays };
}
