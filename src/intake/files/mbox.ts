/**
 * Takes an mbox (RFC 4155) apart. A mail begins with a line `From SENDER DATE` behind a blank line. In bodies such lines
 * are quoted with `>` (mboxo, mboxrd), which is undone; or they are left alone because a Content-Length says where the
 * body ends (mboxcl2), which is believed only where the next mail, or the end, really follows.
 */
import type { Input } from "../input.js";

/** Chunks of a file or stream. */
export type Chunks = Iterable<Buffer> | AsyncIterable<Buffer>;

/** See above. */
export interface Window {
  /** What is in the window. */
  readonly bytes: () => Buffer;
  /** Whether nothing comes behind what is in the window. */
  readonly isLast: () => boolean;
  /** Moves on by so many bytes. Afterwards at least `least` are in the window, or all that is left. */
  readonly advance: (count: number) => Promise<void>;
}

/**
 * Opens a window at the beginning.
 * @param least bytes that it holds at least, if there are so many
 * @throws what the chunks throw, by rejecting; so does `advance`
 */
export async function openWindow(chunks: Chunks, least: number): Promise<Window> {
  const source = Symbol.iterator in chunks ? chunks[Symbol.iterator]() : chunks[Symbol.asyncIterator]();
  let bytes: Buffer = Buffer.alloc(0);
  let isLast = false;
  const fill = async (): Promise<void> => {
    const parts: Buffer[] = [bytes];
    // Twice as much, so that what is there is not copied again for each chunk.
    for (let length = bytes.length; length < 2 * least && !isLast;) {
      const next = await source.next();
      if (next.done === true) isLast = true;
      else {
        parts.push(next.value);
        length += next.value.length;
      }
    }
    bytes = Buffer.concat(parts);
  };
  await fill();
  return {
    bytes: () => bytes,
    isLast: () => isLast,
    advance: async (count) => {
      bytes = bytes.subarray(count);
      if (bytes.length < least && !isLast) await fill();
    },
  };
}

/** Longest From_ line that is looked at. */
const LONGEST_LINE = 1_024;
/** Kept in view of a mail that is longer than the window, so that no From_ line is missed where one view ends. */
const OVERLAP = 2 * LONGEST_LINE;
/** Bytes to look at behind a body: two line ends and a From_. */
const BETWEEN = 9;

const LF = 0x0a;
const CR = 0x0d;

/** A time of day and a year, in either order: what tells a From_ line from a sentence that begins with that word. */
const DATED = /\b\d{1,2}:\d\d\b.{0,40}\b(?:19|20)\d\d\b|\b(?:19|20)\d\d\b.{0,40}\b\d{1,2}:\d\d\b/;
const QUOTED_FROM = /^>(>*From )/gm;

/** Whether a file that begins so is an mbox. */
export const isMbox = (bytes: Buffer): boolean => /^\s{0,8}From /.test(bytes.toString("latin1", 0, 16));

/** Whether the line feed at `at` ends a blank line. */
const endsBlankLine = (bytes: Buffer, at: number): boolean =>
  bytes[at - 1] === LF || (bytes[at - 1] === CR && bytes[at - 2] === LF);

const lineAt = (bytes: Buffer, at: number): string => {
  const end = bytes.indexOf("\n", at);
  return bytes.toString("latin1", at, Math.min(end < 0 ? bytes.length : end, at + LONGEST_LINE));
};

/** Where the next From_ line behind a blank one begins; -1 when there is none in view. */
function nextByLine(bytes: Buffer, mustBeDated: boolean): number {
  for (let at = bytes.indexOf("\nFrom "); at >= 0; at = bytes.indexOf("\nFrom ", at + 1))
    if (endsBlankLine(bytes, at) && (!mustBeDated || DATED.test(lineAt(bytes, at + 1)))) return at + 1;
  return -1;
}

/** Where the body begins; -1 when the header does not end in view. Line by line: what looks further reads the whole file. */
function bodyOf(bytes: Buffer): number {
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) {
    if (bytes[at + 1] === LF) return at + 2;
    if (bytes[at + 1] === CR && bytes[at + 2] === LF) return at + 3;
  }
  return -1;
}

