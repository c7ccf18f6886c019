/** Trend Micro's InterScan gateways: either a sentence with the address, or the commands and replies of the session. */
import { parseAddress } from "../../mail/address.js";
import { first } from "../../mail/fields.js";
import { refused, textFormat } from "../lib/text-format.js";
import { oneLine } from "../lib/text.js";

const MOST_MENTIONS = 1_000;

const NAME = "InterScan";
const SESSION = /^Sent {1,3}(?:>>>|<<<) [A-Z]{4}/m;
const SENTENCE = /^Unable to deliver message to <([^<>\s]{3,320})>[^\n]*/gm;
/** The arrows point either way, depending on the version. */
const DIALOGUE =
  /^Sent {1,3}(?:>>>|<<<) RCPT TO:[ \t]?<([^<>\s]{3,320})>[^\n]*\n(?:Received {1,3}(?:>>>|<<<) ([^\n]*))?/gm;

/** VirusWall writes the command and the reply on one line. */
const COMMAND = /^[ \t]{0,20}rcpt to:[ \t]{0,4}<([^<>\s]{3,320})>[ \t]*([^\n]*)/gim;

/** InterScan's notifications. */
export const interScan = textFormat({ id: "interscan", description: "Trend Micro InterScan" }, (text, { header }) => {
  if (!text.includes(NAME) && !SESSION.test(text) && !(first(header, "from") ?? "").includes(NAME)) return null;
  const told = [DIALOGUE, COMMAND, SENTENCE].flatMap((form) => [...text.matchAll(form)]).slice(0, MOST_MENTIONS);
  return {
    recipients: told.flatMap(([sentence, written = "", reply]) => {
      const recipient = parseAddress(written);
      return recipient === null || recipient === ""
        ? []
        : [refused(recipient, "failed", reply === undefined || reply === "" ? oneLine(sentence) : reply)];
    }),
  };
});
