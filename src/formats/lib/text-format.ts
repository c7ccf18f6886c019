/**
 * Reports that mail systems write for people only: the text in front of the returned message, and the frame in which a
 * mailer's reader works. Every such reader is asked only when a mail system sent the message (mailer.ts), so that a person
 * who quotes or forwards a notification is not taken for one.
 */
import type { Action, ReportedRecipient } from "../../bounce.js";
import { limits } from "../../mail/limits.js";
import type { Message } from "../../mail/message.js";
import { memoizeLast } from "../../mail/memoize.js";
import { NO_FACTS, type Format } from "./notification.js";
import { mayBeNotification } from "./mailer.js";
import { beforeMatch, humanText, type Known, oneLine, reportedRecipient } from "./text.js";

/** Lines behind which the returned message stands, in the words of the mailers; and that message's own first field. */
const RETURNED = new RegExp(
  `^(?:${[
    String.raw`[ \t]{0,20}-{2,40} ?(?:below this line|enclosed (?:is|are)|this is a copy|the headers? of the|mensaje original)`,
    String.raw`[ \t|]{0,20}-{2,40} ?(?:(?:the )?(?:original|unsent|returned|undelivered) (?:message|mail)|message (?:headers?|text|body)\b)`,
    String.raw`[ \t]{0,20}(?:(?:the )?original message|(?:original )?message headers?|a copy of (?:the|your) (?:original )?message)[a-z ,]{0,30} (?:follows?|is (?:below|attached))\b`,
    String.raw`[ \t]{0,20}(?:below is a copy of the original message|the first \d{1,4} lines of (?:the|your) (?:original )?message)`,
    String.raw`>?[ \t]{0,2}(?:received: (?:from|by|\(|with)|return-path: ?<|dkim-signature: )`,
  ].join("|")})`,
  "im",
);

/** The first text part up to the returned message, at most 65,536 characters; empty when there is none. */
export const notificationText = memoizeLast((message: Message): string => beforeMatch(humanText(message), RETURNED));

/** In lower case, so that readers' words are looked for in one text. */
const lowerText = memoizeLast((message: Message): string => notificationText(message).toLowerCase());

const holdsOneOf = (message: Message, words: readonly string[]): boolean => {
  const text = lowerText(message);
  return words.some((one) => text.includes(one));
};

/** What a reader of human text finds. */
export interface TextNotification {
  readonly recipients: readonly ReportedRecipient[];
  /** The reporting host, where the text names it. */
  readonly reportingMta?: string | null;
  /** Format id, where one reader knows several. */
  readonly format?: string;
}

/** A name with a dot, or an address literal. */
const HOST = String.raw`\[?([A-Za-z0-9][A-Za-z0-9-]{0,62}[.:][A-Za-z0-9._:-]{0,190}[A-Za-z0-9])\]?\.?`;

/** Sentences in which mailers name the host that refused, surest first; each has the host as its only group. The mailer that writes the form stands behind. */
const REMOTE_HOST: readonly RegExp[] = [
  new RegExp(`\\bhost:? ${HOST} ?[\\[(]`, "i"), // Exim, Postfix, 1&1
  new RegExp(`^${HOST} (?:\\[[^\\]]{2,60}\\] )?(?:does not like|did not like|failed (?:after|on)|rejected)\\b`, "i"), // qmail, dma
  new RegExp(`\\bConnected to ${HOST} but\\b`, "i"), // qmail
  new RegExp(`\\bremote host ${HOST} said\\b`, "i"), // qmail with a list of exchangers
  new RegExp(`\\bwhile talking to ${HOST}:`, "i"), // Sendmail
  new RegExp(`\\bGiving up on ${HOST}(?: |$)`, "i"), // qmail
];

/**
 * Name or address literal of the host whose reply a text quotes.
 * @param text the reply, on one line
 * @returns null when no mailer's sentence names one
 */
export function remoteHostIn(text: string): string | null {
  for (const form of REMOTE_HOST) {
    const host = form.exec(text)?.[1];
    if (host !== undefined) return host;
  }
  return null;
}

/** Characters of a reply that are looked at; one paragraph may stand for thousands of recipients. */
const LONGEST_REFUSAL = 2_000;

/** A recipient of a mailer's notification; the host that refused is read from the reply's words unless it is known. */
export function refused(recipient: string, action: Action, text: string, known: Known = {}): ReportedRecipient {
  const words = text.slice(0, LONGEST_REFUSAL);
  return reportedRecipient(recipient, words, { action, remoteMta: remoteHostIn(oneLine(words)), ...known });
}

const isFinding = ({ action }: ReportedRecipient): boolean => action === "failed" || action === "delayed";

/** The same address named twice is one recipient; the mention that has words stays. */
const distinct = (recipients: readonly ReportedRecipient[]): readonly ReportedRecipient[] => {
  const known = new Map<string, ReportedRecipient>();
  for (const recipient of recipients.slice(0, limits.addresses)) {
    const key = recipient.recipient.toLowerCase();
    const before = known.get(key);
    if (before === undefined || (before.diagnostic === null && recipient.diagnostic !== null))
      known.set(key, recipient);
  }
  return [...known.values()];
};

/** What a format of human text is. */
export interface TextFormat extends Pick<Format, "id" | "description"> {
  /**
   * In lower case; one of them stands in every notification of this format, so that no other text is read. Looking for
   * words costs a twentieth of a pattern.
   */
  readonly words?: readonly string[];
}

/**
 * A format read from human text.
 * @param read gets the notification's text (`notificationText`) and the message; null, or no recipients, when it is not of
 * this format
 */
export const textFormat = (
  { id, description, words }: TextFormat,
  read: (text: string, message: Message) => TextNotification | null,
): Format => ({
  id,
  description,
  read: (message) => {
    if (!mayBeNotification(message) || (words !== undefined && !holdsOneOf(message, words))) return null;
    const found = read(notificationText(message), message);
    if (found === null || found.recipients.length === 0) return null;
    return {
      format: found.format ?? id,
      kind: found.recipients.some(isFinding) ? "bounce" : "delivered",
      facts: { ...NO_FACTS, reportingMta: found.reportingMta ?? null },
      recipients: distinct(found.recipients),
    };
  },
});
