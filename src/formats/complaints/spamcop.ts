/** SpamCop's complaints: the subject has the source address, the message stands behind a line in brackets. */
import type { Notification } from "../../bounce.js";
import { first } from "../../mail/fields.js";
import { readHeader } from "../../mail/header.js";
import type { Message } from "../../mail/message.js";
import { complaintOf, withReturned } from "../lib/complaint.js";
import { withoutRecipients, type Format } from "../lib/notification.js";
import { humanText } from "../lib/text.js";

const FROM = /@(?:reports|devnull|bounces)\.spamcop\.net\b/i;
const SUBJECT = /^\s{0,4}\[SpamCop \(([^)\s]{3,45})\)/i;
const OFFENDING = /^\[ Offending message \][ \t]*\n/m;

function read(message: Message): Notification | null {
  const subject = SUBJECT.exec(first(message.header, "subject") ?? "");
  if (subject === null || !FROM.test(first(message.header, "from") ?? "")) return null;
  const returned = readHeader(humanText(message).split(OFFENDING)[1] ?? "");
  const feedback = { ...complaintOf("abuse"), userAgent: "SpamCop", sourceIp: subject[1] ?? null };
  return withoutRecipients(spamcop.id, "complaint", { feedback: withReturned(feedback, returned) });
}

/** SpamCop's notifications. */
export const spamcop: Format = { id: "spamcop", description: "SpamCop", read };
