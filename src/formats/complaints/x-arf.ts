/**
 * Complaints in X-ARF (abusix and others; x-arf.org): a field of the header says so. Version 1 writes the facts as lines
 * `Name: value` (YAML), version 2 and later as JSON.
 */
import type { Feedback, Notification } from "../../bounce.js";
import { first } from "../../mail/fields.js";
import { readHeader } from "../../mail/header.js";
import type { Header, Leaf, Message } from "../../mail/message.js";
import { addressIn, complaintOf, returnedHeader, withReturned } from "../lib/complaint.js";
import { withoutRecipients, type Format } from "../lib/notification.js";
import { objectAt, parseObject, textAt } from "../lib/json.js";

const MARK = /^(?:yes|plain|secure|bulk)/i;

function isReportLines(fields: Header): boolean {
  return (
    first(fields, "report-type") !== null &&
    (first(fields, "reported-from") !== null || first(fields, "report-id") !== null)
  );
}

const readLines = (fields: Header): Feedback => ({
  ...complaintOf(first(fields, "report-type")?.trim().toLowerCase() ?? "abuse"),
  userAgent: first(fields, "user-agent"),
  sourceIp: first(fields, "source"),
  originalMailFrom: addressIn(first(fields, "original-mail-from")),
  arrivalDate: first(fields, "date"),
});

function readJson(text: string): Feedback | null {
  const report = objectAt(parseObject(text), "Report");
  const type = textAt(report, "ReportType");
  if (type === null) return null;
  const recipient = addressIn(textAt(report, "SmtpRcptToAddress"));
  return {
    ...complaintOf(type.toLowerCase()),
    sourceIp: textAt(report, "SourceIp"),
    originalMailFrom: addressIn(textAt(report, "SmtpMailFromAddress")),
    originalRcptTo: recipient === null ? [] : [recipient],
    arrivalDate: textAt(report, "Date"),
  };
}

function readPart({ text }: Leaf): Feedback | null {
  if (text.trimStart().startsWith("{")) return readJson(text);
  const fields = readHeader(text.replace(/^---[ \t]*\n/, ""));
  return isReportLines(fields) ? readLines(fields) : null;
}

function read(message: Message): Notification | null {
  if (!MARK.test(first(message.header, "x-arf") ?? first(message.header, "x-xarf") ?? "")) return null;
  const feedback = message.leaves
    .slice(0, 8)
    .map(readPart)
    .find((part) => part !== null);
  if (feedback === undefined) return null;
  return withoutRecipients(xArf.id, "complaint", { feedback: withReturned(feedback, returnedHeader(message)) });
}

/** X-ARF reports. */
export const xArf: Format = { id: "x-arf", description: "X-ARF (abusix and others)", read };
