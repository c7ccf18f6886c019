/**
 * Messages that come over LMTP: read once for each recipient's extension, recorded in one transaction with what else has come
 * meanwhile, and answered for each recipient (RFC 2033 section 4.2). The database stays open. Logged is
 * each message at level debug, and once a minute, when something came, a line that sums up.
 */
import type { Envelope, Reading } from "../bounce.js";
import type { Context } from "../interpret.js";
import type { Message } from "../mail/message.js";
import { readMessage } from "../mail/reader.js";
import { readingLine } from "../output/reading.js";
import { createGroupCommit, type Outcome } from "../store/group-commit.js";
import { openLasting } from "../store/lasting-store.js";
import { openStore, type RecordEntry } from "../store/open.js";
import { loggableError, loggableReading, type LogFacts } from "../text/loggable.js";
import { toEnvelope } from "./envelope.js";
import { maskSecrets, type Input } from "./input.js";
import { judgeMail } from "./read-mail.js";
import type { IntakeSettings } from "./settings.js";
import { readLeftovers, updateMapOf } from "./leftovers.js";
import { READING_LIMIT_MS, toRecord, unread, withProof } from "./spooled.js";
import { TimeLimitError, withinTime, type Guard } from "./time-limit.js";
import { toError } from "../values.js";

/** Where the lines go; `Logger` of log.ts. */
export interface Log {
  readonly debug: (message: string, facts?: LogFacts) => void;
  readonly info: (message: string, facts?: LogFacts) => void;
  readonly warn: (message: string, facts?: LogFacts) => void;
}

/** Counts and logs. */
interface Tally {
  readonly count: (answer: Answer) => void;
  /** Logs the sum since the last call, if there is any. */
  readonly sumUp: () => void;
}

const NOTHING = { recorded: 0, known: 0, kept: 0, bounces: 0, unrecognized: 0 };

/**
 * A tally that begins at nothing.
 * @param isVerbose whether level debug is logged; what a line would hold is gathered only then
 */
function createTally(log: Log, isVerbose: boolean): Tally {
  let sum = { ...NOTHING };
  let lastFailure = "";
  const countFailure = (failure: Error): void => {
    sum.kept += 1;
    // A database that stays locked fails for each mail in the same way: once a minute is enough to say so.
    if (failure.message !== lastFailure)
      log.warn("not recorded, the mail server keeps the message", loggableError(failure));
    lastFailure = failure.message;
  };
  const countReading = (reading: Reading, isNew: boolean): void => {
    sum[isNew ? "recorded" : "known"] += 1;
    if (isNew) sum.bounces += reading.bounces.length;
    if (isNew && reading.kind === "unrecognized") sum.unrecognized += 1;
    if (isVerbose) log.debug(isNew ? "recorded" : "already known", loggableReading(reading));
  };
  return {
    count: (answer) => {
      if (answer.kind === "failed") countFailure(answer.error);
      else countReading(answer.reading, answer.isNew);
    },
    sumUp: () => {
      const { recorded, known, kept, bounces, unrecognized } = sum;
      sum = { ...NOTHING };
      lastFailure = "";
      if (recorded + known + kept > 0)
        log.info("messages", { recorded, known, kept_by_mail_server: kept, bounces, unrecognized });
    },
  };
}

/** A message as it came. */
export interface Delivery extends Input {
  /** "" for the null sender. */
  readonly sender: string;
  readonly recipients: readonly string[];
}

/** What became of a message for one recipient. `failed`: it is not recorded, and must be handed over again. */
export type Answer =
  | { readonly kind: "recorded"; readonly reading: Reading; readonly isNew: boolean }
  | { readonly kind: "failed"; readonly error: Error };

/** What the answer to a recipient says: that the message was accepted, or that it is to be tried again later. */
export type Reply =
  { readonly kind: "accepted"; readonly text: string } | { readonly kind: "try again"; readonly text: string };

/** What a delivery is answered out of. */
export interface Recorder {
  /** Postfix's recipient_delimiter. */
  readonly delimiters: string;
  /** Reads and judges a message. May reject. */
  readonly read: (input: Input, envelope: Envelope) => Promise<RecordEntry>;
  /** Resolves to one outcome an entry, after they are on disk. */
  readonly record: (entries: readonly RecordEntry[]) => Promise<readonly Outcome[]>;
  /** Hears what became of each recipient's message. */
  readonly onAnswer: (answer: Answer) => void;
}

/** Takes messages until it is closed. */
export interface Receiver {
  /** Resolves, never rejects, to one reply a recipient, in their order. */
  readonly deliver: (delivery: Delivery) => Promise<readonly Reply[]>;
  readonly close: () => void;
}

type Read = { readonly entry: RecordEntry } | { readonly error: Error };

const SUM_UP_EVERY_MS = 60_000;
const LEFTOVERS_EVERY_MS = 60_000;
/** Postfix refuses a suppressed address within a second of the bounce. */
const MAP_EVERY_MS = 500;

/**
 * Extensions for which one message is read. A message comes to two addresses of ours at times, to many only from somebody who
 * wants to keep us busy: the others are answered as the first one.
 */
const MOST_READ = 4;

/** Lets other connections go on. */
const breathe = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

const readFor = (recipient: string, delivery: Delivery, { read, delimiters }: Recorder): Promise<Read> =>
  read(delivery, toEnvelope(recipient, delivery.sender, delimiters)).then(
    (entry) => ({ entry }),
    (error: unknown) => ({ error: toError(error) }),
  );

