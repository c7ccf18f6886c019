/**
 * Reads a message from a file descriptor to its end, keeping only what a reader needs, and takes passwords out of it: transcripts of
 * SMTP sessions (Postfix's notices of its server and client, other mailers') show the AUTH exchange (RFC 4954).
 * Asynchronous, so that a deadline can
 * end a read that never ends; not process.stdin, whose stream costs a third of a start-up, and not readFileSync, which
 * fails with EAGAIN when whoever started us left the descriptor non-blocking.
 */
import { read } from "node:fs";

const MASK = "[masked]";
/** Mechanisms of SASL (IANA's list, and Microsoft's and Google's). */
const MECHANISM =
  "PLAIN|LOGIN|CRAM-MD5|DIGEST-MD5|SCRAM-[A-Z0-9-]{1,30}|X?OAUTH[A-Z0-9]{0,10}|NTLM|MSN|GSSAPI|GS2-[A-Z0-9-]{1,30}|SPNEGO|EXTERNAL|ANONYMOUS|OTP|SKEY|SRP|KERBEROS_V4";
/** An AUTH command with an initial response, wherever it stands. One space class and bounded words, so that a long line costs its length. */
const INITIAL_RESPONSE = new RegExp(`(\\bAUTH[ \\t]{1,2000}(?:${MECHANISM})[ \\t]{1,2000})[^\\s]+`, "gi");
/** Bearer tokens (RFC 6750), in an answer that somebody decoded. */
const BEARER = /(\bBearer[ \t]{1,2000})[\w.~+/=-]{8,}/gi;
/** What stands before what was said, in a transcript that may be quoted: `> `, ` In:  `, ` Out: `, `>>> `, `C: `. */
const SPEAKER = /^[\s>|<*~-]{0,40}(?:(?:In|Out|C|S|Client|Server):\s{0,40})?/i;
const REPLY = /^([2-5]\d\d)(?:[ -]|$)/;
const COMMAND = new RegExp(`^AUTH\\s{1,80}(?:${MECHANISM})(?:\\s|$)`, "i");
/** Lines behind a command or a challenge in which the answer stands, which may be wrapped. */
const LINES_BEHIND_COMMAND = 12;
const LINES_BEHIND_CHALLENGE = 4;

/** How many of the lines that follow can hold an answer. The exchange ends with any reply but a challenge. */
function linesLeft(said: string, left: number): number {
  if (COMMAND.test(said)) return LINES_BEHIND_COMMAND;
  const code = REPLY.exec(said)?.[1];
  if (code === undefined) return left - 1;
  return code === "334" ? Math.max(left, LINES_BEHIND_CHALLENGE) : 0;
}

/** A word alone on its line, from an AUTH command or a challenge to the reply that ends the exchange: an answer is one word. */
function maskExchanges(text: string): string {
  let left = 0;
  return text
    .split("\n")
    .map((line) => {
      const speaker = SPEAKER.exec(line)?.[0] ?? "";
      const said = line.slice(speaker.length).trimEnd();
      const isAnswer = left > 0 && said !== "" && !/\s/.test(said) && !REPLY.test(said);
      left = linesLeft(said, left);
      return isAnswer ? `${speaker}${MASK}` : line;
    })
    .join("\n");
}

/** What may hold an AUTH exchange. */
const MAY_HOLD = /\bAUTH\b|\b334\b|\bBearer\b/i;

const maskPlain = (text: string): string =>
  MAY_HOLD.test(text) ? maskExchanges(text.replace(INITIAL_RESPONSE, `$1${MASK}`)).replace(BEARER, `$1${MASK}`) : text;

/** Lines of base64 (RFC 2045 section 6.8), which a transcript that somebody forwarded may be encoded in. */
const ENCODED = /(?:^[A-Za-z0-9+/]{40,76}\r?\n)+(?:^[A-Za-z0-9+/]{1,76}={0,2}(?:\r?\n|$))?/gm;

function maskEncoded(block: string): string {
  const decoded = Buffer.from(block, "base64").toString("latin1");
  const masked = maskPlain(decoded);
  if (masked === decoded) return block;
  const encoded = Buffer.from(masked, "latin1").toString("base64");
  return `${encoded.replace(/.{76}/g, "$&\n")}\n`;
}

/** The same text with every AUTH response replaced. Line structure is kept, but in what is encoded. */
export const maskSecrets = (text: string): string => maskPlain(text.replace(ENCODED, maskEncoded));

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
