/**
 * Complaints of Microsoft's Junk Mail Reporting Program (Hotmail, Outlook.com): older than ARF and still no report, but
 * a mail of staff@hotmail.com with the message attached. The subject has the source address.
 */
import type { Report } from "../bounce.js";
import { first } from "../mail/fields.js";
import type { Message } from "../mail/message.js";
import { complaintOf, returnedHeader, withReturned } from "./complained.js";
import { NO_FACTS } from "./facts.js";
import type { Format } from "./format.js";

const FROM = /\bstaff@(?:[\w-]{1,40}\.){0,3}(?:hotmail|outlook|live|msn)\.com\b/i;
const SUBJECT = /^\s{0,4}complaint about message from ([\da-fA-F.:]{3,45}|\S{3,45})/i;

function read(message: Message): Report | null {
  const subject = SUBJECT.exec(first(message.header, "subject") ?? "");
  if (subject === null || !FROM.test(first(message.header, "from") ?? "")) return null;
  const feedback = { ...complaintOf("abuse"), sourceIp: subject[1] ?? null };
  return {
    format: junkReport.id,
    kind: "complaint",
    recipients: [],
    facts: { ...NO_FACTS, feedback: withReturned(feedback, returnedHeader(message)) },
  };
}

/** Microsoft's junk mail reports. */
export const junkReport: Format = { id: "microsoft-jmrp", read };
