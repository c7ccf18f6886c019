/**
 * Complaints of Microsoft's Junk Mail Reporting Program (Hotmail, Outlook.com): older than ARF, and not in its form, but
 * a message of staff@hotmail.com with the message attached. The subject has the source address.
 */
import type { Notification } from "../../bounce.js";
import { first } from "../../mail/fields.js";
import type { Message } from "../../mail/message.js";
import { complaintOf, returnedHeader, withReturned } from "../lib/complaint.js";
import { withoutRecipients, type Format } from "../lib/notification.js";

const FROM = /\bstaff@(?:[\w-]{1,40}\.){0,3}(?:hotmail|outlook|live|msn)\.com\b/i;
const SUBJECT = /^\s{0,4}complaint about message from ([\da-fA-F.:]{3,45}|\S{3,45})/i;

/** In older ones the message itself comes back, with the recipient in a field of its own. */
const RECIPIENT_FIELD = "x-hmxmroriginalrecipient";

function readReturned({ header }: Message): Notification | null {
  if (first(header, RECIPIENT_FIELD) === null) return null;
  const feedback = { ...complaintOf("abuse"), sourceIp: first(header, "x-hmxmroriginalip") };
  return withoutRecipients(microsoftJmrp.id, "complaint", {
    feedback: withReturned(
      feedback,
      header.filter(({ name }) => name !== "return-path"),
    ),
  });
}

function read(message: Message): Notification | null {
  const subject = SUBJECT.exec(first(message.header, "subject") ?? "");
  if (subject === null || !FROM.test(first(message.header, "from") ?? "")) return readReturned(message);
  const feedback = { ...complaintOf("abuse"), sourceIp: subject[1] ?? null };
  return withoutRecipients(microsoftJmrp.id, "complaint", {
    feedback: withReturned(feedback, returnedHeader(message)),
  });
}

/** Microsoft's junk mail reports. */
export const microsoftJmrp: Format = {
  id: "microsoft-jmrp",
  description: "Microsoft's Junk Mail Reporting Program",
  read,
};
