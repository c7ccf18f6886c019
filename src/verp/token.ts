/**
 * Signed VERP: a return path that names sender, recipient and day, and that nobody can forge. docs/verp.md describes the form for
 * those who make tokens in other languages; fixtures/verp/vectors.json has examples.
 *
 * A token is 21 characters of lower-case base32 (RFC 4648, no padding), which survive a relay that changes case:
 *
 *     K DDD SSSSSSS MMMMMMMMMM        then  +user=example.org  or  -RRRRRRRR
 *
 * K kind and key, D day, S tag of the sender, M message authentication code, R tag of the recipient. Nothing but sender, recipient and
 * day goes in, so a greylisting receiver sees a new return path once a day at most, and nothing is stored for a message.
 *
 * node:crypto costs a sixth of a start: the pipe loads this file only where an extension looks like a token.
 */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { TokenReading } from "../bounce.js";
import { normalizeAddress } from "../mail/address.js";
import { DAY, dayOf, formatTime } from "../time.js";
import { TOKEN } from "./shape.js";

/** A key of the ring. The first of a ring signs, all verify. */
export interface VerpKey {
  /** 0 to 7; stands in each token. */
  readonly id: number;
  readonly secret: Uint8Array;
  /** The last day (since 1970, UTC) on which it verifies; null: until it is taken out. */
  readonly until: number | null;
}

/** What a return path is made of. */
export interface SignedPath {
  /** The address that bounces come to: bounce@example.com. */
  readonly address: string;
  /** Login, address or list that sends the message. */
  readonly sender: string;
  readonly recipient: string;
  /** When it is sent, epoch seconds (UTC). */
  readonly at: number;
  /** What begins an extension (Postfix: recipient_delimiter), one character. */
  readonly delimiter: string;
}

/** Checks tokens with the keys that it was made of. */
export interface TokenVerifier {
  /**
   * @param extension what follows the delimiter in the address that the message came to
   * @param domain of that address: a token holds for one bounce domain
   * @param reported addresses that the message names: a long recipient stands in a token as a tag only
   * @param at when the message came, epoch seconds (UTC); null: now
   * @returns null for what is no token of these keys
   */
  readonly verify: (
    extension: string,
    domain: string,
    reported: readonly string[],
    at: number | null,
  ) => TokenReading | null;
  /** The tag under which a sender stands in a token. */
  readonly tagOf: (sender: string) => string;
}

const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
const KEYS = 8;
const DAY_LENGTH = 3;
/** Days that three characters can tell apart: until 2059. */
const DAYS = ALPHABET.length ** DAY_LENGTH;
const SENDER_LENGTH = 7;
const MAC_LENGTH = 10;
const RECIPIENT_LENGTH = 8;
/** RFC 5321 section 4.5.3.1.1. */
const LONGEST_LOCAL_PART = 64;
const KINDS = { clear: 0, tagged: 1 } as const;
/** Clocks differ, and so do days: a token of tomorrow is none too early. */
const EARLY_DAYS = 1;

/** The first characters of bytes in base32. */
function base32(bytes: Uint8Array, length: number): string {
  let text = "";
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff;
    for (bits += 8; bits >= 5; bits -= 5) text += ALPHABET.charAt((held >>> (bits - 5)) & 31);
  }
  return text.slice(0, length);
}

const writeNumber = (number: number, length: number): string =>
  length === 0
    ? ""
    : writeNumber(Math.floor(number / ALPHABET.length), length - 1) + ALPHABET.charAt(number % ALPHABET.length);

const readNumber = (text: string): number =>
  Array.from(text).reduce((number, letter) => number * ALPHABET.length + ALPHABET.indexOf(letter), 0);

/** Alike for all spellings that a relay may make of an address: domain with A-labels, lower case, composed characters. */
const fold = (address: string): string => normalizeAddress(address).normalize("NFC").toLowerCase();

const tag = (text: string, length: number): string =>
  base32(
    createHash("sha256")
      .update(`bounces-tag\0${fold(text)}`)
      .digest(),
    length,
  );

/** Over texts with their lengths in bytes, so that no two lists of texts give the same. */
const macOf = (secret: Uint8Array, texts: readonly string[]): string =>
  base32(
    createHmac("sha256", secret)
      .update(texts.map((text) => `${Buffer.byteLength(text)}:${text}`).join(","))
      .digest(),
    MAC_LENGTH,
  );

