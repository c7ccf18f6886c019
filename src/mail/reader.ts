/**
 * Our own reader of MIME (RFC 2045, 2046, 5322): one walk over the bytes, leaves decoded only when their text is asked
 * for. It is lenient where real notifications are broken, and bounded (limits.ts). For what it does not understand fully,
 * `needsFallback` sends the caller to the general parser (fallback.ts), which costs several process starts to load.
 */
import { decodeText, isKnownCharset, needsCharset } from "./charset.js";
import { contentTypeOf, encodingOf, unstated, type ContentType } from "./content-type.js";
import { digestOf } from "./digest.js";
import { undoEncoding, withLineFeeds } from "./encoding.js";
import { readEntity, withoutLeadingBlankLines } from "./header.js";
import { limits } from "./limits.js";
import type { Header, Leaf, Message } from "./message.js";
import { findBoundary, splitParts, sniffBoundary, sniffType, splitUnmarked } from "./multipart.js";

/** What the walk gathers. */
interface Walk {
  readonly leaves: Leaf[];
  readonly defects: Set<string>;
}

/** Types whose text is read, so that a charset nobody knows matters. */
const isReadAsText = (type: string): boolean => type.startsWith("text/") || type.startsWith("message/");

/**
 * A leaf whose text is decoded on first use. A class, since V8 gives every object that is written down with an accessor a
 * shape of its own: making it costs twenty times as much, and so does each look at it.
 */
class EncodedLeaf implements Leaf {
  readonly type: string;
  readonly parameters: ContentType["parameters"];
  readonly header: Header;
  readonly #bytes: string;
  #text: string | undefined;

  constructor({ type, parameters }: ContentType, header: Header, raw: string) {
    this.type = type;
    this.parameters = parameters;
    this.header = header;
    this.#bytes = raw;
  }

  get text(): string {
    return (this.#text ??= withLineFeeds(
      decodeText(undoEncoding(this.#bytes, encodingOf(this.header)), this.parameters.charset ?? ""),
    ));
  }
}

const newLeaf = (content: ContentType, header: Header, body: string, defects: Set<string>): Leaf => {
  const charset = content.parameters.charset ?? "";
  if (
    !isKnownCharset(charset) &&
    isReadAsText(content.type) &&
    needsCharset(undoEncoding(body, encodingOf(header)), charset)
  ) {
    defects.add("charset-unknown");
  }
  return new EncodedLeaf(content, header, body);
};

const isFull = (walk: Walk): boolean => {
  if (walk.leaves.length < limits.parts) return false;
  walk.defects.add("part-limit");
  return true;
};

const addLeaf = (content: ContentType, header: Header, body: string, walk: Walk): void => {
  if (!isFull(walk)) walk.leaves.push(newLeaf(content, header, body, walk.defects));
};

/** Whether a part's first lines are MIME header fields; else they are its content and its header was lost. */
const hasMimeHeader = (header: Header): boolean =>
  header.some(({ name }) => name.startsWith("content-") || name === "mime-version");

const readPart = (raw: string, isInDigest: boolean, depth: number, walk: Walk): void => {
  if (isFull(walk)) return;
  const entity = readEntity(raw);
  if (entity.isCut) walk.defects.add("header-limit");
  const content = contentTypeOf(entity.header, walk.defects);
  if (content.isStated) {
    readBody(content, entity.header, entity.body, depth, walk);
    return;
  }
  const isHeaderLost = entity.header.length > 0 && !hasMimeHeader(entity.header);
  if (isHeaderLost) walk.defects.add("part-header-missing");
  const body = isHeaderLost ? raw : entity.body;
  const type = isInDigest ? "message/rfc822" : sniffType(body);
  addLeaf({ ...content, type }, isHeaderLost ? [] : entity.header, body, walk);
};

/** The parts of a multipart: by its boundary, or, where that fits nothing, by the delimiters that are there. */
const partsOf = (boundary: string, body: string, walk: Walk): readonly string[] => {
  const most = limits.parts - walk.leaves.length;
  const stated = boundary === "" ? null : splitParts(body, boundary, most);
  const found = stated === null || stated.parts.length === 0 ? findBoundary(body) : null;
  const split = found === null ? stated : splitParts(body, found.boundary, most);
  if (found !== null) walk.defects.add("boundary-mismatch");
  if (split === null || split.parts.length === 0) return [];
  if (split.isCut) walk.defects.add("part-limit");
  else if (!split.isClosed) walk.defects.add("final-delimiter-missing");
  return split.parts;
};

const readMultipart = (content: ContentType, header: Header, body: string, depth: number, walk: Walk): void => {
  const parts = partsOf(content.parameters.boundary ?? "", body, walk);
  if (parts.length === 0) {
    walk.defects.add("boundary-missing");
    for (const { type, content: text } of splitUnmarked(body)) addLeaf({ ...unstated, type }, header, text, walk);
  }
  for (const part of parts) readPart(part, content.type === "multipart/digest", depth + 1, walk);
};

const readBody = (content: ContentType, header: Header, body: string, depth: number, walk: Walk): void => {
  if (!content.type.startsWith("multipart/")) addLeaf(content, header, body, walk);
  else if (depth < limits.depth) readMultipart(content, header, body, depth, walk);
  else {
    walk.defects.add("depth-limit");
    addLeaf(content, header, body, walk);
  }
};

/** A message that says no type, but whose body begins with delimiters, is a multipart. */
const withSniffedBoundary = (content: ContentType, body: string, defects: Set<string>): ContentType => {
  const boundary = content.isStated && content.type !== "text/plain" ? null : sniffBoundary(body);
  if (boundary === null) return content;
  defects.add("mime-header-missing");
  return { type: "multipart/mixed", parameters: { ...content.parameters, boundary }, isStated: true };
};

/**
 * Reads a message. Never throws.
 * @param bytes The message, or as much of it as the caller kept; at most `limits.bytes` of it are looked at.
 * @param size Bytes of the whole message, when the caller kept less.
 */
export const readMessage = (bytes: Buffer, size: number = bytes.length): Message => {
  const defects = new Set<string>();
  if (size > limits.bytes || size > bytes.length) defects.add("size-cut");
  const raw = withoutLeadingBlankLines(withLineFeeds(bytes.toString("latin1", 0, limits.bytes)));
  const entity = readEntity(raw);
  if (entity.isCut) defects.add("header-limit");
  if (entity.header.length === 0) defects.add("header-missing");
  const walk: Walk = { leaves: [], defects };
  const content = withSniffedBoundary(contentTypeOf(entity.header, defects), entity.body, defects);
  readBody(content, entity.header, entity.body, 0, walk);
  return {
    header: entity.header,
    leaves: walk.leaves,
    type: content.type,
    parameters: content.parameters,
    defects: [...defects],
    size,
    digest: digestOf(raw),
  };
};

const hasReport = (leaf: Leaf): boolean =>
  /^message\/(?:global-)?(?:delivery-status|disposition-notification|feedback-report)/.test(leaf.type);

const hasWords = (leaf: Leaf): boolean => leaf.type === "text/plain" && /\S/.test(leaf.text);

/**
 * Whether the general parser should be asked: a charset that Node does not know, or a message whose only readable text is
 * HTML. Plain text bounces and notifications with a machine-readable part need it not; neither does broken MIME, of which it
 * makes no more than our own reader.
 */
export const needsFallback = (message: Message): boolean =>
  message.defects.includes("charset-unknown") ||
  (message.leaves.some((leaf) => leaf.type === "text/html") &&
    !message.leaves.some((leaf) => hasReport(leaf) || hasWords(leaf)));
