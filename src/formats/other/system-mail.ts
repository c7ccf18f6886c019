/**
 * What mail systems write besides notifications: summaries of logs, digests of quarantines, warnings about the reader's own
 * mailbox, answers of list managers. They come from the same authors as bounces and are full of replies and addresses,
 * of which none failed for us. Told by their subjects.
 */
import type { Notification } from "../../bounce.js";
import type { Message } from "../../mail/message.js";
import { withoutRecipients, type Format } from "../lib/notification.js";
import { subjectOf } from "../lib/text.js";

const SUBJECT = new RegExp(
  `^\\s{0,4}(?:\\[[^\\]\\n]{1,60}\\]\\s{0,2})?(?:${[
    // pflogsumm, eximstats, Logwatch, mailgraph
    "(?:postfix |exim |sendmail |mail )?log summar(?:y|ies)\\b",
    "(?:exim|postfix|mail(?: server)?|delivery) (?:statistics|stats)\\b",
    "logwatch for\\b",
    "(?:daily|weekly|hourly) (?:mail )?(?:report|summary|statistics)\\b",
    "mail queue (?:report|warning|alert)\\b",
    // gateways
    "(?:spam |e-?mail |end user |your )*quarantine (?:summary|report|notification|digest|message)",
    "(?:spam|quarantine|end user) digest\\b",
    "(?:\\[postmaster\\] )?(?:e-?mail|messages?) (?:on hold|held)(?: for| in quarantine|\\b)",
    "spam-?quarantäne\\b",
    "résumé de (?:la )?quarantaine\\b",
    // the reader's own mailbox
    "(?:quota warning\\b|(?:warning: )?your (?:mailbox|e-?mail account|account|mail storage) (?:is|has)\\b)",
    "ihr postfach (?:ist|hat)\\b",
    "votre bo[îi]te (?:aux lettres )?(?:est|a)\\b",
    "postfachspeicher\\b",
    // list managers
    "the results of your e-?mail commands\\b",
    "your message to .{1,80} awaits moderator approval",
    "confirm (?:subscribe|unsubscribe) to\\b",
  ].join("|")})`,
  "iu",
);

function read(message: Message): Notification | null {
  if (message.type === "multipart/report" || !SUBJECT.test(subjectOf(message.header))) return null;
  return withoutRecipients(systemMail.id, "unrecognized");
}

/** Other messages of mail systems. */
export const systemMail: Format = {
  id: "system-mail",
  description: "Other messages of mail systems: log summaries, quarantine digests, quota warnings, list managers",
  read,
};
