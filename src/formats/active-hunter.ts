/** Active! hunter (QUALITIA), a mail gateway of Japanese companies: Sendmail's headings, the address behind `>>>`. */
import { refused, textFormat } from "./mailer-text.js";
import { entriesOf, sectionOf } from "./text-report.js";

const OPENING = /^[ \t]{0,8}-{5} The following addresses had permanent fatal errors -{5}[ \t]*$/m;
const TRANSCRIPT = /^[ \t]{0,8}-{5} Transcript of session follows -{5}[ \t]*$/m;
const HEAD = /^>>> [^<>\n]{0,200}<([^<>\s]{3,320})>[ \t]*$/;
const END = /\n[ \t]*\n/;

/** Active! hunter's reports. */
export const activeHunter = textFormat(
  "active-hunter",
  (text) => {
    const named = sectionOf(text, OPENING, TRANSCRIPT);
    if (named === null) return null;
    const refusal = sectionOf(text, TRANSCRIPT, END) ?? "";
    return { recipients: entriesOf(named, HEAD).map(({ recipient }) => refused(recipient, "failed", refusal)) };
  },
  ["the following addresses had permanent fatal errors"],
);
