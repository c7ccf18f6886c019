/**
 * The whole program as one pure function: a message as read, what the mail server told beside it, and what is ours, make a
 * Reading. Nothing here looks at a clock, a disk or the environment.
 */
import type {
  Bounce,
  Envelope,
  Kind,
  ReportedRecipient,
  Reading,
  ReceivedField,
  Notification,
  NotificationFacts,
  ReturnedMessage,
  VerpReading,
} from "./bounce.js";
import { classify } from "./classify/classify.js";
import type { Rule } from "./classify/rule.js";
import { NO_FACTS } from "./formats/lib/notification.js";
import { readNotification } from "./formats/index.js";
import { dateTimeOf } from "./mail/date-time.js";
import { digestOf } from "./mail/digest.js";
import { all, first } from "./mail/fields.js";
import { decodeWords } from "./mail/words.js";
import { limits } from "./mail/limits.js";
import type { Message } from "./mail/message.js";
import { readReturned } from "./mail/returned.js";
import { parseReceived } from "./mail/received.js";
import { ownHosts } from "./trust/hops.js";
import { findClientAddress, findSender } from "./trust/sender.js";
import { judgeTrust } from "./trust/trust.js";
import { decodeVerp } from "./verp/decode.js";

/** What of the configuration the core needs. */
export interface Context {
  /** Host names that are ours; empty: the host that delivered the message. */
  readonly hosts: readonly string[];
  /** Postfix's recipient_delimiter. */
  readonly delimiters: string;
  /** The administrator's own rules, judged before ours. */
  readonly rules: readonly Rule[];
}

const UNRECOGNIZED: Notification = { format: "none", kind: "unrecognized", facts: NO_FACTS, recipients: [] };
const LONGEST_SUBJECT = 200;
/** Twice a line of a header field at its longest (RFC 5322 section 2.1.1). */
const LONGEST_IDENTITY = 2_000;

type Identity = Pick<Bounce, "identity" | "identityTime">;

/** The recipient a notification leaves out, from the address it came to. */
function withRecipient(recipient: ReportedRecipient, verp: VerpReading | null): ReportedRecipient | null {
  if (recipient.recipient !== "") return recipient;
  const named = verp?.recipient ?? null;
  if (named === null) return null;
  return { ...recipient, recipient: named, evidence: { ...recipient.evidence, recipient: "VERP extension" } };
}

/**
 * What makes one failure count once: Postfix's queue id names the message whoever reports it, so a VERP bounce and the
 * postmaster's copy of it agree. Otherwise the notification's own Message-ID, else its bytes.
 */
function identityOf(
  { postfixQueueId, reportingMta, arrivalDate }: NotificationFacts,
  message: Message,
  mailTime: number | null,
): Identity {
  if (postfixQueueId !== null)
    return {
      identity: `queue ${reportingMta ?? ""} ${postfixQueueId} ${arrivalDate ?? ""}`,
      identityTime: dateTimeOf(arrivalDate),
    };
  const messageId = first(message.header, "message-id");
  return {
    identity: messageId === null ? `bytes ${message.digest}` : `message-id ${messageId} ${reportingMta ?? ""}`,
    identityTime: mailTime,
  };
}

/** An identity longer than any honest one is its digest: it stands in those of a thousand recipients. */
const shortened = ({ identity, identityTime }: Identity): Identity => ({
  identity: identity.length <= LONGEST_IDENTITY ? identity : `digest ${digestOf(identity.toLowerCase())}`,
  identityTime,
});

function judge(
  recipient: ReportedRecipient,
  notification: Notification,
  { identity, identityTime }: Identity,
  rules: readonly Rule[],
): Bounce {
  const { action, status, replyCode, diagnostic, diagnosticType, remoteMta, phase } = recipient;
  const verdict = classify(
    {
      action,
      status,
      replyCode,
      diagnostic,
      diagnosticType,
      remoteMta,
      phase,
      reportingMta: notification.facts.reportingMta,
      recipient: recipient.recipient,
      format: notification.format,
    },
    rules,
  );
  return {
    facts: recipient,
    verdict,
    identity: `${identity} ${recipient.recipient} ${action}`.toLowerCase(),
    identityTime,
  };
}

/** A notification that names nobody, and came to an address that names nobody, cannot count as a bounce. */
function kindOf(notification: Notification, recipients: readonly ReportedRecipient[]): Kind {
  return notification.kind === "bounce" && recipients.length === 0 ? "unrecognized" : notification.kind;
}

function addressesOf(recipients: readonly ReportedRecipient[]): readonly string[] {
  const addresses: string[] = [];
  for (const { recipient, originalRecipient } of recipients) {
    if (recipient !== "") addresses.push(recipient);
    if (originalRecipient !== null && originalRecipient !== "") addresses.push(originalRecipient);
  }
  return addresses;
}

function describeMessage(message: Message): { messageId: string | null; subject: string | null; from: string | null } {
  const subject = first(message.header, "subject");
  return {
    messageId: first(message.header, "message-id"),
    subject: subject === null ? null : decodeWords(subject).slice(0, LONGEST_SUBJECT),
    from: first(message.header, "from")?.slice(0, LONGEST_SUBJECT) ?? null,
  };
}

function origin(
  notification: Notification,
  returned: ReturnedMessage | null,
  verp: VerpReading | null,
  message: Message,
  envelope: Envelope,
  context: Context,
): Pick<Reading, "trust" | "sender" | "clientAddress"> {
  const arrival = (): readonly ReceivedField[] =>
    all(message.header, "received").slice(0, limits.receivedFields).map(parseReceived);
  const hosts = ownHosts(context.hosts, arrival);
  const areHostsConfigured = context.hosts.length > 0;
  return {
    trust: judgeTrust({ facts: notification.facts, returned, arrival, hosts, areHostsConfigured }),
    sender: findSender({
      facts: notification.facts,
      returned,
      verp,
      hosts,
      reported: addressesOf(notification.recipients),
      bounceAddress: envelope.recipient,
      delimiters: context.delimiters,
    }),
    clientAddress: findClientAddress(returned, hosts),
  };
}

/**
 * Judges and places one message.
 * @param read what a reader made of it; null when none knows it
 * @param message the message, from either parser
 * @param envelope what the mail server told; all null when only the message is known
 */
export function judgeNotification(
  read: Notification | null,
  message: Message,
  envelope: Envelope,
  context: Context,
): Reading {
  const notification = read ?? UNRECOGNIZED;
  const verp = decodeVerp(envelope.extension, addressesOf(notification.recipients));
  const recipients = notification.recipients
    .map((recipient) => withRecipient(recipient, verp))
    .filter((recipient) => recipient !== null);
  const returned = notification.kind === "unrecognized" ? null : readReturned(message);
  const mailTime = dateTimeOf(first(message.header, "date"));
  const identity = shortened(identityOf(notification.facts, message, mailTime));
  return {
    kind: kindOf(notification, recipients),
    format: notification.format,
    facts: notification.facts,
    bounces: recipients.map((recipient) => judge(recipient, notification, identity, context.rules)),
    ...origin(notification, returned, verp, message, envelope, context),
    returned,
    verp,
    ...describeMessage(message),
    identity: [message.digest, envelope.extension ?? ""].join(" "),
    identityTime: mailTime,
    defects: message.defects,
    size: message.size,
  };
}

/** Reads, judges and places one message, see {@link judgeNotification}. */
export const interpret = (message: Message, envelope: Envelope, context: Context): Reading =>
  judgeNotification(readNotification(message), message, envelope, context);
