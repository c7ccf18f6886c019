/** How options are understood: repeated ones, whole numbers, periods. What yargs would let pass in silence is a usage error. */
import { nearest } from "../config/error.js";
import { UsageError } from "../exit.js";
import type { Io } from "../io.js";
import { localTime, parseMoment, UTC_TIME, type TimeForm } from "../time.js";

/** For an option that may be given several times: any of its values will do. */
export const anyOf = <T extends string>(given: T | readonly T[]): readonly T[] =>
  typeof given === "string" ? [given] : given;

/** For an option that takes a whole number, `least` or more. */
export const wholeNumber =
  (option: string, least: number) =>
  (given: unknown): number => {
    if (typeof given === "number" && Number.isSafeInteger(given) && given >= least) return given;
    throw new UsageError(`${option} takes one whole number, ${String(least)} or more`);
  };

/** A period in epoch seconds; undefined: open at that end. */
export interface Span {
  readonly since?: number;
  readonly until?: number;
}

/**
 * What `--since` and `--until` name.
 * @throws TimeError for a time in no known form, UsageError for a period that ends before it begins
 */
export function parseSpan(
  { since, until }: { since?: string | undefined; until?: string | undefined },
  now: number,
): Span {
  const span: Span = {
    ...(since === undefined ? {} : { since: parseMoment(since, now) }),
    ...(until === undefined ? {} : { until: parseMoment(until, now) }),
  };
  if (span.since !== undefined && span.until !== undefined && span.since >= span.until)
    throw new UsageError(`--since ${since ?? ""} is not before --until ${until ?? ""}`);
  return span;
}

/** How times are printed for people. */
export const TIME_OPTIONS = {
  local: { type: "boolean", conflicts: "utc", describe: "Times in this machine's zone, as on a terminal" },
  utc: { type: "boolean", describe: "Times in UTC, as where standard output is no terminal" },
} as const;

/** In which zone a command prints times for people. */
export const timeForm = (
  { local, utc }: { readonly local?: boolean | undefined; readonly utc?: boolean | undefined },
  { columns }: Io,
): TimeForm => (local === true || (utc !== true && columns !== null) ? localTime() : UTC_TIME);

/** Stands before an argument behind `--` that begins with a dash. No argument can hold it. */
const SHIELD = "\0";

/**
 * What stands behind `--` is no option, even if it begins with a dash: a stranger chooses the names of senders. yargs drops
 * such arguments from the positionals, so they are shielded from it ({@link unshield}).
 */
export function shield(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf("--");
  if (end < 0) return argv;
  const behind = argv.slice(end + 1).map((argument) => (argument.startsWith("-") ? SHIELD + argument : argument));
  return [...argv.slice(0, end), ...behind];
}

/** An argument as it was given. */
export const unshield = <T>(argument: T): T | string =>
  typeof argument === "string" && argument.startsWith(SHIELD) ? argument.slice(SHIELD.length) : argument;

/** What somebody meant who misspelt an option: " (did you mean --domain?)", else nothing. `message` is yargs' complaint. */
export function meantOption(message: string, options: readonly string[]): string {
  const unknown = /^Unknown arguments?: ([\w-]+)/.exec(message)?.[1];
  const meant = unknown === undefined ? null : nearest(unknown, options);
  return meant === null ? "" : ` (did you mean --${meant}?)`;
}
