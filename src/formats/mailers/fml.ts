/**
 * The list manager fml, which refuses a post from somebody who is not a member, or that would loop: the list is the
 * recipient that did not take the message. It marks what it writes with X-MLServer.
 */
import { parseAddress } from "../../mail/address.js";
import { first } from "../../mail/fields.js";
import { type Format, bounceNotification } from "../lib/notification.js";
import { refused, notificationText } from "../lib/text-format.js";
import { subjectOf } from "../lib/text.js";

const REFUSAL = /\bnot (?:a )?member\b|\breject(?:ed)?\b|\bLoop Alert\b|\bsystem error\b/i;
/** Posts go out with the same mark, but in their author's name. */
const MANAGER = /-admin@|\bfml\b/i;
/** The list's own address, where the text names the list; else it is the administrator's without the role. */
const LIST = /<([^<>\s]{3,320})>\./;
const ROLE = /-(?:admin|ctl|request)(?=@)/;

/** Refusals by fml. */
export const fml: Format = {
  id: "fml",
  description: "The list manager fml",
  read: (message) => {
    if (
      !/^fml\b/i.test(first(message.header, "x-mlserver") ?? "") ||
      !MANAGER.test(first(message.header, "from") ?? "")
    )
      return null;
    const text = notificationText(message);
    const subject = subjectOf(message.header);
    const list =
      parseAddress(LIST.exec(text)?.[1] ?? "") ?? parseAddress((first(message.header, "from") ?? "").replace(ROLE, ""));
    if (list === null || list === "" || !(REFUSAL.test(subject) || REFUSAL.test(text))) return null;
    return bounceNotification("fml", [refused(list, "failed", REFUSAL.test(text) ? text : subject)]);
  },
};
