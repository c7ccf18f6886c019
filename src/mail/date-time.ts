/**
 * The date-time of a date field (RFC 5322 section 3.3) as it stands, its zone aside: enough to put messages into an order that
 * no zone table and no engine's idea of dates can change.
 */
const DATE_TIME =
  /(\d{1,2}) (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6} (\d{4}) (\d\d):(\d\d)(?::(\d\d))?/i;
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/** What four bytes hold: until 2106. */
const LAST = 2 ** 32 - 1;

/** Seconds since 1970 as if it were in UTC; null where the text has no such date. */
export function dateTimeOf(text: string | null): number | null {
  const match = text === null ? null : DATE_TIME.exec(text);
  if (match === null) return null;
  const [, day, month = "", year, hour, minute, second = 0] = match;
  const seconds =
    Date.UTC(
      Number(year),
      MONTHS.indexOf(month.toLowerCase()),
      Number(day),
      Number(hour),
      Number(minute),
      Number(second),
    ) / 1000;
  return seconds >= 0 && seconds <= LAST ? seconds : null;
}
