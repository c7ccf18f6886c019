/**
 * The arguments of `ingest`. Part of them is written by strangers: pipe(8) puts the extension of the address a mail came
 * to into the argument list as it stands, so `RCPT TO:<bounce+--db=/tmp/evil.db@example.tld>` arrives as `--db=/tmp/evil.db`.
 *
 * The rule that keeps options and extensions apart: options count only when the last argument begins with `--extension=`
 * (then everything before the trailing `--extension=` arguments is ours) or when a `--` stands before the extensions
 * (then everything before the first `--` is ours). In every other case each argument is an extension.
 */
import { parseArgs } from "node:util";

/** The options of `ingest`, as node:util parseArgs wants them; README and `--help` list the same. */
export const INGEST_OPTIONS = {
  db: { type: "string" },
  config: { type: "string" },
  sender: { type: "string" },
  recipient: { type: "string" },
  "queue-id": { type: "string" },
  "client-address": { type: "string" },
  "dry-run": { type: "boolean" },
} as const;

/** What the arguments say. */
export interface IngestArguments {
  readonly db?: string | undefined;
  readonly config?: string | undefined;
  readonly sender?: string | undefined;
  readonly recipient?: string | undefined;
  readonly "queue-id"?: string | undefined;
  readonly "client-address"?: string | undefined;
  readonly "dry-run"?: boolean | undefined;
  /** One for each recipient that pipe(8) delivers to; without the empty ones. */
  readonly extensions: readonly string[];
}

const EXTENSION = "--extension=";

/** Where our own arguments end, and which are extensions. */
function divide(argv: readonly string[]): { own: readonly string[]; extensions: readonly string[] } {
  if (argv.at(-1)?.startsWith(EXTENSION) === true) {
    const lastOwn = argv.findLastIndex((argument) => !argument.startsWith(EXTENSION));
    return { own: argv.slice(0, lastOwn + 1), extensions: argv.slice(lastOwn + 1).map((argument) => argument.slice(EXTENSION.length)) };
  }
  const divider = argv.indexOf("--");
  if (divider < 0) return { own: [], extensions: argv };
  return { own: argv.slice(0, divider), extensions: argv.slice(divider + 1) };
}

/**
 * Reads the arguments after `ingest`.
 * @throws TypeError of node:util parseArgs when an argument of ours is not an option of `ingest`
 */
export function parseIngestArguments(argv: readonly string[]): IngestArguments {
  const { own, extensions } = divide(argv);
  const { values } = parseArgs({ args: [...own], options: INGEST_OPTIONS, strict: true, allowPositionals: false });
  return { ...values, extensions: extensions.filter((extension) => extension !== "") };
}
