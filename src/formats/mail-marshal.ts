/** MailMarshal (Marshal, M86, Trustwave), a mail gateway: the reason first, the addresses behind, one a line. */
import { refused, textFormat } from "./mailer-text.js";
import { ADDRESS_LINE, entriesOf, sectionOf } from "./text-report.js";

const REASON = /^[ \t]{0,8}Could not be delivered because of:?[ \t]*$/im;
const NAMED = /^[ \t]{0,8}The following recipients? (?:was|were) affected ?:[ \t]*$/im;
const END = /^[ \t]{0,8}Additional Information|^[ \t]{0,8}={3,}/im;

/** MailMarshal's reports. */
export const mailMarshal = textFormat(
  "mail-marshal",
  (text) => {
    const refusal = sectionOf(text, REASON, NAMED);
    const named = sectionOf(text, NAMED, END);
    if (named === null || refusal === null) return null;
    return { recipients: entriesOf(named, ADDRESS_LINE).map(({ recipient }) => refused(recipient, "failed", refusal)) };
  },
  ["could not be delivered because of"],
);
