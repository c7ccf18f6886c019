/**
 * Bytes to text. A message is held as a string of bytes (each character 0 to 255), because V8 searches and cuts such
 * strings without copying; this file makes text of them. Charsets are those of Node's TextDecoder (WHATWG Encoding).
 */
import { isAscii, isUtf8 } from "node:buffer";
import { TextDecoder } from "node:util";

/** Names that mailers use and the WHATWG standard does not list, for charsets that it has. */
const aliases: Readonly<Record<string, string>> = {
  cp932: "shift_jis",
  ms932: "shift_jis",
  cp936: "gbk",
  cp949: "euc-kr",
  cp950: "big5",
  cp51932: "euc-jp",
  "euc-cn": "gbk",
  "iso-2022-jp-1": "iso-2022-jp",
  "iso-2022-jp-2": "iso-2022-jp",
  "iso-2022-jp-ms": "iso-2022-jp",
  cp50220: "iso-2022-jp",
  cp50221: "iso-2022-jp",
  "cp-850": "cp850",
};

/** The labels of nearly all messages whose 7-bit bytes are ASCII: they need no decoder to be made, nor patterns to be told. */
const common: ReadonlySet<string> = new Set(["", "utf-8", "us-ascii", "iso-8859-1", "iso-8859-15", "windows-1252"]);

/** Charsets whose 7-bit bytes are not ASCII, so that text in them always needs decoding. */
const notAscii = /^(?:utf-?16|utf-?32|ucs-|iso-2022-|csiso2022|hz|cp5022)/i;

const high = /[\x80-\xff]/;

/** From this length on, copying bytes out of a string and asking the processor for all of them at once costs less than a pattern. */
const longEnough = 256;
const scratch = Buffer.alloc(8_192);

/** Whether a string of bytes holds one above ASCII. */
export const hasHigh = (raw: string): boolean => {
  if (raw.length < longEnough) return high.test(raw);
  for (let at = 0; at < raw.length; at += scratch.length) {
    const filled = scratch.write(raw.length <= scratch.length ? raw : raw.slice(at, at + scratch.length), "latin1");
    if (!isAscii(scratch.subarray(0, filled))) return true;
  }
  return false;
};

const decoders = new Map<string, TextDecoder | null>();

const newDecoder = (label: string): TextDecoder | null => {
  try {
    return new TextDecoder(aliases[label] ?? label);
  } catch {
    return null;
  }
};

/** UTF-7 (RFC 2152), which old Exchange servers label their notifications with and Node does not know. */
const isUtf7 = /^(?:x-)?(?:unicode-\d-\d-)?utf-?7$/i;

const decodeUtf16 = (base64: string): string => {
  const bytes = Buffer.from(base64, "base64");
  return bytes
    .subarray(0, bytes.length & ~1)
    .swap16()
    .toString("utf16le");
};

const decodeUtf7 = (raw: string): string =>
  raw.replace(/\+([A-Za-z0-9+/]*)-?/g, (_, base64: string) => (base64 === "" ? "+" : decodeUtf16(base64)));

/** Few labels in a process's life are honest; a daemon must not grow by one entry for each that is made up. */
const mostDecoders = 64;

const decoderFor = (charset: string): TextDecoder | null => {
  const label = charset.trim().toLowerCase();
  const known = decoders.get(label);
  if (known !== undefined) return known;
  const made = newDecoder(label);
  if (decoders.size < mostDecoders) decoders.set(label, made);
  return made;
};

/** Bytes above ASCII next to each other: UTF-8 if they are, else Latin-1. A lone octet cannot be UTF-8. */
const decodeRun = (run: string): string => {
  if (run.length === 1) return run;
  const bytes = Buffer.from(run, "latin1");
  return isUtf8(bytes) ? bytes.toString("utf8") : run;
};

/**
 * Text of bytes that name no charset: UTF-8 where it is valid, Latin-1 elsewhere, judged for each run of 8-bit bytes,
 * because a notification in UTF-8 may quote a reply in Latin-1 (Exim, Courier and others do).
 */
export const decodeUnlabelled = (raw: string): string => {
  if (!hasHigh(raw)) return raw;
  const bytes = Buffer.from(raw, "latin1");
  return isUtf8(bytes) ? bytes.toString("utf8") : raw.replace(/[\x80-\xff]+/g, decodeRun);
};

/** The two charsets that are tried. */
const strictDecoders = new Map<string, TextDecoder>();

const strictDecoder = (label: string): TextDecoder => {
  const made = strictDecoders.get(label) ?? new TextDecoder(label, { fatal: true });
  strictDecoders.set(label, made);
  return made;
};

const decodeStrictly = (bytes: Buffer, label: string): string | null => {
  try {
    return strictDecoder(label).decode(bytes);
  } catch {
    return null;
  }
};

/** ISO-2022-JP is a 7-bit charset: 8-bit bytes under its label are one of the other two Japanese charsets. */
const decodeMislabelledJapanese = (raw: string): string => {
  const bytes = Buffer.from(raw, "latin1");
  return decodeStrictly(bytes, "euc-jp") ?? decodeStrictly(bytes, "shift_jis") ?? decodeUnlabelled(raw);
};

const decodeNotAscii = (raw: string, charset: string): string => {
  if (/^(?:cs)?iso-?2022-?jp/i.test(charset) && hasHigh(raw)) return decodeMislabelledJapanese(raw);
  return decoderFor(charset)?.decode(Buffer.from(raw, "latin1")) ?? decodeUnlabelled(raw);
};

/**
 * Text of bytes said to be in `charset` (empty when nothing is said). Valid UTF-8 is taken as UTF-8 whatever the label
 * says; an unknown charset is read as if nothing was said.
 */
export const decodeText = (raw: string, charset: string): string => {
  const isCommon = common.has(charset.toLowerCase());
  if (!isCommon && isUtf7.test(charset)) return decodeUtf7(raw);
  if (!isCommon && notAscii.test(charset)) return decodeNotAscii(raw, charset);
  if (charset === "") return decodeUnlabelled(raw);
  if (!hasHigh(raw)) return raw;
  const bytes = Buffer.from(raw, "latin1");
  if (isUtf8(bytes)) return bytes.toString("utf8");
  const decoder = decoderFor(charset);
  return decoder === null || decoder.encoding === "utf-8" ? decodeUnlabelled(raw) : decoder.decode(bytes);
};

/** Further labels that Node knows, so that no decoder is made just to learn that it could be made. */
const decodable = /^(?:utf-?8|ascii|iso-8859-1?[0-9]|windows-125[0-9]|iso-2022-jp|gb2312|big5)$/i;

/** Whether text in this charset can be decoded. An empty label says nothing, so nothing is unknown. */
export const isKnownCharset = (charset: string): boolean =>
  common.has(charset.toLowerCase()) || decodable.test(charset) || isUtf7.test(charset) || decoderFor(charset) !== null;

/** Whether bytes in a charset that nobody knows mean more than ASCII, so that they cannot be read. */
export const needsCharset = (raw: string, charset: string): boolean => notAscii.test(charset) || hasHigh(raw);
