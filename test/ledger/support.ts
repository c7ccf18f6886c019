/** Lines of a log, written after Postfix's format with example names, and what a joiner makes of them. */
import { FrontReader } from "../../src/ledger/front.js";
import { Joiner, type Changes, type JoinOptions } from "../../src/ledger/join.js";
import type { LoggedMessage } from "../../src/ledger/message.js";

/** A moment after all lines of the tests: 2026-11-29T00:00:00Z. */
export const NOW = Date.UTC(2026, 10, 29) / 1_000;

/** `Nov  3 05:06:SS mx postfix/DAEMON[PID]: TEXT`. */
export const syslog = (daemon: string, text: string, second = 7, name = "postfix"): string =>
  `Nov  3 05:06:${String(second).padStart(2, "0")} mx ${name}/${daemon}[171]: ${text}`;

/** One message of a login to one recipient, refused, and its notice. */
export const REFUSED: readonly string[] = [
  syslog(
    "submission/smtpd",
    "4jc6wf22q0zMCNv: client=host.isp.example[198.51.100.7], sasl_method=PLAIN, sasl_username=alice",
  ),
  syslog("cleanup", "4jc6wf22q0zMCNv: message-id=<1@client.example>"),
  syslog("qmgr", "4jc6wf22q0zMCNv: from=<alice@example.com>, size=381, nrcpt=1 (queue active)"),
  syslog(
    "smtp",
    "4jc6wf22q0zMCNv: to=<gone@example.org>, relay=mx.example.org[203.0.113.5]:25, delay=0.25, delays=0.1/0/0.1/0.05, dsn=5.1.1, status=bounced (host mx.example.org[203.0.113.5] said: 550 5.1.1 <gone@example.org>: User unknown (in reply to RCPT TO command))",
    8,
  ),
  syslog("cleanup", "4jc6wh0KsvzMCP6: message-id=<4jc6wh0KsvzMCP6@mx.example.com>", 8),
  syslog("qmgr", "4jc6wh0KsvzMCP6: from=<>, size=3279, nrcpt=1 (queue active)", 8),
  syslog("bounce", "4jc6wf22q0zMCNv: sender non-delivery notification: 4jc6wh0KsvzMCP6", 8),
  syslog("qmgr", "4jc6wf22q0zMCNv: removed", 8),
];

/** Lines through a reader. */
export function feed(joiner: Joiner, fronts: FrontReader, lines: readonly string[]): void {
  for (const line of lines) {
    const bytes = Buffer.from(line, "utf8").toString("latin1");
    const front = fronts.read(bytes, 0, bytes.length);
    if (front !== null) joiner.take(front);
  }
}

/** What all lines say together. */
export function changesOf(lines: readonly string[], options: Partial<JoinOptions> = {}): Changes {
  const joiner = new Joiner({ isFilter: () => false, filterUids: new Set(), recall: () => null, ...options });
  feed(joiner, new FrontReader(NOW), lines);
  return joiner.changes();
}

/** The messages that lines make, by queue id. */
export const messagesOf = (
  lines: readonly string[],
  options: Partial<JoinOptions> = {},
): Readonly<Record<string, LoggedMessage>> =>
  Object.fromEntries(changesOf(lines, options).messages.map((message) => [message.queueId, message]));
