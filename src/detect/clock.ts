/** Whole hours and days since the epoch, UTC, as the rollups count them. */

/** Seconds. */
export const HOUR = 3600;
/** Seconds. */
export const DAY = 24 * HOUR;

/** The hour of a moment (epoch seconds). */
export const hourOf = (time: number): number => Math.floor(time / HOUR);

/** The day of a moment (epoch seconds). */
export const dayOf = (time: number): number => Math.floor(time / DAY);
