/**
 * Received fields (RFC 5321 section 4.4) as Postfix, Exim, Sendmail, Exchange and qmail write them. The field is cut into
 * words and comments once; each word list belongs to the clause (from, by, with, id ...) before it.
 */
import type { ReceivedField } from "../bounce.js";
import { limits } from "./limits.js";

const clauseNames = ["from", "by", "via", "with", "id", "for"] as const;
type ClauseName = (typeof clauseNames)[number];

interface Clause {
  readonly words: string[];
  readonly comments: string[];
}

type Clauses = ReadonlyMap<ClauseName, Clause>;

const longestClauseName = 4;
const isClauseName = (word: string): word is ClauseName => clauseNames.some((name) => name === word);

const semicolon = 0x3b;
const backslash = 0x5c;
const open = 0x28;
const close = 0x29;
const space = 0x20;

/** Blanks and line ends as patterns know them, those beyond Latin-1 aside, which no mailer writes here. */
const isSpace = (code: number): boolean => code === space || (code >= 0x09 && code <= 0x0d) || code === 0xa0;

/** End of the comment that opens at `at`, nested ones included; the text's end when it is not closed. */
const endOfComment = (text: string, at: number): number => {
  const { length } = text;
  let depth = 0;
  for (let end = at; end < length; end += 1) {
    const code = text.charCodeAt(end);
    if (code === backslash) end += 1;
    else if (code === open) depth += 1;
    else if (code === close && (depth -= 1) === 0) return end + 1;
  }
  return length;
};

const endOfWord = (text: string, at: number): number => {
  const { length } = text;
  let end = at;
  for (; end < length; end += 1) {
    const code = text.charCodeAt(end);
    if (isSpace(code) || code === open || code === close || code === semicolon) break;
  }
  return end;
};

/**
 * The clauses, and what stands before the first one. A clause of the same name again (a `for` in a comment-like tail) does not
 * replace the first one.
 */
const readClauses = (text: string): { readonly clauses: Clauses; readonly lead: Clause } => {
  const clauses = new Map<ClauseName, Clause>();
  const lead: Clause = { words: [], comments: [] };
  let clause = lead;
  const { length } = text;
  let tokens = 0;
  for (let at = 0; at < length && tokens < limits.receivedTokens;) {
    const code = text.charCodeAt(at);
    if (code === semicolon) break;
    if (code === open) {
      const end = endOfComment(text, at);
      clause.comments.push(text.slice(at + 1, text.charCodeAt(end - 1) === close ? end - 1 : end));
      at = end;
      continue;
    }
    const end = endOfWord(text, at);
    if (end === at) {
      at += 1;
      continue;
    }
    const word = text.slice(at, end);
    const name = word.length > longestClauseName ? "" : word.toLowerCase();
    if (isClauseName(name) && !clauses.has(name)) clauses.set(name, (clause = { words: [], comments: [] }));
    else clause.words.push(word);
    tokens += 1;
    at = end;
  }
  return { clauses, lead };
};

const bracketed = /\[([Ii][Pp][Vv]6:)?([0-9A-Fa-f.:]{2,45})(%[\w.-]{1,20})?\]/;
const wholeAddress =
  /^(?:[^\s@]{1,64}@)?(?:IPv6:)?((?:\d{1,3}\.){3}\d{1,3}|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f.]{0,15}){2,8})(?:%[\w.-]{1,20})?$/i;
const mappedIpv4 = /^::ffff:(?=\d+\.)/i;

/** The first of these texts in which the pattern finds its group. */
const firstIn = (texts: readonly string[], pattern: RegExp, group: number): string | undefined => {
  for (const text of texts) {
    const found = pattern.exec(text)?.[group];
    if (found !== undefined) return found;
  }
  return undefined;
};

const hasBracket = (text: string): boolean => text.includes("[");

/**
 * IP address of the client: in brackets (most mailers), or a comment that is nothing else (Exchange, qmail). Words are what the
 * client said of itself, so they are asked only where no comment has brackets: Postfix writes `[unknown]` there.
 */
const addressOf = ({ comments, words }: Clause): string | null => {
  const looked = comments.filter(hasBracket);
  const found =
    firstIn(looked.length > 0 ? looked : words.filter(hasBracket), bracketed, 2) ??
    firstIn(
      comments.map((comment) => comment.trim()),
      wholeAddress,
      1,
    );
  return found === undefined ? null : found.replace(mappedIpv4, "");
};

const hostForm = /^(?:[^\s@]{1,64}@)?([A-Za-z0-9_](?:[\w.-]{0,254}))$/;

