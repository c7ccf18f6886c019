/** The last seven days as hours in a row, those without bounces among them. */
import { DAY, HOUR, hourOf } from "../../detect/clock.js";

const HOURS_OF_DAY = DAY / HOUR;

/** Hours that the pictures show. */
export const WEEK_HOURS = 7 * HOURS_OF_DAY;

/** The first hour shown; the last is the one that `now` is in. */
export const firstHour = (now: number): number => hourOf(now) - WEEK_HOURS + 1;

/** For each hour of the week what stands for it, or `empty`. */
export function everyHour<Row extends { readonly hour: number }, Empty>(
  rows: readonly Row[],
  now: number,
  empty: Empty,
): readonly (Row | Empty)[] {
  const byHour = new Map(rows.map((row) => [row.hour, row]));
  return Array.from({ length: WEEK_HOURS }, (_, index) => byHour.get(firstHour(now) + index) ?? empty);
}

/** The hours (counted from the first) at which a day (UTC) begins. */
export const midnights = (now: number): readonly number[] =>
  Array.from({ length: WEEK_HOURS }, (_, index) => index).filter(
    (index) => (firstHour(now) + index) % HOURS_OF_DAY === 0,
  );
