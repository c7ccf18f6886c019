/** Complaints in the Abuse Reporting Format (RFC 5965, and RFC 6591 for authentication failures). */
import type { Feedback, Report } from "../bounce.js";
import { parseAddress } from "../message/address.js";
import { all, first, parseTyped } from "../message/fields.js";
import { readHeader } from "../message/reader.js";
import type { Header, Message } from "../message/message.js";
import { NO_FACTS } from "./facts.js";
import type { Format } from "./format.js";

/** Original-Rcpt-To may be repeated; nobody repeats it this often in good faith. */
const MOST_RECIPIENTS = 100;

const addressIn = (value: string | null): string | null => (value === null ? null : parseAddress(value));

function readFeedback(fields: Header): Feedback {
  return {
    type: first(fields, "feedback-type")?.toLowerCase() ?? "abuse",
    userAgent: first(fields, "user-agent"),
    sourceIp: first(fields, "source-ip"),
    originalMailFrom: addressIn(first(fields, "original-mail-from")),
    originalRcptTo: all(fields, "original-rcpt-to").slice(0, MOST_RECIPIENTS).flatMap((value) => parseAddress(value) ?? []),
    arrivalDate: first(fields, "arrival-date") ?? first(fields, "received-date"),
  };
}

function read(message: Message): Report | null {
  const leaf = message.leaves.find(({ type }) => type === "message/feedback-report");
  if (leaf === undefined) return null;
  const fields = readHeader(leaf.text);
  const reporter = first(fields, "reporting-mta");
  return {
    format: feedback.id,
    kind: "complaint",
    recipients: [],
    facts: {
      ...NO_FACTS,
      reportingMta: reporter === null ? null : parseTyped(reporter).value,
      originalEnvelopeId: first(fields, "original-envelope-id"),
      feedback: readFeedback(fields),
    },
  };
}

/** RFC 5965 complaints. */
export const feedback: Format = { id: "rfc5965", read };
