/** m-FILTER (Digital Arts), a mail gateway of Japanese companies: sections below lines that begin with seven dashes. */
import { first } from "../mail/fields.js";
import { refused, textFormat } from "./mailer-text.js";
import { ADDRESS_LINE, beforeMatch, entriesOf, sectionOf } from "./text-report.js";

const SERVER_MESSAGE = /^-{7}server message[ \t]*$/m;
const NEXT = /^-{7}(?:SMTP command|original)/m;

/** m-FILTER's reports. */
export const mFilter = textFormat("m-filter", (text, message) => {
  if (!/^m-FILTER\b/i.test(first(message.header, "x-mailer") ?? "")) return null;
  const refusal = sectionOf(text, SERVER_MESSAGE, NEXT) ?? "";
  return {
    recipients: entriesOf(beforeMatch(text, SERVER_MESSAGE), ADDRESS_LINE).map(({ recipient }) =>
      refused(recipient, "failed", refusal),
    ),
  };
});
