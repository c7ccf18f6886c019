/**
 * Whether a mail system wrote a message. Mail systems write their notifications as MAILER-DAEMON or postmaster (RFC 2142),
 * most of them with the null reverse-path (RFC 5321 section 4.5.5); gateways and hosted services take any address, but
 * then say in the subject or in the fields of RFC 3464 what it is. A person who answers, quotes, forwards or discusses a
 * notification does none of that, or says more.
 */
import { first } from "../../mail/fields.js";
import type { Header, Message } from "../../mail/message.js";
import { memoizeLast } from "../../mail/memoize.js";
import { NOTIFICATION_SUBJECT } from "./notification-subject.js";
import { humanText, subjectOf } from "./text.js";

/** Local parts and display names of mail systems; `<>` as the whole address is what dma and m-FILTER write. */
const MAILER =
  /mailer[-_ ]?daemon|mail[-_]?daemon|post[-_]?master|mail deliver(?:y|er)? (?:(?:sub)?system|service)|delivery (?:sub)?system|mail (?:administrat|system|server|gateway|rout|transport)|system administrator|<>/i;
const NULL_PATH = /^<>$|^<?mailer-daemon\b/i;
/** Marks of a notification among the fields that only mailers set. */
const FAILED = "x-failed-recipients";

/** Whether the header names a mail system as its author. */
export const isMailSystem = memoizeLast((header: Header): boolean => MAILER.test(first(header, "from") ?? ""));

/**
 * Whether the header names a mail system as its author, or the message came with the null reverse-path. A message without From
 * (its header is lost, or was never there) has no other author.
 */
export const isFromMailer = memoizeLast((header: Header): boolean => {
  const from = first(header, "from");
  return (
    from === null ||
    MAILER.test(from) ||
    NULL_PATH.test(first(header, "return-path") ?? "") ||
    first(header, FAILED) !== null
  );
});

/** Prefixes of mail programs in their languages: Re, Aw, Antw, Sv, Vs, Rif, Odp, Ynt, RES; Fwd, Wg, Tr, Rv, Enc, I, Doorst, Vb, Vl, Pd, Ilt. */
const ANSWER =
  /^\s{0,4}(?:\[[^\]\n]{1,60}\]\s{0,2})?(?:re|aw|antw|sv|vs|r|rif|odp|ynt|res|ref|回复|答复|返信|fwd?|wg|tr|rv|enc|i|doorst|vb|vl|pd|ilt|転送|转发|пересл|отв)(?:\[\d{1,3}\]|\(\d{1,3}\))?\s{0,2}[:：]/iu;
/** Lines above a forwarded message: Apple Mail, Gmail and Mozilla, Outlook; their German, French, Spanish and Italian forms. */
const FORWARDED =
  /^(?:Begin forwarded message:|Anfang der weitergeleiteten (?:E-Mail|Nachricht):|Début du message (?:transféré|réexpédié) ?:|Inizio messaggio inoltrato:|-{5,20} ?(?:Forwarded message|Weitergeleitete Nachricht|Message transféré|Mensaje reenviado|Messaggio inoltrato|Originalnachricht|Ursprüngliche Nachricht|Message d['’]origine|Mensaje original|Original Message) ?-{0,20})[ \t]*$/imu;

/** Whether the subject or the text has what mail programs put in front of a message that is answered or forwarded. */
export const isAnswer = memoizeLast(
  (message: Message): boolean => ANSWER.test(subjectOf(message.header)) || FORWARDED.test(humanText(message)),
);

/** Fields that mail programs and lists set, and no notification does. */
const CORRESPONDENCE_FIELDS: ReadonlySet<string> = new Set([
  "in-reply-to",
  "references",
  "user-agent",
  "x-originating-ip",
  "thread-topic",
  "list-id",
  "list-post",
  "list-unsubscribe",
]);
const MAIL_PROGRAM =
  /outlook|thunderbird|mozilla|apple mail|iphone|ipad|evolution|mutt|kmail|roundcube|squirrelmail|the bat/i;
/** How people begin, and what they ask about a notification that they quote. */
const PERSONAL =
  /^[ \t]{0,4}(?:hi|hello|hey|hallo|moin|guten (?:tag|morgen)|liebe[rs]?|sehr geehrte|dear (?!sender|user|customer|sir|mail|colleague|client)|bonjour|salut|hola|buenos|ciao|buongiorno|hej|cześć)\b[^\n.!]{0,40}(?:,|$)|\?[ \t]*$|\b(?:(?:i|we) (?:got|get|keep|have (?:got|been)|received|sent|tried|see|think|just)|i['’]?m (?:getting|seeing)|any ideas?|can (?:you|anyone|somebody)|could you|what does (?:this|it)|do you know|have a look|see below|fyi|ich (?:habe|bekomme|erhalte)|kannst du|können sie|weißt du|j['’]ai (?:reçu|eu)|pouvez-vous|he recibido)\b/imu;
/** Parcels, bills and accounts fail to be delivered as well. */
const NO_MAIL =
  /\b(?:parcel|package|shipment|courier|tracking number|invoice|payment|paket|sendungsnummer|colis|paquete|pacco|pakket|przesyłk|посылк)/iu;
/** The notification's own sentences and fields follow. */
const REPORT_FIELDS = /^(?:Reporting-MTA|Final-Recipient|Original-Recipient|Action|Diagnostic-Code)[ \t]?:/im;
/** Characters in which a person would have begun. */
const OPENING = 800;

/** The three fields that every recipient's group has (RFC 3464 section 2.3), as lines of a text. */
const hasStatusFields = (text: string): boolean =>
  /^final-recipient\s?:[^\n]*;/im.test(text) && /^action\s?:/im.test(text) && /^status\s?:/im.test(text);

const isPersonal = (text: string): boolean => {
  const start = text.slice(0, OPENING);
  const fields = start.search(REPORT_FIELDS);
  return PERSONAL.test(fields < 0 ? start : start.slice(0, fields)) || NO_MAIL.test(start);
};

/** Whether a message whose author is no known mail system is a notification by its subject or its fields. */
function looksLikeNotification(message: Message): boolean {
  const subject = subjectOf(message.header);
  const text = humanText(message);
  if (!(NOTIFICATION_SUBJECT.test(subject) && !subject.includes("?")) && !hasStatusFields(text)) return false;
  return (
    !isAnswer(message) &&
    !message.header.some(({ name }) => CORRESPONDENCE_FIELDS.has(name)) &&
    !MAIL_PROGRAM.test(first(message.header, "x-mailer") ?? "") &&
    !NO_MAIL.test(subject) &&
    !isPersonal(text)
  );
}

/** Whether a message can be a notification: a mail system sent it, it is labelled as one, or it says so as they do. */
export const mayBeNotification = memoizeLast(
  (message: Message): boolean =>
    isFromMailer(message.header) ||
    (message.type === "multipart/report" && message.parameters["report-type"]?.toLowerCase() === "delivery-status") ||
    looksLikeNotification(message),
);
