/**
 * AOL's own mailer (until 2018): replies of single users, who are named by their screen names, without a domain. The
 * domain is the one the notification comes from.
 */
import { domainOf, parseAddress } from "../../mail/address.js";
import { first } from "../../mail/fields.js";
import { refused, textFormat } from "../lib/text-format.js";
import { beforeMatch, sectionOf } from "../lib/text.js";

const OPENING =
  /^Your mail to the following recipients could not be delivered because [^\n]{1,200}(?:\n[^\n]{1,200})?:[ \t]*$/m;
const NAME = /^[ \t]{1,20}([A-Za-z][\w.]{1,60})(@[\w.-]{1,255})?[ \t]*$/;
const MOST_NAMES = 100;
const BLANK_LINE = /\n[ \t]*\n(?=[^\s])/;

/** AOL's replies. */
export const aol = textFormat(
  { id: "aol", description: "AOL's own mailer, until 2018", words: ["your mail to the following recipients"] },
  (text, { header }) => {
    const domain = domainOf(parseAddress(first(header, "from") ?? "") ?? "");
    const opening = OPENING.exec(text)?.[0];
    if (domain === null || opening === undefined) return null;
    const named = sectionOf(text, OPENING, BLANK_LINE) ?? "";
    const reply = beforeMatch(opening, /:[ \t]*$/);
    return {
      recipients: named
        .split("\n")
        .slice(0, MOST_NAMES)
        .flatMap((line) => {
          const [, name, host = `@${domain}`] = NAME.exec(line) ?? [];
          return name === undefined ? [] : [refused(`${name}${host.toLowerCase()}`, "failed", reply)];
        }),
    };
  },
);
