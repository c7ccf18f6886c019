/**
 * What people write about notifications: replies that quote one, forwards that carry one whole or in pieces. They say nothing
 * to us, so no reader of notifications may see them. A reply or forward shows in its subject, or in the line that mail programs
 * put above a forwarded message.
 */
import type { Notification } from "../../bounce.js";
import { parseAddress } from "../../mail/address.js";
import { first } from "../../mail/fields.js";
import type { Message } from "../../mail/message.js";
import { isAutomatic } from "./auto-reply.js";
import { withoutRecipients } from "../lib/notification.js";
import type { Format } from "../format.js";
import { isFromMailer } from "../lib/mailer.js";
import { humanText, subjectOf } from "../lib/text.js";

/** Prefixes of mail programs in their languages: Re, Aw, Antw, Sv, Vs, Rif, Odp, Ynt, RES; Fwd, Wg, Tr, Rv, Enc, I, Doorst, Vb, Vl, Pd, Ilt. */
const ANSWER =
  /^\s{0,4}(?:\[[^\]\n]{1,60}\]\s{0,2})?(?:re|aw|antw|sv|vs|r|rif|odp|ynt|res|ref|回复|答复|返信|fwd?|wg|tr|rv|enc|i|doorst|vb|vl|pd|ilt|転送|转发|пересл|отв)(?:\[\d{1,3}\]|\(\d{1,3}\))?\s{0,2}[:：]/iu;
/** Lines above a forwarded message: Apple Mail, Gmail and Mozilla, Outlook; their German, French, Spanish and Italian forms. */
const FORWARDED =
  /^(?:Begin forwarded message:|Anfang der weitergeleiteten (?:E-Mail|Nachricht):|Début du message (?:transféré|réexpédié) ?:|Inizio messaggio inoltrato:|-{5,20} ?(?:Forwarded message|Weitergeleitete Nachricht|Message transféré|Mensaje reenviado|Messaggio inoltrato|Originalnachricht|Ursprüngliche Nachricht|Message d['’]origine|Mensaje original|Original Message) ?-{0,20})[ \t]*$/imu;

function isWrittenByPerson(message: Message): boolean {
  const { header, type } = message;
  if (type === "multipart/report" || isFromMailer(header) || isAutomatic(header)) return false;
  const author = parseAddress(first(header, "from") ?? "");
  return author !== null && author !== "";
}

function read(message: Message): Notification | null {
  if (!isWrittenByPerson(message)) return null;
  const isAnswer = ANSWER.test(subjectOf(message.header)) || FORWARDED.test(humanText(message));
  return isAnswer ? withoutRecipients(correspondence.id, "unrecognized") : null;
}

/** Replies and forwards of people. */
export const correspondence: Format = {
  id: "correspondence",
  description: "What people write about notifications: replies, forwarded messages",
  read,
};
