/**
 * `bounces ingest`: one mail on stdin, put into the spool. Postfix's pipe(8) target, so a process per mail: this file and
 * what it imports is all that is loaded. The mail is read by whoever looks at the store next, and by every so manieth of
 * these processes: reading many costs each a hundredth of a start, and nothing that a mail says can keep it from being
 * recorded. Ends in 0 after the commit, else in 75; bin/bounces.cjs sees to what this code cannot.
 */
import { writeSync } from "node:fs";
import type { Settings } from "../config/settings.js";
import { printable } from "../text/escape.js";
import { openDatabase } from "../store/database.js";
import { putIntoSpool } from "../store/spool.js";
import { toArrival } from "./arrival.js";
import { contextOf } from "./context.js";
import { dryRun } from "./dry-run.js";
import { parseIngestArguments, type IngestArguments } from "./pipe-arguments.js";
import { settingsOf } from "./pipe-settings.js";
import { logFailure } from "./log-failure.js";
import { readInput, type Input } from "./read-input.js";
import { readSpoolAt } from "./read-spool.js";

/** How bin/bounces.cjs is told the end. */
interface Ending {
  /** Everything is on disk. */
  readonly settle: (status: 0) => void;
  /** Something is wrong: Postfix shall keep the mail. */
  readonly tryAgainLater: (why: unknown) => void;
  /** The same, whatever still hangs. */
  readonly abandon: (why: unknown) => void;
}

const STDIN = 0;
const STDOUT = 1;
/** The mail that has this many before it reads them all. */
const READ_EVERY = 256;
/** Larger mails are read at once, so that the spool stays small. Few bounces are. */
const LARGE = 131_072;
/** Postfix logs that much of what a pipe target prints. */
const LONGEST_LINE = 100;

/** Prints for Postfix's log or a person at a terminal; a reader that is gone must not undo what is committed. */
function say(text: string): void {
  try {
    writeSync(STDOUT, text);
  } catch {
    // The exit status says it all.
  }
}

const now = (): number => Math.floor(Date.now() / 1000);

function recordedLine(id: number, { size }: Input, { extensions }: IngestArguments): string {
  const to = extensions.length === 0 ? "" : `, extension ${extensions.join(" ")}`;
  return printable(`recorded: mail ${id}, ${size} bytes${to}`).slice(0, LONGEST_LINE);
}

/** Puts the mail into the spool; the answer is its number there. */
function record(input: Input, options: IngestArguments, settings: Settings): number {
  const { path, database } = openDatabase(settings.database, { create: true, busyTimeoutMs: settings.busyTimeoutMs });
  try {
    const id = putIntoSpool({ path, database }, toArrival(input, options, settings, now()));
    say(`${recordedLine(id, input, options)}\n`);
    return id;
  } finally {
    database.close();
  }
}

/** Reads and records one mail. Resolves when it is on disk, with what is left to do: never something the mail depends on. */
async function ingest(options: IngestArguments, settings: Settings): Promise<() => Promise<void>> {
  contextOf(settings);
  const input = await readInput(STDIN, settings.maxMessageBytes);
  if (input.size === 0) throw new Error("no mail on standard input");
  if (options["dry-run"] === true) {
    say(await dryRun(input, options, settings));
    return () => Promise.resolve();
  }
  const id = record(input, options, settings);
  const isTurn = id % READ_EVERY === 0 || input.head.length >= LARGE;
  return () => (isTurn ? readSpoolAt(settings, now()) : Promise.resolve());
}

/**
 * Takes one mail from standard input and records it.
 * @param argv the arguments after `ingest`
 * @param ending called exactly once; the process ends in it
 */
export function ingestFromPipe(argv: readonly string[], { settle, tryAgainLater, abandon }: Ending): void {
  const options = parseIngestArguments(argv);
  const settings = settingsOf({ db: options.db, config: options.config }, process.env);
  let isRecorded = false;
  const end = (how: Ending["abandon"], why: unknown): void =>
    void logFailure(settings, "not recorded, Postfix keeps the mail", why).finally(() => how(why));
  const tooLate = new Error(`not done after ${settings.deadlineMs / 1000} s`);
  setTimeout(() => (isRecorded ? settle(0) : end(abandon, tooLate)), settings.deadlineMs).unref();
  const finish = async (rest: () => Promise<void>): Promise<void> => {
    isRecorded = true;
    // The next process reads what this one does not get to.
    await rest()
      .catch((why: unknown) => logFailure(settings, "mails go on waiting in the spool", why))
      .catch(() => undefined);
    settle(0);
  };
  ingest(options, settings)
    .then(finish, (why: unknown) => end(tryAgainLater, why))
    .catch(tryAgainLater);
}
