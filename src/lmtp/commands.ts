/**
 * The commands of LMTP (RFC 2033, RFC 5321 section 4.1) as a function from what was said so far and a line to a reply.
 * No reply is ever 5xx: Postfix throws a bounce away that is answered so, and keeps what is answered 4xx.
 */
import { hostname } from "node:os";
import { parsePathArgument } from "./path-argument.js";

/** What a client has said. */
export interface Transaction {
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

/** The first words of a session. */
export const GREETING = `220 ${NAME} LMTP`;
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
