/**
 * Postfix's bounces without RFC 3464 parts: versions before 20010228 and mails whose parts a gateway has dropped. Each
 * recipient opens a paragraph: `<a@b>: text`, `<a@b> (expanded from <c@d>): text`, folded by four blanks.
 */
import type { ReportedRecipient } from "../bounce.js";
import { parseAddress } from "../mail/address.js";
import { refused, textFormat } from "./mailer-text.js";

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

/** Postfix's text. */
export const postfixText = textFormat(
  "postfix",
  (text) => {
    const opening = OPENING.exec(text);
    if (opening === null && !SENTENCE.test(text)) return null;
    const action = WARNING.test(text) ? "delayed" : "failed";
    return { recipients: unfolded(text).flatMap((line) => readLine(line, action)), reportingMta: opening?.[1] ?? null };
  },
  ["this is the", "i'm sorry to have to inform you that"],
);
