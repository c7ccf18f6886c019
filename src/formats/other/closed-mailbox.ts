/**
 * What an automatic reply says of its own mailbox: that it is closed, or that its owner has left. No mailer refused
 * anything, but nobody will read what is sent there.
 */
import type { ReportedRecipient } from "../../bounce.js";
import { addressesIn, domainOf, parseAddress } from "../../mail/address.js";
import { first } from "../../mail/fields.js";
import type { Message } from "../../mail/message.js";
import { CLOSED_MAILBOX, RETURNS } from "./auto-reply-words.js";
import { humanText, oneLine, reportedRecipient } from "../lib/text.js";

/** Characters of a reply in which its own words stand; a quoted message follows. */
const OWN_WORDS = 4_000;
const SENTENCE_END = /[.!?](?: |$)|。/;

/** The whole sentence around the words at `at`. */
function sentenceAt(text: string, at: number): string {
  const before = text.slice(0, at).split(SENTENCE_END).at(-1) ?? "";
  const behind = text.slice(at);
  const end = behind.search(SENTENCE_END);
  return oneLine(before + (end < 0 ? behind : behind.slice(0, end + 1)));
}

/** The address the sentence is about: its own, in front of the words that close it; else the author's. */
function closedAddress(sentence: string, author: string): string {
  const words = CLOSED_MAILBOX.exec(sentence);
  const named = words === null ? [] : addressesIn(sentence.slice(0, words.index + words[0].length));
  return named.find((address) => domainOf(address) === domainOf(author)) ?? author;
}

/** Diagnostic type of a mailbox that an automatic reply declares closed: no mailer refused anything. */
const CLOSED_TYPE = "x-auto-reply";

/**
 * The mailbox that the reply declares closed, as a failed recipient of the diagnostic type "x-auto-reply"; empty for a
 * reply of somebody who comes back.
 */
export function closedMailbox(message: Message): readonly ReportedRecipient[] {
  const author = parseAddress(first(message.header, "from") ?? "");
  const text = oneLine(humanText(message).slice(0, OWN_WORDS));
  const words = CLOSED_MAILBOX.exec(text);
  if (author === null || author === "" || words === null || RETURNS.test(text)) return [];
  const sentence = sentenceAt(text, words.index);
  const recipient = closedAddress(sentence, author);
  return [
    reportedRecipient(recipient, sentence, {
      diagnosticType: CLOSED_TYPE,
      place: recipient === author ? "From" : "text",
    }),
  ];
}
