/**
 * The commands of LMTP (RFC 2033, RFC 5321 section 4.1) as a function from what was said so far and a line to a reply.
 * No reply is ever 5xx: Postfix throws a bounce away that is answered so, and keeps what is answered 4xx.
 * The path in a MAIL or RCPT command (RFC 5321 sections 4.1.1.2, 4.1.1.3 and 4.1.2) is read leniently: Postfix has accepted the
 * address already, and what it delivers here it must be able to hand over. Parameters (SIZE, BODY, SMTPUTF8, ORCPT ...) say
 * nothing that we need; they are put up with, whatever they hold.
 */
import { hostname } from "node:os";

/** Before the path: the verb and its colon. */
const VERB = /^\s{0,8}(?:MAIL\s{1,8}FROM|RCPT\s{1,8}TO)\s{0,8}:\s{0,8}/i;

/** End of the quoted string that opens at `at`; the text's end when it is not closed. */
function endOfQuotes(text: string, at: number): number {
  for (let end = at + 1; end < text.length; end += 1) {
    if (text.charAt(end) === "\\") end += 1;
    else if (text.charAt(end) === '"') return end + 1;
  }
  return text.length;
}

/** Place of the first of these characters outside of quotes; -1 when there is none. */
function findUnquoted(text: string, characters: string): number {
  for (let at = 0; at < text.length; at += 1) {
    if (text.charAt(at) === '"') at = endOfQuotes(text, at) - 1;
    else if (characters.includes(text.charAt(at))) return at;
  }
  return -1;
}

/** `@one,@two:user@host`: a route must be accepted and should be ignored (RFC 5321 appendix C). */
const withoutRoute = (path: string): string => path.replace(/^@[^\s:"]{1,1000}:/, "");

/** A quoted local part as Postfix hands it to a pipe: without its quotes and backslashes. */
function withoutQuotes(path: string): string {
  if (!path.startsWith('"')) return path;
  const end = endOfQuotes(path, 0);
  return path.slice(1, path.charAt(end - 1) === '"' ? end - 1 : end).replace(/\\([^])/g, "$1") + path.slice(end);
}

/**
 * The address of a MAIL or RCPT command line, quotes of the local part undone; "" for the null sender.
 * @returns null when the line is no such command or has no path
 */
export function parsePathArgument(line: string): string | null {
  const verb = VERB.exec(line)?.[0];
  if (verb === undefined) return null;
  const rest = line.slice(verb.length);
  if (!rest.startsWith("<")) return null;
  const end = findUnquoted(rest.slice(1), ">");
  return end < 0 ? null : withoutQuotes(withoutRoute(rest.slice(1, end + 1).trim()));
}

/** What a client has said. */
interface Transaction {
  readonly isGreeted: boolean;
  /** "" for the null sender; null before MAIL. */
  readonly sender: string | null;
  readonly recipients: readonly string[];
  /** Commands that we do not know, since the last mail. */
  readonly unknown: number;
}

/** What comes of a command. */
export interface Step {
  readonly transaction: Transaction;
  /** Without its last line end. */
  readonly reply: string;
  /** The mail's text follows, or the connection ends. */
  readonly then?: "data" | "end";
}

export const NOTHING_SAID: Transaction = { isGreeted: false, sender: null, recipients: [], unknown: 0 };

/** After a mail, or RSET. */
export const anew = (transaction: Transaction): Transaction => ({ ...NOTHING_SAID, isGreeted: transaction.isGreeted });

const NAME = hostname() || "localhost";
/** SIZE is announced without a number (RFC 1870 section 3): Postfix throws away a bounce that is larger than announced. */
const EXTENSIONS = ["PIPELINING", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES", "SIZE"];
const LHLO_REPLY = [NAME, ...EXTENSIONS]
  .map((line, index) => `250${index < EXTENSIONS.length ? "-" : " "}${line}`)
  .join("\r\n");

/** RFC 5321 section 4.5.3.1.8. Further recipients are told 452, and get the mail in a transaction of their own. */
const MAX_RECIPIENTS = 100;
/** Who says so many things that are no LMTP is no mail server. */
const MAX_UNKNOWN = 10;

/** The first words of a session; by the last one `bounces doctor` knows whose server it is. */
export const GREETING = `220 ${NAME} LMTP bounces`;
/** The last words of one that the server ends. */
export const farewell = (why: string): string => `421 4.3.2 ${NAME} ${why}`;
/** When the mail's text may come. */
const GO_AHEAD = "354 End data with <CR><LF>.<CR><LF>";

const refuse = (transaction: Transaction, reply: string): Step => ({ transaction, reply: `451 ${reply}` });

function mail(transaction: Transaction, line: string): Step {
  const sender = parsePathArgument(line);
  if (sender === null) return refuse(transaction, "4.5.4 MAIL FROM:<address> expected");
  if (!transaction.isGreeted) return refuse(transaction, "4.5.1 LHLO first");
  if (transaction.sender !== null) return refuse(transaction, "4.5.1 one MAIL at a time");
  return { transaction: { ...transaction, sender }, reply: "250 2.1.0 Accepted" };
}

function recipient(transaction: Transaction, line: string): Step {
  const { sender, recipients } = transaction;
  const address = parsePathArgument(line);
  if (address === null || address === "") return refuse(transaction, "4.5.4 RCPT TO:<address> expected");
  if (sender === null) return refuse(transaction, "4.5.1 MAIL first");
  if (recipients.length >= MAX_RECIPIENTS) return { transaction, reply: "452 4.5.3 Too many recipients" };
  return { transaction: { ...transaction, recipients: [...recipients, address] }, reply: "250 2.1.5 Accepted" };
}

function data(transaction: Transaction): Step {
  if (transaction.recipients.length === 0) return refuse(transaction, "4.5.1 RCPT first");
  return { transaction, reply: GO_AHEAD, then: "data" };
}

function unknown(transaction: Transaction): Step {
  const count = transaction.unknown + 1;
  if (count >= MAX_UNKNOWN) return { transaction, reply: farewell("Too many unknown commands"), then: "end" };
  return refuse({ ...transaction, unknown: count }, "4.5.2 Unknown command");
}

const COMMANDS: Readonly<Record<string, (transaction: Transaction, line: string) => Step>> = {
  LHLO: (transaction) => ({ transaction: { ...anew(transaction), isGreeted: true }, reply: LHLO_REPLY }),
  MAIL: mail,
  RCPT: recipient,
  DATA: data,
  RSET: (transaction) => ({ transaction: anew(transaction), reply: "250 2.0.0 Flushed" }),
  NOOP: (transaction) => ({ transaction, reply: "250 2.0.0 OK" }),
  QUIT: (transaction) => ({ transaction, reply: `221 2.0.0 ${NAME} Bye`, then: "end" }),
};

/** Answers a line, without its end. */
export function command(transaction: Transaction, line: string): Step {
  const verb = line.slice(0, 4).toUpperCase();
  const known =
    /^[A-Z]{4}(?![^ :])/.test(`${verb}${line.slice(4, 5)}`) && Object.hasOwn(COMMANDS, verb)
      ? COMMANDS[verb]
      : undefined;
  return (known ?? unknown)(transaction, line);
}
