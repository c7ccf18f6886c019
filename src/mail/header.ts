/** Header blocks: fields out of bytes or text (RFC 5322 section 2.2), as leniently as messages need it. */
import { decodeUnlabelled, hasHigh } from "./charset.js";
import { withLineFeeds } from "./encoding.js";
import { limits } from "./limits.js";
import type { Field, Header } from "./message.js";
import { memoize } from "./memoize.js";

/** A header and the text behind its blank line. */
export interface Entity {
  readonly header: Header;
  readonly body: string;
  /** Something had to be dropped for its size. */
  readonly isCut: boolean;
}

const lineFeed = 0x0a;
const space = 0x20;
const tab = 0x09;

const isBlank = (code: number): boolean => code === space || code === tab;

/** End of the folded field that begins at `start`: the line feed that no blank follows. */
const endOfField = (text: string, start: number): number => {
  let end = text.indexOf("\n", start);
  while (end >= 0 && isBlank(text.charCodeAt(end + 1))) end = text.indexOf("\n", end + 1);
  return end < 0 ? text.length : end;
};

/** RFC 5322 allows more; but a folded line that lost its blank, as `([192.0.2.1]:25)`, must not pass for a field. */
const notInName = /[^\w.+!#$%&'*/^`{|}~-]/;

const readName = (written: string): string => {
  const name = isBlank(written.charCodeAt(written.length - 1)) ? written.trimEnd() : written;
  return notInName.test(name) ? "" : name.toLowerCase();
};

/** Mails have the same few field names. */
const mostNames = 1_000;
const longestName = 40;

/** The field's name in lower case, "" when it is none. A blank before the colon is put up with. */
const nameIn = memoize(readName, longestName, mostNames);

/** The value between two places of a block, on one line. */
const unfold = (block: string, start: number, end: number): string => {
  const value = block.slice(block.charCodeAt(start) === space ? start + 1 : start, end);
  return (value.includes("\n") ? value.replace(/\n[ \t]*/g, " ") : value).trim();
};

/** `From ` lines of mbox files, also in the quoted form that some mailers return. */
const isFromLine = (text: string, start: number): boolean =>
  text.startsWith("From ", start) || text.startsWith(">From ", start);

const fieldLine = /\n[\w.+!#$%&'*/^`{|}~-]{1,78}[ \t]?:/;

/** A parameter must follow, although its line lacks the leading blank (`Content-Type: multipart/mixed;` and `boundary=`). */
const isUnfinished = (fields: readonly Field[]): boolean => fields.at(-1)?.value.endsWith(";") === true;

interface Reader {
  readonly decode: (value: string) => string;
  /** Most fields read. */
  readonly fields: number;
  /** Whether a line that is no field, with no field behind it, begins the body. Else it continues the field before it. */
  readonly mayEndEarly: boolean;
}

interface Fields {
  readonly fields: Field[];
  /** Where reading stopped: the block's length, or the first line of a body that no blank line sets off. */
  readonly end: number;
  readonly isCut: boolean;
}

/** A colon far behind the line's start belongs to a later line; a name has at most 78 characters. */
const nextColon = (block: string, from: number, known: number): number => {
  if (known >= from) return known;
  const found = block.indexOf(":", from);
  return found < 0 ? block.length : found;
};

/** Reads the fields of a block of lines that holds no blank line. */
const readFields = (block: string, reader: Reader): Fields => {
  const fields: Field[] = [];
  let isCut = false;
  let mustContinue = !reader.mayEndEarly;
  let colon = -1;
  const { length } = block;
  for (let start = 0; start < length;) {
    const end = endOfField(block, start);
    colon = nextColon(block, start, colon);
    const name = colon < end ? nameIn(block.slice(start, colon)) : "";
    if (name !== "") {
      if (fields.length >= reader.fields) return { fields, end: block.length, isCut: true };
      if (end - colon > limits.fieldBytes) isCut = true;
      fields.push({ name, value: reader.decode(unfold(block, colon + 1, Math.min(end, colon + limits.fieldBytes))) });
    } else if (!isFromLine(block, start)) {
      mustContinue ||= isUnfinished(fields) || fieldLine.test(block.slice(end));
      if (!mustContinue) return { fields, end: start, isCut };
      continueField(fields, reader.decode(unfold(block, start, Math.min(end, start + limits.fieldBytes))));
    }
    start = end + 1;
  }
  return { fields, end: block.length, isCut };
};

/** Puts a line that lacks its leading blank behind the field before it (nullmailer writes replies of several lines so). */
const continueField = (fields: Field[], line: string): void => {
  const last = fields.pop();
  if (last === undefined) return;
  const room = limits.fieldBytes - last.value.length;
  fields.push({ name: last.name, value: room > 1 ? `${last.value} ${line.slice(0, room - 1)}` : last.value });
};

/** Where the text proper begins: behind leading lines that are empty or hold blanks only. */
const skipBlankLines = (text: string): number => {
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === lineFeed) start = at + 1;
    else if (!isBlank(code)) break;
  }
  return start;
};

