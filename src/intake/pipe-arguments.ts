/**
 * The arguments of `ingest`. Part of them is written by strangers: pipe(8) puts the extension of the address a mail came
 * to into the argument list as it stands, so `RCPT TO:<bounce+--db=/tmp/evil.db@example.tld>` arrives as `--db=/tmp/evil.db`.
 *
 * The rule that keeps options and extensions apart: options count only when the last argument begins with `--extension=`
 * (then everything before the trailing `--extension=` arguments is ours) or when a `--` stands before the extensions
 * (then everything before the first `--` is ours). In every other case each argument is an extension.
 */

import { UsageError } from "../exit.js";

/** The options of `ingest`; README and `--help` list the same. */
export const INGEST_OPTIONS = {
  db: "text",
  config: "text",
  sender: "text",
  recipient: "text",
  "queue-id": "text",
  "client-address": "text",
  login: "text",
  "dry-run": "flag",
} as const;

type OptionName = keyof typeof INGEST_OPTIONS;

/** The values of the options that are given. */
type Options = { [Name in OptionName]?: (typeof INGEST_OPTIONS)[Name] extends "flag" ? boolean : string };

/** What the arguments say. */
export interface IngestArguments extends Readonly<Options> {
  /** One for each recipient that pipe(8) delivers to; without the empty ones. */
  readonly extensions: readonly string[];
}

const EXTENSION = "--extension=";

/** Where our own arguments end, and which are extensions. */
function divide(argv: readonly string[]): { own: readonly string[]; extensions: readonly string[] } {
  if (argv.at(-1)?.startsWith(EXTENSION) === true) {
    const lastOwn = argv.findLastIndex((argument) => !argument.startsWith(EXTENSION));
    return {
      own: argv.slice(0, lastOwn + 1),
      extensions: argv.slice(lastOwn + 1).map((argument) => argument.slice(EXTENSION.length)),
    };
  }
  const divider = argv.indexOf("--");
  if (divider < 0) return { own: [], extensions: argv };
  return { own: argv.slice(0, divider), extensions: argv.slice(divider + 1) };
}

const isOptionName = (name: string): name is OptionName => Object.hasOwn(INGEST_OPTIONS, name);

/** Reads `--name=value`, `--name value` and `--flag`; not with node:util parseArgs, which costs a thirtieth of a start. */
function readOptions(own: readonly string[]): Options {
  const options: Options = {};
  const waiting = [...own];
  for (let argument = waiting.shift(); argument !== undefined; argument = waiting.shift()) {
    const equals = argument.indexOf("=");
    const name = argument.slice(2, equals < 0 ? undefined : equals);
    if (!argument.startsWith("--") || !isOptionName(name))
      throw new UsageError(`unknown argument ${JSON.stringify(argument)}`);
    if (name === "dry-run") {
      if (equals >= 0) throw new UsageError("--dry-run takes no value");
      options[name] = true;
    } else {
      const value = equals < 0 ? waiting.shift() : argument.slice(equals + 1);
      if (value === undefined || (equals < 0 && value.startsWith("-")))
        throw new UsageError(`--${name} needs a value; write --${name}=VALUE`);
      options[name] = value;
    }
  }
  return options;
}

/**
 * Reads the arguments after `ingest`.
 * @throws UsageError when an argument of ours is not an option of `ingest`, or lacks its value
 */
export function parseIngestArguments(argv: readonly string[]): IngestArguments {
  const { own, extensions } = divide(argv);
  return { ...readOptions(own), extensions: extensions.filter((extension) => extension !== "") };
}
