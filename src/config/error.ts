/** How the program says what is wrong with a configuration: one wording for every key of every table, and what was meant where a name is misspelt. */

/** Finds what somebody meant who misspelt a name. */

const distances = (previous: readonly number[], from: string, character: string): readonly number[] => {
  const row = [(previous[0] ?? 0) + 1];
  for (let at = 1; at < previous.length; at += 1) {
    const replaced = (previous[at - 1] ?? 0) + (from[at - 1] === character ? 0 : 1);
    row.push(Math.min(replaced, (previous[at] ?? 0) + 1, (row[at - 1] ?? 0) + 1));
  }
  return row;
};

/** Levenshtein's distance: single characters to insert, delete or replace. */
const distance = (from: string, to: string): number => {
  const start: readonly number[] = Array.from({ length: from.length + 1 }, (_, at) => at);
  return (
    Array.from(to)
      .reduce((row, character) => distances(row, from, character), start)
      .at(-1) ?? 0
  );
};

const MAX_NAME = 64;

const lastPart = (name: string): string => name.slice(name.lastIndexOf(".") + 1);

/** The known name that is nearest to `name` (whole or by its last part), null when none is near enough to be meant. */
export const nearest = (name: string, known: readonly string[]): string | null => {
  if (name.length > MAX_NAME) return null;
  const scored = known.map((each) => ({
    each,
    score: Math.min(distance(name, each), distance(lastPart(name), lastPart(each)) + 0.5),
  }));
  const best = scored.sort((a, b) => a.score - b.score)[0];
  return best && best.score <= Math.max(1, name.length / 3) ? best.each : null;
};

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
