/**
 * Notifications of 1&1's mailer (1&1, IONOS, GMX, WEB.DE, mail.com). They borrow Exim's first sentences; the sentence on the
 * remote server is their own: Exim says "remote mail server". A failure without a reply is told below "Reason:".
 */
import type { ReportedRecipient } from "../../bounce.js";
import { first } from "../../mail/fields.js";
import type { Message } from "../../mail/message.js";
import { refused, textFormat } from "../lib/text-format.js";
import { ADDRESS_LINE, entriesOf } from "../lib/text.js";

const FROM =
  /mailer-daemon@(?:[\w-]{1,40}\.){0,4}(?:gmx|web|mail|kundenserver|1und1|1and1|ionos|perfora|onlinehome)\.(?:com|net|de|org|at|ch|co\.uk|fr|es|it)\b/i;
const SENTENCE = /^SMTP error from remote server (?:after [A-Z]{2,12} command:|for [A-Z][A-Z ]{1,20} command, host:)/m;
/** Where a reason without a reply stands, in English and in the German of GMX and WEB.DE. */
const REASON = /^(?:Reason|Grund|Ursache):[ \t]*$/m;

/** The reply's own text starts behind the host, on the next line or behind "reason:". */
const FORM =
  /^([^\n]{0,120}command)(?::\nhost:|, host:) ([\w-][\w.-]{0,250})(?: \([\da-fA-F.:]{3,45}\))?(?:\n| reason: )([\s\S]{0,2000})$/;

const reply = (recipient: string, text: string): ReportedRecipient => {
  const form = FORM.exec(text);
  if (form === null) return refused(recipient, "failed", text.replace(REASON, ""));
  const [, command = "", remoteMta = "", reply = ""] = form;
  return refused(recipient, "failed", `${reply.trim()} (${command.trim()})`, { remoteMta });
};

const isTheirs = (text: string, message: Message): boolean =>
  SENTENCE.test(text) || (REASON.test(text) && FROM.test(first(message.header, "from") ?? ""));

/** Notifications of 1&1, IONOS, GMX, WEB.DE and mail.com. */
export const ionos = textFormat(
  {
    id: "ionos",
    description: "IONOS and 1&1, GMX, WEB.DE, mail.com",
    words: ["smtp error from remote server", "reason:", "grund:", "ursache:"],
  },
  (text, message) => {
    if (!isTheirs(text, message)) return null;
    return { recipients: entriesOf(text, ADDRESS_LINE).map((entry) => reply(entry.recipient, entry.text)) };
  },
);
