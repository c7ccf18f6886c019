/**
 * From paths to recorded messages: finds files, reads their messages, judges them, and records many
 * of them in one transaction: a commit for each would cost several times the message itself.
 */
import type { Settings } from "../../config/settings.js";
import type { Context } from "../../interpret.js";
import type { Message } from "../../mail/message.js";
import { readMessage } from "../../mail/reader.js";
import { StoreError } from "../../store/errors.js";
import type { RecordEntry, RecordResult, Store } from "../../store/open.js";
import { judgeMail } from "../read-mail.js";
import { toRecord, withProof } from "../spooled.js";
import { archivedEnvelope, type AddressRule, receivedTime } from "./header-facts.js";
import { countMessage, type Counts } from "./count.js";
import { readMails, type FiledMail, findFiles } from "./files.js";
import { recordGroup, type RecordAll } from "../../store/group-commit.js";

/** Mails that wait to be recorded. */
interface Batch {
  /**
   * Adds a mail, and records all when there are enough.
   * @param bytes of the mail that are held in memory for it
   * @throws StoreError as `Store.record`, by rejecting
   */
  readonly add: (entry: RecordEntry, bytes: number) => Promise<void>;
  /** Records what waits. Rejects as `add`. */
  readonly flush: () => Promise<void>;
}

/** How much waits at most. Other writers of the database wait as long as one batch takes. */
interface BatchLimits {
  readonly messages: number;
  readonly bytes: number;
}

/** Hears of what was recorded, and of mails that could not be. */
interface BatchEnds {
  readonly onRecorded: (results: readonly RecordResult[]) => void;
  readonly onFailure: (error: Error) => void;
}

/** An empty batch. */
export function createBatch(record: RecordAll, limits: BatchLimits, { onRecorded, onFailure }: BatchEnds): Batch {
  let waiting: RecordEntry[] = [];
  let held = 0;
  const flush = async (): Promise<void> => {
    if (waiting.length === 0) return;
    const entries = waiting;
    waiting = [];
    held = 0;
    const outcomes = await recordGroup(record, entries);
    const results: RecordResult[] = [];
    for (const outcome of outcomes) {
      if (outcome instanceof StoreError) throw outcome;
      if (outcome instanceof Error) onFailure(outcome);
      else results.push(outcome);
    }
    onRecorded(results);
  };
  return {
    flush,
    add: async (entry, bytes) => {
      waiting.push(entry);
      held += bytes;
      if (waiting.length >= limits.messages || held >= limits.bytes) await flush();
    },
  };
}

/** What an import works with. */
export interface Job {
  readonly settings: Settings;
  readonly context: Context;
  /** Whose ledger is asked; null: nothing is recorded. */
  readonly store: Store | null;
  readonly rule: AddressRule;
  readonly skipsUnrecognized: boolean;
  readonly batch: Batch;
  readonly counts: Counts;
  /** Seconds since 1970. */
  readonly now: () => number;
  /** Hears after each mail how far it is. */
  readonly onProgress: (counts: Counts) => void;
  /** Hears of what could not be read. */
  readonly onUnreadable: (path: string, error: unknown) => void;
}

async function entryOf(
  message: Message,
  { head, writtenAt }: FiledMail,
  { settings, context, store, rule, now }: Job,
): Promise<RecordEntry> {
  const receivedAt = receivedTime(message.header, writtenAt ?? now(), now());
  const envelope = { ...archivedEnvelope(message.header, rule), receivedAt };
  const reading = await judgeMail(message, head, envelope, context);
  const proven =
    store === null ? reading : await withProof(reading, receivedAt, (work) => work(store), settings, context);
  return toRecord(proven, head, receivedAt, settings);
}

async function importMail(mail: FiledMail, job: Job): Promise<void> {
  const { counts, batch, skipsUnrecognized } = job;
  const message = readMessage(mail.head, mail.size);
  if (message.header.length === 0) {
    counts.notMessages += 1;
    return;
  }
  const entry = await entryOf(message, mail, job);
  countMessage(counts, entry);
  if (skipsUnrecognized && entry.reading.kind === "unrecognized") counts.skipped += 1;
  else await batch.add(entry, mail.head.length);
}

/** Does a part of the work. What a file has against it is told and counted; what the database has against it ends the import. */
async function orUnreadable(path: string, { counts, onUnreadable }: Job, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof StoreError) throw error;
    counts.unreadable += 1;
    onUnreadable(path, error);
  }
}

async function importFile(file: string, job: Job): Promise<void> {
  const { counts, settings, onProgress } = job;
  counts.files += 1;
  for await (const mail of readMails(file, settings.maxMessageBytes)) {
    await orUnreadable(file, job, () => importMail(mail, job));
    counts.bytes += mail.size;
    onProgress(counts);
  }
}

async function importPath(path: string, job: Job): Promise<void> {
  for await (const file of findFiles(path)) await orUnreadable(file, job, () => importFile(file, job));
}

/**
 * Imports everything, and counts it in `job.counts`.
 * @throws StoreError as `Store.record`, by rejecting; what was recorded before stays
 */
export async function importPaths(paths: readonly string[], job: Job): Promise<void> {
  for (const path of paths) await orUnreadable(path, job, () => importPath(path, job));
  await job.batch.flush();
}
