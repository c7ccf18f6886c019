/** A window that slides over a stream of chunks: some bytes ahead can be looked at, those behind are gone. */

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
