/** A message as rows of the store: what was read of it, flat, with names where ids will stand. */
import type { Bounce, Reading, Trust } from "../bounce.js";
import { causeOfBounce, type Cause } from "../detect/cause.js";
import { isForeignFrom } from "../detect/traits.js";
import { parseAddress } from "../mail/address.js";
import { digestOf } from "../mail/digest.js";
import type { Value } from "./sql.js";
import { toSecond } from "./time.js";

/** The columns of a bounce, in the order of the table. */
export const BOUNCE_COLUMNS = [
  "id",
  "received_at",
  "recipient_id",
  "sent_at",
  "notification_id",
  "domain_id",
  "sender_id",
  "verdict_id",
  "reading_id",
  "remote_host_id",
  "author_id",
  "size",
  "is_first_failure",
  "is_bulk",
  "is_foreign_from",
  "action",
  "trust",
  "status",
  "reply_code",
  "phase",
  "client_ip",
  "queue_id",
  "diagnostic",
  "matched",
  "subject",
  "message_id",
  "original_recipient",
  "verp_extension",
  "trust_why",
  "details",
] as const;

/** The columns of a message that tells of no recipient, in the order of the table. */
export const OTHER_COLUMNS = [
  "id",
  "received_at",
  "identity",
  "sender_id",
  "reading_id",
  "author_id",
  "size",
  "trust",
  "kind",
  "client_ip",
  "queue_id",
  "sent_at",
  "subject",
  "message_id",
  "verp_extension",
  "trust_why",
  "details",
] as const;

/** Longest texts kept, in characters. An extension is an address's local part: Postfix lets 1,500 bytes through. */
const LIMITS = {
  name: 512,
  code: 16,
  short: 64,
  text: 200,
  messageId: 250,
  why: 300,
  diagnostic: 1_000,
  extension: 1_500,
  details: 20_000,
} as const;

/**
 * Without NUL, which PostgreSQL takes in no text, and at which some readers of SQLite end one; and without half of a
 * surrogate pair, where a text was cut, which is no Unicode.
 */
const storable = (text: string): string => text.replace(/\p{Surrogate}/gu, "\ufffd").replaceAll("\0", "\ufffd");

const cut = (text: string | null, longest: number): string | null =>
  text === null ? null : storable(text.slice(0, longest));

/** ASCII letters only, as both engines would. */
const foldCase = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

/** An address, login or host as it is stored and looked up: lower case. RFC 5321 allows 320 bytes; longer ones are cut. */
export const storedName = (name: string): string => foldCase(storable(name.slice(0, LIMITS.name)));

/** The domain of a stored address; empty without one. */
export function domainIn(address: string): string {
  const at = address.lastIndexOf("@");
  return at < 0 ? "" : address.slice(at + 1);
}

const DIGITS = "0123456789abcdefghijklmnopqrstuv";
const TIME_DIGITS = 8;
const KEY_DIGITS = 20;
/** Hexadecimal digits that make four of base32hex (RFC 4648 section 7). */
const GROUP = 5;

/**
 * What makes a failure or message count once, as 16 characters: time and the beginning of a digest, or, without a time, of
 * the digest all of them. Those of messages that come together lie together in the index; by digest alone each would change
 * a page of its own. Within a second 48 bits of a digest tell as many apart as will ever come.
 */
function identityOf(
  of: "bounce" | "message",
  { identity, identityTime }: Pick<Bounce, "identity" | "identityTime">,
): string {
  const time = identityTime === null ? "" : toSecond(identityTime).toString(16).padStart(TIME_DIGITS, "0");
  const key = time + digestOf(`${of} ${identity}`).slice(0, KEY_DIGITS - time.length);
  let text = "";
  for (let at = 0; at < KEY_DIGITS; at += GROUP) {
    const bits = parseInt(key.slice(at, at + GROUP), 16);
    for (const shift of [15, 10, 5, 0]) text += DIGITS.charAt((bits >>> shift) & 31);
  }
  return text;
}

/** What the counters see of a bounce. */
export interface Counted {
  readonly received_at: number;
  readonly action: string;
  readonly trust: string;
  readonly severity: string;
  readonly cause: Cause;
  readonly reason: string;
  readonly status: string | null;
  readonly is_first_failure: number;
}

/** What the rows of a message have in common, whether it tells of recipients or not. */
export interface MessageRow {
  readonly received_at: number;
  readonly sender: string;
  readonly author: string | null;
  readonly reading: readonly string[];
  readonly trust: string;
  /** Values of columns that need no look-up: of the message, shared by its rows. */
  readonly message: Values;
}

/** Values by the names of their columns. */
export type Values = Readonly<Record<string, Value>>;

/** One recipient of a message. */
export interface BounceRow extends MessageRow, Omit<Counted, "is_first_failure"> {
  readonly identity: string;
  readonly recipient: string;
  readonly domain: string;
  readonly remoteHost: string | null;
  readonly rule: string;
  /** Values of columns that need no look-up: of this recipient. */
  readonly own: Values;
}

