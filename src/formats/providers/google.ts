/**
 * Google's notifications in plain text: Gmail's and Workspace's up to 2016 (later ones are RFC 3464 notifications), and Google
 * Groups', in the language of the reader. Gmail's sentences are English; a group's are told by its fields alone.
 */
import type { ReportedRecipient } from "../../bounce.js";
import { addressesIn } from "../../mail/address.js";
import { first } from "../../mail/fields.js";
import type { Message } from "../../mail/message.js";
import { refused, textFormat } from "../lib/text-format.js";
import { ADDRESS_LINE, entriesOf, sectionOf } from "../lib/text.js";

const FROM = /mailer-daemon@(?:[\w-]{1,40}\.)?(?:google|googlemail|gmail)\.com/i;

const OPENING = /^Delivery to the following recipients? (?:failed permanently|ha(?:s|ve) been delayed):/m;
const DETAILS = /^Technical details of (?:permanent|temporary) failure:/m;
const BEHIND_ADDRESSES = /^Technical details of|^Message will be retried/m;
/** "Gmail will retry for 46 more hours" in the languages of the readers here. */
const WILL_RETRY =
  /Gmail (?:will|versucht|réessaiera|continuera|volverá|riproverà|tentará)|temporary|vorübergehend|temporaire|tempor(?:al|ane[oa]|ári[oa])/i;
const END = /$(?![\s\S])/;
/** "rejected by the server for the recipient domain example.com by mx.example.com. [192.0.2.1]." */
const REMOTE = /\bby ([\w-][\w.-]{0,250}?)\.? \[[\da-fA-F.:]{3,45}\]/;

/** All recipients of a message share one reason. */
function readDelivery(text: string): readonly ReportedRecipient[] {
  const named = sectionOf(text, OPENING, BEHIND_ADDRESSES);
  if (named === null) return [];
  const action = /^Delivery to the following recipients? failed/m.test(text) ? "failed" : "delayed";
  const details = sectionOf(text, DETAILS, END) ?? "";
  const remoteMta = REMOTE.exec(details)?.[1] ?? null;
  return entriesOf(named, ADDRESS_LINE).map(({ recipient }) => refused(recipient, action, details, { remoteMta }));
}

/** The title of the page that Gmail sends since 2016, in any language; its RFC 3464 part may be lost. */
const PAGE = /^\*\* [^\n*]{3,120} \*\*[ \t]*$/m;
/** A reply, in the paragraphs behind the first. */
const REPLY = /(?:^|[^\d.])[45]\d\d[ -]|\b[45]\.\d{1,3}\.\d{1,3}\b/;

/** The first paragraph has the address; the last one with a reply code quotes the reply. */
function readPage(text: string): readonly ReportedRecipient[] {
  const page = sectionOf(text, PAGE, END);
  if (page === null) return [];
  const [sentence = "", ...rest] = page.split(/\n[ \t]*\n/).filter((paragraph) => paragraph.trim() !== "");
  const reply = rest.findLast((paragraph) => REPLY.test(paragraph)) ?? sentence;
  const action = WILL_RETRY.test(sentence) ? "delayed" : "failed";
  return addressesIn(sentence)
    .slice(0, 1)
    .map((recipient) => refused(recipient, action, reply));
}

/** The paragraph that names the group, else the first one. */
function sentenceOn(group: string, text: string): string {
  const paragraphs = text.split(/\n[ \t]*\n/).filter((paragraph) => paragraph.trim() !== "");
  const name = group.slice(0, group.lastIndexOf("@"));
  return (
    paragraphs.find((paragraph) => paragraph.includes(`(${name})`) || paragraph.includes(`（${name}）`)) ??
    paragraphs[0] ??
    ""
  );
}

const readFields = (text: string, message: Message): readonly ReportedRecipient[] =>
  addressesIn(first(message.header, "x-failed-recipients") ?? "").map((recipient) =>
    refused(recipient, "failed", sentenceOn(recipient, text), { place: "X-Failed-Recipients" }),
  );

/** Gmail's and Google Groups' notifications in plain text. */
export const google = textFormat(
  { id: "google", description: "Gmail and Google Groups in plain text" },
  (text, message) => {
    if (!FROM.test(first(message.header, "from") ?? "")) return null;
    for (const found of [readDelivery(text), readPage(text), readFields(text, message)])
      if (found.length > 0) return { recipients: found };
    return null;
  },
);
