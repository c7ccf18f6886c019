/** How the program says what is wrong with a configuration: one wording for every key of every table. */
import { nearest } from "./nearest.js";

/** Wrong configuration: a syntax error, an unknown key, a value of the wrong kind, a file that cannot be read. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

const MAX_SHOWN = 80;

/** What is wrong with a value. `expected` ends the sentence "must be"; undefined is a value that is missing. */
export const mustBe = (key: string, expected: string, value: unknown): string =>
  value === undefined
    ? `${key} is missing; it must be ${expected}`
    : `${key} must be ${expected}, not ${JSON.stringify(value).slice(0, MAX_SHOWN)}`;

/** What is wrong with a key that does not exist. A misspelt key that is ignored is a setting that silently has no effect. */
export const unknownKey = (key: string, known: readonly string[]): string => {
  const meant = nearest(key, known);
  return `unknown key "${key}"${meant === null ? "" : ` (did you mean "${meant}"?)`}`;
};

/** A table of the file, its keys not looked at. */
export type RawTable = Readonly<Record<string, unknown>>;

/**
 * What a table of its own (`[[rule]]`, `[[allow]]`, `[detect]`) says, checked when the file is read. What is wrong with one
 * concerns only those who use it: a wrong threshold must not keep a message from being recorded.
 */
export interface Checked<T> {
  /** As it stands in the file. */
  readonly rows: readonly RawTable[];
  /** What of it is right. */
  readonly value: T;
  /** What is wrong, one line each, with file and key; safe to print. */
  readonly problems: readonly string[];
}

/** @throws ConfigError with the first problem, if there is one */
export function valid<T>({ value, problems: [problem] }: Pick<Checked<T>, "value" | "problems">): T {
  if (problem !== undefined) throw new ConfigError(problem);
  return value;
}
