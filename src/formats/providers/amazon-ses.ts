/**
 * Amazon SES's notifications as SNS mails them (SES developer guide, "Amazon SNS notification contents"): the message's
 * text is JSON. Bounces, delays, deliveries and complaints; each may name many recipients.
 */
import type { Action, Feedback, Notification, ReportedRecipient } from "../../bounce.js";
import { parseAddress } from "../../mail/address.js";
import { first } from "../../mail/fields.js";
import { limits } from "../../mail/limits.js";
import type { Message } from "../../mail/message.js";
import { parseStatus } from "../../smtp/status.js";
import { NO_FACTS, type Format } from "../lib/notification.js";
import { listAt, objectAt, objectIn, parseObject, textAt, type JsonObject } from "../lib/json.js";
import { beforeMatch, humanText, reportedRecipient } from "../lib/text.js";

const FROM = /@sns\.amazonaws\.com(?:\.cn)?>?\s*$/i;
/** The line before SNS's own words at the end. */
const FOOTER = /^-- ?$/m;

/** Names of the notification's part with the recipients, and of their list in it; the action where the entry says none. */
const PARTS: readonly (readonly [string, string, Action])[] = [
  ["bounce", "bouncedRecipients", "failed"],
  ["deliveryDelay", "delayedRecipients", "delayed"],
  ["delivery", "recipients", "delivered"],
];

function readRecipient(entry: unknown, action: Action): readonly ReportedRecipient[] {
  const fields: JsonObject = typeof entry === "string" ? { emailAddress: entry } : objectIn(entry);
  const recipient = parseAddress(textAt(fields, "emailAddress") ?? "");
  if (recipient === null || recipient === "") return [];
  const told = reportedRecipient(recipient, (textAt(fields, "diagnosticCode") ?? "").replace(/^smtp; ?/i, ""), {
    place: "emailAddress",
  });
  return [{ ...told, action, status: parseStatus(textAt(fields, "status") ?? "") ?? told.status }];
}

const readRecipients = (notification: JsonObject): readonly ReportedRecipient[] =>
  PARTS.flatMap(([part, list, action]) =>
    listAt(objectAt(notification, part), list)
      .slice(0, limits.addresses)
      .flatMap((entry) => readRecipient(entry, action)),
  );

function readComplaint(notification: JsonObject): Feedback {
  const complaint = objectAt(notification, "complaint");
  const mail = objectAt(notification, "mail");
  return {
    type: textAt(complaint, "complaintFeedbackType")?.toLowerCase() ?? "abuse",
    userAgent: textAt(complaint, "userAgent"),
    sourceIp: textAt(mail, "sourceIp"),
    originalMailFrom: parseAddress(textAt(mail, "source") ?? ""),
    originalRcptTo: listAt(complaint, "complainedRecipients")
      .slice(0, limits.addresses)
      .flatMap((entry) => parseAddress(textAt(objectIn(entry), "emailAddress") ?? "") ?? []),
    arrivalDate: textAt(complaint, "arrivalDate") ?? textAt(complaint, "timestamp"),
  };
}

/** SNS puts the notification as text into an envelope of its own, unless "raw delivery" is chosen. */
function unwrapped(json: JsonObject): JsonObject {
  const inner = textAt(json, "Message");
  return inner === null ? json : parseObject(inner);
}

function readNotification(notification: JsonObject): Notification | null {
  const format = amazonSes.id;
  const facts = {
    ...NO_FACTS,
    reportingMta: textAt(objectAt(notification, "bounce"), "reportingMTA")?.replace(/^dns; ?|^dsn; ?/i, "") ?? null,
  };
  if ("complaint" in notification)
    return { format, kind: "complaint", recipients: [], facts: { ...facts, feedback: readComplaint(notification) } };
  const recipients = readRecipients(notification);
  if (recipients.length === 0) return null;
  const hasFailed = recipients.some(({ action }) => action !== "delivered");
  return { format, kind: hasFailed ? "bounce" : "delivered", recipients, facts };
}

function read(message: Message): Notification | null {
  if (!FROM.test(first(message.header, "from") ?? "")) return null;
  const text = beforeMatch(humanText(message), FOOTER).trim();
  // The JSON stands on one long line, which mailers fold: line breaks are no part of it.
  return text.startsWith("{") ? readNotification(unwrapped(parseObject(text.replaceAll("\n", "")))) : null;
}

/** Amazon SES's notifications by mail. */
export const amazonSes: Format = { id: "amazon-ses", description: "Amazon SES, by SNS", read };
