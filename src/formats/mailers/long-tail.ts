/**
 * The long tail: mailers whose notifications need no more than a row that says which sentence introduces the addresses and
 * where these stand (phrases.ts). The first row that finds an address reads the notification.
 */
import type { Action, ReportedRecipient } from "../../bounce.js";
import { addressesIn } from "../../mail/address.js";
import type { Message } from "../../mail/message.js";
import { readList } from "../lib/address-list.js";
import { DELAY } from "../lib/failure-words.js";
import { refused, textFormat } from "../lib/text-format.js";
import { PHRASES, type Phrase } from "./phrases.js";
import { subjectOf } from "../lib/text.js";

/** A delay that is the end of it (OpenSMTPD's last word on a message is in its form for delays). */
const EXPIRED = /\bEnvelope expired\b/;

/** What a row makes of a text before it becomes a recipient. */
interface Hit {
  readonly address: string;
  readonly text: string;
  readonly original: string | null;
}

const BLANK_LINES = /\n[ \t]*\n/;

/** Characters behind an address in which its reply is looked for. */
const REACH = 4_000;

/** The rest of the paragraph at `at`, or, where that says nothing, the next paragraph. */
const paragraphBehind = (text: string, at: number): string =>
  text
    .slice(at, at + REACH)
    .split(BLANK_LINES, 3)
    .find((paragraph) => /[\p{L}\d]/u.test(paragraph)) ?? "";

const addressIn = (text: string | undefined): string | null => addressesIn(text ?? "").at(0) ?? null;

function readMatches(text: string, form: RegExp): readonly Hit[] {
  const hits: Hit[] = [];
  for (const match of text.matchAll(form)) {
    const address = addressIn(match.groups?.address);
    if (address === null) continue;
    const words = match.groups?.text ?? paragraphBehind(text, match.index + match[0].length);
    hits.push({ address, text: words, original: addressIn(match.groups?.original) });
  }
  return hits;
}

function readListed(text: string): readonly Hit[] {
  const { entries, behind } = readList(text);
  return entries.map((entry) => ({
    address: entry.address,
    text: entry.text === "" ? behind : entry.text,
    original: null,
  }));
}

const actionOf = (row: Phrase, opening: string, text: string, message: Message): Action => {
  const announced = row.action ?? (DELAY.test(opening) || DELAY.test(subjectOf(message.header)) ? "delayed" : "failed");
  return announced === "delayed" && EXPIRED.test(text) ? "failed" : announced;
};

/** What one row makes of a text; empty when the row is not about it. */
function readPhrase(row: Phrase, text: string, message: Message): readonly ReportedRecipient[] {
  const opening = row.opening.exec(text);
  if (opening === null) return [];
  const hits =
    row.address === undefined
      ? readListed(text.slice(opening.index + opening[0].length))
      : readMatches(text.slice(opening.index), row.address);
  const common = row.text?.exec(text)?.groups?.text;
  return hits.map((hit) => {
    const words = common ?? hit.text;
    return refused(hit.address, actionOf(row, opening[0], words, message), words, {
      originalRecipient: hit.original,
      place: `text (${row.id})`,
    });
  });
}

/** Everything that a row of phrases.ts reads. */
export const longTail = textFormat(
  { id: "long-tail", description: "Mailers whose notifications need one row of a table each" },
  (text, message) => {
    for (const row of PHRASES) {
      const recipients = readPhrase(row, text, message);
      if (recipients.length > 0) return { recipients, format: row.format };
    }
    return null;
  },
);
