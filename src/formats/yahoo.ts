/**
 * Reports of Yahoo and of the providers that run or ran its mailer (AOL, AT&T, Rogers, BT and others): an opening
 * sentence, `<address>:` on its own line with the refusal below, and the returned message behind a line of dashes.
 */
import { refused, textFormat } from "./mailer-text.js";
import { entriesOf, sectionOf } from "./text-report.js";

const OPENING =
  /^(?:Sorry, we were unable|Unable) to deliver (?:your )?message to the following address(?:es|\(es\))?\./m;
const RETURNED = /^--- (?:Below this line|Original message)/m;
const HEAD = /^<([^<>\s]{3,320})>:?[ \t]*$/;
/** Lines that are not part of the refusal: who said it, and to which command. */
const LABELS = /^Remote host said:[ \t]*$|^\[[A-Z_]{4,20}\][ \t]*$/gm;

/** Yahoo's reports. */
export const yahoo = textFormat(
  "yahoo",
  (text) => {
    const section = sectionOf(text, OPENING, RETURNED);
    if (section === null) return null;
    return {
      recipients: entriesOf(section, HEAD).map((paragraph) =>
        refused(paragraph.recipient, "failed", paragraph.text.replace(LABELS, "")),
      ),
    };
  },
  ["unable to deliver"],
);