const hostName = (word: string | undefined): string | null => {
  const name = hostForm.exec(word ?? "")?.[1]?.replace(/\.$/, "") ?? null;
  return name === null || name.toLowerCase() === "unknown" || wholeAddress.test(name) ? null : name;
};

const verifiedName = /^\s*(\S{1,320})\s+\[/;
const helo = /(?:^|[\s(])(?:helo|ehlo)[= ](\S{0,255})/i;

/** The name that the client gave, as Exim and qmail put it into a comment; null when the comment is none of theirs. */
const heloIn = (comment: string): string | null => {
  const lower = comment.toLowerCase();
  return lower.includes("helo") || lower.includes("ehlo") ? (helo.exec(comment)?.[1] ?? null) : null;
};

/**
 * The client's name as the receiving host looked it up. Postfix and Sendmail write it before the address in the comment;
 * Exim and qmail put it behind `from`, and the name that the client gave in the comment (`helo=`, `HELO `).
 */
const clientNameOf = (clause: Clause): string | null => {
  if (clause.comments.some((comment) => comment.includes("may be forged"))) return null;
  if (clause.comments.some((comment) => heloIn(comment) !== null)) return hostName(clause.words[0]);
  for (const comment of clause.comments) {
    const name = hasBracket(comment) ? hostName(verifiedName.exec(comment)?.[1]) : null;
    if (name !== null) return name;
  }
  return null;
};

const authenticated = /^\s*Authenticated sender: ?([^\n]{1,320})$/;

/**
 * Only comments of the from clause behind the client's address count: the receiving host writes those, while the client
 * chooses the name in front.
 */
const loginOf = (clause: Clause | undefined): string | null => {
  const comments = clause?.comments ?? [];
  const client = comments.findIndex(hasBracket);
  const login = client < 0 ? undefined : firstIn(comments.slice(client + 1), authenticated, 1)?.trim();
  return login === undefined || login === "" ? null : login;
};

const userId = /, from userid (\d{1,10})$/;

/** Postfix writes `(NAME, from userid N)` for what its sendmail command took in. */
const userIdOf = (clauses: Clauses): number | null => {
  const found = clauses.has("from") ? null : userId.exec(clauses.get("by")?.comments[0] ?? "");
  return found === null ? null : Number(found[1]);
};

/**
 * Postfix writes `by HOST (NAME)` and `id Q`, nothing else, for its own messages (bounce(8), and local(8) where it forwards);
 * NAME is mail_name, which may be anything.
 */
const isLocallyGenerated = (clauses: Clauses, lead: Clause): boolean => {
  const by = clauses.get("by");
  const id = clauses.get("id");
  return (
    clauses.size === 2 &&
    lead.words.length + lead.comments.length === 0 &&
    by?.words.length === 1 &&
    by.comments.length === 1 &&
    by.comments[0] !== "" &&
    id?.words.length === 1 &&
    id.comments.length === 0 &&
    userIdOf(clauses) === null
  );
};

const inAngles = /^<(.*)>$/;

const forAddressOf = (clause: Clause | undefined): string | null => {
  const [word] = clause?.words ?? [];
  return word === undefined ? null : (inAngles.exec(word)?.[1] ?? word);
};

/** What a client said its name was: with Exim and qmail it stands in a comment. */
const fromHostOf = (clause: Clause): string | null => {
  const stated = clause.comments.map(heloIn).find((name) => name !== null && name !== "");
  return stated ?? clause.words[0] ?? null;
};

/** Longest value that is read; a Received field of a real mailer has a few hundred characters. */
const longestField = 4_096;

/** Reads one Received field's value (unfolded or not). Never fails: what is not there or not understood is null. */
export const parseReceived = (value: string): ReceivedField => {
  const { clauses, lead } = readClauses(value.slice(0, longestField));
  const from = clauses.get("from");
  return {
    fromHost: from === undefined ? null : fromHostOf(from),
    clientName: from === undefined ? null : clientNameOf(from),
    clientAddress: from === undefined ? null : addressOf(from),
    byHost: clauses.get("by")?.words[0] ?? null,
    queueId: clauses.get("id")?.words[0] ?? null,
    login: loginOf(from),
    userId: userIdOf(clauses),
    forAddress: forAddressOf(clauses.get("for")),
    protocol: clauses.get("with")?.words[0]?.toUpperCase() ?? null,
    isLocallyGenerated: isLocallyGenerated(clauses, lead),
  };
};
