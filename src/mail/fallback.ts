/**
 * The general parser: the same `Message` out of mailparser, for messages that our own reader does not understand fully
 * (HTML only, charsets that Node does not know). The only importer of mailparser; loading it costs several process
 * starts, so import this module only when `needsFallback` says so.
 */
import { simpleParser, type Attachment, type ParsedMail, type SimpleParserOptions } from "mailparser";
import { decodeText } from "./charset.js";
import { withLineFeeds } from "./encoding.js";
import { readEntity } from "./header.js";
import { limits } from "./limits.js";
import type { Field, Header, Leaf, Message } from "./message.js";
import { readMessage } from "./reader.js";

/** Report parts and attached messages are kept as they are; nothing is made that nobody reads (links, checksums). */
const options: SimpleParserOptions = {
  keepDeliveryStatus: true,
  ignoreEmbedded: true,
  keepCidLinks: true,
  skipImageLinks: true,
  skipTextLinks: true,
  skipTextToHtml: true,
  checksumAlgo: false,
  maxHeadSize: limits.headerBytes,
  maxChildNodes: limits.parts,
  maxHtmlLengthToParse: limits.htmlCharacters,
};

const noParameters: Readonly<Record<string, string>> = {};

interface Structured {
  readonly value: string;
  readonly params: Readonly<Record<string, string>>;
}

const isStructured = (value: unknown): value is Structured =>
  typeof value === "object" &&
  value !== null &&
  "params" in value &&
  "value" in value &&
  typeof value.value === "string";

const fieldOf = ([name, value]: readonly [string, unknown]): Field | null => {
  if (typeof value === "string") return { name, value };
  return isStructured(value) ? { name, value: value.value } : null;
};

const headerOf = (attachment: Attachment): Header =>
  [...attachment.headers].map(fieldOf).filter((field) => field !== null);

const attachedLeaf = (attachment: Attachment): Leaf => {
  const contentType = attachment.headers.get("content-type");
  const parameters = isStructured(contentType) ? contentType.params : noParameters;
  return {
    type: attachment.contentType.toLowerCase(),
    parameters,
    header: headerOf(attachment),
    text: withLineFeeds(decodeText(attachment.content.toString("latin1"), parameters.charset ?? "")),
  };
};

const textLeaf = (type: string, text: string): Leaf => ({ type, parameters: { charset: "utf-8" }, header: [], text });

/** Text of HTML. mailparser makes it only where HTML is the whole message, so it is handed to it as one. */
const textOfHtml = async (html: string): Promise<string> => {
  const mail = await simpleParser(
    `Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n${html}`,
    options,
  );
  return mail.text ?? "";
};

const textOf = async (mail: ParsedMail): Promise<string> => {
  const text = mail.text ?? "";
  return text.trim() === "" && typeof mail.html === "string" ? textOfHtml(mail.html) : text;
};

/** mailparser puts all text parts together; the texts come first, then what it calls attachments, in their order. */
const leavesOf = (mail: ParsedMail, text: string): readonly Leaf[] => [
  ...(text === "" ? [] : [textLeaf("text/plain", withLineFeeds(text))]),
  ...(typeof mail.html === "string" ? [textLeaf("text/html", withLineFeeds(mail.html))] : []),
  ...mail.attachments.map(attachedLeaf),
];

const headerLines = (mail: ParsedMail): Header => {
  const block = mail.headerLines.map(({ line }) => withLineFeeds(line)).join("\n");
  return readEntity(`${block}\n\n`).header;
};

const withDefect = (message: Message, defect: string): Message => ({
  ...message,
  defects: [...message.defects, defect],
});

/**
 * Reads a message with mailparser. Never rejects: where mailparser gives up (too many parts, too large a header), the answer
 * is what our own reader has, with the defect "general-parser-failed". Otherwise the defect "general-parser" tells who read it.
 * @param bytes As for `readMessage`.
 * @param size As for `readMessage`.
 */
export const readWithMailparser = async (bytes: Buffer, size: number = bytes.length): Promise<Message> => {
  const own = readMessage(bytes, size);
  try {
    const mail = await simpleParser(bytes.subarray(0, limits.fallbackBytes), options);
    const isCut = bytes.length > limits.fallbackBytes && !own.defects.includes("size-cut");
    const defects = isCut ? [...own.defects, "size-cut"] : own.defects;
    return withDefect(
      { ...own, defects, header: headerLines(mail), leaves: leavesOf(mail, await textOf(mail)) },
      "general-parser",
    );
  } catch {
    return withDefect(own, "general-parser-failed");
  }
};
