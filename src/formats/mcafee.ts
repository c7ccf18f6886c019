/** McAfee's gateways (WebShield, Email Gateway): below one heading a line for each address, the refusal in parentheses. */
import { refused, textFormat } from "./mailer-text.js";
import { entriesOf, sectionOf } from "./text-report.js";

const OPENING = /^[ \t]{0,8}--- The following addresses had delivery problems ---[ \t]*$/m;
const HEAD = /^[ \t]{0,8}<([^<>\s]{3,320})>[ \t]{1,8}\((.*)\)[ \t]*$/;
const END = /$(?![\s\S])/;

/** McAfee's reports, where their delivery-status part is lost. */
export const mcafee = textFormat(
  "mcafee",
  (text) => {
    const section = sectionOf(text, OPENING, END);
    if (section === null) return null;
    return { recipients: entriesOf(section, HEAD).map((entry) => refused(entry.recipient, "failed", entry.text)) };
  },
  ["the following addresses had delivery problems"],
);
