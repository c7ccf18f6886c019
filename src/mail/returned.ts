/** The message that bounced, as far as a notification returns it (RFC 3462 section 1, RFC 6522): its header's facts, no more. */
import type { ReturnedMessage } from "../bounce.js";
import { all, first } from "./fields.js";
import { decodeWords } from "./encoding.js";
import { readBlock, readHeader } from "./header.js";
import { limits } from "./limits.js";
import type { Header, Leaf, Message } from "./message.js";
import { parseReceived } from "./received.js";

/** Media types of a returned message: whole, or its header only. Some mailers misspell the latter. */
const extents: Readonly<Record<string, "full" | "headers">> = {
  "message/rfc822": "full",
  "message/global": "full",
  "message/news": "full",
  "text/rfc822-headers": "headers",
  "text/rfc822-header": "headers",
  "text/rfc822": "headers",
  "message/rfc822-headers": "headers",
  "message/global-headers": "headers",
};

/** Fields that a message has and a sentence has not; two of them make a header. */
const tellingFields: ReadonlySet<string> = new Set([
  "return-path",
  "received",
  "message-id",
  "from",
  "to",
  "date",
  "subject",
  "mime-version",
  "content-type",
  "dkim-signature",
  "x-mailer",
]);

const isMessageHeader = (header: Header): boolean => {
  const telling = new Set(header.map(({ name }) => name).filter((name) => tellingFields.has(name)));
  return telling.size >= 3 && (telling.has("from") || telling.has("received") || telling.has("message-id"));
};

const openingField =
  /^(>[ \t]?)?(?:Return-Path|Received|Message-ID|From|To|Date|Subject|MIME-Version|DKIM-Signature|Delivered-To|X-[\w-]{1,60})[ \t]?:/gim;

const withoutQuoteMarks = (block: string): string => block.replace(/^>[ \t]?/gm, "");

/** Where a message's header begins in a text, and the header; tries the blocks that begin with a field one after the other. */
const findHeader = (text: string): Header | null => {
  let behind = 0;
  let tried = 0;
  for (const match of text.matchAll(openingField)) {
    if (match.index < behind) continue;
    if ((tried += 1) > limits.returnedCandidates) return null;
    const blank = text.indexOf(match[1] === undefined ? "\n\n" : `\n${match[1].trim()}\n`, match.index);
    behind = blank < 0 ? text.length : blank;
    const block = text.slice(match.index, Math.min(behind, match.index + limits.headerBytes));
    const header = readBlock(match[1] === undefined ? block : withoutQuoteMarks(block));
    if (isMessageHeader(header)) return header;
  }
  return null;
};

interface Found {
  readonly extent: ReturnedMessage["extent"];
  readonly header: Header;
}

const fromAttachment = (leaf: Leaf): Found | null => {
  const extent = extents[leaf.type];
  if (extent === undefined) return null;
  const header = readHeader(leaf.text);
  return header.length === 0 ? null : { extent, header };
};

const isReport = (leaf: Leaf): boolean =>
  leaf.type.endsWith("delivery-status") || leaf.type.endsWith("feedback-report");

const isText = (leaf: Leaf): boolean => leaf.type === "text/plain" || leaf.type === "application/octet-stream";

const fromText = (leaf: Leaf): Found | null => {
  if (!isText(leaf)) return null;
  const header = findHeader(leaf.text);
  return header === null ? null : { extent: "text", header };
};

/** The first that is not null: attachments behind the notification part, other attachments, then texts, the last one first. */
const findReturned = (leaves: readonly Leaf[]): Found | null => {
  const report = leaves.findIndex(isReport);
  for (const leaf of [...leaves.slice(report + 1), ...leaves.slice(0, report + 1)]) {
    const found = fromAttachment(leaf);
    if (found !== null) return found;
  }
  for (const leaf of leaves.toReversed()) {
    const found = fromText(leaf);
    if (found !== null) return found;
  }
  return null;
};

const isBulk = (header: Header): boolean =>
  first(header, "list-id") !== null ||
  first(header, "list-unsubscribe") !== null ||
  /^\s*(?:bulk|list|junk)\b/i.test(first(header, "precedence") ?? "");

const isAutomatic = (header: Header): boolean => /^\s*auto-/i.test(first(header, "auto-submitted") ?? "");

const LONGEST_SCRIPT = 200;

/** What PHP and hosting panels add to messages of scripts. */
const scriptIn = (header: Header): string | null =>
  (first(header, "x-php-originating-script") ?? first(header, "x-php-script"))?.trim().slice(0, LONGEST_SCRIPT) ?? null;

const shown = (header: Header, name: string): string | null => {
  const value = first(header, name);
  return value === null ? null : decodeWords(value);
};

/**
 * The returned message of a notification: attached (message/rfc822, text/rfc822-headers ...), or its header quoted in a plain
 * text part. Null when the notification returns none. Values are as written but for RFC 2047 words, which are decoded.
 */
export const readReturned = (message: Message): ReturnedMessage | null => {
  const found = findReturned(message.leaves);
  if (found === null) return null;
  const { extent, header } = found;
  return {
    extent,
    returnPath: first(header, "return-path"),
    headerFrom: shown(header, "from"),
    headerTo: shown(header, "to"),
    messageId: first(header, "message-id"),
    subject: shown(header, "subject"),
    date: first(header, "date"),
    isBulk: isBulk(header),
    isAutomatic: isAutomatic(header),
    script: scriptIn(header),
    received: all(header, "received").slice(0, limits.receivedFields).map(parseReceived),
  };
};
