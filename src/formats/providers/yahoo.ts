/** Notifications of Yahoo's mailer and of Yahoo! Groups. */
import type { Notification } from "../../bounce.js";
import { parseAddress } from "../../mail/address.js";
import { first } from "../../mail/fields.js";
import type { Message } from "../../mail/message.js";
import { type Format, bounceNotification } from "../lib/notification.js";
import { entriesOf, humanText, sectionOf } from "../lib/text.js";
import { refused, textFormat } from "../lib/text-format.js";

const OPENING =
  /^(?:Sorry, we were unable|Unable) to deliver (?:your )?message to the following address(?:es|\(es\))?\./m;
const RETURNED = /^--- (?:Below this line|Original message)/m;
const HEAD = /^<([^<>\s]{3,320})>:?[ \t]*$/;
/** Lines that are not part of the reply: who said it, and to which command. */
const LABELS = /^Remote host said:[ \t]*$|^\[[A-Z_]{4,20}\][ \t]*$/gm;

/**
 * Yahoo's mailer, and that of the providers which run or ran it: an opening sentence, `<address>:` on its own line with the
 * reply below, and the returned message behind a line of dashes.
 */
export const yahoo = textFormat(
  {
    id: "yahoo",
    description: "Yahoo and the providers that run or ran its mailer (AOL, AT&T, Rogers, BT)",
    words: ["unable to deliver"],
  },
  (text) => {
    const section = sectionOf(text, OPENING, RETURNED);
    if (section === null) return null;
    return {
      recipients: entriesOf(section, HEAD).map((paragraph) =>
        refused(paragraph.recipient, "failed", paragraph.text.replace(LABELS, "")),
      ),
    };
  },
);

const GROUPS_FROM = /@(?:[\w-]{1,40}\.){0,3}yahoogroups\.[a-z.]{2,6}\b/i;
const GROUPS_SENTENCE =
  /^We are unable to deliver the message from <[^<>\n]{0,320}>\s{1,4}to <([^<>\s]{3,320})>\.\s{0,10}([^\n]{0,500}(?:\n[^\n]{1,500}){0,8})/m;

function readGroups(message: Message): Notification | null {
  if (!GROUPS_FROM.test(first(message.header, "from") ?? "")) return null;
  const [, group = "", reason = ""] = GROUPS_SENTENCE.exec(humanText(message)) ?? [];
  const recipient = parseAddress(group);
  return recipient === null || recipient === ""
    ? null
    : bounceNotification(yahooGroups.id, [refused(recipient, "failed", reason)]);
}

/** Yahoo! Groups on a message to a group that was not taken: the sender, the group, and why. */
export const yahooGroups: Format = {
  id: "yahoo-groups",
  description: "Yahoo! Groups, until 2019",
  read: readGroups,
};
