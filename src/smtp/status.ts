/**
 * Enhanced mail system status codes (RFC 3463): reading them, finding them in the text of a reply (RFC 2034), and how nearly every
 * reply opens, so that the patterns that find codes anywhere else need not be compiled for it.
 */
import type { Action } from "../bounce.js";
import type { Reason } from "../reason.js";

/** A reply code with the enhanced status of its class behind it (RFC 2034). */
interface Opening {
  readonly code: string;
  readonly status: string;
}

const form = /^([245][0-5]\d)[ -]([245]\.[1-9]?\d\.[1-9]?\d) /;

const readOpening = (text: string): Opening | null => {
  const [, code = "-", status = ""] = form.exec(text) ?? [];
  return status.startsWith(code.charAt(0)) ? { code, status } : null;
};

/** What was read last: whoever asks for the code also asks for the status. */
let last: { readonly text: string; readonly opening: Opening | null } = { text: "", opening: null };

/** The codes at the head of `550 5.1.1 text` and `550-5.1.1 text`; null for any other text, also with codes of two classes. */
export const openingOf = (text: string): Opening | null => {
  if (text !== last.text) last = { text, opening: readOpening(text) };
  return last.opening;
};

const code = String.raw`[245]\.(?:0|[1-9]\d{0,2})\.(?:0|[1-9]\d{0,2})`;
/** Neither the rest of an address, an IP address, a version or a date. */
const behind = String.raw`(?![\w@]|[.\-/]\w)`;

const statusForm = new RegExp(`^\\s*(${code})${behind}`);

/** Class 2 is success, 4 persistent transient, 5 permanent (RFC 3463 section 3.1). */
interface StatusParts {
  readonly class: "2" | "4" | "5";
  readonly subject: string;
  readonly detail: string;
}

/** The status code at the head of a Status field, "5.1.1" of "5.1.1 (bad destination)"; null when there is none. */
export const parseStatus = (text: string): string | null => statusForm.exec(text)?.[1] ?? null;

/** Class, subject and detail of a status code; null when it is none. */
export const statusParts = (status: string): StatusParts | null => {
  const [first, subject, detail] = parseStatus(status)?.split(".") ?? [];
  if ((first !== "2" && first !== "4" && first !== "5") || subject === undefined || detail === undefined) return null;
  return { class: first, subject, detail };
};

/** Where a status stands in a reply, surest first. */
const places = [
  // Behind the reply code: `550 5.1.1 ...`, `550-5.1.1 ...`, `550 #5.1.1 ...`, `550 (5.1.1) ...`.
  new RegExp(`(?<![\\w.@-])[245]\\d\\d[ \\t]{0,4}[- \\t:][ \\t]{0,4}[#(\\[<]{0,2}(${code})${behind}`),
  // Marked: `#5.1.1`, `(#5.1.1)`, `[5.1.1]`, `(5.1.1)`, `Status: 5.1.1`, `DSN=5.1.1`.
  new RegExp(`(?:#|\\[|\\(|\\b(?:status|dsn|code|error)[ \\t]{0,2}[:=]?[ \\t]{0,2})(${code})${behind}`, "i"),
  // At the head of the text or of a clause.
  new RegExp(`(?:^|[\\n;:>][ \\t]{0,4})(${code})${behind}`),
] as const;

/** What is there wherever a status is. */
const hint = /[245]\.\d/;

/** The enhanced status code in the text of a reply, wherever mailers put it; null when there is none. */
export const findStatus = (text: string): string | null => {
  const opening = openingOf(text);
  if (opening !== null) return opening.status;
  if (!hint.test(text)) return null;
  for (const place of places) {
    const found = place.exec(text)?.[1];
    if (found !== undefined) return found;
  }
  return null;
};

/** Whether a status says no more than its class (X.0.0: "other undefined status"). */
export const isVague = (status: string): boolean => status.endsWith(".0.0");

/**
 * The status that says most: the notification's Status field, unless it is absent or X.0.0 and the reply has a more specific
 * one. (Exim, OpenSMTPD and Courier write 5.0.0 for every failure; Sendmail for those whose reply has no code.)
 */
export const moreSpecificStatus = (fieldStatus: string | null, replyText: string | null): string | null => {
  const field = fieldStatus === null ? null : parseStatus(fieldStatus);
  if (field !== null && !isVague(field)) return field;
  const reply = replyText === null ? null : findStatus(replyText);
  return reply === null || (field !== null && isVague(reply)) ? field : reply;
};

/** Subject and detail by reason; a full mailbox and a time-out are transient by their definitions (RFC 3463 sections 3.3 and 3.5). */
const CODES: Readonly<Partial<Record<Reason, string>>> = {
  "user-unknown": "5.1.1",
  "host-unknown": "5.1.2",
  "has-moved": "5.1.6",
  "mailbox-disabled": "5.2.1",
  "mailbox-full": "4.2.2",
  "message-too-big": "5.3.4",
  "system-full": "4.3.1",
  "network-error": "4.4.1",
  expired: "4.4.7",
  "mail-loop": "5.4.6",
  "not-accept": "5.1.10",
  "no-relaying": "5.7.1",
  "spam-detected": "5.7.1",
  "virus-detected": "5.7.1",
  "policy-violation": "5.7.1",
};

/** The status a reason amounts to; null where it could be many. A delay is transient, whatever its cause. */
export function impliedStatus(reason: Reason, action: Action): string | null {
  const code = CODES[reason];
  if (code === undefined || (action !== "failed" && action !== "delayed")) return null;
  return action === "delayed" ? `4${code.slice(1)}` : code;
}
