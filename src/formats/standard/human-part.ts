/** What a notification's human part says of one recipient: the words behind the address, up to the next recipient or paragraph. */
import type { Phase } from "../../bounce.js";
import { memoizeLast } from "../../mail/memoize.js";
import type { Message } from "../../mail/message.js";
import { phaseIn, phaseOfReply } from "../../smtp/phase.js";
import { readListed } from "../lib/address-list.js";
import { transcriptAbout } from "../lib/sendmail-transcript.js";
import { beforeMatch, humanText, quotesReply } from "../lib/text.js";

/** Characters of a sentence that are kept. */
const LONGEST_SENTENCE = 1_000;
/** Mentions of one address that are looked at. */
const MOST_MENTIONS = 8;

const PARAGRAPH_END = /\n[ \t]*\n[ \t]*(?=\S)/;
/** The address's own closing bracket and colon; Sendmail's `(reason: ...)`. */
const CLOSING = /^[>"'\s:;)\],]+/;
const REASON = /^\(reason: (.*)\)$/;
/** A summary of the returned message's header names the address as well. */
const TO_FIELD = /(?:^|\n)[ \t]*(?:To|Cc|An|A|Para|Kopie)[ \t]?:[^\n]*$/i;

/** The notification's own fields, where they were put into the text. */
const FIELD =
  /^(?:final-recipient|original-recipient|action|status|remote-mta|diagnostic-code|reporting-mta|last-attempt-date)[ \t]?:/i;

const isSentence = (text: string): boolean => /[^\s\d.,;:-]/.test(text) && !FIELD.test(text);

const indentOf = (line: string): number => line.length - line.trimStart().length;

/** How far a mention that opens a line is indented; a mention within a line is continued by none. */
const indentBefore = (before: string): number =>
  /(?:^|\n)([ \t]*)<?$/.exec(before)?.[1]?.length ?? Number.POSITIVE_INFINITY;

/** Lines up to the one that opens the next recipient; `indent`: of the line that opens this one, deeper ones continue it. */
const beforeNext = (text: string, own: string, indent: number): string => {
  const [rest = "", ...lines] = text.split("\n");
  const end = lines.findIndex((line) => {
    const address = indentOf(line) > indent ? undefined : readListed(line)?.address;
    return address !== undefined && address.toLowerCase() !== own;
  });
  return [rest, ...(end < 0 ? lines : lines.slice(0, end))].join("\n");
};

/** The sentence behind a mention that ends at `at`; `own` in lower case. */
const sentenceBehind = (part: string, at: number, own: string, indent: number): string =>
  beforeNext(beforeMatch(part.slice(at, at + 2 * LONGEST_SENTENCE), PARAGRAPH_END), own, indent)
    .replace(CLOSING, "")
    .replace(/\s+/g, " ")
    .trim()
    .replace(REASON, "$1")
    .slice(0, LONGEST_SENTENCE);

const lowerText = memoizeLast((message: Message): string => humanText(message).toLowerCase());

/** Sentences behind all mentions of an address (in lower case) but those in a summary of the returned header. */
function sentencesAbout(address: string, message: Message): readonly string[] {
  const part = humanText(message);
  const lower = lowerText(message);
  const sentences: string[] = [];
  for (
    let at = lower.indexOf(address);
    at >= 0 && sentences.length < MOST_MENTIONS;
    at = lower.indexOf(address, at + 1)
  ) {
    const before = part.slice(Math.max(0, at - 200), at);
    if (!TO_FIELD.test(before))
      sentences.push(sentenceBehind(part, at + address.length, address, indentBefore(before)));
  }
  return sentences.filter(isSentence);
}

/**
 * The text that follows the mention of a recipient in the first text part, on one line: the mention with a status or
 * reply code, else what Sendmail's transcript says, else the first.
 * @param recipients addresses to look for, in order
 * @returns null when no text part mentions one of them, or nothing follows
 */
export function sentenceAbout(recipients: readonly string[], message: Message): string | null {
  for (const recipient of recipients) {
    const sentences = recipient === "" ? [] : sentencesAbout(recipient.toLowerCase(), message);
    const said = sentences.find(quotesReply) ?? transcriptAbout(recipient, message) ?? sentences.at(0);
    if (said !== undefined) return said;
  }
  return null;
}

/**
 * The phase of the session in which a recipient's message was refused, where the human part alone tells it: Postfix and Sendmail
 * leave it out of the fields.
 * @param reply the refusal as the fields have it
 */
export function phaseAbout(recipients: readonly string[], reply: string, message: Message): Phase | null {
  const part = humanText(message);
  if (part.includes("<<<")) return phaseOfReply(part, reply);
  if (!/\bin reply to\b|\brefused to talk to me\b|\bwhile (?:sending|receiving|performing)\b/.test(part)) return null;
  const sentence = sentenceAbout(recipients, message);
  return sentence === null ? null : phaseIn(sentence);
}
