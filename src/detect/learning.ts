/** The first days, in which there is too little on record to compare with. */
import { DAY } from "./clock.js";
import type { Parameters } from "./parameters.js";

/** Day of so many. */
export interface Learning {
  readonly day: number;
  readonly of: number;
}

/** The day of learning that a moment is in; null afterwards. `began`: time of the oldest bounce on record, null when there is none. */
export function learningOf(now: number, began: number | null, { learningDays }: Parameters): Learning | null {
  const day = Math.floor((now - (began ?? now)) / DAY) + 1;
  return day > learningDays ? null : { day, of: learningDays };
}
