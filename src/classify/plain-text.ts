/**
 * Lays out a refusal so that only the mailer's own words are left, evened out. Reply and status codes go; what names an
 * address, a host or a page is masked, so that the name of a mailbox or a server never looks like a sentence. Linear in
 * the text. Character by character rather than by patterns: a pattern tried on every word is compiled twice over, which
 * costs a process that judges one mail more than all the rest of this.
 */
import { gapsOf, isDigits, isHost, isIp, isStatus, isWordCharacter, splitOutside } from "./characters.js";
import { DROPPED, FOLDED, PARTED } from "./vocabulary.js";

/** A text laid out, and the hosts that it named. */
export interface PlainText {
  /** The words, and "." between two sentences. */
  readonly words: readonly string[];
  /** Hosts and domains named, also those in addresses of pages; lower case. */
  readonly hosts: readonly string[];
}

/** Masks for names: the recipient, another address, the recipient's domain, another host, an IP address, a page. */
type Mask = "@rcpt" | "@addr" | "@domain" | "@host" | "@ip" | "@url";

/** Commas and the like are no gaps in the address of a page. */
const GAPS = gapsOf(' \t\n\r\v\f\u00a0\u3000<>()[]{}"`\u201c\u201d\u00ab\u00bb', ",;=|");
/** What is stripped from a token's ends. */
const EDGES = "'#*.:!?-";
const SENTENCE_ENDS = ".!?";

/** A token without the punctuation around it and the codes before it: 550, 5.1.1, 550-5.1.1, and the head of 550-Text. */
function coreOf(piece: string): string {
  let start = 0;
  let end = piece.length;
  while (start < end && EDGES.includes(piece.charAt(start))) start += 1;
  while (end > start && EDGES.includes(piece.charAt(end - 1))) end -= 1;
  const token = piece.slice(start, end);
  if (!"245".includes(token.charAt(0))) return token;
  const isCoded = isDigits(token.slice(0, 3)) && (token.length === 3 || (token.length > 3 && token.charAt(3) === "-"));
  const rest = isCoded ? token.slice(4) : token;
  return isStatus(rest) ? "" : rest;
}

const hostOf = (url: string): string => (url.split("://")[1] ?? url).split(/[/:?#]/, 1)[0] ?? "";

/** What a token names, or null when it is a word. */
function maskOf(token: string, recipient: string, domain: string): Mask | null {
  if (token.includes("://") || token.startsWith("www.")) return "@url";
  if (token.includes("@")) return token.toLowerCase() === recipient ? "@rcpt" : "@addr";
  if (isIp(token)) return "@ip";
  if (
    !isHost(token) ||
    token
      .toLowerCase()
      .split(".")
      .some((label) => PARTED.has(label))
  )
    return null;
  return token.toLowerCase() === domain ? "@domain" : "@host";
}

/** Latin letters lose their accents, wide and half-width forms become plain ones; other scripts stay as they are. */
const plainLetters = (text: string): string =>
  /[^\0-\x7f]/.test(text)
    ? text
        .replace(/[\u2018\u2019]/g, "'")
        .normalize("NFKD")
        .replace(/([a-zA-Z])[\u0300-\u036f]+/g, "$1")
        .normalize("NFKC")
    : text;

/** "doesn't" -> "does", "not"; "can't" -> "not"; "n'existe" -> "n", "existe". */
function parts(word: string): readonly string[] {
  if (!word.includes("'")) return [word];
  if (word === "can't") return ["not"];
  return word.endsWith("n't") ? [word.slice(0, -3), "not"] : word.split("'");
}

/** The words in a token that names nothing. */
function wordsIn(token: string): readonly string[] {
  if (FOLDED.has(token)) return [token];
  const words: string[] = [];
  let start = 0;
  for (let at = 0; at <= token.length; at += 1) {
    if (at < token.length && isWordCharacter(token.charCodeAt(at))) continue;
    if (at > start) words.push(...parts(token.slice(start, at)));
    start = at + 1;
  }
  return words;
}

/** Whether a piece ends a sentence; the dots of "<kim@example.com>... User unknown" do not. */
const endsSentence = (piece: string): boolean => {
  const last = piece.length - 1;
  return last > 0 && SENTENCE_ENDS.includes(piece.charAt(last)) && piece.charAt(last - 1) !== ".";
};

/** The words of a token that names nothing, as rules know them. */
const plainWords = (token: string): readonly string[] =>
  wordsIn(token.toLowerCase())
    .filter((word) => word !== "" && !DROPPED.has(word))
    .flatMap((word) => PARTED.get(word) ?? FOLDED.get(word) ?? word);

/** Pieces whose words a process remembers, since refusals repeat theirs; strangers choose them, so they are few and short. */
const MOST_KNOWN = 4_000;
const LONGEST_KNOWN = 24;
const known = new Map<string, readonly string[]>();

function remember(piece: string, words: readonly string[]): readonly string[] {
  if (piece.length <= LONGEST_KNOWN && known.size < MOST_KNOWN) known.set(piece, words);
  return words;
}

/** Lays out a text. `recipient` in lower case. */
export function plainText(text: string, recipient: string): PlainText {
  const domain = recipient.slice(recipient.lastIndexOf("@") + 1);
  const hosts: string[] = [];
  const wordsOf = (piece: string): readonly string[] => {
    const token = coreOf(piece);
    const mask = maskOf(token, recipient, domain);
    if (mask === "@host") hosts.push(token.toLowerCase());
    if (mask === "@url") hosts.push(hostOf(token).toLowerCase());
    return mask === null ? remember(piece, plainWords(token)) : [mask];
  };
  const words: string[] = [];
  for (const piece of splitOutside(plainLetters(text), GAPS, "://")) {
    for (const word of known.get(piece) ?? wordsOf(piece)) words.push(word);
    if (endsSentence(piece) && words.length > 0 && words.at(-1) !== ".") words.push(".");
  }
  if (words.at(-1) === ".") words.pop();
  return { words, hosts };
}
