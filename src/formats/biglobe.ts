/** BIGLOBE's reports: the addresses below one heading, what is said of all of them below another. */
import { refused, textFormat } from "./mailer-text.js";
import { ADDRESS_LINE, entriesOf, sectionOf } from "./text-report.js";

const OPENING = /^[ \t]{0,8}-{5} The following addresses had delivery problems -{5}[ \t]*$/m;
const INFORMATION = /^[ \t]{0,8}-{5} Non-delivered information -{5}[ \t]*$/m;
const END = /$(?![\s\S])/;

/** BIGLOBE's reports. */
export const biglobe = textFormat(
  "biglobe",
  (text) => {
    const named = sectionOf(text, OPENING, INFORMATION);
    const refusal = sectionOf(text, INFORMATION, END);
    if (named === null || refusal === null) return null;
    return { recipients: entriesOf(named, ADDRESS_LINE).map(({ recipient }) => refused(recipient, "failed", refusal)) };
  },
  ["the following addresses had delivery problems"],
);
