/** SpamCop's complaints: the subject has the source address, the message stands behind a line in brackets. */
import type { Report } from "../bounce.js";
import { first } from "../mail/fields.js";
import { readHeader } from "../mail/reader.js";
import type { Message } from "../mail/message.js";
import { complaintOf, withReturned } from "./complained.js";
import { NO_FACTS } from "./facts.js";
import type { Format } from "./format.js";
import { humanText } from "./text-report.js";

const FROM = /@(?:reports|devnull|bounces)\.spamcop\.net\b/i;
const SUBJECT = /^\s{0,4}\[SpamCop \(([^)\s]{3,45})\)/i;
const OFFENDING = /^\[ Offending message \][ \t]*\n/m;

function read(message: Message): Report | null {
  const subject = SUBJECT.exec(first(message.header, "subject") ?? "");
  if (subject === null || !FROM.test(first(message.header, "from") ?? "")) return null;
  const returned = readHeader(humanText(message).split(OFFENDING)[1] ?? "");
  const feedback = { ...complaintOf("abuse"), userAgent: "SpamCop", sourceIp: subject[1] ?? null };
  return {
    format: spamcop.id,
    kind: "complaint",
    recipients: [],
    facts: { ...NO_FACTS, feedback: withReturned(feedback, returned) },
  };
}

/** SpamCop's reports. */
export const spamcop: Format = { id: "spamcop", read };
