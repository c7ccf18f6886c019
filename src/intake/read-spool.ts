/**
 * Reads the mails that wait in the spool and records what is made of them. Commands that look at the store do it first;
 * of the processes that put mails there, one in many does.
 *
 * No mail may stand in the way of the others: one that a reader fails at is recorded as it is. One that ends the process
 * that reads it (by running out of memory, say) is read again by the next, after all others; when several processes have
 * come to nothing over it, it is recorded unread.
 */
import type { Envelope, Reading } from "../bounce.js";
import { DEFAULTS } from "../config/defaults.js";
import { isRawTable, names, tables } from "../config/kind.js";
import type { Settings } from "../config/settings.js";
import { interpret, type Context } from "../interpret.js";
import { digestOf } from "../mail/digest.js";
import { readMessage } from "../mail/reader.js";
import { memoize } from "../mail/memoize.js";
import { claimAny, claimFresh, settleSpooled, type ReadSpooled, type Spooled } from "../store/read-spool.js";
import { openStore, type RecordResult, type Store } from "../store/open.js";
import { contextOf, type ReadingSettings } from "./context.js";
import { envelopesOf } from "./envelopes.js";
import { logReadings } from "./log-readings.js";
import { readMail } from "./read-mail.js";
import { toRecord } from "./to-record.js";

/** So many processes must have begun to read a mail, and it must have come so many seconds ago: others may just be at it. */
const MOST_TRIES = 5;
const UNREAD_AFTER = 600;

const isText = (value: unknown): value is string => typeof value === "string";

const NO_SETTINGS: ReadingSettings = { hosts: [], recipientDelimiter: DEFAULTS.recipientDelimiter, rules: [] };

/** What is not of its kind counts as not set. */
function settingsIn(text: string): ReadingSettings {
  const written: unknown = JSON.parse(text);
  const { hosts, recipientDelimiter, rules }: Readonly<Record<string, unknown>> = isRawTable(written) ? written : {};
  return {
    hosts: names.fromFile(hosts) ?? NO_SETTINGS.hosts,
    recipientDelimiter: isText(recipientDelimiter) ? recipientDelimiter : NO_SETTINGS.recipientDelimiter,
    rules: tables.fromFile(rules) ?? NO_SETTINGS.rules,
  };
}

/** All of a site's mails come with the same few settings, whose rules take longer to parse than a mail to read. */
const LONGEST_SETTINGS = 1 << 20;
const MOST_SETTINGS = 16;

const contextIn = memoize(
  (text: string): Context => {
    try {
      return contextOf(settingsIn(text));
    } catch {
      return contextOf(NO_SETTINGS);
    }
  },
  LONGEST_SETTINGS,
  MOST_SETTINGS,
);

/** The settings that a mail came with, see arrival.ts. Rules that were good then and are not now must not stop the mail. */
const spooledContext = (text: string | null): Context => contextIn(text ?? "{}");

function spooledEnvelopes({ extensions, sender, recipient, queueId, clientAddress }: Spooled): Envelope[] {
  const written: unknown = JSON.parse(extensions);
  return envelopesOf(Array.isArray(written) ? written.filter(isText) : [], {
    sender,
    recipient,
    queueId,
    clientAddress,
  });
}

/** A mail that could not be read: nothing is known but that it came. */
const unread = ({ head, size }: Spooled, envelope: Envelope, context: Context): Reading => ({
  ...interpret(readMessage(Buffer.alloc(0), size), envelope, context),
  identity: [digestOf(head.toString("latin1")), envelope.extension ?? ""].join(" "),
  defects: ["unread"],
});

const isHopeless = ({ tries, receivedAt }: Spooled, now: number): boolean =>
  tries >= MOST_TRIES && now - receivedAt >= UNREAD_AFTER;

function readOne(spooled: Spooled, envelope: Envelope, context: Context, now: number): Promise<Reading> {
  if (isHopeless(spooled, now)) return Promise.resolve(unread(spooled, envelope, context));
  return readMail(spooled.head, spooled.size, envelope, context).catch(() => unread(spooled, envelope, context));
}

async function readSpooled(spooled: Spooled, settings: Settings, now: number): Promise<ReadSpooled> {
  const context = spooledContext(spooled.context);
  const readings = await Promise.all(
    spooledEnvelopes(spooled).map((envelope) => readOne(spooled, envelope, context, now)),
  );
  return {
    id: spooled.id,
    entries: readings.map((reading) => toRecord(reading, spooled.head, spooled.receivedAt, settings)),
  };
}

const newReadings = ({ entries }: ReadSpooled, results: readonly RecordResult[]): Reading[] =>
  entries.filter((_, place) => results[place]?.isNew === true).map(({ reading }) => reading);

async function readBatch(store: Store, batch: readonly Spooled[], settings: Settings, now: number): Promise<void> {
  const read: ReadSpooled[] = [];
  for (const spooled of batch) read.push(await readSpooled(spooled, settings, now));
  const results = settleSpooled(store, read);
  await logReadings(
    settings,
    read.flatMap((mail, place) => newReadings(mail, results[place] ?? [])),
  ).catch(() => undefined);
}

/**
 * Reads all mails that wait and records them.
 * @param settings what is kept and logged; each mail is judged with the settings that it came with
 * @param now epoch seconds
 * @throws StoreError by its fate; the mails that were not recorded go on waiting
 */
export async function readSpool(store: Store, settings: Settings, now: number): Promise<void> {
  for (let batch = claimFresh(store, 0); batch.length > 0; batch = claimFresh(store, batch.at(-1)?.id ?? 0))
    await readBatch(store, batch, settings, now);
  for (let next = claimAny(store, 0); next !== undefined; next = claimAny(store, next.id))
    await readBatch(store, [next], settings, now);
}

/** As {@link readSpool}, for who has not opened the database. */
export async function readSpoolAt(settings: Settings, now: number): Promise<void> {
  const store = openStore(settings.database, { busyTimeoutMs: settings.busyTimeoutMs });
  try {
    await readSpool(store, settings, now);
  } finally {
    store.close();
  }
}
