/**
 * Complaints in the Abuse Reporting Format (RFC 5965, RFC 6591 for authentication failures). Reporters hide the address
 * that complained, or leave out the fields that RFC 5965 makes optional: then the returned message may name them.
 */
import type { Feedback, Notification } from "../../bounce.js";
import { all, first, parseTyped } from "../../mail/fields.js";
import { readHeader } from "../../mail/header.js";
import type { Header, Message } from "../../mail/message.js";
import { addressIn, returnedHeader, withReturned } from "../lib/complaint.js";
import { withoutRecipients, type Format } from "../lib/notification.js";

/** Original-Rcpt-To may be repeated; nobody repeats it this often in good faith. */
const MOST_RECIPIENTS = 100;

/** "Removal-Recipient" is from the drafts before RFC 5965, with the type "opt-out". */
const RECIPIENT_FIELDS = ["original-rcpt-to", "removal-recipient"] as const;

function recipientsIn(fields: Header): readonly string[] {
  const values = RECIPIENT_FIELDS.map((name) => all(fields, name)).find((found) => found.length > 0) ?? [];
  return values.slice(0, MOST_RECIPIENTS).flatMap((value) => addressIn(value) ?? []);
}

/** "Source-IP: [192.0.2.1]" and "Source-IP: 192.0.2.1 (comment)" are found too. */
const sourceOf = (fields: Header): string | null =>
  /[\da-fA-F.:]{3,45}/.exec(first(fields, "source-ip") ?? first(fields, "source") ?? "")?.[0] ?? null;

const readFeedback = (fields: Header): Feedback => ({
  type: first(fields, "feedback-type")?.trim().toLowerCase() ?? "abuse",
  userAgent: first(fields, "user-agent"),
  sourceIp: sourceOf(fields),
  originalMailFrom: addressIn(first(fields, "original-mail-from")),
  originalRcptTo: recipientsIn(fields),
  arrivalDate: first(fields, "arrival-date") ?? first(fields, "received-date"),
});

/** The machine-readable part; some reporters label it text/plain. */
function reportFields(message: Message): Header | null {
  const leaf = message.leaves.find(({ type }) => type === "message/feedback-report");
  if (leaf !== undefined) return readHeader(leaf.text);
  if (message.parameters["report-type"]?.toLowerCase() !== "feedback-report") return null;
  return (
    message.leaves.map(({ text }) => readHeader(text)).find((fields) => first(fields, "feedback-type") !== null) ?? null
  );
}

function read(message: Message): Notification | null {
  const fields = reportFields(message);
  if (fields === null) return null;
  const reporter = first(fields, "reporting-mta");
  return withoutRecipients(arf.id, "complaint", {
    reportingMta: reporter === null ? null : parseTyped(reporter).value,
    originalEnvelopeId: first(fields, "original-envelope-id"),
    feedback: withReturned(readFeedback(fields), returnedHeader(message)),
  });
}

/** RFC 5965 complaints. */
export const arf: Format = {
  id: "rfc5965",
  description: "Abuse Reporting Format (RFC 5965; RFC 6591 for authentication failures)",
  read,
};
