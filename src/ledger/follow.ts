/**
 * Reading the files of a log from where it was left. Logs are rotated: renamed, copied and truncated, compressed. A file is
 * known by its beginning, which rotation never changes; names, inodes and sizes all do. What lies behind the last line end is
 * read when the line is whole.
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, readdir, stat, type FileHandle } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";

/** Whole lines of a log, as Latin-1: one character a byte. */
export interface Chunk {
  /** Ends with a line end. */
  readonly text: string;
  /** Bytes of the uncompressed log up to its end. */
  readonly end: number;
}

/** How far a log was read. */
export interface LogPosition {
  /** Digest of the first {@link headBytes} bytes. */
  readonly head: string;
  readonly headBytes: number;
  /** Bytes of the uncompressed log that were read. */
  readonly offset: number;
  /** Device, inode, size and time of change of the file that was read to its end: it need not be opened again. */
  readonly stamp: string;
}

const CHUNK = 1 << 17;
/** Enough for several lines with their times. */
const HEAD = 1_024;
const LINE_END = 10;
const GZIP = 0x1f8b;

const isGzip = (head: Buffer): boolean => head.length >= 2 && head.readUInt16BE(0) === GZIP;

async function readAt(file: FileHandle, length: number, position: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  let have = 0;
  while (have < length) {
    const { bytesRead } = await file.read(buffer, have, length - have, position + have);
    if (bytesRead === 0) break;
    have += bytesRead;
  }
  return buffer.subarray(0, have);
}

/** Puts bytes somewhere: how many it put there, 0 at the end. */
type Fill = (into: Buffer, at: number) => number | Promise<number>;

/** Bytes as whole lines, out of one buffer. What is longer than that is no line of a log and is passed over. */
async function* wholeLines(fill: Fill, from: number, isFinished: boolean): AsyncGenerator<Chunk> {
  const buffer = Buffer.allocUnsafe(CHUNK);
  let have = 0;
  let end = from;
  for (;;) {
    const got = await fill(buffer, have);
    if (got === 0) break;
    have += got;
    const cut = buffer.subarray(0, have).lastIndexOf(LINE_END) + 1;
    const used = cut === 0 && have === CHUNK ? have : cut;
    end += used;
    if (cut > 0) yield { text: buffer.toString("latin1", 0, cut), end };
    buffer.copyWithin(0, used, have);
    have -= used;
  }
  if (isFinished && have > 0) yield { text: `${buffer.toString("latin1", 0, have)}\n`, end: end + have };
}

async function* plainChunks(path: string, from: number, isFinished: boolean): AsyncGenerator<Chunk> {
  const file = await open(path);
  let position = from;
  const fill: Fill = async (into, at) => {
    const { bytesRead } = await file.read(into, at, CHUNK - at, position);
    position += bytesRead;
    return bytesRead;
  };
  try {
    yield* wholeLines(fill, from, isFinished);
  } finally {
    await file.close();
  }
}

/** Whole lines of a stream behind the first bytes. */
async function* streamLines(stream: AsyncIterable<unknown>, skip: number): AsyncGenerator<Chunk> {
  const pieces = stream[Symbol.asyncIterator]();
  let left = skip;
  let piece: Buffer = Buffer.alloc(0);
  const next = async (): Promise<boolean> => {
    while (piece.length === 0) {
      const step: IteratorResult<unknown, unknown> = await pieces.next();
      if (step.done === true) return false;
      const { value } = step;
      if (!Buffer.isBuffer(value)) continue;
      const passed = Math.min(left, value.length);
      left -= passed;
      piece = value.subarray(passed);
    }
    return true;
  };
  const fill: Fill = async (into, at) => {
    let filled = at;
    while (filled < CHUNK && (await next())) {
      const copied = piece.copy(into, filled);
      piece = piece.subarray(copied);
      filled += copied;
    }
    return filled - at;
  };
  yield* wholeLines(fill, skip, true);
}

