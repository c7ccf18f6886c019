/**
 * Sieve's reject action (RFC 5429 section 2.2): the recipient's filter refuses a message that was already accepted, and says
 * so in a disposition notification (RFC 8098) whose disposition is "deleted". Unlike other such notifications it is a
 * reply. Dovecot Pigeonhole, Cyrus and Oracle's server write it, each in its own words.
 */
import type { Notification, ReportedRecipient } from "../../bounce.js";
import { decodeRecipient } from "../../mail/address.js";
import { first, firstTyped } from "../../mail/fields.js";
import { readHeader } from "../../mail/header.js";
import type { Header, Message } from "../../mail/message.js";
import { type Format, bounceNotification } from "../lib/notification.js";
import { humanText, reportedRecipient } from "../lib/text.js";

const TYPES = new Set(["message/disposition-notification", "message/global-disposition-notification"]);
const DELETED = /^automatic-action\/[^;]{1,60};\s*deleted\b/i;
/** The sentence in front of the reason that the filter's owner gave; the RFC's own example last. */
const REFUSAL =
  /\bwas (?:automatically )?(?:rejected|refused)(?: by (?:Sieve|the recipient's)[^\n]{0,60}(?:\n[^\n:]{0,80}){0,3})?[:.]\s*/;
const GIVEN =
  /^(?:The (?:following )?reason (?:was )?given(?: was as follows| was)?:|The following reason was given:)\s*/i;

function readRecipient(fields: Header, text: string): ReportedRecipient | null {
  const field = firstTyped(fields, "final-recipient") ?? firstTyped(fields, "original-recipient");
  const recipient = field === null ? null : decodeRecipient(field.type, field.value);
  const refusal = REFUSAL.exec(text);
  if (recipient === null || recipient === "" || refusal === null) return null;
  const reason = text.slice(refusal.index + refusal[0].length).replace(GIVEN, "");
  return reportedRecipient(recipient, reason, { place: "Final-Recipient" });
}

function read(message: Message): Notification | null {
  const leaf = message.leaves.find(({ type }) => TYPES.has(type));
  const fields = leaf === undefined ? [] : readHeader(leaf.text);
  if (!DELETED.test(first(fields, "disposition") ?? "")) return null;
  const recipient = readRecipient(fields, humanText(message));
  return recipient === null
    ? null
    : bounceNotification(sieveReject.id, [recipient], { reportingMta: first(fields, "reporting-ua") });
}

/** Refusals by a Sieve filter. */
export const sieveReject: Format = { id: "rfc5429", description: "Refusals by a Sieve filter (RFC 5429)", read };
