/** Mail addresses (RFC 5321 section 4.1.2) as notifications write them, with the encodings of RFC 3461 (xtext) and RFC 6533. */
import { domainToASCII } from "node:url";
import { limits } from "./limits.js";

const angle = /<([^<>]*)>/;

/** What nearly every address looks like, so that the patterns for all others need not be compiled. */
const plainAddress = /^[\w.+=-]{1,64}@[\w.-]{1,250}\w$/;

/** Display names may hold anything within quotes; an angle bracket outside of them opens the address. */
const withoutQuotedName = (text: string): string => {
  const name = /^\s*"(?:[^"\\]|\\.)*"\s*(?=<)/.exec(text);
  return name === null ? text : text.slice(name[0].length);
};

/** Removes comments outside of quotes; a source route `@a,@b:` and blanks around go too. */
const bare = (text: string): string => {
  const inner = angle.exec(withoutQuotedName(text))?.[1] ?? text;
  return withoutTrailingDots(
    dropComments(inner)
      .trim()
      .replace(/^@[^:"]{0,320}:/, "")
      .replace(/^mailto:/i, "")
      .trim(),
  );
};

const withoutTrailingDots = (text: string): string => {
  let end = text.length;
  while (end > 0 && text.charAt(end - 1) === ".") end -= 1;
  return text.slice(0, end);
};

const dropComments = (text: string): string => {
  if (!text.includes("(") || text.startsWith('"')) return text;
  let depth = 0;
  let kept = "";
  for (const character of text) {
    if (character === "(") depth += 1;
    if (depth === 0) kept += character;
    if (character === ")" && depth > 0) depth -= 1;
  }
  return kept;
};

const quotedLocalPart = /^"(?:[^"\\]|\\.)*"$/;
/** No control characters, blanks or specials; the dot and every character above ASCII are allowed (RFC 6532). */
const plainLocalPart = /^[^\x00-\x20\x7f-\x9f"(),:;<>@[\\\]]+$/;
const domainForm = /^(?:[^\x00-\x20\x7f-\x9f"(),:;<>@[\\\]/]+|\[[A-Za-z0-9:.]{2,60}\])$/;
const control = /[\x00-\x1f\x7f-\x9f]/;

const isLocalPart = (text: string): boolean =>
  text.length <= limits.localPart && (plainLocalPart.test(text) || (quotedLocalPart.test(text) && !control.test(text)));

const isDomain = (text: string): boolean => text.length <= limits.domain && domainForm.test(text);

/**
 * The address in `Name <a@b>`, `a@b (comment)`, `<@route:a@b>`, `a@b.`: case of the local part kept, domain in lower
 * case. The null sender `<>` is "". Null when there is no address, or one with control characters or of absurd length.
 */
export const parseAddress = (text: string): string | null => {
  if (text.length > limits.addressText) return null;
  const enclosed = text.startsWith("<") && text.endsWith(">") ? text.slice(1, -1) : text;
  if (plainAddress.test(enclosed)) return normalizeAddress(enclosed);
  const address = bare(text);
  if (address === "") return text.includes("<") ? "" : null;
  const at = address.lastIndexOf("@");
  if (at < 1 || address.length > limits.address) return null;
  return isLocalPart(address.slice(0, at)) && isDomain(address.slice(at + 1)) ? normalizeAddress(address) : null;
};

const aboveAscii = /[\x80-\uffff]/;

/** A domain in lower case, its U-labels as A-labels (RFC 5890): the two name one host. What is no such label stays as it is. */
export const normalizeDomain = (domain: string): string => {
  const lower = domain.toLowerCase();
  return aboveAscii.test(lower) ? domainToASCII(lower) || lower : lower;
};

/** The address with its domain normalized; the local part's case may mean something (RFC 5321 section 2.4). */
export const normalizeAddress = (address: string): string => {
  const at = address.lastIndexOf("@");
  const domain = address.slice(at + 1);
  const normal = normalizeDomain(domain);
  return at < 0 || normal === domain ? address : address.slice(0, at + 1) + normal;
};

const rewritten = /^SRS[01][=+-]/i;

/**
 * The forwarder that rewrote an address by the Sender Rewriting Scheme, as `srs@` and its domain: `SRS0=...@example.org`
 * and `SRS1=...@example.org` become `srs@example.org`, since every forwarded message has another address. Null for all
 * other addresses.
 */
export const readForwarder = (address: string): string | null => {
  const domain = rewritten.test(address) ? domainOf(address) : null;
  return domain === null ? null : `srs@${domain}`;
};

/** What stands behind the last `@`, in lower case; null when there is none. */
export const domainOf = (address: string): string | null => {
  const at = address.lastIndexOf("@");
  return at < 0 || at === address.length - 1 ? null : address.slice(at + 1).toLowerCase();
};

// Pure, so that a bundle that does not look for addresses in text leaves them out.
/** The punctuation of Chinese and Japanese ends an address as ours does. */
const asianPunctuation = String.raw`\u3000-\u303f\uff01-\uff0c\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65`;
const notInAddress = /* @__PURE__ */ new RegExp(
  String.raw`[\x00-\x20\x7f-\x9f"'(),:;<>@[\\\]\x60|${asianPunctuation}]`,
);
const notInDomain = /* @__PURE__ */ new RegExp(String.raw`[^A-Za-z0-9.\-_\u00a1-\uffff]|[${asianPunctuation}]`);

/** Chinese, Japanese and Korean write no blank around an address: "无法发送到kim@example.cn不存在". */
const asianLetters = String.raw`\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af`;
const asianBefore = /* @__PURE__ */ new RegExp(String.raw`^.*[${asianLetters}](?=[\x21-\x7e]+$)`);
const asianBehind = /* @__PURE__ */ new RegExp(String.raw`(?<=\.[A-Za-z]{2,24})[${asianLetters}][^.]*$`);

/** The address without words of the sentence around it. */
const cutOut = (localPart: string, domain: string): string =>
  `${localPart.replace(asianBefore, "")}@${domain.replace(asianBehind, "")}`;

/** Letters and digits of ASCII, dash and dot, of which nearly every address is made: asked before the patterns. */
const isPlain = (code: number): boolean =>
  (code >= 0x61 && code <= 0x7a) ||
  (code >= 0x41 && code <= 0x5a) ||
  (code >= 0x30 && code <= 0x39) ||
  code === 0x2d ||
  code === 0x2e;

const startOfLocalPart = (text: string, at: number): number => {
  const least = Math.max(0, at - limits.localPart);
  if (text.charAt(at - 1) === '"') {
    const quote = text.lastIndexOf('"', at - 2);
    return quote >= least ? quote : at;
  }
  let start = at;
  while (start > least && (isPlain(text.charCodeAt(start - 1)) || !notInAddress.test(text.charAt(start - 1))))
    start -= 1;
  return start;
};

const endOfDomain = (text: string, at: number): number => {
  const most = Math.min(text.length, at + 1 + limits.domain);
  if (text.charAt(at + 1) === "[") {
    const close = text.slice(at, most).indexOf("]");
    return close < 0 ? at + 1 : at + close + 1;
  }
  let end = at + 1;
  while (end < most && (isPlain(text.charCodeAt(end)) || !notInDomain.test(text.charAt(end)))) end += 1;
  return end;
};

/** Whether dots, dashes and words are where a host name has them; sentences end in dots, which are cut before. */
const hostForm = /^(?:\[[A-Za-z0-9:.]+\]|[^.-][^.]*(?:\.[^.]+)*)$/;

/** Every address that stands in a text, in order and once, at most `limits.addresses`. Work is bounded by the text's length. */
export const addressesIn = (text: string): readonly string[] => {
  const found = new Set<string>();
  let behind = 0;
  for (let at = text.indexOf("@"); at >= 0 && found.size < limits.addresses; at = text.indexOf("@", at + 1)) {
    const start = Math.max(behind, startOfLocalPart(text, at));
    const end = endOfDomain(text, at);
    const domain = withoutTrailingDots(text.slice(at + 1, end));
    const address = start < at && hostForm.test(domain) ? parseAddress(cutOut(text.slice(start, at), domain)) : null;
    if (address !== null && address !== "") found.add(address);
    if (address !== null) behind = end;
  }
  return [...found];
};

/** Undoes xtext (RFC 3461 section 4): `+2B` is `+`. Bytes above ASCII are put together as UTF-8 where they are. */
export const decodeXtext = (text: string): string =>
  text.replace(/(?:\+[0-9A-F]{2})+/g, (run) => Buffer.from(run.replaceAll("+", ""), "hex").toString("utf8"));

const hexPoint = /\\x\{([0-9A-Fa-f]{1,6})\}/g;

/** Undoes utf-8-addr-xtext and utf-8-addr-unitext (RFC 6533 section 3): `\x{1F600}` is U+1F600. */
export const decodeUtf8Address = (text: string): string =>
  text.replace(hexPoint, (written, digits: string) => {
    const point = parseInt(digits, 16);
    return point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff) ? written : String.fromCodePoint(point);
  });

/** What xtext must encode of a printable address: `+` and `=`, with something behind. Other `+41` are more likely a plain extension. */
const mustBeEncoded = /\+(2B|3D)(?=[^@\s])/g;

/** Mailers that put the type in front of a value that has one, and those that fold the field within the address. */
const asWritten = (value: string): string => value.replace(/^rfc822 ?; ?/i, "").replace(/[ \t]{0,8}@[ \t]{0,8}/, "@");

/**
 * The address in a Final-Recipient or Original-Recipient field: its type (lower case, null when absent) tells the
 * encoding. xtext has no place in a notification (RFC 3464 section 2.3.1), but mailers copy ORCPT as it came: it is undone
 * where only an encoder can have written it. Null as in `parseAddress`.
 */
export const decodeRecipient = (type: string | null, value: string): string | null => {
  if (type === "utf-8") return parseAddress(decodeUtf8Address(value));
  if (plainAddress.test(value) && !value.includes("+")) return normalizeAddress(value);
  if (value.includes("@"))
    return parseAddress(asWritten(value).replace(mustBeEncoded, (_, pair: string) => (pair === "2B" ? "+" : "=")));
  return parseAddress(value.includes("+40") ? decodeXtext(value) : value);
};
