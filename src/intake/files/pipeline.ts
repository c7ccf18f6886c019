/** From paths to recorded mails: finds files, reads their mails, judges them, and gathers them into batches. */
import type { Settings } from "../../config/settings.js";
import type { Context } from "../../interpret.js";
import type { Message } from "../../mail/message.js";
import { readMessage } from "../../mail/reader.js";
import { StoreError } from "../../store/errors.js";
import type { RecordEntry } from "../../store/open.js";
import { judgeMail } from "../read-mail.js";
import { toRecord } from "../spooled.js";
import { archivedEnvelope, type AddressRule } from "./archived-envelope.js";
import type { Batch } from "./batch.js";
import { countMail, type Counts } from "./count.js";
import { readMails, type FiledMail } from "./files.js";
import { receivedTime } from "./received-time.js";
import { findFiles } from "./walk.js";

/** What an import works with. */
export interface Job {
  readonly settings: Settings;
  readonly context: Context;
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
  { settings, context, rule, now }: Job,
): Promise<RecordEntry> {
  const reading = await judgeMail(message, head, archivedEnvelope(message.header, rule), context);
  return toRecord(reading, head, receivedTime(message.header, writtenAt ?? now(), now()), settings);
}

async function importMail(mail: FiledMail, job: Job): Promise<void> {
  const { counts, batch, skipsUnrecognized } = job;
  const message = readMessage(mail.head, mail.size);
  if (message.header.length === 0) {
    counts.notMails += 1;
    return;
  }
  const entry = await entryOf(message, mail, job);
  countMail(counts, entry);
  if (skipsUnrecognized && entry.reading.kind === "unrecognized") counts.skipped += 1;
  else batch.add(entry, mail.head.length);
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
  job.batch.flush();
}
