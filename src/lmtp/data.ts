/** The text of a mail as it follows DATA: ends with a dot on a line of its own, other lines' first dot is doubled (RFC 5321 sections 4.1.1.4 and 4.5.2). */

import type { Input } from "../intake/input.js";

/** Takes the texts of one mail after the other, in whatever pieces they come. */
export interface DataReader {
  /** Takes the next piece; once the mail has ended, returns what came after it, else null. */
  readonly take: (chunk: Buffer) => Buffer | null;
  /** What came so far. The bytes stand until `clear`. */
  readonly message: () => Input;
  /** The mail has been used: what is taken next is of another one. */
  readonly clear: () => void;
}

const CR = 0x0d;
const LF = 0x0a;
const DOT = 0x2e;
const LINE_WITH_DOT = "\r\n.";
const NO_ROOM = Buffer.alloc(0);
/** Before the first line; is not the mail's, and dropped again. */
const LINE_END = Buffer.from("\r\n");
/**
 * What a mail gets to begin with, and the next one after it: most are smaller. Doubled when it is full, so that a mail in
 * tiny pieces costs no more than a mail in one.
 */
const FIRST_ROOM = 16 * 1024;

/** Gathers bytes up to a limit and counts the rest. */
function createHead(keep: number): { readonly add: (bytes: Buffer) => void } & Pick<DataReader, "message" | "clear"> {
  let room: Buffer = NO_ROOM;
  let size = 0;
  const makeRoom = (wanted: number): void => {
    const larger = Buffer.allocUnsafeSlow(Math.min(keep, Math.max(wanted, room.length * 2, FIRST_ROOM)));
    room.copy(larger);
    room = larger;
  };
  return {
    add: (bytes) => {
      if (size < keep) {
        if (size + bytes.length > room.length && room.length < keep) makeRoom(size + bytes.length);
        bytes.copy(room, size);
      }
      size += bytes.length;
    },
    message: () => ({ head: room.subarray(0, Math.min(size, keep)), size }),
    clear: () => {
      size = 0;
      if (room.length > FIRST_ROOM) room = NO_ROOM;
    },
  };
}

/** Bytes at the end that only the next piece tells the meaning of: a line's end, with or without a dot. */
function undecided(bytes: Buffer): number {
  const last = bytes.length - 1;
  if (bytes[last] === CR) return 1;
  return bytes[last] === LF && bytes[last - 1] === CR ? 2 : 0;
}

/**
 * A reader of mails.
 * @param keep bytes to keep of each from its beginning; the rest goes by
 */
export function createDataReader(keep: number): DataReader {
  const { add, message, clear } = createHead(keep);
  let held: Buffer = LINE_END;
  let toDrop = LINE_END.length;
  const pass = (bytes: Buffer): void => {
    const dropped = Math.min(toDrop, bytes.length);
    toDrop -= dropped;
    add(bytes.subarray(dropped));
  };
  const hold = (bytes: Buffer, from: number): null => {
    held = bytes.subarray(from);
    return null;
  };
  /** What was held with the next piece behind it. A line end before the mail matters only to a dot that the mail begins with. */
  const join = (chunk: Buffer): Buffer => {
    if (held.length === 0) return chunk;
    if (held !== LINE_END || chunk[0] === DOT) return Buffer.concat([held, chunk]);
    toDrop = 0;
    return chunk;
  };
  const take = (chunk: Buffer): Buffer | null => {
    if (chunk.length === 0) return null;
    const bytes = join(chunk);
    let from = 0;
    for (let at = bytes.indexOf(LINE_WITH_DOT); at >= 0; at = bytes.indexOf(LINE_WITH_DOT, from)) {
      const afterDot = at + LINE_WITH_DOT.length;
      pass(bytes.subarray(from, at));
      if (afterDot === bytes.length || (bytes[afterDot] === CR && afterDot + 1 === bytes.length))
        return hold(bytes, at);
      pass(LINE_END);
      if (bytes[afterDot] === CR && bytes[afterDot + 1] === LF) return bytes.subarray(afterDot + 2);
      from = afterDot;
    }
    const end = bytes.length - undecided(bytes);
    pass(bytes.subarray(from, Math.max(from, end)));
    return hold(bytes, Math.max(from, end));
  };
  return {
    take,
    message,
    clear: () => {
      held = LINE_END;
      toDrop = LINE_END.length;
      clear();
    },
  };
}
