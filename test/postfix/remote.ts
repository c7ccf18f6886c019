/**
 * The rest of the world: an SMTP server on loopback that refuses what the recipient's local part tells it to refuse.
 *
 *     rcpt-550-5.1.1@any.domain   550 5.1.1 in reply to RCPT TO
 *     data-554-5.7.1@any.domain   in reply to DATA
 *     dot-552-5.2.2@any.domain    after the message
 *
 * Everybody else gets their mail.
 */
import type { Socket } from "node:net";
import { createInterface } from "node:readline";
import { listen, type Listening } from "./listen.js";

/** A message that the remote server took. */
export interface AcceptedMail {
  readonly sender: string;
  readonly recipients: readonly string[];
  /** Header and body, lines ended by LF. */
  readonly content: string;
}

export interface Remote extends Listening {
  readonly accepted: readonly AcceptedMail[];
}

type Stage = "rcpt" | "data" | "dot";

const TEXTS: Readonly<Record<string, string>> = {
  "5.1.1": "User unknown",
  "5.2.2": "Mailbox full",
  "5.7.1": "Message refused as spam",
  "4.2.2": "Over quota",
};
const GREETING = "250-mx.example.net\r\n250-PIPELINING\r\n250-ENHANCEDSTATUSCODES\r\n250 8BITMIME";

/** The refusal that the address asks for at this stage, or null. */
function refusal(stage: Stage, address: string): string | null {
  const [, when, code, status = ""] = /^(rcpt|data|dot)-(\d{3})-(\d\.\d\.\d)@/.exec(address) ?? [];
  return when === stage && code !== undefined ? `${code} ${status} ${TEXTS[status] ?? "refused"}` : null;
}

function firstRefusal(stage: Stage, addresses: readonly string[]): string | null {
  return addresses.map((address) => refusal(stage, address)).find((reply) => reply !== null) ?? null;
}

/** Where an SMTP session stands. */
interface Session {
  sender: string;
  recipients: string[];
  /** Lines of the message, null when it is not being sent. */
  content: string[] | null;
}

/** What each command does, and its reply (RFC 5321 section 4.1). */
const VERBS: Readonly<Record<string, (session: Session, address: string) => string>> = {
  EHLO: () => GREETING,
  MAIL: (session, address) => {
    session.sender = address;
    session.recipients = [];
    return "250 2.1.0 Ok";
  },
  RCPT: (session, address) => {
    const refused = refusal("rcpt", address);
    if (refused === null) session.recipients.push(address);
    return refused ?? "250 2.1.5 Ok";
  },
  DATA: (session) => {
    if (session.recipients.length === 0) return "554 5.5.1 No valid recipients";
    const refused = firstRefusal("data", session.recipients);
    if (refused === null) session.content = [];
    return refused ?? "354 End with a dot";
  },
  RSET: () => "250 2.0.0 Ok",
  QUIT: () => "221 2.0.0 Bye",
};

/** Takes a line of a message; the reply to its end, null before. */
function contentLine(session: Session, content: string[], line: string, accepted: AcceptedMail[]): string | null {
  if (line !== ".") {
    content.push(line.startsWith("..") ? line.slice(1) : line);
    return null;
  }
  session.content = null;
  const refused = firstRefusal("dot", session.recipients);
  if (refused === null)
    accepted.push({ sender: session.sender, recipients: session.recipients, content: content.join("\n") });
  return refused ?? "250 2.0.0 Ok";
}

function commandLine(session: Session, line: string): string {
  const verb = VERBS[line.slice(0, 4).toUpperCase()];
  return verb?.(session, /<(.*)>/.exec(line)?.[1] ?? "") ?? "502 5.5.1 Not known";
}

async function converse(socket: Socket, accepted: AcceptedMail[]): Promise<void> {
  const session: Session = { sender: "", recipients: [], content: null };
  socket.write("220 mx.example.net ESMTP\r\n");
  for await (const line of createInterface({ input: socket.setEncoding("latin1"), crlfDelay: Infinity })) {
    const reply =
      session.content === null ? commandLine(session, line) : contentLine(session, session.content, line, accepted);
    if (reply !== null) socket.write(`${reply}\r\n`, "latin1");
    if (reply?.startsWith("221") === true) socket.end();
  }
}

/** Starts the server on a free port of 127.0.0.1. */
export async function startRemote(): Promise<Remote> {
  const accepted: AcceptedMail[] = [];
  const listening = await listen({ port: 0, host: "127.0.0.1" }, (socket) => converse(socket, accepted));
  return { ...listening, accepted };
}
