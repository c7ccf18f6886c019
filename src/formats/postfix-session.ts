/**
 * Postfix's transcript of an SMTP session with errors (notify_classes = protocol, resource, software, policy, bounce).
 * It reports a conversation, not a delivery, so it names no failed recipient of ours. The transcript holds the client's
 * password in base64: nothing of it is taken over.
 */
import type { Report } from "../bounce.js";
import { first } from "../mail/fields.js";
import type { Message } from "../mail/message.js";
import { NO_FACTS } from "./facts.js";
import type { Format } from "./format.js";

const SUBJECT = /^Postfix SMTP (?:server|client): errors from /;
const TRANSCRIPT = /^[ \t]{0,40}Transcript of session follows\.$/m;

function read(message: Message): Report | null {
  if (!SUBJECT.test(first(message.header, "subject") ?? "")) return null;
  if (!TRANSCRIPT.test(message.leaves[0]?.text ?? "")) return null;
  return {
    format: postfixSession.id,
    kind: "notice",
    recipients: [],
    facts: { ...NO_FACTS, postfixNotice: "session" },
  };
}

/** Postfix's session transcripts. */
export const postfixSession: Format = { id: "postfix-session", read };
