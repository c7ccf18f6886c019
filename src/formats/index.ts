/** The readers, in the order they are asked: the first that knows the mail reads it. */
import type { Report } from "../bounce.js";
import type { Message } from "../message/message.js";
import { autoReply } from "./auto-reply.js";
import { correspondence } from "./correspondence.js";
import { disposition } from "./disposition.js";
import { COMPLAINTS } from "./complaints.js";
import type { Format } from "./format.js";
import { MAILERS } from "./mailers.js";
import { postfixSession } from "./postfix-session.js";
import { PROVIDERS } from "./providers.js";
import { rfc3464, rfc3464Nameless } from "./rfc3464.js";
import { sieveReject } from "./sieve-reject.js";

/** Standard reports first, since what they say is defined; an auto-reply last, since mailers mark reports like it too. */
export const FORMATS: readonly Format[] = [
  ...COMPLAINTS,
  sieveReject,
  disposition,
  correspondence,
  rfc3464,
  postfixSession,
  ...PROVIDERS,
  ...MAILERS,
  rfc3464Nameless,
  autoReply,
];

/** Reads a mail with the first format that knows it; null when none does. */
export function readReport(message: Message): Report | null {
  for (const format of FORMATS) {
    const report = format.read(message);
    if (report !== null) return report;
  }
  return null;
}
