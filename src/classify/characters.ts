/** Tests of characters and tokens for plain-text.ts. */

const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isLower = (code: number): boolean => code >= 97 && code <= 122;
const isUpper = (code: number): boolean => code >= 65 && code <= 90;

/** Whether all characters pass, and there is one. */
function every(text: string, passes: (code: number) => boolean): boolean {
  const { length } = text;
  for (let at = 0; at < length; at += 1) if (!passes(text.charCodeAt(at))) return false;
  return length > 0;
}

/** A lower-case letter, a digit, an apostrophe, or anything beyond ASCII. */
export const isWordCharacter = (code: number): boolean => isLower(code) || isDigit(code) || code === 39 || code > 127;

/** One digit or more and nothing else. */
export const isDigits = (text: string): boolean => every(text, isDigit);

/** An enhanced status code (RFC 3463), "5.1.1". */
export function isStatus(token: string): boolean {
  const numbers = token.split(".", 4);
  return numbers.length === 3 && numbers.every((number) => isDigits(number) && number.length < 4);
}

/** An IPv4 address, with or without a port, or an IPv6 address, with or without the tag "IPv6:". */
export function isIp(token: string): boolean {
  const colon = token.indexOf(":");
  if (colon < 0 && !token.includes(".")) return false;
  if (colon >= 0 && colon !== token.lastIndexOf(":")) {
    const address = token.toLowerCase().startsWith("ipv6:") ? token.slice(5) : token;
    return every(
      address,
      (code) =>
        isDigit(code) || code === 58 || code === 46 || (code >= 97 && code <= 102) || (code >= 65 && code <= 70),
    );
  }
  const numbers = (colon < 0 ? token : token.slice(0, colon)).split(".", 5);
  return numbers.length === 4 && numbers.every(isDigits) && (colon < 0 || isDigits(token.slice(colon + 1)));
}

/** A host or domain name: its last label is of letters only, and not "Please" of "unavailable.Please", two sentences without a space. */
export function isHost(token: string): boolean {
  const dot = token.lastIndexOf(".");
  if (dot <= 0) return false;
  const last = token.slice(dot + 1);
  return (
    last.length > 1 &&
    last.length < 25 &&
    (every(last, isLower) || every(last, isUpper)) &&
    every(token, (code) => isLower(code) || isUpper(code) || isDigit(code) || code === 45 || code === 46 || code === 95)
  );
}

/** Which characters end a piece. */
export interface Gaps {
  /** By character code up to 255: 1 ends a piece, 2 ends one that does not hold the mark. */
  readonly classes: Uint8Array;
  /** Those beyond, which all end a piece. */
  readonly others: string;
}

/** Gaps, and gaps that are none behind the mark in the same piece (Latin-1 only). */
export function gapsOf(gaps: string, innerGaps: string): Gaps {
  const classes = new Uint8Array(256);
  for (let at = 0; at < gaps.length; at += 1) classes[gaps.charCodeAt(at)] = 1;
  for (let at = 0; at < innerGaps.length; at += 1) classes[innerGaps.charCodeAt(at)] = 2;
  return { classes, others: gaps.replace(/[\0-\xff]/g, "") };
}

/** The pieces of a text between gaps. */
export function splitOutside(text: string, { classes, others }: Gaps, mark: string): string[] {
  const pieces: string[] = [];
  // Once: there are so many kinds of strings that to ask one for its length is a search.
  const { length } = text;
  let start = 0;
  for (let at = 0; at < length; at += 1) {
    const code = text.charCodeAt(at);
    const gap = code < 256 ? classes[code] : Number(others.includes(text.charAt(at)));
    if (gap === 0 || (gap === 2 && text.slice(start, at).includes(mark))) continue;
    if (at > start) pieces.push(text.slice(start, at));
    start = at + 1;
  }
  if (start < length) pieces.push(text.slice(start));
  return pieces;
}
