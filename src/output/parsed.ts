/**
 * One message as data for other programs: what `bounces parse --json` prints and the library's `parse` returns. A
 * contract: fields are added over time, never renamed or removed, and every field is always there. Absent values are null.
 */
import type {
  Bounce,
  Kind,
  NotificationFacts,
  Reading,
  ReportedRecipient,
  ReturnedMessage,
  Sender,
  Severity,
  Trust,
  VerpReading,
} from "../bounce.js";
import { REASONS, type Reason, type ReasonClass } from "../reason.js";
import { impliedStatus } from "../smtp/status.js";

/** What a message says of one recipient, and the verdict. */
export interface ParsedRecipient extends ReportedRecipient {
  /** Enhanced status code (RFC 3463), e.g. "5.1.1": the message's own, else the one that the reason amounts to. */
  readonly status: string | null;
  /** Whether `status` is not the message's but follows from the reason. */
  readonly isStatusImplied: boolean;
  /** `hard`: the address will not accept mail again, whoever writes. null when nothing failed. */
  readonly severity: Severity | null;
  /** Why, one of the keys of `REASONS`. */
  readonly reason: Reason;
  /** Who the reason counts against. */
  readonly class: ReasonClass;
  /** Id of the rule that decided. */
  readonly rule: string;
  /** The words that made the rule match, null when a code decided. */
  readonly matched: string | null;
}

/** The returned message, with the number of its Received fields in place of the fields. */
export interface ParsedReturnedMessage extends Omit<ReturnedMessage, "received"> {
  /** How many Received fields came back with it. */
  readonly received: number;
}

/** Everything that is read from one message. JSON-safe: strings, numbers, booleans, null, arrays and plain objects. */
export interface ParsedMessage extends NotificationFacts {
  /** What the message is. */
  readonly kind: Kind;
  /** Id of the format that it was read as, e.g. "rfc3464"; "none" when it is not recognised. */
  readonly format: string;
  /** One entry for each recipient that the message reports on. */
  readonly recipients: readonly ParsedRecipient[];
  /** The account or address on our side that sent the returned message. */
  readonly sender: Sender | null;
  /** IP address of the client that handed the returned message to one of our hosts. */
  readonly clientAddress: string | null;
  /** How far the message can be believed. */
  readonly trust: Trust;
  /** The VERP extension and what it decodes to; null without an extension. */
  readonly verp: VerpReading | null;
  /** Message-ID of the message itself. */
  readonly messageId: string | null;
  /** Subject of the message itself, encoded words decoded, at most 200 characters. */
  readonly subject: string | null;
  /** From of the message itself, at most 200 characters. */
  readonly from: string | null;
  /** The message that bounced, as far as it came back. */
  readonly returned: ParsedReturnedMessage | null;
  /** What is wrong with the message's form ("size-cut", "boundary-missing" ...); empty for a sound one. */
  readonly defects: readonly string[];
  /** Size in bytes. */
  readonly size: number;
}

const toParsedRecipient = ({ facts, verdict }: Bounce): ParsedRecipient => ({
  ...facts,
  status: facts.status ?? impliedStatus(verdict.reason, facts.action),
  isStatusImplied: facts.status === null,
  severity: verdict.severity,
  reason: verdict.reason,
  class: REASONS[verdict.reason].class,
  rule: verdict.rule,
  matched: verdict.matched,
});

/** A reading as other programs get it. */
export const toParsedMessage = ({ bounces, facts, returned, ...reading }: Reading): ParsedMessage => ({
  kind: reading.kind,
  format: reading.format,
  recipients: bounces.map(toParsedRecipient),
  sender: reading.sender,
  clientAddress: reading.clientAddress,
  trust: reading.trust,
  verp: reading.verp,
  ...facts,
  messageId: reading.messageId,
  subject: reading.subject,
  from: reading.from,
  returned: returned && { ...returned, received: returned.received.length },
  defects: reading.defects,
  size: reading.size,
});
