/**
 * The human parts of Microsoft Exchange, where no RFC 3464 part comes with them: Exchange 4 to 5.5 never wrote one, and
 * gateways strip those of later versions. Three generations: a list below a sentence (4 to 2003), sections for
 * administrators and senders (2007 on), and the fields at the end of Exchange Online's pages. Only the first needs the language.
 */
import type { ReportedRecipient } from "../../bounce.js";
import { parseAddress } from "../../mail/address.js";
import { refused, textFormat } from "../lib/text-format.js";
import { ADDRESS_LINE, beforeMatch, entriesOf, sectionOf } from "../lib/text.js";

const BLANK_LINE = /\n[ \t]*\n/;

/** The sentence above the list, Exchange 5.5 and Exchange 2000, in the languages that Exchange speaks. */
const LIST = new RegExp(
  `^[ \\t]{0,20}(?:${[
    "did not reach the following recipient\\(?s?\\)?:",
    "The following recipient\\(s\\) (?:could not|cannot) be reached:",
    "Folgende(?:r|\\(r\\)) Empfänger konnte(?:n|\\(n\\))? nicht erreicht werden:",
    "konnte (?:den|die) folgenden Empfänger nicht erreichen:",
    "Impossible (?:de joindre|d'atteindre) le\\(?s?\\)? destinataire\\(?s?\\)? suivants?\\(?s?\\)? ?:",
    "n'a pas pu atteindre le\\(?s?\\)? destinataire\\(?s?\\)? suivant\\(?s?\\)? ?:",
    "No se puede localizar a(?:l| los| los siguientes)? (?:siguientes? )?destinatarios?(?: siguientes?)?:",
    "Impossibile (?:raggiungere|recapitare a) i(?:l|) (?:seguenti )?destinatar(?:io|i)(?: seguent[ei])?:",
    "次の受信者に(?:配信|送信)できませんでした[:：]?",
    "无法(?:联系到|到达|发送到)(?:下列|以下)收件人[:：]",
    "Не удалось (?:связаться со|доставить) следующим(?:и)? получател(?:ями?|ю):",
  ].join("|")})`,
  "im",
);

/** `Name (address) on Thu, 29 Apr 2007 16:51:51 -0500`; the preposition is "am", "le", "el" ... and Asian languages have none. */
const LISTED =
  /^[ \t]{0,20}(?:[^@\n]{1,200}[<(\[])?'?([^\s"'<>()[\]]{1,320}@[^\s"'<>:()[\]]{1,255})['>)\]]{0,2} (?:[a-z\u00e0-\u00ff\u0400-\u04ff]{1,6} )?[^\n]{0,40}\d{1,4}[^\n]{0,60}$/;
/** X.400's form of a foreign address: `c=US;a= ;p=ORG;dda:SMTP=user@host; on ...`, also as `DDA.SMTP=user(a)host`. */
const X400 =
  /^([ \t]{0,20})[a-z]{1,4}=[^\n@]{0,300}?\bdda[:.]SMTP=([^\s;@()]{1,255})(?:@|\(a\))([^\s;@()]{1,255});?/gim;
/** Ids of the directory and of the message in X.400's words, which say nothing of the failure. */
const X400_IDS = /^[ \t]{0,20}The MTS-ID of the original message is:[^\n]*(?:\n;[^\n]*)?/gm;

/**
 * Exchange names people of its own directory as they are displayed: then only the address of the notification tells who it was.
 * A list with addresses of another form is of another mailer (hMailServer, MailEnable), which has taken the sentence over.
 */
function readList(text: string): readonly ReportedRecipient[] {
  const section = sectionOf(text, LIST, /$(?![\s\S])/)
    ?.replace(X400_IDS, "")
    .replace(X400, "$1$2@$3");
  if (section === undefined || section.trim() === "") return [];
  const listed = entriesOf(section, LISTED).map((entry) => refused(entry.recipient, "failed", entry.text));
  if (listed.length > 0 || section.includes("@")) return listed;
  return [refused("", "failed", section)];
}

/** What stands below an address in the administrators' section: `#550 5.1.1 ...`, or the servers' replies with their times. */
const REFUSAL = /^(?:[\w.-]{1,255}\n)?(#[^\n]*|(?:[^\n]{0,200} )?Server (?:at [^\n]{1,300} )?returned '[^\n]*)/i;

/** The address is repeated in front of the replies of each server; the last reply is listed first. */
function readAdministrators(text: string): readonly ReportedRecipient[] {
  if (!text.includes("\n#") && !text.includes(" returned '")) return [];
  return entriesOf(text, ADDRESS_LINE).flatMap((entry) => {
    const refusal = REFUSAL.exec(beforeMatch(entry.text, BLANK_LINE))?.[1];
    if (refusal === undefined) return [];
    const quoted = /returned '(.*)'/.exec(refusal)?.[1];
    return [refused(entry.recipient, "failed", quoted ?? refusal.replace(/^#/, "").replace(/##?$/, ""))];
  });
}

/** The first section, for the sender: `address<mailto:address>` alone on a line, and below it why, in any language. */
const MAILTO = /^[^\n<>]{1,400}<mailto:([^<>\s]{3,320})>[ \t]*$/;
const readSender = (text: string): readonly ReportedRecipient[] =>
  text.includes("<mailto:")
    ? entriesOf(text, MAILTO).map((entry) => refused(entry.recipient, "failed", beforeMatch(entry.text, BLANK_LINE)))
    : [];

/** "Reported error: 550 5.1.10 ..." in any language: a label, a reply code and a status. */
const REPORTED_ERROR =
  /^[^\n:：]{2,60}[:：][ \t]{0,20}(?:<\/?[a-z]{1,4}>)?([45]\d\d [45]\.\d{1,3}\.\d{1,3}[ ;][^\n]*)$/m;
/** "Sender Address: ..." and "Recipient Address: ..." in any language: the second one failed. */
const ADDRESS_FIELD = /^[^\n:：]{2,60}[:：][ \t]{0,20}(\S{1,320}@\S{1,255})[ \t]*$/gm;

function readOnline(text: string): readonly ReportedRecipient[] {
  const error = REPORTED_ERROR.exec(text)?.[1];
  if (error === undefined) return [];
  const [, second] = [...text.slice(0, text.indexOf(error)).matchAll(ADDRESS_FIELD)];
  const recipient = second === undefined ? null : parseAddress(second[1] ?? "");
  return recipient === null || recipient === "" ? [] : [refused(recipient, "failed", error)];
}

/** Exchange's notifications for people. */
export const exchange = textFormat(
  {
    id: "exchange",
    description: "Microsoft Exchange 4 to 2019 and Exchange Online, where their RFC 3464 part is lost",
  },
  (text) => {
    for (const form of [readList, readAdministrators, readOnline, readSender]) {
      const recipients = form(text);
      if (recipients.length > 0) return { recipients };
    }
    return null;
  },
);
