/**
 * qmail's bounces in its own form, QSBMF (D. J. Bernstein, "The qmail-send Bounce Message Format"): an opening paragraph,
 * a paragraph for each recipient that begins with a line `<address>:`, and a paragraph that begins with a dash before the
 * returned message. netqmail, notqmail, s/qmail, qmail-ldap and IndiMail write it; so did Yahoo and others, who put
 * openings of their own.
 */
import type { Action, ReportedRecipient } from "../../bounce.js";
import { parseAddress } from "../../mail/address.js";
import { type Format, bounceNotification } from "../lib/notification.js";
import { mayBeNotification } from "../lib/mailer.js";
import { refused } from "../lib/text-format.js";
import { beforeMatch, humanText } from "../lib/text.js";

/** `Hi. This is the` is what the format demands; the words behind are the program's. */
const OPENING = /^\s{0,20}Hi[.!] (?:This is the|The) [^\n]{0,140}?\b(?:at|on) (\S{1,255}?)\.?(?:[ \t]*\n| was )/;
/** The break paragraph: a dash at a paragraph's head ends the recipients, whatever it says. */
const BREAK = /\n[ \t]*\n-/;
const HEAD = /\n[ \t]*\n<[^\n]{1,340}>:[ \t]*\n/;
const PARAGRAPH = /\n[ \t]*\n/;
/** qmail itself tells nothing of delays; the programs that warn for it do. */
const WARNING = /\b(?:haven't been able|not yet been|will keep trying|delayed)\b/i;

const readParagraph = (paragraph: string, action: Action): readonly ReportedRecipient[] => {
  const end = paragraph.indexOf(">:");
  const address = paragraph.startsWith("<") && end > 0 ? parseAddress(paragraph.slice(1, end)) : null;
  return address === null || address === "" ? [] : [refused(address, action, paragraph.slice(end + 2))];
};

/** The paragraphs up to the break. */
function readRecipients(text: string): readonly ReportedRecipient[] {
  const action = WARNING.test(beforeMatch(text, HEAD)) ? "delayed" : "failed";
  return beforeMatch(text, BREAK)
    .split(PARAGRAPH)
    .flatMap((paragraph) => readParagraph(paragraph.trim(), action));
}

/** qmail and its descendants (QSBMF). */
export const qmail: Format = {
  id: "qmail",
  description: "qmail and its descendants (QSBMF): netqmail, notqmail, s/qmail, IndiMail",
  read: (message) => {
    if (!mayBeNotification(message)) return null;
    const text = humanText(message);
    const opening = OPENING.exec(text);
    const isOurs = opening !== null || (HEAD.test(text) && BREAK.test(text));
    return isOurs ? bounceNotification("qmail", readRecipients(text), { reportingMta: opening?.[1] ?? null }) : null;
  },
};
