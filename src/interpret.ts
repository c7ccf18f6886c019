/**
 * The whole program as one pure function: a message as read, what the mail server told beside it, and what is ours, make a
 * Reading. Nothing here looks at a clock, a disk or the environment.
 */
import type {
  Arrival,
  Bounce,
  Envelope,
  ReceivedField,
  ReportedRecipient,
  Reading,
  Notification,
  NotificationFacts,
  ReturnedMessage,
  TokenReading,
  VerpReading,
} from "./bounce.js";
import { classify } from "./classify/classify.js";
import type { Rule } from "./classify/rule.js";
import { readWithCarried } from "./formats/index.js";
import { UNRECOGNIZED } from "./formats/lib/notification.js";
import { humanText } from "./formats/lib/text.js";
import { timeOfQueueId } from "./ledger/queue-id.js";
import { addressesIn, domainOf, normalizeAddress } from "./mail/address.js";
import { dateTimeOf, all, first } from "./mail/fields.js";
import { digestOf } from "./mail/digest.js";
import { decodeWords } from "./mail/encoding.js";
import { limits } from "./mail/limits.js";
import type { Header, Message } from "./mail/message.js";
import { readReturned } from "./mail/returned.js";
import { parseReceived } from "./mail/received.js";
import type { OwnSettings } from "./trust/ours.js";
import { judgeTrust } from "./trust/trust.js";
import { decodeVerp } from "./verp/decode.js";
import type { TokenVerifier } from "./verp/token.js";

/** What of the configuration the core needs. */
export interface Context extends OwnSettings {
  /** Postfix's recipient_delimiter. */
  readonly delimiters: string;
  /** The administrator's own rules, judged before ours. */
  readonly rules: readonly Rule[];
  /** Checks signed VERP; absent or null: there is no key, or none was needed. */
  readonly tokens?: TokenVerifier | null;
  /** Answers what checks signed VERP; asked only where an extension looks like a token, since it is dear to load. */
  readonly loadTokens?: () => Promise<TokenVerifier | null>;
}

const LONGEST_SUBJECT = 200;
/** Twice a line of a header field at its longest (RFC 5322 section 2.1.1). */
const LONGEST_IDENTITY = 2_000;

type Identity = Pick<Bounce, "identity" | "identityTime">;

/** What tells which recipients a notification is about, beside what it says. */
interface Naming {
  readonly verp: VerpReading | null;
  /** Recipient of the returned message, where it has but one, who is not us, and the notification names nobody. */
  readonly addressee: string | null;
}

const fold = (address: string): string => normalizeAddress(address).toLowerCase();
const hasFailed = ({ action }: ReportedRecipient): boolean => action === "failed" || action === "delayed";

/** Addresses of ours: the one that the notification came to, and the author of the returned message. */
const ownAddresses = (header: Header, returned: ReturnedMessage | null): ReadonlySet<string> =>
  new Set(
    [first(header, "to"), returned?.headerFrom ?? null, returned?.returnPath ?? null]
      .flatMap((text) => addressesIn(text ?? ""))
      .map(fold),
  );

/** The recipient that a notification leaves out: from the address that it came to, else from the returned message. */
function withName(recipient: ReportedRecipient, { verp, addressee }: Naming): ReportedRecipient | null {
  if (recipient.recipient.includes("@")) return recipient;
  const named = verp?.recipient ?? addressee;
  if (named === null) return recipient.recipient === "" ? null : recipient;
  const place = verp?.recipient === named ? "VERP extension" : "To of the returned message";
  return { ...recipient, recipient: named, evidence: { ...recipient.evidence, recipient: place } };
}

/**
 * Where a message was forwarded, the notification names an address that we never wrote to: then the address that we wrote
 * to has failed as well. Only an extension with one reading can say so.
 */
function withWrittenTo(
  recipients: readonly ReportedRecipient[],
  verp: VerpReading | null,
): readonly ReportedRecipient[] {
  const written = verp?.agrees === false && verp.candidates.length === 1 ? verp.recipient : null;
  const failed = recipients.find(hasFailed);
  if (written === null || failed === undefined || recipients.some(({ recipient }) => recipient === written))
    return recipients;
  const evidence = { ...failed.evidence, recipient: "VERP extension" };
  return [
    { ...failed, recipient: written, originalRecipient: null, evidence },
    ...recipients.map((one) => ({ ...one, originalRecipient: one.originalRecipient ?? written })),
  ];
}

