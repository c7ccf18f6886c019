/**
 * Message disposition notifications (RFC 8098) and what other programs send in their place: read receipts. They say what
 * a person did with a message, not that delivery failed, also when it was deleted unread.
 */
import type { Notification } from "../../bounce.js";
import { first } from "../../mail/fields.js";
import { readHeader } from "../../mail/header.js";
import type { Message } from "../../mail/message.js";
import { withoutRecipients, type Format } from "../lib/notification.js";
import { isFromMailer } from "../lib/mailer.js";
import { humanText, subjectOf } from "../lib/text.js";

const TYPES = new Set(["message/disposition-notification", "message/global-disposition-notification"]);

/** "Read: X" in the languages of Outlook and Exchange; Notes, Pegasus, Eudora and GroupWise have words of their own. */
const SUBJECT =
  /^\s{0,4}(?:(?:read|not read|deleted|gelesen|nicht gelesen|ungelesen|gelöscht|lu|non lu|supprimé|leído|no leído|letto|non letto|gelezen|niet gelezen|lida|não lida|läst|læst|lest|luettu|przeczytano|прочитано|не прочитано|開封済み|已读|已讀|未读)\s?[:：]|(?:return|read(?:ing)?) (?:receipt|notification)\b|confirmation of (?:reading|receipt)\b|receipt:|(?:lese|empfangs)bestätigung\b|accusé de (?:lecture|réception)\b|(?:conferma|notifica) di lettura\b|confirmación de lectura\b|уведомление о прочтении)/iu;
/** What such a message says; a person's "Read: this!" does not. */
const SENTENCE =
  /\b(?:was (?:read|opened|displayed|deleted without being read)|has been (?:read|opened|displayed)|return receipt for (?:the|your) (?:mail|message)|return receipt only|wurde (?:am|um|gelesen|geöffnet|ungelesen gelöscht)|a été (?:lu|ouvert|affiché|supprimé sans)|(?:ha sido|fue|se ha) (?:leído|abierto|eliminado)|è stato (?:letto|aperto|visualizzato|eliminato))|было прочитано|開封され|已于.{0,40}(?:阅读|读取)/iu;

function readPlain(message: Message): Notification | null {
  const subject = subjectOf(message.header);
  const isReceipt =
    message.parameters["report-type"]?.toLowerCase() === "disposition-notification" ||
    (!isFromMailer(message.header) && SUBJECT.test(subject) && SENTENCE.test(humanText(message)));
  return isReceipt ? withoutRecipients(disposition.id, "disposition") : null;
}

function read(message: Message): Notification | null {
  const leaf = message.leaves.find(({ type }) => TYPES.has(type));
  if (leaf === undefined) return readPlain(message);
  const fields = readHeader(leaf.text);
  return withoutRecipients(disposition.id, "disposition", {
    reportingMta: first(fields, "reporting-ua"),
    originalEnvelopeId: first(fields, "original-message-id"),
  });
}

/** RFC 8098 notifications and their like. */
export const disposition: Format = {
  id: "rfc8098",
  description: "Disposition notifications (RFC 8098) and other read receipts",
  read,
};
