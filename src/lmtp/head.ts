/** Takes the head of a mail off a stream and lets the rest go by. */
import type { Readable } from "node:stream";

/** A mail's head and the size of the whole. */
export interface Head {
  readonly bytes: Buffer;
  /** Octets of the whole mail. */
  readonly size: number;
}

/**
 * Reads a stream to its end.
 * @param keep octets to keep from the beginning
 * @throws what the stream ended with, by rejecting: the client that went away in the middle of the mail has it still
 */
export function readHead(stream: Readable, keep: number): Promise<Head> {
  return new Promise((resolve, reject) => {
    const kept: Buffer[] = [];
    let keptSize = 0;
    let size = 0;
    stream.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (keptSize === keep) return;
      const wanted = chunk.subarray(0, keep - keptSize);
      kept.push(wanted);
      keptSize += wanted.length;
    });
    stream.once("end", () => resolve({ bytes: Buffer.concat(kept, keptSize), size }));
    stream.once("error", reject);
  });
}
