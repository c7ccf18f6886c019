/** Encoded words in header values (RFC 2047, with the language of RFC 2231), for display. */
import { decodeText } from "./charset.js";
import { decodeQuotedPrintable } from "./encoding.js";
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