function answerTo(read: Read, outcome: Outcome | undefined): Answer {
  if ("error" in read) return { kind: "failed", error: read.error };
  if (outcome === undefined || outcome instanceof Error)
    return { kind: "failed", error: outcome ?? new Error("no outcome") };
  return { kind: "recorded", reading: read.entry.reading, isNew: outcome.isNew };
}

const replyTo = (answer: Answer): Reply =>
  answer.kind === "recorded"
    ? { kind: "accepted", text: readingLine(answer.reading, answer.isNew) }
    : { kind: "try again", text: `not recorded: ${answer.error.message}` };

/** Reads a message once for each extension that it came to, a few at most; answers for each recipient the place of its reading. */
async function readEach(
  delivery: Delivery,
  recorder: Recorder,
): Promise<{ readonly reads: readonly Read[]; readonly places: readonly number[] }> {
  const reads: Read[] = [];
  const known = new Map<string | null, number>();
  const places: number[] = [];
  for (const recipient of delivery.recipients) {
    const { extension } = toEnvelope(recipient, delivery.sender, recorder.delimiters);
    const place = known.get(extension) ?? (reads.length < MOST_READ ? reads.length : 0);
    if (place === reads.length) {
      if (place > 0) await breathe();
      reads.push(await readFor(recipient, delivery, recorder));
      known.set(extension, place);
    }
    places.push(place);
  }
  return { reads, places };
}

/** Reads and records a message. Resolves, never rejects, to one reply a recipient, in their order. */
export async function deliver(delivery: Delivery, recorder: Recorder): Promise<readonly Reply[]> {
  const { reads, places } = await readEach(delivery, recorder);
  const entries = reads.flatMap((read) => ("entry" in read ? [read.entry] : []));
  const outcomes = entries.length === 0 ? [] : [...(await recorder.record(entries))];
  const answers = reads.map((read) => answerTo(read, "entry" in read ? outcomes.shift() : undefined));
  answers.forEach(recorder.onAnswer);
  const replies = answers.map(replyTo);
  return places.flatMap((place) => replies[place] ?? []);
}

/** Bytes from which on reading a message is watched: what watches costs as much as reading a small one. */
const LARGE = 65_536;

/** Reads messages, each once however many addresses it came to. What takes too long is recorded unread. */
function createReading(
  context: Context,
): (input: Input, envelope: Envelope) => Promise<{ reading: Reading; head: Buffer }> {
  const parsed = new WeakMap<Input, { readonly head: Buffer; readonly message: Message }>();
  return async (input, envelope) => {
    const guard: Guard = input.head.length < LARGE ? (work) => work() : (work) => withinTime(READING_LIMIT_MS, work);
    const known = parsed.get(input);
    const head = known?.head ?? Buffer.from(maskSecrets(input.head.toString("latin1")), "latin1");
    try {
      const message = known?.message ?? guard(() => readMessage(head, input.size));
      parsed.set(input, { head, message });
      return { reading: await judgeMail(message, head, envelope, context, guard), head };
    } catch (error) {
      if (error instanceof TimeLimitError)
        return { reading: unread({ head, size: input.size }, envelope, context), head };
      throw error;
    }
  };
}

/** Reads what processes of the pipe left, now and every minute. Returns what ends it. */
function watchLeftovers(settings: IntakeSettings, log: Log, now: () => number): () => void {
  const read = (): void =>
    void readLeftovers(settings, now()).catch((error: unknown) =>
      log.warn("messages wait to be read", loggableError(error)),
    );
  read();
  const timer = setInterval(read, LEFTOVERS_EVERY_MS);
  return () => clearInterval(timer);
}

/** Keeps Postfix's map up to date, where there is one. Returns what ends it. */
function watchMap(settings: IntakeSettings, now: () => number): () => void {
  if (settings.suppress.map === null) return () => undefined;
  const timer = setInterval(() => void updateMapOf(settings, now()).catch(() => undefined), MAP_EVERY_MS);
  return () => clearInterval(timer);
}

/**
 * Opens the database and takes messages.
 * @param now epoch seconds (UTC)
 * @throws what opening the database throws
 */
export function openReceiver(settings: IntakeSettings, context: Context, log: Log, now: () => number): Receiver {
  const { database, busyTimeoutMs, recipientDelimiter: delimiters } = settings;
  const store = openLasting(database, () => {
    const opened = openStore(database, { create: true, busyTimeoutMs });
    if (opened.database.name === "node:sqlite")
      log.warn("better-sqlite3 does not load, node:sqlite is used: see bounces doctor", {});
    return opened;
  });
  const tally = createTally(log, settings.log.level === "debug");
  const summing = setInterval(tally.sumUp, SUM_UP_EVERY_MS);
  const endWatch = watchLeftovers(settings, log, now);
  const endMap = watchMap(settings, now);
  const read = createReading(context);
  const recorder: Recorder = {
    delimiters,
    read: async (input, envelope) => {
      const { reading, head } = await read(input, envelope);
      const receivedAt = now();
      const proven = await withProof(reading, receivedAt, store.use, settings, context);
      return toRecord(proven, head, receivedAt, settings);
    },
    record: createGroupCommit(store.record),
    onAnswer: tally.count,
  };
  return {
    deliver: (delivery) => deliver(delivery, recorder),
    close: () => {
      clearInterval(summing);
      endWatch();
      endMap();
      tally.sumUp();
      store.close();
    },
  };
}
