/** Looking things up in headers: fields by name, the `type; value` fields of RFC 3464, and dates. */
import type { Header } from "./message.js";
import { memoize } from "./memoize.js";

/**
 * The date-time of a date field (RFC 5322 section 3.3) as it stands, its zone aside: enough to put messages into an order that
 * no zone table and no engine's idea of dates can change.
 */
const DATE_TIME = /(\d{1,2}) ([a-z]{3})[a-z]{0,6} (\d{4}) (\d\d):(\d\d)(?::(\d\d))?/i;
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/** What four bytes hold: until 2106. */
const LAST = 2 ** 32 - 1;

/** Seconds since 1970 as if it were in UTC; null where the text has no such date. */
export function dateTimeOf(text: string | null): number | null {
  const match = text === null ? null : DATE_TIME.exec(text);
  if (match === null) return null;
  const [, day, name = "", year, hour, minute, second = 0] = match;
  const month = MONTHS.indexOf(name.toLowerCase());
  if (month < 0) return null;
  const seconds = Date.UTC(Number(year), month, Number(day), Number(hour), Number(minute), Number(second)) / 1000;
  return seconds >= 0 && seconds <= LAST ? seconds : null;
}

/** Value of the first field of this name (lower case), null when there is none. */
export const first = (header: Header, name: string): string | null => {
  for (const field of header) if (field.name === name) return field.value;
  return null;
};

/** Values of all fields of this name (lower case), in order. */
export const all = (header: Header, name: string): readonly string[] =>
  header.filter((field) => field.name === name).map((field) => field.value);

/** A field of the form `type; value` (RFC 3464 section 2.1.2). */
interface TypedValue {
  /** In lower case, null when the field says none. */
  readonly type: string | null;
  readonly value: string;
}

const typeForm = /^[ \t]*([A-Za-z][\w./-]{0,60})[ \t]*$/;

/** What stands before a semicolon, as a type; null when it is none. Reports have the same few. */
const typeIn = memoize((text: string): string | null => typeForm.exec(text)?.[1]?.toLowerCase() ?? null, 20, 200);

/** Reads `dns; host`, `rfc822;address`, `smtp; 550 text`; a missing type is put up with. Comments stay in the value. */
export const parseTyped = (text: string): TypedValue => {
  const semicolon = text.indexOf(";");
  const type = semicolon < 0 ? null : typeIn(text.slice(0, semicolon));
  return { type, value: (type === null ? text : text.slice(semicolon + 1)).trim() };
};

/** `parseTyped` of the first field of this name, null when there is none or it is empty. */
export const firstTyped = (header: Header, name: string): TypedValue | null => {
  const text = first(header, name);
  return text === null || text === "" ? null : parseTyped(text);
};

/** Removes comments in parentheses, also nested ones, outside of quoted strings (RFC 5322 section 3.2.2). */
export const withoutComments = (text: string): string => {
  if (!text.includes("(")) return text.trim();
  let kept = "";
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    const isEscape = character === "\\" && (quoted || depth > 0);
    if (character === '"' && depth === 0) quoted = !quoted;
    else if (character === "(" && !quoted) depth += 1;
    if (depth === 0) kept += isEscape ? text.slice(at, at + 2) : character;
    if (isEscape) at += 1;
    else if (character === ")" && depth > 0) depth -= 1;
  }
  return kept.trim();
};
