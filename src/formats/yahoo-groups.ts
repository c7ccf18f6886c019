/** Yahoo! Groups (until 2019) on mail to a group that was not taken: the sender, the group, and why. */
import type { Report } from "../bounce.js";
import { parseAddress } from "../mail/address.js";
import { first } from "../mail/fields.js";
import type { Message } from "../mail/message.js";
import type { Format } from "./format.js";
import { refused } from "./mailer-text.js";
import { bounceReport, humanText } from "./text-report.js";

const FROM = /@(?:[\w-]{1,40}\.){0,3}yahoogroups\.[a-z.]{2,6}\b/i;
const SENTENCE =
  /^We are unable to deliver the message from <[^<>\n]{0,320}>\s{1,4}to <([^<>\s]{3,320})>\.\s{0,10}([^\n]{0,500}(?:\n[^\n]{1,500}){0,8})/m;

function read(message: Message): Report | null {
  if (!FROM.test(first(message.header, "from") ?? "")) return null;
  const [, group = "", reason = ""] = SENTENCE.exec(humanText(message)) ?? [];
  const recipient = parseAddress(group);
  return recipient === null || recipient === ""
    ? null
    : bounceReport(yahooGroups.id, [refused(recipient, "failed", reason)]);
}

/** Yahoo! Groups' refusals. */
export const yahooGroups: Format = { id: "yahoo-groups", read };
