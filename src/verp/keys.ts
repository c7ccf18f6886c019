/**
 * The file with the keys of signed VERP, a line each, the one that signs first:
 *
 *     3 q0Zk...43 characters of base64url
 *     2 Vd8x...                             until 2026-12-28
 *
 * Pure: reading, writing and chance are the caller's.
 */
import { DAY, dayOf, formatTime, parseMoment, TimeError } from "../time.js";
import type { VerpKey } from "./token.js";

/** Something is wrong with a key file; the message is safe to print and holds no key. */
export class KeyFileError extends Error {}

/** Bytes of a new key. */
export const SECRET_BYTES = 32;
const SHORTEST_SECRET = 16;
const KEYS = 8;

const LINE = /^([0-7])\s+([\w-]+)=*(?:\s+until\s+(\d{4}-\d\d-\d\d))?$/;

function dayNamed(text: string, line: number): number {
  try {
    return dayOf(parseMoment(text, 0));
  } catch (error) {
    if (error instanceof TimeError) throw new KeyFileError(`line ${line}: no such day`);
    throw error;
  }
}

function parseLine(text: string, line: number): VerpKey {
  const [, id = "", secret = "", until] = LINE.exec(text) ?? [];
  if (id === "")
    throw new KeyFileError(
      `line ${line}: must be a number from 0 to 7, a key in base64url, and for an old key "until" and a day`,
    );
  const bytes = Buffer.from(secret, "base64url");
  if (bytes.length < SHORTEST_SECRET)
    throw new KeyFileError(`line ${line}: the key has less than ${SHORTEST_SECRET} bytes`);
  return { id: Number(id), secret: bytes, until: until === undefined ? null : dayNamed(until, line) };
}

/**
 * The keys of a file, the one that signs first. Blank lines and those that begin with # are for people.
 * @throws KeyFileError
 */
export function parseKeys(text: string): readonly [VerpKey, ...VerpKey[]] {
  const lines = text.split("\n").map((line, place) => ({ text: line.trim(), number: place + 1 }));
  const [first, ...rest] = lines
    .filter((line) => line.text !== "" && !line.text.startsWith("#"))
    .map((line) => parseLine(line.text, line.number));
  if (first === undefined) throw new KeyFileError("holds no key");
  const keys = [first, ...rest] as const;
  const twice = keys.find(({ id }, place) => keys.findIndex((other) => other.id === id) !== place);
  if (twice !== undefined) throw new KeyFileError(`holds two keys ${twice.id}`);
  return [...keys];
}

const formatKey = ({ id, secret, until }: VerpKey): string =>
  `${id} ${Buffer.from(secret).toString("base64url")}${until === null ? "" : ` until ${formatTime(until * DAY).slice(0, 10)}`}\n`;

/** As {@link parseKeys} reads it. */
export const formatKeys = (keys: readonly VerpKey[]): string =>
  `# Keys of signed VERP (bounces verp). Whoever can read this file can forge bounces.\n${keys.map(formatKey).join("")}`;

/**
 * A ring with a new key in front. The old ones verify for as long as a token made with them today may come back.
 * @param maxAge seconds for which a token holds
 * @param now epoch seconds (UTC)
 * @throws KeyFileError when eight keys are in use
 */
export function rotated(keys: readonly VerpKey[], secret: Uint8Array, maxAge: number, now: number): readonly VerpKey[] {
  const today = dayOf(now);
  const kept = keys
    .filter(({ until }) => until === null || until >= today)
    .map((key) => ({ ...key, until: key.until ?? today + Math.ceil(maxAge / DAY) + 1 }));
  const newest = keys[0]?.id ?? -1;
  const ids = Array.from({ length: KEYS }, (_, step) => (newest + 1 + step) % KEYS);
  const id = ids.find((one) => kept.every((key) => key.id !== one));
  if (id === undefined) throw new KeyFileError("eight keys still verify; wait until one has expired");
  return [{ id, secret, until: null }, ...kept];
}
