/** Mimecast's notices of failure: one mail a recipient, the facts behind two dashes each below a sentence. */
import { addressesIn } from "../mail/address.js";
import { refused, textFormat } from "./mailer-text.js";
import { sectionOf } from "./text-report.js";

const OPENING =
  /^an email (?:that you attempted to send to the following address(?:es)? could not be delivered|you addressed to (?:the following )?(?:e-?mail )?address(?:es)?) ?:/im;
const PROBLEM = /\bThe problem appears to be ?:/;
const DETAILS = /^Additional information follows ?:/m;
const BLANK_LINE = /\n[ \t]*\n/;

const dashed = (section: string | null): string => (section ?? "").replace(/^[ \t]{0,8}--?[ \t]{0,8}/gm, "").trim();

/** Mimecast's notices. */
export const mimecast = textFormat(
  "mimecast",
  (text) => {
    const named = sectionOf(text, OPENING, BLANK_LINE);
    if (named === null) return null;
    const details = dashed(sectionOf(text, DETAILS, BLANK_LINE));
    const problem = dashed(sectionOf(text, PROBLEM, BLANK_LINE));
    const refusal = details === "" ? problem : `${details} (${problem})`;
    return { recipients: addressesIn(named).map((recipient) => refused(recipient, "failed", refusal)) };
  },
  ["an email that you", "an email you addressed"],
);
