/**
 * The human part that Microsoft's SMTP service (IIS, Exchange 2000 and 2003, Outlook.com until about 2015) puts in front
 * of its RFC 3464 part; read where that part is lost or names nobody. Other mailers copied the sentences.
 */
import type { Action } from "../../bounce.js";
import { refused, textFormat } from "../lib/text-format.js";
import { entriesOf, quotesReply } from "../lib/text.js";

const OPENING = /^[ \t]{0,8}This is an automatically generated Delivery Status Notification/m;
/** What is said of the addresses below, which end with the next sentence. */
const SENTENCES: readonly (readonly [RegExp, Action])[] = [
  [
    /^[ \t]{0,8}(?:Delivery to the following recipients failed(?: permanently)?[.:]|Unable to deliver message to the following recipients, [^\n]{0,200})[ \t]*$/m,
    "failed",
  ],
  [/^[ \t]{0,8}Delivery to the following recipients has been delayed\.[ \t]*$/m, "delayed"],
  [/^[ \t]{0,8}Your message was successfully delivered to the following recipients\.[ \t]*$/m, "delivered"],
  [/^[ \t]{0,8}Your message has been successfully relayed to the following recipients\b[^\n]{0,200}$/m, "relayed"],
];
/** Addresses are indented, X3 marks them with a star. */
const HEAD = /^[ \t]{1,20}(?:\* {0,4})?([^\s"'<>*]{1,320}@[^\s"'<>:]{1,255})[ \t]*$/;
/** The reply of the other side may stand in a paragraph of its own ("Technical details"). */
const BLANK_LINE = /\n[ \t]*\n/;
/** A line that is not indented is the next sentence. */
const NEXT = /\n(?=[^\s])/;

/** Microsoft's SMTP service. */
export const microsoftSmtp = textFormat(
  {
    id: "microsoft-smtp",
    description: "Microsoft's SMTP service (IIS, Exchange 2000 and 2003), where its RFC 3464 part is lost",
    words: ["this is an automatically generated delivery status notification"],
  },
  (text) => {
    if (!OPENING.test(text)) return null;
    return {
      recipients: SENTENCES.flatMap(([sentence, action]) => {
        const found = sentence.exec(text);
        if (found === null) return [];
        const [below = ""] = text.slice(found.index + found[0].length).split(NEXT, 1);
        const details = text
          .slice(found.index + found[0].length + below.length)
          .split(BLANK_LINE)
          .find(quotesReply);
        return entriesOf(below, HEAD).map(({ recipient }) => refused(recipient, action, details ?? found[0]));
      }),
    };
  },
);
