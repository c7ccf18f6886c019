/**
 * `bounces ingest`, Postfix's pipe(8) target: one message on standard input, in a process of its own. The raw message is
 * committed to the spool before anything looks at it; then the same process reads it, judges it and records it, and prints
 * the verdict for Postfix's log. Exits 0 once the raw message is on disk, whatever comes after, else 75; bin/bounces.cjs sees
 * to what this code cannot. This file and what it imports is all that a process loads, so every import here costs time.
 */
import { writeSync } from "node:fs";
import type { Context } from "../interpret.js";
import { maskSecrets, readInput, type Input } from "./input.js";
import { readingLine } from "../output/reading.js";
import type { Connection } from "../store/connection.js";
import { openDatabase } from "../store/database.js";
import { MissingStoreError, OlderSchemaError } from "../store/errors.js";
import { NO_READER, putIntoSpool, type Arrival } from "../store/spool.js";
import { printable } from "../text/escape.js";
import { loggableError } from "../text/loggable.js";
import { errorMessage } from "../values.js";
import { toldByArguments } from "./envelope.js";
import { parseIngestArguments, type IngestArguments } from "./pipe-arguments.js";
import { pipeSettings, type IntakeSettings } from "./settings.js";
import { contextFor, READING_LIMIT_MS, recordLeftovers, recordSpooled, updatePostfixMap, uptimeMs } from "./spooled.js";

/** How bin/bounces.cjs is told how far the message has come. */
interface Ending {
  /** The raw message is on disk: the status is 0 from here on. */
  readonly accept: () => void;
  /** All is done. */
  readonly finish: () => void;
  /** Something is wrong: Postfix shall keep the message, unless it was accepted. */
  readonly fail: (why: unknown) => void;
  /** The same, whatever still hangs. */
  readonly abandon: (why: unknown) => void;
  /** Path of better-sqlite3's native half. */
  readonly nativeBinding: string;
}

const STDIN = 0;
const STDOUT = 1;
/** Messages that other processes left, read after one's own. */
const MOST_LEFTOVERS = 16;
/** Postfix logs so many characters of what a pipe target prints. */
const LONGEST_LINE = 100;

/** Prints for Postfix's log, or a person at a terminal. A reader that is gone must not undo what is committed. */
function say(line: string): void {
  try {
    writeSync(STDOUT, line);
  } catch {
    // The exit status says it all.
  }
}

const now = (): number => Math.floor(Date.now() / 1000);

const toArrival = ({ head, size }: Input, options: IngestArguments): Arrival => ({
  receivedAt: now(),
  size,
  head: Buffer.from(maskSecrets(head.toString("latin1")), "latin1"),
  extensions: options.extensions,
  ...toldByArguments(options),
});

/** Logs what went wrong, to a file only: what is printed is Postfix's to log. Never rejects. */
async function logFailure(settings: IntakeSettings, what: string, why: unknown): Promise<void> {
  if (settings.log.file === null) return;
  const { createLogger } = await import("../log.js");
  createLogger(settings).error(what, loggableError(why));
}

/** Reads and records the message that this process put into the spool. Never rejects: it waits for another process then. */
async function recordOwn(
  connection: Connection,
  id: number,
  arrival: Arrival,
  settings: IntakeSettings,
  context: Context,
): Promise<string> {
  try {
    const spooled = { ...arrival, id, tries: 0 };
    const recorded = await recordSpooled(connection, spooled, settings, context, now(), READING_LIMIT_MS);
    const [reading] = recorded?.readings ?? [];
    if (recorded === null || reading === undefined) return "recorded by another process";
    return readingLine(reading, recorded.newReadings.length > 0);
  } catch (why) {
    await logFailure(settings, "a message waits to be read", why).catch(() => undefined);
    return printable(`recorded: message waits to be read (${errorMessage(why)})`).slice(0, LONGEST_LINE);
  }
}

/**
 * Opens the database. What makes a new one, or brings an old one up to date, is loaded when it is needed.
 * @throws StoreError by its fate, by rejecting
 */
async function openOrCreate(
  { database: path, busyTimeoutMs }: IntakeSettings,
  nativeBinding: string,
): Promise<Connection> {
  const options = { busyTimeoutMs, nativeBinding };
  try {
    return openDatabase(path, options);
  } catch (error) {
    if (!(error instanceof MissingStoreError || error instanceof OlderSchemaError)) throw error;
    const { migrate } = await import("../store/migrations.js");
    return openDatabase(path, { ...options, create: true, migrate });
  }
}

/** Records the message, then what others left. Resolves when all that can be done is done. */
async function record(
  input: Input,
  options: IngestArguments,
  settings: IntakeSettings,
  context: Context,
  { accept, nativeBinding }: Ending,
): Promise<void> {
  const connection = await openOrCreate(settings, nativeBinding);
  try {
    const arrival = toArrival(input, options);
    const isShared = settings.store !== null;
    const id = putIntoSpool(connection, arrival, isShared ? NO_READER : process.pid);
    accept();
    if (isShared) {
      say("recorded: message waits to be moved to the store\n");
      return;
    }
    const endsAt = uptimeMs() + READING_LIMIT_MS;
    say(`${await recordOwn(connection, id, arrival, settings, context)}\n`);
    await recordLeftovers(connection, settings, context, now(), { most: MOST_LEFTOVERS, endsAt });
    await updatePostfixMap(connection, settings, now());
  } finally {
    connection.database.close();
  }
}

async function ingest(options: IngestArguments, settings: IntakeSettings, ending: Ending): Promise<void> {
  const context = await contextFor(settings);
  // One thread to read with, before the first read starts four: together they cost a twentieth of a start.
  process.env.UV_THREADPOOL_SIZE ??= "1";
  const input = await readInput(STDIN, settings.maxMessageBytes);
  if (input.size === 0) throw new Error("no message on standard input");
  if (options["dry-run"] === true) {
    const { dryRun } = await import("./dry-run.js");
    say(await dryRun(input, options, context));
  } else await record(input, options, settings, context, ending);
}

/**
 * Takes one message from standard input and records it.
 * @param argv the arguments after `ingest`
 */
export async function ingestFromPipe(argv: readonly string[], ending: Ending): Promise<void> {
  const options = parseIngestArguments(argv);
  const settings = await pipeSettings({ db: options.db, config: options.config }, process.env);
  const end = (how: Ending["abandon"], why: unknown): void =>
    void logFailure(settings, "not recorded, Postfix keeps the message", why).finally(() => how(why));
  const tooLate = new Error(`not done after ${settings.deadlineMs / 1000} s`);
  setTimeout(() => end(ending.abandon, tooLate), settings.deadlineMs).unref();
  await ingest(options, settings, ending).then(ending.finish, (why: unknown) => end(ending.fail, why));
}
