/**
 * Delivery status notifications (RFC 3464; RFC 6533 for addresses in UTF-8), from any mailer. Every recipient's group
 * stands alone. Where a group leaves the refusal's text out, the sentence about this recipient in the human part is used.
 */
import type { Action, Report, ReportedRecipient, ReportFacts } from "../bounce.js";
import { decodeRecipient } from "../message/address.js";
import { first, firstTyped, readStatusGroups } from "../message/fields.js";
import type { Header, Leaf, Message } from "../message/message.js";
import { replyCodeOf } from "../smtp/reply.js";
import { moreSpecificStatus, parseStatus } from "../smtp/status.js";
import { NO_FACTS } from "./facts.js";
import type { Format } from "./format.js";
import { sentenceAbout } from "./human-part.js";

const TYPES = new Set(["message/delivery-status", "message/global-delivery-status"]);
/** For mails whose MIME structure is lost: the two fields that RFC 3464 demands of every recipient's group. */
const BARE_REPORT = /^(?:final|original)-recipient\s*:[^\n]*;/im;
const BARE_ACTION = /^action\s*:\s*(?:failed|delayed|delivered|relayed|expanded)/im;

const ACTIONS: readonly Action[] = ["failed", "delayed", "delivered", "relayed", "expanded"];
/** RFC 3463 section 3: what the class of a status says, for groups without Action. */
const ACTION_BY_CLASS: Readonly<Record<string, Action>> = { "2": "delivered", "4": "delayed", "5": "failed" };

/** Postfix puts its mail_name into its own field names: X-Postfix-Queue-ID, X-Postfix-Sender. */
const QUEUE_ID_FIELD = /^x-[a-z0-9.-]{1,40}-queue-id$/;
const SENDER_FIELD = /^x-[a-z0-9.-]{1,40}-sender$/;

/** Places of the text of a refusal, best first; the second is Exchange's. */
const DIAGNOSTIC_FIELDS = ["diagnostic-code", "x-supplementary-info"] as const;

function statusLeaf(message: Message): Leaf | undefined {
  return message.leaves.find(({ type }) => TYPES.has(type))
    ?? message.leaves.find(({ type, text }) => type.startsWith("text/") && BARE_REPORT.test(text) && BARE_ACTION.test(text));
}

const isRecipientGroup = (group: Header): boolean =>
  group.some(({ name }) => name === "final-recipient" || name === "original-recipient" || name === "action");

function actionOf(group: Header, status: string | null): Action {
  const written = first(group, "action")?.toLowerCase() ?? "";
  return ACTIONS.find((action) => written.includes(action)) ?? ACTION_BY_CLASS[status?.charAt(0) ?? ""] ?? "failed";
}

interface Diagnostic {
  readonly text: string | null;
  readonly type: string | null;
  readonly place: string;
}

function diagnosticOf(group: Header, recipients: readonly string[], message: Message): Diagnostic {
  for (const name of DIAGNOSTIC_FIELDS) {
    const field = firstTyped(group, name);
    if (field !== null && field.value !== "") return { text: field.value, type: field.type, place: name };
  }
  return { text: sentenceAbout(recipients, message), type: null, place: "human part" };
}

const addressField = (group: Header, name: string): string | null => {
  const field = firstTyped(group, name);
  return field === null ? null : decodeRecipient(field.type, field.value);
};

const hostField = (group: Header, name: string): string | null => firstTyped(group, name)?.value || null;

function readRecipient(group: Header, message: Message): ReportedRecipient {
  const final = addressField(group, "final-recipient");
  const original = addressField(group, "original-recipient");
  const recipient = final ?? original ?? "";
  const diagnostic = diagnosticOf(group, [final, original].flatMap((address) => address ?? []), message);
  const written = parseStatus(first(group, "status") ?? "");
  const status = moreSpecificStatus(written, diagnostic.text);
  return {
    recipient,
    originalRecipient: original !== null && original.toLowerCase() !== recipient.toLowerCase() ? original : null,
    action: actionOf(group, status),
    status,
    replyCode: diagnostic.text === null ? null : replyCodeOf(diagnostic.text),
    diagnostic: diagnostic.text,
    diagnosticType: diagnostic.type,
    remoteMta: hostField(group, "remote-mta"),
    evidence: {
      recipient: final === null ? "Original-Recipient" : "Final-Recipient",
      status: status === written ? "Status" : "refusal text",
      diagnostic: diagnostic.place,
    },
  };
}

/** The first field whose name is like this. */
const nameLike = (group: Header, pattern: RegExp): string => group.find(({ name }) => pattern.test(name))?.name ?? "";

/** Postfix's copies for its postmaster differ from a sender's report by their subject, and a double bounce by its sender. */
function noticeOf(message: Message, sender: string | null): ReportFacts["postfixNotice"] {
  const subject = first(message.header, "subject") ?? "";
  if (/^Postmaster Warning: Delayed Mail$/i.test(subject)) return "delay";
  if (!/^Postmaster Copy: Undelivered Mail$/i.test(subject)) return null;
  return /^(?:mailer-daemon|double-bounce)(?:@|$)/i.test(sender ?? "") ? "double-bounce" : "single-bounce";
}

function readFacts(group: Header, message: Message): ReportFacts {
  const postfixSender = addressField(group, nameLike(group, SENDER_FIELD));
  return {
    ...NO_FACTS,
    reportingMta: hostField(group, "reporting-mta"),
    arrivalDate: first(group, "arrival-date"),
    postfixQueueId: first(group, nameLike(group, QUEUE_ID_FIELD)),
    postfixSender,
    originalEnvelopeId: first(group, "original-envelope-id"),
    postfixNotice: noticeOf(message, postfixSender),
  };
}

function read(message: Message): Report | null {
  const leaf = statusLeaf(message);
  if (leaf === undefined) return null;
  const groups = readStatusGroups(leaf.text);
  const recipients = groups.filter(isRecipientGroup).map((group) => readRecipient(group, message));
  const own = groups.find((group) => !isRecipientGroup(group)) ?? [];
  const hasFailed = recipients.length === 0 || recipients.some(({ action }) => action === "failed" || action === "delayed");
  return { format: rfc3464.id, kind: hasFailed ? "bounce" : "delivered", facts: readFacts(own, message), recipients };
}

/** RFC 3464 and RFC 6533 reports. */
export const rfc3464: Format = { id: "rfc3464", read };
