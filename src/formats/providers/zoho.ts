/** Zoho Mail's notifications: one line a recipient, final ones with `ERROR_CODE :550`, delays in brackets with `ResponseCode`. */
import type { Action, ReportedRecipient } from "../../bounce.js";
import { first } from "../../mail/fields.js";
import type { Message } from "../../mail/message.js";
import { refused, textFormat } from "../lib/text-format.js";
import { entriesOf } from "../lib/text.js";

const FINAL = /^[ \t]{0,20}<?([^\s<>,]{1,320}@[^\s<>,]{1,255})>?,? ((?=.{0,200}ERROR[_ ]CODE).*)$/;
const DELAYED = /^\[Status: [A-Za-z]{1,20}, Address: <([^<>\s]{3,320})>, (.*?)\]?[ \t]*$/;
/** "ERROR_CODE :550, ERROR_CODE :5.1.1 text" is the reply "550 5.1.1 text". */
const CODES = /,?[ \t]{0,5}(?:ERROR[_ ]CODE|ResponseCode)[ \t]{0,3}:?[ \t]{0,3}/g;

const asReply = (text: string): string => text.replace(CODES, " ").replace(/\b(\d{3})(?: ?, ?){1,3}/, "$1 ");

const isTheirs = ({ header }: Message): boolean =>
  /mailer-daemon@[\w.-]{0,60}zoho/i.test(first(header, "from") ?? "") ||
  /^Zoho Mail/i.test(first(header, "x-mailer") ?? "");

const readLines = (text: string, form: RegExp, action: Action): readonly ReportedRecipient[] =>
  entriesOf(text, form).map((line) => refused(line.recipient, action, asReply(line.text.split("\n")[0] ?? "")));

/** Zoho Mail's notifications. */
export const zoho = textFormat({ id: "zoho", description: "Zoho Mail" }, (text, message) =>
  isTheirs(message)
    ? { recipients: [...readLines(text, FINAL, "failed"), ...readLines(text, DELAYED, "delayed")] }
    : null,
);
