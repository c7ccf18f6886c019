/** The readers, in the order they are asked: the first that knows the mail reads it. */
import type { Report } from "../bounce.js";
import type { Message } from "../mail/message.js";
import { autoReply, likelyAutoReply } from "./auto-reply.js";
import { correspondence } from "./correspondence.js";
import { disposition } from "./disposition.js";
import { COMPLAINTS } from "./complaints.js";
import type { Format } from "./format.js";
import { MAILERS } from "./mailers.js";
import { postfixSession } from "./postfix-session.js";
import { PROVIDERS } from "./providers.js";
import { rfc3464, rfc3464Labelled, rfc3464Nameless } from "./rfc3464.js";
import { sieveReject } from "./sieve-reject.js";
import { systemMail } from "./system-mail.js";

/** Standard reports first, since what they say is defined; mailers' words after what says that it is something else. */
export const FORMATS: readonly Format[] = [
  rfc3464Labelled,
  ...COMPLAINTS,
  sieveReject,
  disposition,
  correspondence,
  rfc3464,
  postfixSession,
  autoReply,
  systemMail,
  ...PROVIDERS,
  ...MAILERS,
  rfc3464Nameless,
  likelyAutoReply,
];

/** Reads a mail with the first format that knows it; null when none does. */
export function readReport(message: Message): Report | null {
  for (const format of FORMATS) {
    const report = format.read(message);
    if (report !== null) return report;
  }
  return null;
}
