/**
 * Content-Transfer-Encoding (RFC 2045 section 6) and line ends, on strings of bytes (each character 0 to 255), and encoded words
 * in header values (RFC 2047, with the language of RFC 2231), for display.
 */
import { decodeText } from "./charset.js";
import { limits } from "./limits.js";

const encodedWord = /=\?([\w.:+-]{1,60})(?:\*[\w-]{0,40})?\?([BbQq])\?([^?\n]{0,2000})\?=/g;

const bytesOf = (encoding: string, text: string): string =>
  encoding === "B" || encoding === "b"
    ? Buffer.from(text, "base64").toString("latin1")
    : decodeQuotedPrintable(text.replace(/_/g, " "));

/**
 * A header value with its encoded words decoded. Blanks between two words are dropped; words of one charset are put
 * together before decoding, because some mailers cut inside of a character. What cannot be decoded stays as it stands.
 */
export const decodeWords = (value: string): string => {
  if (!value.includes("=?")) return value;
  let text = "";
  let bytes = "";
  let charset = "";
  let behind = 0;
  let count = 0;
  for (const match of value.matchAll(encodedWord)) {
    if ((count += 1) > limits.encodedWords) break;
    const [, label = "", encoding = "", word = ""] = match;
    const between = value.slice(behind, match.index);
    const isAdjacent = behind > 0 && between.trim() === "";
    if (!isAdjacent || label !== charset) {
      text += decodeText(bytes, charset) + (isAdjacent ? "" : between);
      bytes = "";
    }
    charset = label;
    bytes += bytesOf(encoding, word);
    behind = match.index + match[0].length;
  }
  return text + decodeText(bytes, charset) + value.slice(behind);
};

/** Line ends as LF: CRLF, CR alone, and the CR CR LF that some gateways make of CRLF. */
export const withLineFeeds = (bytes: string): string => {
  if (!bytes.includes("\r")) return bytes;
  if (bytes.includes("\r\r")) return bytes.replace(/\r{1,2}\n|\r/g, "\n");
  // Replacing a text costs a fifth of replacing a pattern.
  return bytes.replaceAll("\r\n", "\n").replaceAll("\r", "\n");
};

const softBreakOrOctet = /=(?:[ \t]{0,80}\n|([0-9A-Fa-f]{2}))/g;

/** Undoes quoted-printable (RFC 2045 section 6.7); anything that is none stays as it stands. */
export const decodeQuotedPrintable = (bytes: string): string =>
  bytes.includes("=")
    ? bytes.replace(softBreakOrOctet, (_, pair: string | undefined) =>
        pair === undefined ? "" : String.fromCharCode(parseInt(pair, 16)),
      )
    : bytes;

/** How far into a part it is judged whether it is base64 at all. */
const lookAt = 400;

/** Base64 has no blanks between words, no colon, no angle bracket; a mislabelled header block or sentence has. */
const looksLikeBase64 = (bytes: string): boolean => !/[^A-Za-z0-9+/=\s]|[A-Za-z] [A-Za-z]/.test(bytes.slice(0, lookAt));

/** Undoes base64 (RFC 2045 section 6.8); content that is labelled base64 but is plain text stays as it stands. */
const decodeBase64 = (bytes: string): string =>
  looksLikeBase64(bytes) ? Buffer.from(bytes, "base64").toString("latin1") : bytes;

const uuBegin = /^begin [0-7]{3,4} [^\n]{0,255}\n/m;

const uuOctet = (line: string, at: number): number => (line.charCodeAt(at) - 32) & 63;

const decodeUuLine = (line: string): string => {
  const length = uuOctet(line, 0);
  let bytes = "";
  for (let at = 1; at < line.length && bytes.length < length; at += 4) {
    const word =
      (uuOctet(line, at) << 18) | (uuOctet(line, at + 1) << 12) | (uuOctet(line, at + 2) << 6) | uuOctet(line, at + 3);
    bytes += String.fromCharCode(word >>> 16, (word >>> 8) & 255, word & 255);
  }
  return bytes.slice(0, length);
};

/** Undoes x-uuencode, an encoding older than MIME that Exchange's old gateways still put on parts. */
const decodeUuencode = (bytes: string): string => {
  const begin = uuBegin.exec(bytes);
  if (begin === null) return bytes;
  const lines = bytes.slice(begin.index + begin[0].length).split("\n");
  const end = lines.findIndex((line) => line === "end" || line === "`" || line === "");
  return lines
    .slice(0, end < 0 ? lines.length : end)
    .map(decodeUuLine)
    .join("");
};

/** Undoes the encoding that a part names; 7bit, 8bit, binary and everything unknown is left as it stands. Line ends as LF. */
export const undoEncoding = (bytes: string, encoding: string): string => {
  switch (encoding) {
    case "base64":
      return withLineFeeds(decodeBase64(bytes));
    case "quoted-printable":
      return withLineFeeds(decodeQuotedPrintable(bytes));
    case "x-uuencode":
    case "uuencode":
    case "x-uue":
      return withLineFeeds(decodeUuencode(bytes));
    default:
      return bytes;
  }
};
