/**
 * Reads a mail from a file descriptor to its end, keeping only what a report needs. Asynchronous, so that a deadline can
 * end a read that never ends; not process.stdin, whose stream costs a third of a start-up, and not readFileSync, which
 * fails with EAGAIN when whoever started us left the descriptor non-blocking.
 */
import { read } from "node:fs";

/** A mail's head and the size of the whole. */
export interface Input {
  readonly head: Buffer;
  /** Bytes read, kept or not. */
  readonly size: number;
}

const CHUNK = 65_536;
/** Milliseconds until a non-blocking descriptor that had nothing is asked again. */
const PAUSE = 5;

/**
 * Reads until end of file.
 * @param descriptor open for reading
 * @param keep bytes to keep from the beginning; the rest is read and dropped, since a writer whose pipe breaks has failed
 * @throws the read's error, by rejecting
 */
export function readInput(descriptor: number, keep: number): Promise<Input> {
  return new Promise((resolve, reject) => {
    const kept: Buffer[] = [];
    let keptSize = 0;
    let size = 0;
    const buffer = Buffer.allocUnsafe(CHUNK);
    const take = (count: number): void => {
      const wanted = Math.min(count, keep - keptSize);
      if (wanted > 0) kept.push(Buffer.from(buffer.subarray(0, wanted)));
      keptSize += Math.max(wanted, 0);
      size += count;
      next();
    };
    const next = (): void =>
      read(descriptor, buffer, 0, CHUNK, null, (error, count) => {
        if (error?.code === "EAGAIN") setTimeout(next, PAUSE);
        else if (error !== null) reject(error);
        else if (count === 0) resolve({ head: Buffer.concat(kept, keptSize), size });
        else take(count);
      });
    next();
  });
}
