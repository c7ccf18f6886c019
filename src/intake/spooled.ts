/**
 * Reads what stands in the spool, records what was made of it, and takes it out.
 *
 * No message may stand in the way of the others. One that our readers fail at is recorded as it is. One that ends the
 * process that reads it, or takes too long, stays for the next; when it has defeated several, it is recorded unread.
 */
import type { Envelope, Reading } from "../bounce.js";
import { judgeNotification, type Context } from "../interpret.js";
import { digestOf } from "../mail/digest.js";
import { readMessage } from "../mail/reader.js";
import { maskSecrets } from "./input.js";
import type { Connection } from "../store/connection.js";
import type { RecordEntry } from "../store/open.js";
import { claimLeftover, settleSpooled, type Reader, type Spooled } from "../store/spool.js";
import { loggableError, loggableReading } from "../text/loggable.js";
import { toEnvelopes } from "./envelope.js";
import type { UseStore } from "./proof.js";
import { readMail } from "./read-mail.js";
import { plainContext, type IntakeSettings } from "./settings.js";
import { TimeLimitError, withinTime, type Guard } from "./time-limit.js";

/** Milliseconds that one message may take to be read, and that a process of the pipe reads at all. */
export const READING_LIMIT_MS = 5_000;
/** So many readers a message must have defeated, and it must have come so many seconds ago, to be recorded unread. */
const MOST_TRIES = 5;
const UNREAD_AFTER = 600;

/** Milliseconds since this process began. Not performance.now(): loading that costs a twentieth of a start. */
export const uptimeMs = (): number => process.uptime() * 1000;

/** What was recorded of a message. */
export interface Recorded {
  /** One for each address that it came to. */
  readonly readings: readonly Reading[];
  /** Those that were not recorded before. */
  readonly newReadings: readonly Reading[];
}

/** The bytes worth keeping of a message nobody understood, without passwords; null for every other one. */
function bytesToKeep({ kind, bounces }: Reading, head: Buffer, most: number): Buffer | null {
  const isUnderstood = kind === "bounce" ? bounces.length > 0 : kind !== "unrecognized";
  if (isUnderstood || most === 0) return null;
  return Buffer.from(maskSecrets(head.subarray(0, most).toString("latin1")), "latin1");
}

/** The store's entry for one message. `head`: the bytes that were read; `receivedAt`: epoch seconds (UTC). */
export const toRecord = (
  reading: Reading,
  head: Buffer,
  receivedAt: number,
  { keepUnrecognizedBytes, suppress }: Pick<IntakeSettings, "keepUnrecognizedBytes" | "suppress">,
): RecordEntry => ({
  reading,
  receivedAt,
  raw: bytesToKeep(reading, head, keepUnrecognizedBytes),
  suppression: suppress,
});

/**
 * A reading with what Postfix's log proves of it. As it is where no log is configured: nothing is loaded or asked then.
 * @param receivedAt epoch seconds (UTC)
 * @throws StoreError by its fate, by rejecting
 */
export async function withProof(
  reading: Reading,
  receivedAt: number,
  useStore: UseStore,
  { mailLog, store }: Pick<IntakeSettings, "mailLog" | "store">,
  context: Context,
): Promise<Reading> {
  if (mailLog === null || store !== null) return reading;
  const { prove } = await import("./proof.js");
  return prove(reading, receivedAt, useStore, context);
}

/** As {@link contextOf}, without the administrator's rules' code where there are none. */
export async function contextFor(settings: IntakeSettings): Promise<Context> {
  return settings.rules.rows.length === 0
    ? plainContext(settings, [])
    : (await import("./context.js")).contextOf(settings);
}

/** A message that could not be read: nothing is known but that it came. */
export const unread = (
  { head, size }: Pick<Spooled, "head" | "size">,
  envelope: Envelope,
  context: Context,
): Reading => ({
  ...judgeNotification(null, readMessage(Buffer.alloc(0), size), envelope, context),
  identity: [digestOf(head.toString("latin1")), envelope.extension ?? ""].join(" "),
  defects: ["unread"],
});

/** Rejects when time is up, whatever hangs. */
async function inTime<Result>(milliseconds: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TimeLimitError("reading took too long")), milliseconds);
  });
  try {
    return await Promise.race([work, timeUp]);
  } finally {
    clearTimeout(timer);
  }
}

/** Reads for one address. @throws TimeLimitError */
async function readFor(spooled: Spooled, envelope: Envelope, context: Context, guard: Guard): Promise<Reading> {
  try {
    return await readMail(spooled.head, spooled.size, envelope, context, guard);
  } catch (error) {
    if (error instanceof TimeLimitError) throw error;
    return unread(spooled, envelope, context);
  }
}

