/**
 * The last resort for what a mail system writes in words of its own: the paragraph that says a message was not delivered,
 * and the addresses in it or listed beside it. Addresses of the reader of the notification, of postmasters and of whoever is to
 * be asked for help are left out.
 */
import type { Action, ReportedRecipient } from "../../bounce.js";
import { addressesIn } from "../../mail/address.js";
import { all } from "../../mail/fields.js";
import type { Header, Message } from "../../mail/message.js";
import { readList, readListed } from "../lib/address-list.js";
import { DELAY, FAILURE } from "../lib/failure-words.js";
import { NOTIFICATION_SUBJECT } from "../lib/notification-subject.js";
import { refused, textFormat } from "../lib/text-format.js";
import { isFromMailer, isMailSystem } from "../lib/mailer.js";
import { quotesReply, subjectOf } from "../lib/text.js";

/** Addresses that stand in a notification for help, never because mail to them failed. */
const HELP =
  /^(?:post-?master|mailer-daemon|mail-daemon|abuse|support|help(?:desk)?|admin(?:istrator)?|info-?desk|service|no-?reply|webmaster|hostmaster)@/i;
/** What stands before an address that is to be written to, or that wrote. */
const ASIDE =
  /\b(?:from|sender|by|contact|reply(?: to)?|write(?: to)?|via|von|de la part de|(?:please|or) e-?mail|(?:please|questions?|help|you (?:may|can|should))\b[^@.]{0,50} (?:to|at))[ \t]{0,4}:?[ \t]{0,4}["'<(]{0,3}$/i;
const MOST_PARAGRAPHS = 40;
/** A sentence names a few addresses; more stand in a list. */
const MOST_IN_PARAGRAPH = 20;

interface Search {
  readonly paragraphs: readonly string[];
  /** Addresses of the message's own header, in lower case. */
  readonly own: ReadonlySet<string>;
}

const OWN_FIELDS = [
  "to",
  "cc",
  "from",
  "reply-to",
  "return-path",
  "delivered-to",
  "envelope-to",
  "x-original-to",
] as const;

const ownAddresses = (header: Header): ReadonlySet<string> =>
  new Set(
    OWN_FIELDS.flatMap((name) => all(header, name))
      .flatMap(addressesIn)
      .map((address) => address.toLowerCase()),
  );

/** @param lower the paragraph in lower case */
const isAside = (address: string, lower: string): boolean => {
  const at = lower.indexOf(address.toLowerCase());
  return at > 0 && ASIDE.test(lower.slice(Math.max(0, at - 60), at));
};

const isCandidate = (address: string, { own }: Search): boolean =>
  !own.has(address.toLowerCase()) && !HELP.test(address);

interface Found {
  readonly address: string;
  readonly text: string;
}

/** A line of a summary of the returned message's header. */
const SUMMARY = /^[ \t]*(?:subject|date|sent|to|from|message-id)[ \t]?:/i;

/** Of several texts the one that quotes a reply, else the first with words. */
const bestOf = (texts: readonly string[]): string =>
  texts.find(quotesReply) ?? texts.find((text) => /\S/.test(text) && !SUMMARY.test(text)) ?? "";

const listedIn = (text: string, search: Search, others: readonly string[]): readonly Found[] => {
  const { entries, behind } = readList(text);
  return entries
    .filter(({ address }) => isCandidate(address, search))
    .map(({ address, text: own }) => ({ address, text: bestOf([own, behind, ...others]) }));
};

/** A sentence that says that a message was not delivered, and nothing of why. */
const BARE_ANNOUNCEMENT =
  /^\s*(?:your|the|this) (?:e-?mail|message)[^.:]{0,80}? to \S{3,340} (?:could ?n[o']t|couldn['’]t|cannot|can['’]t|was ?n[o'’]t|has not been) (?:be )?(?:delivered|sent)\.?\s*$/i;

/** A paragraph's words; where it only announces, with those of the next one. */
const wordsAt = (index: number, { paragraphs }: Search): string => {
  const [paragraph = "", next = ""] = paragraphs.slice(index, index + 2);
  return BARE_ANNOUNCEMENT.test(paragraph) ? `${paragraph}\n${next}` : paragraph;
};

/** Addresses within sentences; where a line is about one address alone, the line is the reply. */
function inSentences(index: number, search: Search): readonly Found[] {
  const paragraph = search.paragraphs[index] ?? "";
  const lower = paragraph.toLowerCase();
  const addresses = addressesIn(paragraph)
    .slice(0, MOST_IN_PARAGRAPH)
    .filter((address) => isCandidate(address, search) && !isAside(address, lower));
  const lines = addresses.length > 1 ? paragraph.split("\n") : [];
  return addresses.map((address) => {
    const line = lines.find((one) => one.includes(address) && quotesReply(one));
    return { address, text: line ?? bestOf([wordsAt(index, search), search.paragraphs[index + 1] ?? ""]) };
  });
}

/** The addresses of a paragraph: at the head of its lines, else within its sentences. */
function inParagraph(index: number, search: Search): readonly Found[] {
  const lines = (search.paragraphs[index] ?? "").split("\n");
  const at = lines.findIndex((line) => readListed(line) !== null);
  const listed =
    at < 0
      ? []
      : listedIn(lines.slice(at).join("\n"), search, [
          search.paragraphs[index + 1] ?? "",
          lines.slice(0, at).join("\n"),
        ]);
  return listed.length > 0 ? listed : inSentences(index, search);
}

/** The addresses listed in a paragraph of their own beside the one that tells of failure. */
const listAt = (index: number, search: Search, failure: string): readonly Found[] =>
  index < 0 ? [] : listedIn(search.paragraphs.slice(index).join("\n\n"), search, [failure]);

/** In the paragraph that tells of failure, in a list below or above it, or in the sentence behind or before it. */
function findBeside(index: number, search: Search): readonly Found[] {
  const failure = search.paragraphs[index] ?? "";
  const places = [
    () => inParagraph(index, search),
    () => listAt(index + 1, search, failure),
    () => listAt(index - 1, search, failure),
    () => inSentences(index + 1, search),
    () => inSentences(index - 1, search),
  ];
  for (const place of places) {
    const found = place();
    if (found.length > 0) return found;
  }
  return [];
}

/** The addresses of X-Failed-Recipients, with the first paragraph that tells of failure. */
function findNamed(message: Message, search: Search): readonly Found[] {
  const text = search.paragraphs.find((paragraph) => FAILURE.test(paragraph)) ?? "";
  return addressesIn(all(message.header, "x-failed-recipients").join(",")).map((address) => ({ address, text }));
}

function find(search: Search): readonly Found[] {
  for (const [index, paragraph] of search.paragraphs.entries()) {
    const found = FAILURE.test(paragraph) ? findBeside(index, search) : [];
    if (found.length > 0) return found;
  }
  return [];
}

const toSearch = (text: string, message: Message): Search => ({
  paragraphs: text.split(/\n[ \t]*\n/, MOST_PARAGRAPHS),
  own: ownAddresses(message.header),
});

const actionIn = (subject: string, text: string): Action =>
  DELAY.test(subject) || DELAY.test(text.slice(0, 2_000)) ? "delayed" : "failed";

/** A mail system's words on a message that was not delivered. */
export const undeliverable = textFormat(
  {
    id: "undeliverable",
    description: "A mail system's own words: the paragraph that says a message was not delivered, and its addresses",
  },
  (text, message) => {
    const subject = subjectOf(message.header);
    if (!isMailSystem(message.header) && !NOTIFICATION_SUBJECT.test(subject) && !FAILURE.test(subject)) return null;
    const search = toSearch(text, message);
    const named = findNamed(message, search);
    const found = named.length > 0 ? named : find(search);
    const action = actionIn(subject, text);
    const recipients = found.map((one): ReportedRecipient => refused(one.address, action, one.text));
    return { recipients };
  },
);

/**
 * A notification that names nobody: somebody failed all the same. The address that it came to may tell who (VERP), or
 * the returned message. Asked after all readers that find an address.
 */
export const nameless = textFormat(
  { id: "nameless", description: "Notifications of any mail system that name no address" },
  (text, message) => {
    const subject = subjectOf(message.header);
    const { paragraphs } = toSearch(text, message);
    const failures = paragraphs.filter((paragraph) => FAILURE.test(paragraph) || quotesReply(paragraph));
    if (text.trim() === "" || !(message.type === "multipart/report" || isFromMailer(message.header))) return null;
    const isAnnounced = message.type === "multipart/report" || NOTIFICATION_SUBJECT.test(subject);
    if (isAnnounced ? failures.length === 0 && !FAILURE.test(subject) : !failures.some(quotesReply)) return null;
    return { recipients: [refused("", actionIn(subject, text), bestOf(failures), { place: "none" })] };
  },
);
