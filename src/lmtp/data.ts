/** The text of a message as it follows DATA: ends with a dot on a line of its own, other lines' first dot is doubled (RFC 5321 sections 4.1.1.4 and 4.5.2). */
import type { Input } from "../intake/input.js";

const CR = 0x0d;
const LF = 0x0a;
const DOT = 0x2e;
const LINE_WITH_DOT = "\r\n.";
const NO_ROOM = Buffer.alloc(0);
/** Before the first line; is not the message's, and dropped again. */
const LINE_END = Buffer.from("\r\n");
/**
 * What a message gets to begin with, and the next one after it: most are smaller. Doubled when it is full, so that a message in
 * tiny pieces costs no more than one in a piece.
 */
const FIRST_ROOM = 16 * 1024;

/** Gathers bytes up to a limit and counts the rest. */
class Head {
  readonly #keep: number;
  #room: Buffer = NO_ROOM;
  #size = 0;

  constructor(keep: number) {
    this.#keep = keep;
  }

  add(bytes: Buffer): void {
    if (this.#size < this.#keep) {
      this.#makeRoom(this.#size + bytes.length);
      bytes.copy(this.#room, this.#size);
    }
    this.#size += bytes.length;
  }

  message(): Input {
    return { head: this.#room.subarray(0, Math.min(this.#size, this.#keep)), size: this.#size };
  }

  clear(): void {
    this.#size = 0;
    if (this.#room.length > FIRST_ROOM) this.#room = NO_ROOM;
  }

  #makeRoom(wanted: number): void {
    if (wanted <= this.#room.length || this.#room.length >= this.#keep) return;
    const larger = Buffer.allocUnsafeSlow(Math.min(this.#keep, Math.max(wanted, this.#room.length * 2, FIRST_ROOM)));
    this.#room.copy(larger);
    this.#room = larger;
  }
}

/** Bytes at the end that only the next piece tells the meaning of: a line's end, with or without a dot. */
function undecided(bytes: Buffer): number {
  const last = bytes.length - 1;
  if (bytes[last] === CR) return 1;
  return bytes[last] === LF && bytes[last - 1] === CR ? 2 : 0;
}

/** Takes the texts of one message after the other, in whatever pieces they come. */
export class DataReader {
  readonly #head: Head;
  #held: Buffer = LINE_END;
  #toDrop = LINE_END.length;

  /** @param keep bytes to keep of each message from its beginning; the rest is counted and dropped */
  constructor(keep: number) {
    this.#head = new Head(keep);
  }

  /** Takes the next piece; once the message has ended, returns what came after it, else null. */
  take(chunk: Buffer): Buffer | null {
    if (chunk.length === 0) return null;
    const bytes = this.#join(chunk);
    let from = 0;
    for (let at = bytes.indexOf(LINE_WITH_DOT); at >= 0; at = bytes.indexOf(LINE_WITH_DOT, from)) {
      const afterDot = at + LINE_WITH_DOT.length;
      this.#pass(bytes.subarray(from, at));
      if (afterDot === bytes.length || (bytes[afterDot] === CR && afterDot + 1 === bytes.length))
        return this.#hold(bytes, at);
      this.#pass(LINE_END);
      if (bytes[afterDot] === CR && bytes[afterDot + 1] === LF) return bytes.subarray(afterDot + 2);
      from = afterDot;
    }
    const end = Math.max(from, bytes.length - undecided(bytes));
    this.#pass(bytes.subarray(from, end));
    return this.#hold(bytes, end);
  }

  /** What came so far. The bytes stand until `clear`. */
  message(): Input {
    return this.#head.message();
  }

  /** The message has been used: what is taken next is of another one. */
  clear(): void {
    this.#held = LINE_END;
    this.#toDrop = LINE_END.length;
    this.#head.clear();
  }

  #pass(bytes: Buffer): void {
    const dropped = Math.min(this.#toDrop, bytes.length);
    this.#toDrop -= dropped;
    this.#head.add(bytes.subarray(dropped));
  }

  #hold(bytes: Buffer, from: number): null {
    this.#held = bytes.subarray(from);
    return null;
  }

  /** What was held with the next piece behind it. A line end before the message matters only to a dot that it begins with. */
  #join(chunk: Buffer): Buffer {
    if (this.#held.length === 0) return chunk;
    if (this.#held !== LINE_END || chunk[0] === DOT) return Buffer.concat([this.#held, chunk]);
    this.#toDrop = 0;
    return chunk;
  }
}
