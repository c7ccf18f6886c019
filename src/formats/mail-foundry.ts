/** MailFoundry, a gateway against spam: one address and one reason a mail. */
import { addressesIn } from "../mail/address.js";
import { refused, textFormat } from "./mailer-text.js";
import { sectionOf } from "./text-report.js";

const OPENING = /^Unable to deliver message to:/m;
const REASON = /^Delivery failed for the following reason:/m;
const END = /^This has been a permanent failure\./m;
const REMOTE = /^\s*Server ([\w-][\w.-]{0,250})\[/;

/** MailFoundry's reports. */
export const mailFoundry = textFormat(
  "mail-foundry",
  (text) => {
    const named = sectionOf(text, OPENING, REASON);
    const refusal = sectionOf(text, REASON, END);
    if (named === null || refusal === null) return null;
    return {
      recipients: addressesIn(named).map((recipient) =>
        refused(recipient, "failed", refusal, { remoteMta: REMOTE.exec(refusal)?.[1] ?? null }),
      ),
    };
  },
  ["unable to deliver message to:"],
);
