/** Verizon's gateways from mail to telephones (vtext.com, vzwpix.com): an error, and the envelope as a list of details. */
import { parseAddress } from "../../mail/address.js";
import { first } from "../../mail/fields.js";
import { refused, textFormat } from "../lib/text-format.js";
import { beforeMatch } from "../lib/text.js";

const FROM = /@(?:[\w-]{1,40}\.)?(?:vtext|vzwpix|vzwpix-int|mypixmessages)\.com/i;
const ERROR = /^Error:/m;
const DETAILS = /^Message details:/m;
/** vtext.com writes the envelope; vzwpix.com a To of the message. */
const RECIPIENT = /^[ \t]{0,8}(?:RCPT TO|To):[ \t]{0,4}([^\n]{3,400})$/im;

/** Verizon's notifications. */
export const verizon = textFormat(
  { id: "verizon", description: "Verizon's gateways to telephones (vtext.com, vzwpix.com)" },
  (text, { header }) => {
    if (!FROM.test(first(header, "from") ?? "") || !ERROR.test(text)) return null;
    const recipient = parseAddress(RECIPIENT.exec(text)?.[1] ?? "");
    if (recipient === null || recipient === "") return null;
    return { recipients: [refused(recipient, "failed", beforeMatch(text, DETAILS))] };
  },
);
