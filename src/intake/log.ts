/**
 * Reads Postfix's log into the store: files from where they were left, standard input, or the journal. Every piece is written in
 * one transaction with how far it reaches.
 */
import { isInNetworks } from "../trust/networks.js";
import { oursFor } from "../trust/ours.js";
import type { Context } from "../interpret.js";
import {
  isDone,
  logChunks,
  lookAt,
  rotatedFiles,
  startOf,
  streamChunks,
  toPosition,
  type Chunk,
  type LogFile,
} from "../ledger/follow.js";
import { FrontReader, type Front } from "../ledger/front.js";
import { Joiner } from "../ledger/join.js";
import { readJournal, JOURNAL } from "../ledger/journal.js";
import { forgetSent, readPositions, recallMessage, writeLedger, type StoredPosition } from "../store/ledger.js";
import { openStore, type LocalStore } from "../store/open.js";
import type { Settings } from "../config/settings.js";
import { bouncesOfLogged, senderOfLogged } from "./log-bounce.js";

/** What was read. */
export interface LogCounts {
  lines: number;
  /** Lines of Postfix's daemons. */
  understood: number;
  messages: number;
  bounces: number;
}

/** A log of which nothing, or next to nothing, is Postfix's. */
export class ForeignLogError extends Error {
  override readonly name = "ForeignLogError";
}

/** Chunks of one transaction. */
const BATCH = 8;
/** Share of its lines that must be Postfix's, and lines that are enough to tell. */
const LEAST_SHARE = 0.01;
const ENOUGH = 100;
const MOST_TAGS = 8;
const TAG = /^(?:\S+\s+){1,5}?([A-Za-z][\w./-]{1,40})(?:\[\d+\])?:/;

/** Reading one log after another into one store. */
export class LogReader {
  readonly counts: LogCounts = { lines: 0, understood: 0, messages: 0, bounces: 0 };
  private readonly store: LocalStore;
  private readonly context: Context;
  private readonly now: number;
  private readonly joiner: Joiner;
  private tags = new Set<string>();
  private lines = 0;
  private understood = 0;
  private first = Infinity;
  private last = 0;

  /** @param now epoch seconds */
  constructor(store: LocalStore, context: Context, now: number) {
    const { filterNetworks, filterUids } = oursFor(context, null, null);
    this.store = store;
    this.context = context;
    this.now = now;
    this.joiner = new Joiner({
      filterUids,
      isFilter: (address) => isInNetworks(address, filterNetworks),
      recall: (queueId, host) => recallMessage(store, queueId, host),
    });
  }

  private begin(): void {
    this.tags = new Set();
    this.lines = 0;
    this.understood = 0;
    this.first = Infinity;
    this.last = 0;
  }

  private take(front: Front): void {
    this.understood += 1;
    if (front.at < this.first) this.first = front.at;
    if (front.at > this.last) this.last = front.at;
    this.joiner.take(front);
  }

  private takeText(text: string, fronts: FrontReader): void {
    for (let at = 0; at < text.length;) {
      const end = text.indexOf("\n", at);
      const front = fronts.read(text, at, end);
      this.lines += 1;
      if (front !== null) this.take(front);
      else if (this.tags.size < MOST_TAGS && this.lines < 10_000) {
        const tag = TAG.exec(text.slice(at, Math.min(end, at + 200)))?.[1];
        if (tag !== undefined) this.tags.add(tag);
      }
      at = end + 1;
    }
  }

  /** Writes what has changed, with the position that it reaches to. */
  private write(position: StoredPosition | null, replaces: string | null): void {
    const { messages, missing } = this.joiner.changes();
    const { context } = this;
    this.counts.bounces += writeLedger(this.store, {
      messages,
      gaps: missing.keys(),
      span: this.last === 0 ? null : [this.first, this.last],
      position,
      replaces,
      now: this.now,
      senderOf: (message) => senderOfLogged(message, context)?.name ?? "",
      bouncesOf: (message) => bouncesOfLogged(message, context),
    });
    this.counts.messages += messages.length;
    this.joiner.forget();
  }

  private end(name: string, isWhole: boolean): void {
    this.counts.lines += this.lines;
    this.counts.understood += this.understood;
    const isForeign =
      this.lines > 0 && (this.understood === 0 || (this.lines >= ENOUGH && this.understood < this.lines * LEAST_SHARE));
    if (!isWhole || !isForeign) return;
    const seen = this.tags.size === 0 ? "no tags" : `the tags ${[...this.tags].join(", ")}`;
    throw new ForeignLogError(
      `${name}: ${this.understood} of ${this.lines} lines are of Postfix's daemons (seen: ${seen}); is this its log?`,
    );
  }

