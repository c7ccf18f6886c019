/**
 * The last resort for what a mail system writes in words of its own: the paragraph that says a message was not delivered,
 * and the addresses in it or listed beside it. Addresses of the reader of the report, of postmasters and of whoever is to
 * be asked for help are left out.
 */
import type { ReportedRecipient } from "../bounce.js";
import { addressesIn } from "../message/address.js";
import { all, decodeWords, first } from "../message/fields.js";
import type { Header, Message } from "../message/message.js";
import { replyCodeOf } from "../smtp/reply.js";
import { readList } from "./address-list.js";
import { DELAY, FAILURE } from "./failure-words.js";
import { refused, textFormat } from "./mailer-text.js";
import { isMailSystem } from "./mailer.js";

/** Addresses that stand in a report for help, never because mail to them failed. */
const HELP = /^(?:post-?master|mailer-daemon|mail-daemon|abuse|support|help(?:desk)?|admin(?:istrator)?|info-?desk|service|no-?reply|webmaster|hostmaster)@/i;
/** What stands before an address that is to be written to, or that wrote. */
const ASIDE = /\b(?:from|sender|by|contact|reply(?: to)?|write(?: to)?|(?:e-?mail|mail|forward|send|report)[a-z ]{0,30} to|via|an den|von|de la part de)[ \t]{0,4}:?[ \t]{0,4}["'<(]{0,3}$/i;
const MOST_PARAGRAPHS = 40;
/** A sentence names a few addresses; more stand in a list. */
const MOST_IN_PARAGRAPH = 20;

interface Search {
  readonly paragraphs: readonly string[];
  /** Addresses of the mail's own header, in lower case. */
  readonly own: ReadonlySet<string>;
}

const OWN_FIELDS = ["to", "cc", "from", "reply-to", "return-path", "delivered-to", "envelope-to", "x-original-to"] as const;

const ownAddresses = (header: Header): ReadonlySet<string> =>
  new Set(OWN_FIELDS.flatMap((name) => all(header, name)).flatMap(addressesIn).map((address) => address.toLowerCase()));

/** @param lower the paragraph in lower case */
const isAside = (address: string, lower: string): boolean => {
  const at = lower.indexOf(address.toLowerCase());
  return at > 0 && ASIDE.test(lower.slice(Math.max(0, at - 60), at));
};

const isCandidate = (address: string, { own }: Search): boolean => !own.has(address.toLowerCase()) && !HELP.test(address);

interface Found {
  readonly address: string;
  readonly text: string;
}

/** The addresses in a paragraph that tells of failure; its own words are the refusal, or the next paragraph's if those have a reply code. */
function inParagraph(index: number, search: Search): readonly Found[] {
  const paragraph = search.paragraphs[index] ?? "";
  const next = search.paragraphs[index + 1] ?? "";
  const text = replyCodeOf(paragraph) === null && replyCodeOf(next) !== null ? next : paragraph;
  const lower = paragraph.toLowerCase();
  return addressesIn(paragraph).slice(0, MOST_IN_PARAGRAPH)
    .filter((address) => isCandidate(address, search) && !isAside(address, lower)).map((address) => ({ address, text }));
}

/** The addresses listed in a paragraph of their own beside the one that tells of failure, and what stands behind the list. */
function listAt(index: number, search: Search): readonly Found[] {
  if (index < 0) return [];
  const { entries, behind } = readList(search.paragraphs.slice(index).join("\n\n"));
  return entries.filter(({ address }) => isCandidate(address, search))
    .map(({ address, text }) => ({ address, text: [text, behind].find((words) => words.trim() !== "") ?? "" }));
}

/** The addresses of X-Failed-Recipients, with the first paragraph that tells of failure. */
function findNamed(message: Message, search: Search): readonly Found[] {
  const text = search.paragraphs.find((paragraph) => FAILURE.test(paragraph)) ?? "";
  return addressesIn(all(message.header, "x-failed-recipients").join(",")).map((address) => ({ address, text }));
}

function find(search: Search): readonly Found[] {
  for (const [index, paragraph] of search.paragraphs.entries()) {
    if (!FAILURE.test(paragraph)) continue;
    const found = inParagraph(index, search);
    if (found.length > 0) return found;
    const below = listAt(index + 1, search);
    const beside = below.length > 0 ? below : listAt(index - 1, search);
    if (beside.length > 0) return beside.map(({ address, text }) => ({ address, text: text === "" ? paragraph : text }));
  }
  return [];
}

const subjectOf = (message: Message): string => decodeWords(first(message.header, "subject") ?? "");

/** A mail system's words on a message that was not delivered. */
export const undeliverable = textFormat("undeliverable", (text, message) => {
  const subject = subjectOf(message);
  if (!isMailSystem(message.header) && !FAILURE.test(subject)) return null;
  const search = { paragraphs: text.split(/\n[ \t]*\n/, MOST_PARAGRAPHS), own: ownAddresses(message.header) };
  const named = findNamed(message, search);
  const found = named.length > 0 ? named : find(search);
  const action = DELAY.test(subject) || DELAY.test(text.slice(0, 2_000)) ? "delayed" : "failed";
  const recipients = found.map((one): ReportedRecipient => refused(one.address, action, one.text));
  return { recipients };
});
