/**
 * Reads a message from a file descriptor to its end, keeping only what a reader needs, and takes passwords out of it: an SMTP
 * transcript (Postfix's session notices) shows the client's AUTH exchange (RFC 4954), as the initial response on the AUTH line or
 * as lone base64 lines after a 334 challenge.
 * Asynchronous, so that a deadline can
 * end a read that never ends; not process.stdin, whose stream costs a third of a start-up, and not readFileSync, which
 * fails with EAGAIN when whoever started us left the descriptor non-blocking.
 */
import { read } from "node:fs";

/** The initial response behind a mechanism. One space class and bounded words, so that a long line costs its length. */
const INITIAL_RESPONSE = /(\bAUTH[ \t]{1,8}[A-Za-z0-9_-]{1,40}[ \t]{1,8})[^\s]+/gi;
/** A line the client sends in a transcript after a challenge: base64 alone, up to the reply that ends the exchange. */
const CHALLENGE = /\b334(?:[ \t]|$)/;
const CLIENT_LINE = /^(\s{0,40}(?:(?:In:|>>>|C:)\s{0,40})?)([A-Za-z0-9+/]{2,}={0,2}|\*)\s{0,40}$/;

/** The same text with every AUTH response replaced. Line structure is kept. */
export function maskSecrets(text: string): string {
  if (!/AUTH|\b334\b/i.test(text)) return text;
  let isChallenged = false;
  return text
    .replace(INITIAL_RESPONSE, "$1[masked]")
    .split("\n")
    .map((line) => {
      const answer = isChallenged ? CLIENT_LINE.exec(line) : null;
      isChallenged = CHALLENGE.test(line);
      return answer === null ? line : `${answer[1] ?? ""}[masked]`;
    })
    .join("\n");
}

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