/** A field's name and blanks up to its colon. */
const longestHead = 78 + 8;

const isFieldAt = (text: string, start: number): boolean => {
  const colon = text.slice(start, start + longestHead + 1).indexOf(":");
  return colon > 0 && nameIn(text.slice(start, start + colon)) !== "";
};

/** Whether a header begins here, also behind a `From ` line. */
const startsWithField = (text: string): boolean =>
  isFieldAt(text, 0) || (isFromLine(text, 0) && text.includes("\n") && isFieldAt(text, text.indexOf("\n") + 1));

const emptyHeader: Header = [];
const asIs = (value: string): string => value;

/**
 * Splits bytes with LF line ends into header and body. A text that begins with no field has an empty header and is all
 * body. Values are decoded (UTF-8, else Latin-1).
 */
export const readEntity = (bytes: string): Entity => {
  if (bytes.charCodeAt(0) === lineFeed) return { header: emptyHeader, body: bytes.slice(1), isCut: false };
  if (!startsWithField(bytes)) return { header: emptyHeader, body: bytes, isCut: false };
  const blank = bytes.indexOf("\n\n");
  const end = blank < 0 ? bytes.length : blank + 1;
  const block = bytes.slice(0, Math.min(end, limits.headerBytes));
  const read = readFields(block, {
    decode: hasHigh(block) ? decodeUnlabelled : asIs,
    fields: limits.headerFields,
    mayEndEarly: true,
  });
  const isEarly = read.end < block.length;
  return {
    header: read.fields,
    body: bytes.slice(isEarly ? read.end : end + 1),
    isCut: read.isCut || end > limits.headerBytes,
  };
};

/** Drops blank lines in front of a message's header, which some gateways put there. */
export const withoutLeadingBlankLines = (bytes: string): string => {
  const start = skipBlankLines(bytes);
  if (start === 0) return bytes;
  const rest = bytes.slice(start);
  return startsWithField(rest) ? rest : bytes;
};

/** Reads a block of fields that holds no blank line; a line that is no field continues the one before it. */
export const readBlock = (text: string, fields: number = limits.headerFields): Header =>
  readFields(text, { decode: asIs, fields, mayEndEarly: false }).fields;

/**
 * Reads the header at the head of a text (a returned message, text/rfc822-headers): the fields up to the first blank
 * line, leading blank lines passed over. Empty when the text does not begin with a field.
 */
export const readHeader = (text: string): Header => {
  const lines = withLineFeeds(text.slice(0, limits.headerBytes));
  const rest = lines.slice(skipBlankLines(lines));
  const blank = rest.indexOf("\n\n");
  return startsWithField(rest) ? readBlock(blank < 0 ? rest : rest.slice(0, blank + 1)) : emptyHeader;
};