/** A message that tells of no recipient. */
export interface OtherRow extends MessageRow {
  readonly identity: string;
  readonly kind: string;
}

/** Epoch seconds of a Date field; null when it is none. */
function dateOf(text: string | null): number | null {
  const milliseconds = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(milliseconds) ? null : Math.floor(milliseconds / 1_000);
}

function detailsOf({ facts: { originalEnvelopeId, feedback }, defects, verp }: Reading): string | null {
  const decoded = verp === null || (verp.recipient ?? verp.prefix) === null ? null : verp;
  if (originalEnvelopeId === null && feedback === null && defects.length === 0 && decoded === null) return null;
  const { prefix = null, recipient = null, agrees = null } = decoded ?? {};
  const details = JSON.stringify({
    ...(originalEnvelopeId === null ? {} : { envelopeId: originalEnvelopeId }),
    ...(feedback === null ? {} : { feedback }),
    ...(defects.length === 0 ? {} : { defects }),
    ...(decoded === null ? {} : { verp: { prefix, recipient, agrees } }),
  });
  return details.length > LIMITS.details ? JSON.stringify({ defects: [...defects, "details-limit"] }) : details;
}

const hasForeignFrom = ({ sender, returned }: Reading): boolean => {
  const from = returned?.headerFrom ?? null;
  return sender !== null && from !== null && isForeignFrom(sender.name, parseAddress(from));
};

/** Levels whose name says why already. */
const PLAIN_LEVELS: readonly string[] = ["signed", "own-notice"];

const trustColumns = ({ level, why }: Trust): Values => ({
  trust: level,
  trust_why: PLAIN_LEVELS.includes(level) ? null : why.slice(0, LIMITS.why),
});

/** Values of `reading`, in the order of its columns. */
const readingValues = (reading: Reading, diagnosticType: string | null): string[] => [
  reading.kind,
  reading.format,
  reading.sender?.source ?? "none",
  reading.returned?.extent ?? "none",
  diagnosticType ?? "",
  storedName(reading.facts.reportingMta ?? ""),
  reading.facts.postfixNotice ?? "none",
];

function commonOf(reading: Reading, receivedAt: number): Omit<MessageRow, "reading"> {
  const { facts, returned, trust, sender, verp } = reading;
  return {
    received_at: toSecond(receivedAt),
    sender: sender === null ? "" : storedName(sender.name),
    author: cut(returned === null ? reading.from : returned.headerFrom, LIMITS.text),
    trust: trust.level,
    message: {
      ...trustColumns(trust),
      sent_at: dateOf(facts.arrivalDate),
      size: reading.size,
      client_ip: cut(reading.clientAddress, LIMITS.short),
      queue_id: cut(facts.postfixQueueId, LIMITS.short),
      subject: cut((returned ?? reading).subject, LIMITS.text),
      message_id: cut((returned ?? reading).messageId, LIMITS.messageId),
      verp_extension: cut(verp?.extension ?? null, LIMITS.extension),
      details: detailsOf(reading),
    },
  };
}

function bounceRow(bounce: Bounce, reading: Reading, common: Omit<MessageRow, "reading">): BounceRow {
  const { facts, verdict } = bounce;
  const recipient = storedName(facts.recipient);
  const status = cut(facts.status, LIMITS.code);
  return {
    received_at: common.received_at,
    sender: common.sender,
    author: common.author,
    trust: bounce.trust?.level ?? common.trust,
    message: bounce.trust === null ? common.message : { ...common.message, ...trustColumns(bounce.trust) },
    reading: readingValues(reading, facts.diagnosticType),
    identity: identityOf("bounce", bounce),
    recipient,
    domain: domainIn(recipient),
    remoteHost: facts.remoteMta === null ? null : storedName(facts.remoteMta),
    action: facts.action,
    severity: verdict.severity ?? "none",
    cause: causeOfBounce(facts.action, verdict.reason, verdict.severity),
    reason: verdict.reason,
    rule: verdict.rule,
    status,
    own: {
      is_bulk: reading.returned?.isBulk === true ? 1 : 0,
      is_foreign_from: hasForeignFrom(reading) ? 1 : 0,
      action: facts.action,
      status,
      reply_code: cut(facts.replyCode, LIMITS.code),
      phase: facts.phase,
      diagnostic: cut(facts.diagnostic, LIMITS.diagnostic),
      matched: cut(verdict.matched, LIMITS.text),
      original_recipient: cut(facts.originalRecipient, LIMITS.name),
    },
  };
}

/** The recipients that a message tells of. */
export function bounceRows(reading: Reading, receivedAt: number): BounceRow[] {
  const common = commonOf(reading, receivedAt);
  return reading.bounces.map((bounce) => bounceRow(bounce, reading, common));
}

/** A message that tells of none. */
export const otherRow = (reading: Reading, receivedAt: number): OtherRow => ({
  ...commonOf(reading, receivedAt),
  reading: readingValues(reading, null),
  identity: identityOf("message", reading),
  kind: reading.kind,
});
