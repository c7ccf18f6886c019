/**
 * Moments and durations as people write them, and as the program prints them: UTC, ISO 8601 (RFC 3339). Pure: what is
 * "now" comes in as an argument. A moment is a number of seconds since 1970-01-01T00:00:00Z, a duration one of seconds.
 */

/** An invalid time or duration; the message says what is expected. */
export class TimeError extends Error {
  override readonly name = "TimeError";
}

const MINUTE = 60;
/** Seconds. */
export const HOUR = 60 * MINUTE;
/** Seconds. */
export const DAY = 24 * HOUR;
/** Seconds. */
export const WEEK = 7 * DAY;

/** Whole hours since the epoch (UTC) of a moment in seconds. */
export const hourOf = (moment: number): number => Math.floor(moment / HOUR);

/** Whole days since the epoch (UTC) of a moment in seconds. */
export const dayOf = (moment: number): number => Math.floor(moment / DAY);

/** Units of durations, the longest first. */
const UNITS = [
  { letter: "w", seconds: WEEK },
  { letter: "d", seconds: DAY },
  { letter: "h", seconds: HOUR },
  { letter: "m", seconds: MINUTE },
  { letter: "s", seconds: 1 },
] as const;

/** What {@link parseMoment} understands, for usage texts. */
export const MOMENT_FORMS =
  "90m, 24h, 2d or 2w (ago), now, today, yesterday, 2025-01-31, 2025-01-31 08:00 (UTC), 2025-01-31T08:00:00+01:00 or @1738310400";

/** What {@link parseDuration} understands, for usage texts. */
export const DURATION_FORMS = "a number and a unit: 30s, 90m, 24h, 2d or 2w";

const DURATION = /^(\d{1,9})\s?([smhdw])$/i;
/** RFC 3339 date-time, with the time, its seconds and the zone optional and a blank allowed for the T. */
const DATE_TIME =
  /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(?:([Zz])|([+-])(\d\d):(\d\d))?)?$/;
const EPOCH = /^@(\d{1,12})$/;

const durationSeconds = (text: string): number | null => {
  const match = DURATION.exec(text);
  const letter = match?.[2]?.toLowerCase();
  const unit = UNITS.find((each) => each.letter === letter);
  return unit ? Number(match?.[1]) * unit.seconds : null;
};

/** Seconds of a duration such as `90m`, `24h`, `2d`, `2w`. Throws TimeError. */
export const parseDuration = (text: string): number => {
  const seconds = durationSeconds(text.trim());
  if (seconds === null) throw new TimeError(`invalid duration "${text}"; expected ${DURATION_FORMS}`);
  return seconds;
};

/** Whether the numbers name a day of the calendar since 1970 and a time of the clock (a leap second is a time). */
const isReal = (year: number, month: number, day: number, hour: number, minute: number, second: number): boolean => {
  const date = new Date(Date.UTC(year, month - 1, day));
  return (
    year >= 1970 &&
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    hour < 24 &&
    minute < 60 &&
    second <= 60
  );
};

const calendarSeconds = (text: string): number | null => {
  const match = DATE_TIME.exec(text);
  if (!match) return null;
  const part = (at: number): number => Number(match[at] ?? 0);
  const [year, month, day, hour, minute, second] = [part(1), part(2), part(3), part(4), part(5), part(6)];
  if (!isReal(year, month, day, hour, minute, second) || part(9) > 23 || part(10) > 59) return null;
  const offset = (part(9) * HOUR + part(10) * MINUTE) * (match[8] === "-" ? -1 : 1);
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000 - offset;
};

const startOfDay = (moment: number): number => dayOf(moment) * DAY;

const namedMoment = (text: string, now: number): number | null => {
  switch (text) {
    case "now":
      return now;
    case "today":
      return startOfDay(now);
    case "yesterday":
      return startOfDay(now) - DAY;
    default:
      return null;
  }
};

const ago = (text: string, now: number): number | null => {
  const seconds = durationSeconds(text);
  return seconds === null ? null : Math.max(0, now - seconds);
};

const epoch = (text: string): number | null => {
  const match = EPOCH.exec(text);
  return match ? Number(match[1]) : null;
};

/**
 * The moment that `--since` and its like name, in seconds since 1970; `now` likewise. A duration is that long ago, days
 * and times without a zone are UTC. Throws TimeError with what is accepted.
 */
export const parseMoment = (text: string, now: number): number => {
  const words = text.trim();
  const moment = namedMoment(words.toLowerCase(), now) ?? ago(words, now) ?? epoch(words) ?? calendarSeconds(words);
  if (moment === null) throw new TimeError(`invalid time "${text}"; expected ${MOMENT_FORMS}`);
  return moment;
};

/** A moment (seconds since 1970) as `2025-01-31T08:00:00Z`; whole seconds. A number no calendar holds gives "unknown". */
export const formatTime = (moment: number): string => {
  const date = new Date(Math.floor(moment) * 1000);
  return Number.isNaN(date.getTime()) ? "unknown" : date.toISOString().replace(".000Z", "Z");
};

/** How moments are printed for people. */
export interface TimeForm {
  /** A moment with its zone. */
  readonly full: (moment: number) => string;
  /** A moment in a column whose title is `title`. */
  readonly short: (moment: number) => string;
  readonly title: string;
}

/** UTC, whose form says so itself. */
export const UTC_TIME: TimeForm = { full: formatTime, short: formatTime, title: "time" };

/** A moment in the zone of this machine: `2025-01-31 09:00:00`. */
const formatLocal = (moment: number): string =>
  formatTime(moment - new Date(moment * 1000).getTimezoneOffset() * MINUTE)
    .replace("T", " ")
    .replace("Z", "");

/** The zone of this machine. @returns for example Europe/Berlin */
const localZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The zone of this machine, which is said. */
export const localTime = (): TimeForm => ({
  full: (moment) => `${formatLocal(moment)} ${localZone()}`,
  short: formatLocal,
  title: `time (${localZone()})`,
});

/** A duration (seconds) in its longest unit without remainder, as {@link parseDuration} reads it: 86400 is `1d`, 5400 `90m`. */
export const formatDuration = (seconds: number): string => {
  const unit = UNITS.find((each) => seconds % each.seconds === 0 && seconds >= each.seconds);
  return unit ? `${seconds / unit.seconds}${unit.letter}` : `${seconds}s`;
};

/** Where an age goes over to the next unit: two of a unit are told in it, less than that in the smaller one. */
const AGES = [
  { from: 2 * DAY, seconds: DAY, name: "d" },
  { from: 2 * HOUR, seconds: HOUR, name: "h" },
  { from: MINUTE, seconds: MINUTE, name: "min" },
  { from: 1, seconds: 1, name: "s" },
] as const;

/** How long before `now` a moment was, in words: `3 h ago`, `2 d ago`, `now`; `in 5 min` when it is still to come. */
export const formatAge = (moment: number, now: number): string => {
  const distance = Math.abs(Math.floor(now - moment));
  const unit = AGES.find((each) => distance >= each.from);
  if (!unit) return "now";
  const words = `${Math.floor(distance / unit.seconds)} ${unit.name}`;
  return moment > now ? `in ${words}` : `${words} ago`;
};