/** What may stand unquoted in a local part (RFC 5321 section 4.1.2); everything else goes as a tag. */
const isPlain = (local: string): boolean => /^[\w.!#$%&'*+/=?^`{|}~-]+$/.test(local) && !/^\.|\.\.|\.$/.test(local);

const isDomainName = (domain: string): boolean => /^[a-z\d._-]+$/i.test(domain);

/** The recipient as it stands in clear, null where it cannot. */
function clearForm(recipient: string): string | null {
  const at = recipient.lastIndexOf("@");
  const local = recipient.slice(0, at);
  const domain = recipient.slice(at + 1);
  return isPlain(local) && isDomainName(domain) ? `${local}=${domain}` : null;
}

/**
 * The return path of a message to one recipient.
 * @returns null where an address has no domain, or the bounce address leaves no room in 64 octets
 */
export function signVerp(
  { id, secret }: VerpKey,
  { address, sender, recipient, at, delimiter }: SignedPath,
): string | null {
  const split = address.lastIndexOf("@");
  if (split < 1 || recipient.lastIndexOf("@") < 1) return null;
  const domain = address.slice(split + 1);
  const normal = normalizeAddress(recipient);
  const token = (kind: number): string => {
    const head =
      ALPHABET.charAt(kind * KEYS + id) + writeNumber(dayOf(at) % DAYS, DAY_LENGTH) + tag(sender, SENDER_LENGTH);
    return `${address.slice(0, split)}${delimiter}${head}${macOf(secret, [head, fold(domain), fold(recipient)])}`;
  };
  const clear = clearForm(normal);
  const inClear = clear === null ? "" : `${token(KINDS.clear)}+${clear}`;
  const local =
    inClear !== "" && inClear.length <= LONGEST_LOCAL_PART
      ? inClear
      : `${token(KINDS.tagged)}-${tag(recipient, RECIPIENT_LENGTH)}`;
  return Buffer.byteLength(local) > LONGEST_LOCAL_PART ? null : `${local}@${domain}`;
}

/** A token taken apart. */
interface Parts {
  readonly head: string;
  readonly keyId: number;
  readonly day: number;
  readonly senderTag: string;
  readonly mac: string;
  /** Whom it can be for. */
  readonly candidates: readonly string[];
}

/** The recipient in clear, or those of the reported addresses that have this tag. */
function recipientsOf(clear: string, recipientTag: string, reported: readonly string[]): readonly string[] {
  const at = clear.lastIndexOf("=");
  return at > 0
    ? [`${clear.slice(0, at)}@${clear.slice(at + 1)}`]
    : reported.filter((address) => tag(address, RECIPIENT_LENGTH) === recipientTag);
}

function takeApart(extension: string, reported: readonly string[]): Parts | null {
  const [, head = "", mac = "", clear = "", recipientTag = ""] = TOKEN.exec(extension.toLowerCase()) ?? [];
  const first = ALPHABET.indexOf(head.charAt(0));
  if (head === "" || Math.floor(first / KEYS) !== (clear === "" ? KINDS.tagged : KINDS.clear)) return null;
  return {
    head,
    mac,
    keyId: first % KEYS,
    day: readNumber(head.slice(1, 1 + DAY_LENGTH)),
    senderTag: head.slice(1 + DAY_LENGTH),
    candidates: recipientsOf(clear, recipientTag, reported),
  };
}

const areEqual = (one: string, other: string): boolean => timingSafeEqual(Buffer.from(one), Buffer.from(other));

/** What a token proves whose recipient is known, by its code, or not. */
function stateOf(
  { day, candidates }: Parts,
  recipient: string | null,
  key: VerpKey,
  today: number,
  maxAge: number,
): TokenReading["state"] {
  if (recipient === null) return candidates.length === 0 ? "other-recipient" : "forged";
  if (day > today + EARLY_DAYS) return "forged";
  return today - day > Math.ceil(maxAge / DAY) || (key.until !== null && today > key.until) ? "expired" : "valid";
}

/**
 * What checks tokens.
 * @param maxAge seconds for which a token holds
 * @param now epoch seconds (UTC)
 */
export const createVerifier = (keys: readonly VerpKey[], maxAge: number, now: () => number): TokenVerifier => ({
  tagOf: (sender) => tag(sender, SENDER_LENGTH),
  verify: (extension, domain, reported, at) => {
    const parts = takeApart(extension, reported);
    const key = keys.find(({ id }) => id === parts?.keyId);
    if (parts === null || key === undefined) return null;
    // Whoever names nobody cannot be told from the one it was made for.
    if (parts.candidates.length === 0 && reported.length === 0) return null;
    const { head, mac, day, senderTag, candidates } = parts;
    const fits = (one: string): boolean => areEqual(macOf(key.secret, [head, fold(domain), fold(one)]), mac);
    const recipient = candidates.find(fits) ?? null;
    const state = stateOf(parts, recipient, key, dayOf(at ?? now()), maxAge);
    return { state, recipient, senderTag, madeOn: formatTime(day * DAY).slice(0, 10) };
  },
});
