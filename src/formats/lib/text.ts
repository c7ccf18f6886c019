/**
 * What notifications in plain text have in common: a sentence that announces them, then one paragraph for each recipient,
 * then the returned message. No document defines any of it; each reader states what its mailer writes.
 */
import type { ReportedRecipient } from "../../bounce.js";
import { parseAddress } from "../../mail/address.js";
import { first } from "../../mail/fields.js";
import { decodeWords } from "../../mail/encoding.js";
import { limits } from "../../mail/limits.js";
import type { Header, Message } from "../../mail/message.js";
import { memoizeLast } from "../../mail/memoize.js";
import { phaseIn } from "../../smtp/phase.js";
import { joinReply, replyCodeOf } from "../../smtp/reply.js";
import { findStatus } from "../../smtp/status.js";

/** Characters of a human part that are looked at: a notification speaks before it returns the message. */
const LONGEST_TEXT = 65_536;
/** Characters of a reply that are kept. */
const LONGEST_DIAGNOSTIC = 1_000;

/** The human part: the first text/plain leaf that is not empty, cut to what is looked at; "" when there is none. */
export const humanText = memoizeLast((message: Message): string => {
  const leaf = message.leaves.find(({ type, text }) => type === "text/plain" && /\S/.test(text));
  return leaf?.text.slice(0, LONGEST_TEXT) ?? "";
});

/** The subject with its encoded words decoded, "" when it is absent. */
export const subjectOf = memoizeLast((header: Header): string => decodeWords(first(header, "subject") ?? ""));

/** Any text on one line. A lone space stays as it is, so that it need not be replaced. */
export const oneLine = (text: string): string => text.replace(/[^\S ]\s*| \s+/g, " ").trim();

/** What stands behind the first match of `opening` and before the next match of `closing`; null without an opening. */
export function sectionOf(text: string, opening: RegExp, closing: RegExp): string | null {
  const start = opening.exec(text);
  return start === null ? null : beforeMatch(text.slice(start.index + start[0].length), closing);
}

/** The text up to the first match of `closing`, all of it without one. */
export function beforeMatch(text: string, closing: RegExp): string {
  const end = text.search(closing);
  return end < 0 ? text : text.slice(0, end);
}

/** One recipient's paragraph. */
export interface Entry {
  readonly recipient: string;
  /** What follows the address, lines kept. */
  readonly text: string;
}

/** An address alone on its line, bare, in quotes or in angle brackets, with a colon or without. */
export const ADDRESS_LINE = /^[ \t]{0,20}["'<]{0,2}([^\s"'<>]{1,320}@[^\s"'<>:]{1,255})["'>]{0,2}[ \t]{0,20}:?[ \t]*$/;

/**
 * Cuts a section into the paragraphs of its recipients.
 * @param head what opens a paragraph, matched against each line; group 1 is the address, group 2 the text behind it
 */
export function entriesOf(section: string, head: RegExp): readonly Entry[] {
  const entries: { readonly recipient: string; readonly lines: string[] }[] = [];
  for (const line of section.split("\n")) {
    const opening = head.exec(line);
    const recipient = opening === null ? null : parseAddress(opening[1] ?? "");
    if (recipient === null || recipient === "") entries.at(-1)?.lines.push(line);
    else if (entries.length >= limits.addresses) break;
    else entries.push({ recipient, lines: [opening?.[2] ?? ""] });
  }
  return entries.map(({ recipient, lines }) => ({ recipient, text: lines.join("\n").trim() }));
}

/** Whether a text quotes a reply: it has an SMTP code or an enhanced status. */
export const quotesReply = (text: string): boolean => replyCodeOf(text) !== null || findStatus(text) !== null;

/** What a reader found out beyond the address and the reply. */
export type Known = Partial<Omit<ReportedRecipient, "recipient" | "diagnostic" | "evidence">> & {
  /** Where the address stood, when not in the text. */
  readonly place?: string;
};

/** A recipient of a notification in plain text: status and reply code are those in the reply, unless known otherwise. */
export function reportedRecipient(recipient: string, reply: string, known: Known = {}): ReportedRecipient {
  const { place = "text", ...facts } = known;
  const text = reply.slice(0, LONGEST_DIAGNOSTIC);
  const diagnostic = oneLine(joinReply(text));
  return {
    recipient,
    originalRecipient: null,
    action: "failed",
    status: findStatus(text),
    replyCode: replyCodeOf(text),
    diagnostic: diagnostic === "" ? null : diagnostic,
    diagnosticType: null,
    remoteMta: null,
    phase: phaseIn(text),
    evidence: { recipient: place, diagnostic: "text" },
    ...facts,
  };
}
