/** What Postfix writes as plain text: bounces without RFC 3464 parts, and transcripts of sessions for its postmaster. */
import type { Notification, ReportedRecipient } from "../../bounce.js";
import { parseAddress } from "../../mail/address.js";
import { first } from "../../mail/fields.js";
import type { Message } from "../../mail/message.js";
import { type Format, withoutRecipients } from "../lib/notification.js";
import { refused, textFormat } from "../lib/text-format.js";

/** Sites name themselves in place of Postfix; the sentence stays. */
const OPENING = /^[ \t]*This is the [^\n]{1,80}? (?:program|system) at host (\S{1,255}?)\.[ \t]*$/m;
const SENTENCE = /\bI'm sorry to have to inform you that\b/;
const WARNING = /\b(?:THIS IS A WARNING ONLY|Your message could not be delivered for)\b/;
const RECIPIENT = /^<([^<>]{1,320})>(?: \(expanded from <?([^<>)]{1,320})>?\))?: ?(.*)$/;

/** Each paragraph is one line once it is unfolded. */
const unfolded = (text: string): readonly string[] => text.replace(/\n[ \t]{1,8}(?=\S)/g, " ").split("\n");

const readLine = (line: string, action: "failed" | "delayed"): readonly ReportedRecipient[] => {
  const [, written = "", expanded = "", text = ""] = RECIPIENT.exec(line) ?? [];
  const address = parseAddress(written);
  return address === null || address === ""
    ? []
    : [refused(address, action, text, { originalRecipient: parseAddress(expanded) })];
};

/**
 * Postfix's bounces without RFC 3464 parts: versions before 20010228, and messages whose parts a gateway dropped. Each
 * recipient opens a paragraph: `<a@b>: text`, `<a@b> (expanded from <c@d>): text`, folded by four blanks.
 */
export const postfix = textFormat(
  {
    id: "postfix",
    description: "Postfix's bounces as text: before 2001, or where a gateway dropped the RFC 3464 part",
    words: ["this is the", "i'm sorry to have to inform you that"],
  },
  (text) => {
    const opening = OPENING.exec(text);
    if (opening === null && !SENTENCE.test(text)) return null;
    const action = WARNING.test(text) ? "delayed" : "failed";
    return { recipients: unfolded(text).flatMap((line) => readLine(line, action)), reportingMta: opening?.[1] ?? null };
  },
);

const SESSION_SUBJECT = /^Postfix SMTP (?:server|client): errors from /;
const TRANSCRIPT = /^[ \t]{0,40}Transcript of session follows\.$/m;

function readSession(message: Message): Notification | null {
  if (!SESSION_SUBJECT.test(first(message.header, "subject") ?? "")) return null;
  if (!TRANSCRIPT.test(message.leaves[0]?.text ?? "")) return null;
  return withoutRecipients(postfixSession.id, "notice", { postfixNotice: "session" });
}

/**
 * Postfix's transcript of an SMTP session with errors (notify_classes = protocol, resource, software, policy, bounce). It
 * speaks of a conversation, not of a delivery, so it names no failed recipient of ours. The transcript holds the client's
 * password in base64: nothing of it is taken over.
 */
export const postfixSession: Format = {
  id: "postfix-session",
  description: "Postfix's transcript of an SMTP session with errors, for its postmaster",
  read: readSession,
};
