/**
 * Lays out a refusal so that only the mailer's own words are left, evened out. Reply and status codes go; what names an
 * address, a host or a page is masked, so that the name of a mailbox or a server never looks like a sentence. Linear in
 * the text.
 */
import { DROPPED, FOLDED } from "./vocabulary.js";

/** A text laid out, and the hosts that it named. */
export interface PlainText {
  /** The words, and "." between two sentences. */
  readonly words: readonly string[];
  /** Hosts and domains named, also those in addresses of pages; lower case. */
  readonly hosts: readonly string[];
}

/** Masks for names: the recipient, another address, the recipient's domain, another host, an IP address, a page. */
type Mask = "@rcpt" | "@addr" | "@domain" | "@host" | "@ip" | "@url";

const GAPS = /[\s<>()[\]{}"`\u201c\u201d\u00ab\u00bb]+/;
/** Gaps too, but not in the address of a page. */
const INNER_GAPS = /[,;=|]+/;
/** What is stripped from a token's ends. */
const EDGES = "'#*.:!?-";
/** 550, 5.1.1, 550-5.1.1, and the head of 550-Text. */
const CODES = /^(?:[245]\d\d(?:-|$))?(?:[245]\.\d{1,3}\.\d{1,3}$)?/;
const PLAIN_WORD = /^[a-z]+$/;
const NOT_A_WORD = /[^a-z0-9'\u0080-\uffff]+/;
const IP = /^(?:\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?::\d+)?|(?:ipv6:)?[0-9a-f]{0,4}:[0-9a-f:.]{2,})$/i;
/** Ends like a domain: letters only, and not "unavailable.Please", two sentences without a space. */
const HOST = /^[\w.-]+\.(?:[a-z]{2,24}|[A-Z]{2,24})$/;

/** A full stop or the like, not the dots of "<kim@example.com>... User unknown". */
const SENTENCE_END = /[^.][.!?]$/;

/** A token without the punctuation around it and the codes before it. */
function coreOf(piece: string): string {
  let start = 0;
  let end = piece.length;
  while (start < end && EDGES.includes(piece.charAt(start))) start += 1;
  while (end > start && EDGES.includes(piece.charAt(end - 1))) end -= 1;
  const token = piece.slice(start, end);
  return "245".includes(token.charAt(0)) ? token.replace(CODES, "") : token;
}

const hostOf = (url: string): string => (url.split("://")[1] ?? url).split(/[/:?#]/, 1)[0] ?? "";

/** What a token names, or null when it is a word. */
function maskOf(token: string, recipient: string, domain: string): Mask | null {
  if (token.includes("://") || token.startsWith("www.")) return "@url";
  if (token.includes("@")) return token.toLowerCase() === recipient ? "@rcpt" : "@addr";
  if (!token.includes(".") && !token.includes(":")) return null;
  if (IP.test(token)) return "@ip";
  if (!HOST.test(token)) return null;
  return token.toLowerCase() === domain ? "@domain" : "@host";
}

/** Latin letters lose their accents, wide and half-width forms become plain ones; other scripts stay as they are. */
const plainLetters = (text: string): string =>
  /[^\0-\x7f]/.test(text)
    ? text.replace(/[\u2018\u2019]/g, "'").normalize("NFKD").replace(/([a-zA-Z])[\u0300-\u036f]+/g, "$1").normalize("NFKC")
    : text;

/** "doesn't" -> "does", "not"; "can't" -> "not"; "n'existe" -> "n", "existe". */
function parts(word: string): readonly string[] {
  if (word === "can't") return ["not"];
  return word.endsWith("n't") ? [word.slice(0, -3), "not"] : word.split("'");
}

/** The text in pieces: an address of a page whole, all else without a gap in it. */
const piecesOf = (text: string): string[] =>
  plainLetters(text).split(GAPS).flatMap((piece) => (piece.includes("://") ? piece : piece.split(INNER_GAPS)));

/** The words in a token that names nothing. */
function wordsIn(token: string): readonly string[] {
  if (PLAIN_WORD.test(token) || FOLDED.has(token)) return [token];
  return token.split(NOT_A_WORD).flatMap(parts);
}

/** Lays out a text. `recipient` in lower case. */
export function plainText(text: string, recipient: string): PlainText {
  const domain = recipient.slice(recipient.lastIndexOf("@") + 1);
  const words: string[] = [];
  const hosts: string[] = [];
  for (const piece of piecesOf(text)) {
    const token = coreOf(piece);
    const mask = maskOf(token, recipient, domain);
    if (mask === "@host") hosts.push(token.toLowerCase());
    if (mask === "@url") hosts.push(hostOf(token).toLowerCase());
    const found = mask === null ? wordsIn(token.toLowerCase()) : [mask];
    for (const word of found) if (word !== "" && !DROPPED.has(word)) words.push(FOLDED.get(word) ?? word);
    if (SENTENCE_END.test(piece) && words.length > 0 && words.at(-1) !== ".") words.push(".");
  }
  if (words.at(-1) === ".") words.pop();
  return { words, hosts };
}
