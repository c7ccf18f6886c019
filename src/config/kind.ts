/** The kinds of values a setting can have: how each is read from text (flags, environment) and from the file (TOML). */
import { isAbsolute, resolve } from "node:path";
import { DURATION_FORMS, TimeError, formatDuration, parseDuration } from "../time.js";

/** A kind of value. Both readers answer undefined for what is not of this kind. */
export interface Kind<T> {
  /** What is expected, to end the sentence "... must be". */
  readonly expected: string;
  readonly fromText: (text: string) => T | undefined;
  readonly fromFile: (value: unknown) => T | undefined;
  /** As it would stand in the file. */
  readonly show: (value: unknown) => string;
  /** For file names: the value made absolute; `directory` is asked only for a relative one. */
  readonly absolute?: (value: T, directory: () => string) => T;
}

const showJson = (value: unknown): string => JSON.stringify(value);

const textual = <T>(expected: string, fromText: (text: string) => T | undefined): Kind<T> => ({
  expected,
  fromText,
  fromFile: (value) => (typeof value === "string" ? fromText(value) : undefined),
  show: showJson,
});

/** One of a few words. */
export const oneOf = <const T extends string>(words: readonly T[]): Kind<T> =>
  textual(`one of ${words.join(", ")}`, (text) => words.find((word) => word === text));

/** A set of delimiter characters, in any order: printable ASCII that is neither letter, digit, blank nor `@`. */
export const delimiters: Kind<string> = textual("a text of punctuation characters", (text) =>
  /^[!-/:-?[-`{-~]*$/.test(text) ? text : undefined,
);

const isFileName = (text: string): boolean => text !== "" && !text.includes("\0");

const absolute = (name: string, directory: () => string): string =>
  isAbsolute(name) ? name : resolve(directory(), name);

/** A file's name; relative ones are relative to the place that names them. */
export const path: Kind<string> = {
  ...textual("a file name", (text) => (isFileName(text) ? text : undefined)),
  absolute,
};

/** A file's name or nothing; in the file and elsewhere, the empty text is nothing. */
export const pathOrNull: Kind<string | null> = {
  ...textual<string | null>("a file name", (text) => (isFileName(text) ? text : text === "" ? null : undefined)),
  show: (value) => JSON.stringify(value ?? ""),
  absolute: (value, directory) => (value === null ? null : absolute(value, directory)),
};

/** An address or a local name as it may stand in a command line and a header: no option, no blank, no list, nothing quoted (RFC 5322). */
const PLAIN_ADDRESS =
  /^[^\s\0-\x1f\x7f<>()[\]\\,;:"@-][^\s\0-\x1f\x7f<>()[\]\\,;:"@]*(?:@[^\s\0-\x1f\x7f<>()\\,;"@]+)?$/;

/** Whether a text is an address that needs no quotes. */
export const isPlainAddress = (text: string): boolean => PLAIN_ADDRESS.test(text);

/** A plain address or a local name. */
export const address: Kind<string> = textual("a plain address", (text) => (isPlainAddress(text) ? text : undefined));

/** A whole number within bounds, both included. */
export const integer = (min: number, max: number): Kind<number> => {
  const checked = (value: number): number | undefined =>
    Number.isSafeInteger(value) && value >= min && value <= max ? value : undefined;
  return {
    expected: `a whole number from ${min} to ${max}`,
    fromText: (text) => (/^-?\d{1,15}$/.test(text) ? checked(Number(text)) : undefined),
    fromFile: (value) => (typeof value === "number" ? checked(value) : undefined),
    show: showJson,
  };
};

const seconds = (text: string): number | undefined => {
  try {
    return parseDuration(text);
  } catch (error) {
    if (error instanceof TimeError) return undefined;
    throw error;
  }
};

/** A duration as text; its value is in seconds. */
export const duration: Kind<number> = {
  ...textual(DURATION_FORMS, seconds),
  show: (value) => JSON.stringify(typeof value === "number" ? formatDuration(value) : value),
};

/** Domain or host name: no blank, control, `@` or separator; case and a trailing dot do not count (RFC 1034 section 3.1). */
const domainName = (text: string): string | undefined =>
  /^[^\s\0-\x1f\x7f-\x9f@,;/<>"]{1,255}$/.test(text) ? text.toLowerCase().replace(/\.$/, "") : undefined;

const allNames = (texts: readonly unknown[]): readonly string[] | undefined => {
  const names = texts.map((text) => (typeof text === "string" ? domainName(text) : undefined));
  return names.every((name) => name !== undefined) ? names : undefined;
};

/** Domain or host names, in lower case: a list in the file, separated by commas or blanks elsewhere. */
export const names: Kind<readonly string[]> = {
  expected: 'a list of names, as ["mail.example.com"]',
  fromText: (text) => allNames(text.split(/[\s,]+/).filter((name) => name !== "")),
  fromFile: (value) => (Array.isArray(value) ? allNames(value) : undefined),
  show: showJson,
};

/** A table of the file, its keys not looked at. */
export type RawTable = Readonly<Record<string, unknown>>;

/** Whether a value from the file is a table. */
export const isRawTable = (value: unknown): value is RawTable =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);

/** A table whose keys are read by their owner: `[detect]`. */
export const table: Kind<RawTable> = {
  expected: "a table",
  fromText: () => undefined,
  fromFile: (value) => (isRawTable(value) ? value : undefined),
  show: showJson,
};

/** Any number of tables whose keys are read by their owner: `[[rule]]`. */
export const tables: Kind<readonly RawTable[]> = {
  expected: "tables, each under its own heading in double brackets",
  fromText: () => undefined,
  fromFile: (value) => (Array.isArray(value) && value.every(isRawTable) ? value : undefined),
  show: showJson,
};
