/** Enhanced mail system status codes (RFC 3463): reading them, and finding them in the text of a reply (RFC 2034). */

import { openingOf } from "./opening.js";

const code = String.raw`[245]\.(?:0|[1-9]\d{0,2})\.(?:0|[1-9]\d{0,2})`;
/** Neither the rest of an address, an IP address, a version or a date. */
const behind = String.raw`(?![\w@]|[.\-/]\w)`;

const statusForm = new RegExp(`^\\s*(${code})${behind}`);

/** Class 2 is success, 4 persistent transient, 5 permanent (RFC 3463 section 3.1). */
export interface StatusParts {
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