const unzipped = (stream: Readable): Readable => {
  const unzip = createGunzip({ chunkSize: 1 << 16 });
  stream.on("error", (error) => unzip.destroy(error));
  return stream.pipe(unzip);
};

/**
 * Whole lines of a log file, compressed or not.
 * @param from bytes of the uncompressed log to skip
 * @param isFinished nobody writes to it any more: its last line counts also without a line end
 */
export async function* logChunks(path: string, from: number, isFinished: boolean): AsyncGenerator<Chunk> {
  if (isGzip(await readStart(path, 2))) yield* streamLines(unzipped(createReadStream(path)), from);
  else yield* plainChunks(path, from, isFinished);
}

/** Whole lines of standard input. */
export const streamChunks = (stream: AsyncIterable<unknown>): AsyncGenerator<Chunk> => streamLines(stream, 0);

async function readStart(path: string, length: number): Promise<Buffer> {
  const file = await open(path);
  try {
    return await readAt(file, length, 0);
  } finally {
    await file.close();
  }
}

/** The first bytes of a log, uncompressed. */
async function readHead(path: string): Promise<Buffer> {
  const start = await readStart(path, HEAD);
  if (!isGzip(start)) return start;
  const stream = unzipped(createReadStream(path));
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of stream) {
    if (!Buffer.isBuffer(piece)) continue;
    pieces.push(piece);
    size += piece.length;
    if (size >= HEAD) break;
  }
  return Buffer.concat(pieces).subarray(0, HEAD);
}

const digest = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex").slice(0, 32);

/** A file of a log, and what is known of it. */
export interface LogFile {
  readonly path: string;
  readonly head: Buffer;
  readonly stamp: string;
  /** Epoch seconds of its last change. */
  readonly changedAt: number;
  readonly size: number;
  readonly known: LogPosition | null;
}

const stampOf = async (path: string): Promise<Pick<LogFile, "stamp" | "changedAt" | "size">> => {
  const { dev, ino, size, mtimeMs } = await stat(path);
  return { stamp: `${dev}:${ino}:${size}:${mtimeMs}`, changedAt: Math.floor(mtimeMs / 1_000), size };
};

/** Looks at a file of a log: whether it was read before, under whatever name, and how far. */
export async function lookAt(path: string, positions: readonly LogPosition[]): Promise<LogFile> {
  const status = await stampOf(path);
  const head = await readHead(path);
  const isSame = ({ head: known, headBytes }: LogPosition): boolean =>
    headBytes > 0 && headBytes <= head.length && digest(head.subarray(0, headBytes)) === known;
  const known = positions.filter(isSame).sort((one, other) => other.headBytes - one.headBytes)[0] ?? null;
  return { path, head, ...status, known };
}

/** Whether a file was read to its end and has not changed since. */
export const isDone = ({ known, stamp }: LogFile): boolean => known?.stamp === stamp;

/** Where a file is to be read from; 0 where it is shorter than what was read of it. */
export const startOf = ({ known, size, path }: LogFile): number =>
  known === null || (size < known.offset && !path.endsWith(".gz")) ? 0 : known.offset;

/** What is to be remembered of a file that was read up to `offset`; `stamp` is empty before its end. */
export const toPosition = ({ head }: Pick<LogFile, "head">, offset: number, stamp: string): LogPosition => {
  const start = head.subarray(0, Math.min(head.length, Math.max(offset, 0)));
  return { head: digest(start), headBytes: start.length, offset, stamp };
};

/** The files of a log: those that it was rotated to, and itself. Paths; in no order. */
export async function rotatedFiles(path: string): Promise<readonly string[]> {
  const name = basename(path);
  const directory = dirname(path);
  const names = await readdir(directory);
  return names
    .filter((one) => one === name || one.startsWith(`${name}.`) || one.startsWith(`${name}-`))
    .map((one) => join(directory, one));
}
