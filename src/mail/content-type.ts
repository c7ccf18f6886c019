/**
 * Content-Type and Content-Transfer-Encoding (RFC 2045 sections 5 and 6) out of a header, and values with parameters, continued
 * and encoded as in RFC 2231.
 */
import type { Header } from "./message.js";
import { memoize } from "./memoize.js";
import { decodeText } from "./charset.js";
import { limits } from "./limits.js";

/** A field's value up to the first semicolon, and its parameters, names in lower case. */
interface Parameterized {
  /** Without comments and surrounding blanks, case kept. */
  readonly value: string;
  readonly parameters: Readonly<Record<string, string>>;
}

const quote = 0x22;
const backslash = 0x5c;
const open = 0x28;
const close = 0x29;
const semicolon = 0x3b;

const special = /[;("\\]/;

/** The value without its comments, cut at semicolons; quoted strings stay as they stand. */
const splitAtSemicolons = (value: string): string[] => {
  if (!special.test(value)) return [value];
  const pieces: string[] = [];
  let piece = "";
  let from = 0;
  let depth = 0;
  let quoted = false;
  const { length } = value;
  for (let at = 0; at < length && pieces.length < limits.parameters; at += 1) {
    const code = value.charCodeAt(at);
    if (code === backslash) at += 1;
    else if (code === quote && depth === 0) quoted = !quoted;
    else if (quoted) continue;
    else if (code === open) {
      if (depth === 0) piece += value.slice(from, at);
      depth += 1;
    } else if (code === close && depth > 0) {
      depth -= 1;
      from = at + 1;
    } else if (code === semicolon && depth === 0) {
      pieces.push(piece + value.slice(from, at));
      piece = "";
      from = at + 1;
    }
  }
  pieces.push(depth === 0 ? piece + value.slice(from) : piece);
  return pieces;
};

const unquote = (text: string): string => {
  if (!text.startsWith('"')) return text;
  const body = text.length > 1 && text.endsWith('"') ? text.slice(1, -1) : text.slice(1);
  return body.includes("\\") ? body.replace(/\\(.)/g, "$1") : body;
};

/** `name`, `name*`, `name*0` or `name*0*` of RFC 2231. */
const nameForm = /^([^*\s]{1,80})(?:\*(\d{1,3}))?(\*)?$/;

interface Piece {
  readonly index: number;
  readonly isEncoded: boolean;
  readonly text: string;
}

const percent = /%([0-9A-Fa-f]{2})/g;

const undoPercent = (text: string): string =>
  text.replace(percent, (_, pair: string) => String.fromCharCode(parseInt(pair, 16)));

/** The pieces of one parameter put together: `charset'language'text%20` (RFC 2231 section 4). */
const joinPieces = (pieces: readonly Piece[]): string => {
  const ordered = [...pieces].sort((a, b) => a.index - b.index);
  const encoded = ordered[0]?.isEncoded === true;
  const text = ordered.map((piece) => (piece.isEncoded ? undoPercent(piece.text) : piece.text)).join("");
  const label = encoded ? /^([^']{0,60})'[^']{0,60}'/.exec(text) : null;
  return label === null ? text : decodeText(text.slice(label[0].length), label[1] ?? "");
};

/** RFC 2231 forms, for the few values that have an asterisk in a name. */
const joinContinued = (named: Parameterized["parameters"]): Parameterized["parameters"] => {
  const pieces = new Map<string, Piece[]>();
  for (const [fullName, text] of Object.entries(named)) {
    const form = nameForm.exec(fullName);
    const name = form?.[1] ?? fullName;
    const piece = { index: Number(form?.[2] ?? 0), isEncoded: form?.[3] !== undefined, text };
    const others = pieces.get(name);
    if (others === undefined) pieces.set(name, [piece]);
    else others.push(piece);
  }
  return Object.fromEntries([...pieces].map(([name, list]) => [name, joinPieces(list)]));
};

/**
 * Reads `multipart/report; report-type=delivery-status; boundary="x"`. Never fails: comments are dropped, a missing
 * quote ends at the value's end, the first of two parameters of one name counts, and what has no `=` is passed over.
 */
export const parseParameters = (text: string): Parameterized => {
  const [value = "", ...rest] = splitAtSemicolons(text);
  const named: Record<string, string> = {};
  let isContinued = false;
  for (const piece of rest) {
    const equals = piece.indexOf("=");
    const name = piece.slice(0, Math.max(0, equals)).trim().toLowerCase();
    // An object's prototype is no parameter.
    if (name === "" || name === "__proto__") continue;
    if (name.includes("*")) isContinued = true;
    if (!Object.hasOwn(named, name)) named[name] = unquote(piece.slice(equals + 1).trim());
  }
  return { value: value.trim(), parameters: isContinued ? joinContinued(named) : named };
};

/** Media type with parameters; `isStated` is false when the header says none that can be read. */
export interface ContentType {
  readonly type: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly isStated: boolean;
}

const mediaType = /^[\w.+!#$&^-]{1,80}\/[\w.+!#$&^-]{1,80}/;

const noParameters: Readonly<Record<string, string>> = {};
/** What a part is that says nothing (RFC 2045 section 5.2). */
export const unstated: ContentType = { type: "text/plain", parameters: noParameters, isStated: false };

/** Some mailers forget the semicolon: `text/plain charset=iso-2022-jp`. */
const semicolonForgotten = /^([^\s;]{1,160})[ \t]+(?=[\w*-]{1,80}=)/;

const readContentType = (value: string): ContentType => {
  const plain = parseParameters(value);
  const parsed = plain.value.includes("=") ? parseParameters(value.replace(semicolonForgotten, "$1; ")) : plain;
  const type = mediaType.exec(parsed.value)?.[0].toLowerCase();
  return type === undefined
    ? { ...unstated, parameters: parsed.parameters }
    : { type, parameters: parsed.parameters, isStated: true };
};

/** Parts have the same few types; a multipart has a boundary of its own. */
const mostTypes = 500;
const longestType = 60;
const readPartType = memoize(readContentType, longestType, mostTypes);

const typeIn = (value: string): ContentType => (/^multi/i.test(value) ? readContentType(value) : readPartType(value));

/**
 * Of several Content-Type fields the one that opens a multipart counts, else the first that says a type.
 * @param defects Takes "content-type-repeated".
 */
export const contentTypeOf = (header: Header, defects: Set<string>): ContentType => {
  let chosen = unstated;
  let count = 0;
  for (const field of header) {
    if (field.name !== "content-type") continue;
    count += 1;
    const read = typeIn(field.value);
    if (!chosen.isStated || (read.type.startsWith("multipart/") && !chosen.type.startsWith("multipart/")))
      chosen = read;
  }
  if (count > 1) defects.add("content-type-repeated");
  return chosen;
};

const longestEncoding = 20;
const readEncoding = memoize((value) => parseParameters(value).value.toLowerCase(), longestEncoding, mostTypes);

/** Name of the transfer encoding in lower case, empty when none is said. */
export const encodingOf = (header: Header): string => {
  const field = header.find(({ name }) => name === "content-transfer-encoding");
  return field === undefined ? "" : readEncoding(field.value);
};
