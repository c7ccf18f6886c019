/** The readers, in the order they are asked: the first that knows the message reads it. */
import type { Notification } from "../bounce.js";
import type { Message } from "../mail/message.js";
import { arf } from "./complaints/arf.js";
import { microsoftJmrp } from "./complaints/microsoft-jmrp.js";
import { optOut } from "./complaints/opt-out.js";
import { spamcop } from "./complaints/spamcop.js";
import { xArf } from "./complaints/x-arf.js";
import { readMessage } from "../mail/reader.js";
import { type Format, UNRECOGNIZED } from "./lib/notification.js";
import { isAnswer, isFromMailer } from "./lib/mailer.js";
import { exim } from "./mailers/exim.js";
import { fml } from "./mailers/fml.js";
import { longTail } from "./mailers/long-tail.js";
import { PHRASE_FORMATS } from "./mailers/phrases.js";
import { postfix, postfixSession } from "./mailers/postfix.js";
import { qmail } from "./mailers/qmail.js";
import { sendmail } from "./mailers/sendmail.js";
import { nameless, undeliverable } from "./mailers/undeliverable.js";
import { autoReply, likelyAutoReply } from "./other/auto-reply.js";
import { correspondence } from "./other/correspondence.js";
import { systemMail } from "./other/system-mail.js";
import { amazonSes } from "./providers/amazon-ses.js";
import { aol } from "./providers/aol.js";
import { chinese } from "./providers/chinese.js";
import { exchange } from "./providers/exchange.js";
import { gateways } from "./providers/gateways.js";
import { google } from "./providers/google.js";
import { interScan } from "./providers/interscan.js";
import { ionos } from "./providers/ionos.js";
import { microsoftSmtp } from "./providers/microsoft-smtp.js";
import { verizon } from "./providers/verizon.js";
import { yahoo, yahooGroups } from "./providers/yahoo.js";
import { zoho } from "./providers/zoho.js";
import { disposition } from "./standard/disposition.js";
import { rfc3464, rfc3464Labelled, rfc3464Nameless } from "./standard/rfc3464.js";
import { sieveReject } from "./standard/sieve-reject.js";

/**
 * Standard notifications first, since what they say is defined; then what says of itself that it is something else; then
 * the words of providers, which nobody else writes, and of mailers, which many borrow; then what only looks like something.
 */
export const FORMATS: readonly Format[] = [
  rfc3464Labelled,
  arf,
  microsoftJmrp,
  xArf,
  spamcop,
  optOut,
  sieveReject,
  disposition,
  correspondence,
  rfc3464,
  postfixSession,
  autoReply,
  systemMail,
  google,
  yahoo,
  yahooGroups,
  aol,
  ionos,
  zoho,
  ...gateways,
  interScan,
  verizon,
  amazonSes,
  chinese,
  microsoftSmtp,
  exchange,
  qmail,
  exim,
  sendmail,
  postfix,
  fml,
  longTail,
  undeliverable,
  rfc3464Nameless,
  nameless,
  likelyAutoReply,
];

/** What stands in `format` of a reading: each id once, with what it is. */
export const FORMAT_NAMES: ReadonlyMap<string, string> = new Map(
  [...FORMATS.filter((format) => format !== longTail), ...PHRASE_FORMATS]
    .toReversed()
    .map(({ id, description }) => [id, description]),
);

/** Reads a message with the first format that knows it; null when none does. */
export function readNotification(message: Message): Notification | null {
  for (const format of FORMATS) {
    const notification = format.read(message);
    if (notification !== null) return notification;
  }
  return null;
}

/** What was read, and the message that it was read from: the one that came, or one that a gateway attached to its own. */
export interface Read {
  readonly notification: Notification;
  readonly source: Message;
}

/** Attached messages that are looked at. */
const MOST_ATTACHED = 4;

const namesSomebody = ({ recipients }: Notification): boolean =>
  recipients.some(({ recipient }) => recipient.includes("@"));

/** A notification that a mail system attached to a message of its own: gateways that scan mail pass it on so. */
function readAttached(message: Message): Read | null {
  if (message.type === "multipart/report" || !isFromMailer(message.header) || isAnswer(message)) return null;
  const attached = message.leaves.filter(({ type }) => type === "message/rfc822" || type === "message/global");
  for (const { text } of attached.slice(0, MOST_ATTACHED)) {
    const source = readMessage(Buffer.from(text));
    const notification = isFromMailer(source.header) ? readNotification(source) : null;
    if (notification !== null && namesSomebody(notification)) return { notification, source };
  }
  return null;
}

/** Reads a message, or where that names nobody, the notification that it carries. */
export function readWithCarried(message: Message): Read {
  const notification = readNotification(message) ?? UNRECOGNIZED;
  const isOpen = notification.kind === "bounce" || notification === UNRECOGNIZED;
  const carried = isOpen && !namesSomebody(notification) ? readAttached(message) : null;
  return carried ?? { notification, source: message };
}
