/**
 * `bounces ingest`: one mail on stdin, recorded. Postfix's pipe(8) target, so a process per mail: this file and what it
 * imports is all that is loaded. Ends in 0 after the commit, else in 75; bin/bounces.cjs sees to what this code cannot.
 */
import { writeSync } from "node:fs";
import type { Envelope, Reading } from "../bounce.js";
import type { Settings } from "../config/settings.js";
import { readingText } from "../output/reading.js";
import { readingLine } from "../output/reading-line.js";
import { openStore } from "../store/open.js";
import { parseIngestArguments, type IngestArguments } from "./ingest-arguments.js";
import { settingsOf } from "./ingest-settings.js";
import { logFailure, logIngest } from "./ingest-log.js";
import { readInput, type Input } from "./read-input.js";
import { contextOf, readMail } from "./read-mail.js";
import { toRecord } from "./to-record.js";

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

/** Prints for Postfix's log or a person at a terminal; a reader that is gone must not undo what is committed. */
function say(text: string): void {
  try {
    writeSync(STDOUT, text);
  } catch {
    // The exit status says it all.
  }
}

/** A mail sent to several of our addresses at once is read once for each extension. */
function envelopes({ extensions, sender, recipient, "queue-id": queueId, "client-address": clientAddress }: IngestArguments): Envelope[] {
  const told = { sender: sender ?? null, recipient: recipient ?? null, queueId: queueId ?? null, clientAddress: clientAddress ?? null };
  return extensions.length === 0 ? [{ extension: null, ...told }] : extensions.map((extension) => ({ extension, ...told }));
}

async function readAll({ head, size }: Input, options: IngestArguments, settings: Settings): Promise<Reading[]> {
  const context = contextOf(settings);
  return Promise.all(envelopes(options).map((envelope) => readMail(head, size, envelope, context)));
}

function record(readings: readonly Reading[], head: Buffer, settings: Settings): void {
  const receivedAt = Math.floor(Date.now() / 1000);
  const store = openStore(settings.database, { create: true, busyTimeoutMs: settings.busyTimeoutMs });
  try {
    const results = store.record(readings.map((reading) => toRecord(reading, head, receivedAt, settings)));
    const [reading] = readings;
    if (reading !== undefined) say(`${readingLine(reading, results.some(({ isNew }) => isNew))}\n`);
  } finally {
    store.close();
  }
}

async function ingest(options: IngestArguments, settings: Settings): Promise<void> {
  const input = await readInput(STDIN, settings.maxMessageOctets);
  if (input.size === 0) throw new Error("no mail on standard input");
  const readings = await readAll(input, options, settings);
  if (options["dry-run"] === true) {
    for (const reading of readings) say(readingText(reading));
    return;
  }
  record(readings, input.head, settings);
  await logIngest(settings, readings).catch(() => undefined);
}

/**
 * Reads one mail from standard input and records it.
 * @param argv the arguments after `ingest`
 * @param ending called exactly once; the process ends in it
 */
export function ingestFromPipe(argv: readonly string[], { settle, tryAgainLater, abandon }: Ending): void {
  const options = parseIngestArguments(argv);
  const settings = settingsOf({ db: options.db, config: options.config }, process.env);
  const end = (how: Ending["abandon"], why: unknown): void => void logFailure(settings, why).finally(() => how(why));
  const tooLate = new Error(`not done after ${settings.deadlineMs / 1000} s`);
  setTimeout(() => end(abandon, tooLate), settings.deadlineMs).unref();
  ingest(options, settings).then(() => settle(0), (why: unknown) => end(tryAgainLater, why));
}