/** Each address once: a name filled in may be one that is there already. */
const distinct = (recipients: readonly ReportedRecipient[]): readonly ReportedRecipient[] => {
  const known = new Set<string>();
  return recipients.filter((one) => {
    const key = `${fold(one.recipient)} ${one.action}`;
    return !known.has(key) && known.add(key);
  });
};

/**
 * Of a failure in Postfix's queue, whether a notification or the log tells of it. Long queue ids hold their time; short ones
 * come again, and need it beside them.
 * @param at when the message came into the queue, epoch seconds
 */
export function queueIdentity(queueId: string, at: number | null): Identity {
  const time = timeOfQueueId(queueId) ?? at;
  return { identity: `queue ${queueId} ${time ?? ""}`, identityTime: time };
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
  if (postfixQueueId !== null) return queueIdentity(postfixQueueId, dateTimeOf(arrivalDate));
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

/** The verdict of one recipient of a notification. */
export function judgeRecipient(
  recipient: ReportedRecipient,
  notification: Pick<Notification, "facts" | "format">,
  { identity, identityTime }: Identity,
  rules: readonly Rule[],
): Bounce {
  const { facts, format } = notification;
  const verdict = classify({ ...recipient, reportingMta: facts.reportingMta, format }, rules);
  return {
    facts: recipient,
    verdict,
    trust: null,
    identity: `${identity} ${recipient.recipient} ${recipient.action}`.toLowerCase(),
    identityTime,
  };
}

/** Checks a token as one of the address that the message came to; null where no key or no address is known. */
function tokenCheck(
  { recipient, receivedAt = null }: Envelope,
  { tokens = null }: Context,
  reported: readonly string[],
): ((token: string) => TokenReading | null) | null {
  const domain = recipient === null ? null : domainOf(recipient);
  return tokens === null || domain === null ? null : (token) => tokens.verify(token, domain, reported, receivedAt);
}

/**
 * What a token that holds makes of the recipients: it was made for one, so what the notification says is of that one. A single
 * other name is where the message was forwarded to. Several names are more than it was made for, and the token proves nothing.
 * @returns null without such a token
 */
function boundToToken(
  recipients: readonly ReportedRecipient[],
  verp: VerpReading | null,
): { readonly recipients: readonly ReportedRecipient[]; readonly verp: VerpReading } | null {
  const token = verp?.token ?? null;
  const recipient = token?.state === "valid" ? token.recipient : null;
  if (verp === null || token === null || recipient === null) return null;
  const isIt = (address: string | null): boolean => address !== null && fold(address) === fold(recipient);
  const others = recipients.filter((one) => !isIt(one.recipient) && !isIt(one.originalRecipient));
  const names = new Set(others.map((one) => fold(one.recipient)));
  if (names.size > 1 || (names.size === 1 && others.length < recipients.length))
    return { recipients, verp: { ...verp, token: { ...token, state: "other-recipient" } } };
  const bound = recipients.map((one) =>
    isIt(one.recipient)
      ? one
      : { ...one, recipient, originalRecipient: null, evidence: { ...one.evidence, recipient: "signed VERP token" } },
  );
  return { recipients: distinct(bound), verp };
}

function addressesOf(recipients: readonly ReportedRecipient[]): readonly string[] {
  const addresses: string[] = [];
  for (const { recipient, originalRecipient } of recipients) {
    if (recipient !== "") addresses.push(recipient);
    if (originalRecipient !== null && originalRecipient !== "") addresses.push(originalRecipient);
  }
  return addresses;
}

/**
 * The recipients of a notification by all that names them, and what the address that it came to says. Some notifications
 * name us in place of the recipient, although the returned message went to somebody else, whom their words name.
 */
function nameRecipients(
  { format, recipients: reported }: Notification,
  source: Message,
  returned: ReturnedMessage | null,
  envelope: Envelope,
  context: Context,
): { readonly recipients: readonly ReportedRecipient[]; readonly verp: VerpReading | null } {
  const own = ownAddresses(source.header, returned);
  const addressees = addressesIn(returned?.headerTo ?? "");
  const areOthers = addressees.length > 0 && !addressees.some((address) => own.has(fold(address)));
  const isMistaken = ({ recipient }: ReportedRecipient): boolean =>
    format === "rfc3464" &&
    areOthers &&
    own.has(fold(recipient)) &&
    addressees.some((address) => humanText(source).includes(address));
  const recipients = reported.map((one) => (isMistaken(one) ? { ...one, recipient: "" } : one));
  const isNamed = recipients.some(({ recipient }) => recipient.includes("@"));
  const addresses = addressesOf(recipients).filter((address) => address.includes("@"));
  const verp = decodeVerp(envelope.extension, addresses, tokenCheck(envelope, context, [...addresses, ...addressees]));
  const [addressee = null] = !isNamed && areOthers && addressees.length === 1 ? addressees : [];
  const named = recipients.map((one) => withName(one, { verp, addressee })).filter((one) => one !== null);
  const bound = boundToToken(named, verp);
  if (bound !== null) return bound;
  return {
    verp,
    recipients: withWrittenTo(named.every((one) => reported.includes(one)) ? named : distinct(named), verp),
  };
}

const told = (value: string | null): string | null => (value === "" ? null : value);

function describeArrival([top]: readonly ReceivedField[], envelope: Envelope): Arrival {
  return {
    host: top?.byHost ?? null,
    queueId: told(envelope.queueId) ?? top?.queueId ?? null,
    clientAddress: told(envelope.clientAddress) ?? top?.clientAddress ?? null,
    clientName: top?.clientName ?? null,
    recipient: envelope.recipient,
  };
}

function describeMessage(message: Message): { messageId: string | null; subject: string | null; from: string | null } {
  const subject = first(message.header, "subject");
  return {
    messageId: first(message.header, "message-id"),
    subject: subject === null ? null : decodeWords(subject).slice(0, LONGEST_SUBJECT),
    from: first(message.header, "from")?.slice(0, LONGEST_SUBJECT) ?? null,
  };
}

/** The address that a message came to has a part that only our own Postfix knows: nobody else shall read it here. */
const withoutSecret = (envelope: Envelope, { noticeSecret: secret }: OwnSettings): Envelope =>
  secret === null || secret === "" || envelope.extension?.endsWith(secret) !== true
    ? envelope
    : { ...envelope, extension: envelope.extension.slice(0, -secret.length).replace(/\.$/, "") };

/**
 * Judges and places one message.
 * @param read what a reader made of it; null when none knows it
 * @param message the message, from either parser
 * @param envelope what the mail server told; all null when only the message is known
 * @param source the message that was read, where that is one attached to the message
 */
export function judgeNotification(
  read: Notification | null,
  message: Message,
  envelope: Envelope,
  context: Context,
  source: Message = message,
): Reading {
  const notification = read ?? UNRECOGNIZED;
  const returned = notification.kind === "unrecognized" ? null : readReturned(source);
  const arrival = all(message.header, "received").slice(0, limits.receivedFields).map(parseReceived);
  const named = nameRecipients(notification, source, returned, withoutSecret(envelope, context), context);
  const mailTime = dateTimeOf(first(message.header, "date"));
  const identity = shortened(identityOf(notification.facts, message, mailTime));
  return {
    kind: notification.kind,
    format: notification.format,
    facts: notification.facts,
    bounces: named.recipients.map((recipient) => judgeRecipient(recipient, notification, identity, context.rules)),
    ...judgeTrust({
      facts: notification.facts,
      recipients: named.recipients,
      reported: addressesOf(notification.recipients),
      returned,
      verp: named.verp,
      arrival,
      envelope,
      settings: context,
      tagOf: context.tokens?.tagOf ?? null,
      delimiters: context.delimiters,
    }),
    arrival: describeArrival(arrival, envelope),
    returned,
    verp: named.verp,
    ...describeMessage(message),
    identity: [message.digest, envelope.extension ?? ""].join(" "),
    identityTime: mailTime,
    defects: message.defects,
    size: message.size,
  };
}

/** Reads, judges and places one message, see {@link judgeNotification}. */
export function interpret(message: Message, envelope: Envelope, context: Context): Reading {
  const { notification, source } = readWithCarried(message);
  return judgeNotification(notification, message, envelope, context, source);
}