/** Bytes of the body as the header says; Infinity when it does not say. */
function contentLength(header: Buffer): number {
  const field = header.indexOf("\nContent-Length:");
  const digits =
    field < 0 ? undefined : /^Content-Length:[ \t]{0,8}(\d{1,12})[ \t]{0,8}\r?$/.exec(lineAt(header, field + 1))?.[1];
  return digits === undefined ? Infinity : Number(digits);
}

/** Where the next mail begins, or the file ends, by the Content-Length of this one; -1 when it says none, or a wrong one. */
function nextByLength(bytes: Buffer, isLast: boolean): number {
  const body = bodyOf(bytes);
  const end = body < 0 ? Infinity : body + contentLength(bytes.subarray(0, body));
  if (end + (isLast ? 0 : BETWEEN) > bytes.length) return -1;
  const between = /^(?:\r?\n){0,2}(?=From |$)/.exec(bytes.toString("latin1", end, end + BETWEEN))?.[0];
  return between === undefined ? -1 : end + between.length;
}

/** Without the blank line that stands between a mail and the next From_ line. */
function withoutSeparator(bytes: Buffer): Buffer {
  const last = bytes.length - 1;
  if (bytes[last] !== LF || !endsBlankLine(bytes, last)) return bytes;
  return bytes.subarray(0, bytes[last - 1] === CR ? last - 1 : last);
}

const unquoted = (bytes: Buffer): Buffer =>
  bytes.includes(">From ") ? Buffer.from(bytes.toString("latin1").replace(QUOTED_FROM, "$1"), "latin1") : bytes;

/** A mail that is in view as a whole, from its From_ line to `next`. */
function mailUntil(view: Buffer, next: number, isQuoted: boolean, keep: number): Input {
  const begin = view.indexOf("\n") + 1;
  const text = withoutSeparator(view.subarray(begin === 0 ? next : begin, next));
  const kept = text.subarray(0, keep);
  const head = isQuoted ? unquoted(kept) : kept;
  return { head, size: text.length - kept.length + head.length };
}

/** A mail that is longer than the view: its head is kept, the rest counted. Leaves the window at the next one. */
async function takeLongMail(window: Window, mustBeDated: boolean, keep: number): Promise<Input> {
  const view = window.bytes();
  const { head } = mailUntil(view, view.length, true, keep);
  let size = -(view.indexOf("\n") + 1);
  for (;;) {
    const bytes = window.bytes();
    const next = nextByLine(bytes, mustBeDated);
    const count = next >= 0 ? next : window.isLast() ? bytes.length : bytes.length - OVERLAP;
    size += next >= 0 || window.isLast() ? withoutSeparator(bytes.subarray(0, count)).length : count;
    const isDone = next >= 0 || window.isLast();
    await window.advance(count);
    if (isDone) return { head, size };
  }
}

/** The mail at the beginning of the window. Leaves the window at the next one. */
async function takeMail(window: Window, mustBeDated: boolean, keep: number): Promise<Input> {
  const view = window.bytes();
  const byLength = nextByLength(view, window.isLast());
  const next = byLength >= 0 ? byLength : nextByLine(view, mustBeDated);
  if (next < 0 && !window.isLast()) return takeLongMail(window, mustBeDated, keep);
  const end = next < 0 ? view.length : next;
  const mail = mailUntil(view, end, byLength < 0, keep);
  await window.advance(end);
  return mail;
}

/** What a window on an mbox must hold at least, where `keep` bytes of a mail are kept. */
export const windowSize = (keep: number): number => keep + 4 * OVERLAP;

/**
 * The mails of an mbox, one after the other.
 * @param window at the beginning of the mbox, of {@link windowSize}
 * @param keep bytes of a mail that are kept; the rest is counted and dropped
 */
export async function* splitMbox(window: Window, keep: number): AsyncGenerator<Input, undefined> {
  await window.advance(Math.max(0, window.bytes().indexOf("From ")));
  const mustBeDated = DATED.test(lineAt(window.bytes(), 0));
  while (window.bytes().length > 0) yield await takeMail(window, mustBeDated, keep);
  return undefined;
}
