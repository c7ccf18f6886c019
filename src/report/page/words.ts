/** Numbers and times in the words of the page. Times are UTC. */
import { DAY, HOUR } from "../../detect/clock.js";
import { formatTime } from "../../time.js";

const WEEKDAYS = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"] as const;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** "Wed 12 Mar" of a day (whole ones since the epoch, which was a Thursday). */
export const dayWords = (day: number): string => {
  const date = new Date(day * DAY * 1000);
  return `${WEEKDAYS[((day % 7) + 7) % 7] ?? ""} ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()] ?? ""}`;
};

/** "Wed 12 Mar 11:04" of a moment (epoch seconds). */
export const momentWords = (time: number): string =>
  `${dayWords(Math.floor(time / DAY))} ${formatTime(time).slice(11, 16)}`;

/** "1 bounce", "1,204 bounces". */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${grouped(count)} ${count === 1 ? one : many}`;

/** 1204 as "1,204". */
export const grouped = (count: number): string => String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");

/** A part of a whole as a whole number of per cent. */
export const percent = (part: number, whole: number): string =>
  `${whole === 0 ? 0 : Math.round((100 * part) / whole)} %`;

/** "45 min", "3 h", "2 d": a length of time (seconds) as it is spoken of. */
export function lengthWords(seconds: number): string {
  if (seconds < 2 * HOUR) return `${Math.round(seconds / 60)} min`;
  return seconds < 2 * DAY ? `${Math.round(seconds / HOUR)} h` : `${Math.round(seconds / DAY)} d`;
}
