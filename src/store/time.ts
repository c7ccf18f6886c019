/** Hours and days as the store has them: their first second (UTC). */

export const HOUR = 3_600;
export const DAY = 86_400;

/** Year 6325: whatever a clock or a Date field said, a time stays an exact integer. */
const LAST_SECOND = 2 ** 37 - 1;

/** Time of arrival as whole seconds. */
export const toSecond = (time: number): number => Math.min(Math.max(Math.floor(time) || 0, 0), LAST_SECOND);

/** The first second of the hour or day that a time is in. */
export const startOf = (time: number, unit: number): number => time - (time % unit);

/** The first second of the next hour or day, unless one begins just now. */
export const endOf = (time: number, unit: number): number => Math.ceil(time / unit) * unit;