  private async readChunks(
    chunks: AsyncIterable<Chunk>,
    newest: number,
    positionAt: (end: number) => StoredPosition | null,
    replaces: string | null,
  ): Promise<number> {
    const fronts = new FrontReader(newest);
    let batch = 0;
    let end = -1;
    for await (const chunk of chunks) {
      this.takeText(chunk.text, fronts);
      end = chunk.end;
      batch += 1;
      if (batch % BATCH === 0 && this.understood > 0) this.write(positionAt(end), replaces);
    }
    return end;
  }

  private async readFile(file: LogFile, isFinished: boolean): Promise<void> {
    if (isDone(file)) return;
    const from = startOf(file);
    this.begin();
    const replaces = file.known?.head ?? null;
    const positionAt = (end: number, stamp = ""): StoredPosition => ({ ...toPosition(file, end, stamp), cursor: null });
    const newest = Math.min(this.now, file.changedAt);
    const end = await this.readChunks(logChunks(file.path, from, isFinished), newest, positionAt, replaces);
    if (this.understood > 0 || end < 0)
      this.write(end < 0 && from === 0 ? null : positionAt(Math.max(end, from), file.stamp), replaces);
    this.end(file.path, from === 0);
  }

  /**
   * Reads files, the oldest first, each from where it was left.
   * @throws ForeignLogError, by rejecting; StoreError; what opening a file throws
   */
  async readFiles(paths: readonly string[]): Promise<void> {
    const files = await Promise.all(paths.map((path) => lookAt(path, readPositions(this.store))));
    const newestAt = Math.max(...files.map(({ changedAt }) => changedAt));
    for (const file of files.sort((one, other) => one.changedAt - other.changedAt))
      await this.readFile(file, file.changedAt < newestAt);
  }

  /**
   * Reads what is new in a log that is rotated: what is left of the file that was read last, those that came after it, the log
   * itself.
   * @throws as {@link readFiles}
   */
  async follow(path: string): Promise<void> {
    const positions = readPositions(this.store);
    const own = await lookAt(path, positions);
    const files = await Promise.all((await rotatedFiles(path)).map((one) => lookAt(one, positions)));
    files.sort((one, other) => one.changedAt - other.changedAt);
    const known = files.findLastIndex(({ known: position, path: one }) => position !== null && one !== path);
    const older = own.known !== null || known < 0 ? [] : files.slice(known).filter((one) => one.path !== path);
    for (const file of older) await this.readFile(file, true);
    await this.readFile(own, false);
  }

  /** Reads standard input. @throws as {@link readFiles} */
  async readStream(stream: AsyncIterable<unknown>): Promise<void> {
    this.begin();
    await this.readChunks(streamChunks(stream), this.now, () => null, null);
    this.write(null, null);
    this.end("standard input", true);
  }

  /** Reads the journal from where it was left. @throws what journalctl fails with, by rejecting; StoreError */
  async readJournal(): Promise<void> {
    this.begin();
    const before = readPositions(this.store).find(({ head }) => head === JOURNAL)?.cursor ?? null;
    let cursor = before;
    const write = (): void => {
      this.write(cursor === null ? null : { head: JOURNAL, headBytes: 0, offset: 0, stamp: "", cursor }, null);
    };
    let entries = 0;
    for await (const entry of readJournal(before)) {
      cursor = entry.cursor;
      this.lines += 1;
      if (entry.front !== null) this.take(entry.front);
      entries += 1;
      if (entries % 5_000 === 0) write();
    }
    if (entries > 0) write();
    this.end("the journal", before === null);
  }

  /** Forgets what is older than so many seconds. */
  forget(retention: number): void {
    while (forgetSent(this.store, this.now - retention) > 0);
  }
}

/** What of the settings the log is read with. */
type LogSettings = Pick<Settings, "database" | "store" | "busyTimeoutMs" | "mailLog" | "mailLogRetention">;

/**
 * Reads what is new in the log that the settings name, and forgets what is old. Nothing where they name none.
 * @param now epoch seconds
 * @throws as {@link LogReader.readFiles}
 */
export async function catchUpWithLog(settings: LogSettings, context: Context, now: number): Promise<void> {
  const { mailLog, mailLogRetention, database, store: server, busyTimeoutMs } = settings;
  if (mailLog === null || server !== null) return;
  const store = openStore(database, { create: true, busyTimeoutMs });
  try {
    const reader = new LogReader(store, context, now);
    await (mailLog === "journal" ? reader.readJournal() : reader.follow(mailLog));
    reader.forget(mailLogRetention);
  } finally {
    store.close();
  }
}