/** Reads a message for each address that it came to. @throws TimeLimitError, by rejecting */
export async function readAll(
  spooled: Spooled,
  context: Context,
  now: number,
  milliseconds: number,
): Promise<Reading[]> {
  const envelopes = toEnvelopes(spooled.extensions, spooled, spooled.receivedAt);
  if (spooled.tries >= MOST_TRIES && now - spooled.receivedAt >= UNREAD_AFTER)
    return envelopes.map((envelope) => unread(spooled, envelope, context));
  const endsAt = uptimeMs() + milliseconds;
  const guard: Guard = (work) => withinTime(endsAt - uptimeMs(), work);
  const readings = envelopes.map((envelope) => readFor(spooled, envelope, context, guard));
  return inTime(milliseconds, Promise.all(readings));
}

const isRemarkable = ({ kind, defects }: Reading): boolean => kind === "unrecognized" || defects.length > 0;

/**
 * Logs what was recorded: what was not understood, and at level debug every message. Only to a file, since the process
 * prints for somebody else. Never rejects: a log that cannot be written must not undo what is committed.
 */
async function logReadings(settings: IntakeSettings, readings: readonly Reading[]): Promise<void> {
  if (settings.log.file === null) return;
  const worth = settings.log.level === "debug" ? readings : readings.filter(isRemarkable);
  if (worth.length === 0) return;
  const { createLogger } = await import("../log.js");
  const logger = createLogger(settings);
  for (const reading of worth) logger[isRemarkable(reading) ? "info" : "debug"]("recorded", loggableReading(reading));
}

/**
 * Reads a message of the spool and records it.
 * @param now epoch seconds (UTC)
 * @param milliseconds after which it is given up, and waits for another process
 * @returns null when another process was faster
 * @throws TimeLimitError, or StoreError by its fate, by rejecting; the message goes on waiting
 */
export async function recordSpooled(
  connection: Connection,
  spooled: Spooled,
  settings: IntakeSettings,
  context: Context,
  now: number,
  milliseconds: number,
): Promise<Recorded | null> {
  const { receivedAt } = spooled;
  const readings: Reading[] = [];
  for (const reading of await readAll(spooled, context, now, milliseconds))
    readings.push(await withProof(reading, receivedAt, (work) => work(connection), settings, context));
  const entries = readings.map((reading) => toRecord(reading, spooled.head, receivedAt, settings));
  const results = settleSpooled(connection, spooled.id, entries);
  if (results === null) return null;
  const newReadings = readings.filter((_, place) => results[place]?.isNew === true);
  await logReadings(settings, newReadings).catch(() => undefined);
  return { readings, newReadings };
}

/** Brings Postfix's map up to date, where there is one. Never rejects: a map that cannot be written must undo nothing. */
export async function updatePostfixMap(connection: Connection, settings: IntakeSettings, now: number): Promise<void> {
  if (settings.suppress.map === null) return;
  try {
    const { updateMap } = await import("../publish/postfix.js");
    await updateMap(connection, settings.suppress, now);
  } catch (why) {
    if (settings.log.file === null) return;
    const { createLogger } = await import("../log.js");
    createLogger(settings).error("Postfix's map of suppressed addresses is out of date", loggableError(why));
  }
}

/** Whether a process of this id runs here. */
export function isRunning(pid: number): boolean {
  if (pid <= 0) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** How much is to be read. */
export interface Extent {
  /** Messages. */
  readonly most: number;
  /** {@link uptimeMs} after which no other message is begun. */
  readonly endsAt: number;
}

/**
 * Reads the messages that other processes left in the spool. One that takes too long, or that the store refuses, stays.
 * @param now epoch seconds (UTC)
 * @throws StoreError by its fate, by rejecting, when none can be claimed
 */
export async function recordLeftovers(
  connection: Connection,
  settings: IntakeSettings,
  context: Context,
  now: number,
  { most, endsAt }: Extent,
): Promise<void> {
  const reader: Reader = { pid: process.pid, now, isRunning };
  for (let read = 0; read < most && uptimeMs() < endsAt; read += 1) {
    const spooled = claimLeftover(connection, reader);
    if (spooled === undefined) return;
    const milliseconds = Math.min(READING_LIMIT_MS, endsAt - uptimeMs());
    await recordSpooled(connection, spooled, settings, context, now, milliseconds).catch(() => undefined);
  }
}
