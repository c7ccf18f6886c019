/**
 * In which phase of an SMTP session (RFC 5321 section 3) a message was refused. No field of a notification says it: each mailer
 * has words of its own for it, in the reply it quotes or around it.
 */
import type { Phase } from "../bounce.js";

/** What mailers call a command or a phase, in lower case; the first that the words begin with. */
const NAMES: readonly (readonly [name: string, phase: Phase])[] = [
  ["end of data", "end-of-data"],
  ["end-of-data", "end-of-data"],
  ["message body", "end-of-data"],
  ["text", "end-of-data"],
  ["data", "data"],
  ["bdat", "data"],
  ["rcpt", "rcpt-to"],
  ["mail", "mail-from"],
  ["starttls", "starttls"],
  ["tls", "starttls"],
  ["auth", "auth"],
  ["ehlo", "helo"],
  ["helo", "helo"],
  ["lhlo", "helo"],
  ["initial", "connect"],
  ["greeting", "connect"],
  ["connect", "connect"],
];

const COMMAND =
  "end[ -]of[ -]data|message body|text command|data|bdat|rcpt ?to|mail ?from|starttls|tls handshake|auth|ehlo|helo|lhlo|initial (?:connection|server greeting|protocol handshake)|greeting|connect";

/** What mailers put in front of the command that was answered. Replies name commands too, so a bare name counts for nothing. */
const OPENINGS = [
  // Postfix: `(in reply to MAIL FROM command)`. Exim: `Remote host closed connection in response to end of data`.
  String.raw`\bin (?:reply|response) to (?:pipelined )?`,
  // Exim: `SMTP error from remote mail server after pipelined RCPT TO:<a@b>`. IONOS: `from remote server for MAIL FROM command`.
  String.raw`\berror from remote (?:mail ?server|mailer|server|host) (?:after|for|in) (?:pipelined |sending )?`,
  String.raw`\btimeout while connected to [^<>]{1,300}? after (?:pipelined |sending )?`,
  // Postfix: `lost connection with mx.example.org while sending RCPT TO`.
  String.raw`\bwhile (?:sending|receiving|performing) (?:the )?`,
  // Exchange: `Client was not authenticated to send anonymous mail during MAIL FROM`.
  String.raw`\bduring (?:the )?`,
  // Sendmail, Courier and MDaemon quote the session.
  String.raw`(?:>>>|-->) ?`,
  // Stalwart: `rejected command 'RCPT TO:<a@b>'`.
  String.raw`\brejected command ['"]`,
] as const;

const NAMED = new RegExp(`(?:${OPENINGS.join("|")})(${COMMAND})\\b`, "gi");

/** Sentences that stand for a phase. */
const SENTENCES: readonly (readonly [pattern: RegExp, phase: Phase])[] = [
  // Barracuda.
  [/\(at FROM\)/, "mail-from"],
  [/\(at RCPT\)/, "rcpt-to"],
  // Postfix.
  [/\brefused to talk to me:|^connect to \S{1,255}: |\bdelivery temporarily suspended: connect to /i, "connect"],
  [/\bTLS is required, but\b|\bCannot start TLS\b|\bServer certificate not\b/i, "starttls"],
  [/\bSASL authentication fail/i, "auth"],
  // qmail and its descendants.
  [/\bbut greeting failed\b|\bwasn't able to establish an SMTP connection\b/i, "connect"],
  [/\bbut my name was rejected\b/i, "helo"],
  [/\bbut authentication was rejected\b/i, "auth"],
  [/\bbut sender was rejected\b|\bdoes not like sender\b/i, "mail-from"],
  [/\bdoes not like recipient\b/i, "rcpt-to"],
  [/\bfailed on DATA command\b/i, "data"],
  [/\bfailed after I sent the message\b/i, "end-of-data"],
];

/** What stands in every text that tells a phase, so that others are passed by cheaply. */
const HINT =
  /\bin re(?:ply|sponse) to\b|\b(?:error|timeout)\b|\bwhile \w+ing\b|\bduring\b|>>>|-->|\brejected command\b|\(at |\brefused to talk\b|\bconnect to\b|\bTLS\b|\bcertificate\b|\bSASL\b|\bbut (?:greeting|my|auth|sender)|\bestablish an SMTP\b|\bnot like\b|\bfailed (?:on|after)\b/i;

/** Characters of a text that are looked at. */
const LONGEST = 2_000;

const phaseNamed = (command: string): Phase | null =>
  NAMES.find(([name]) => command.toLowerCase().startsWith(name))?.[1] ?? null;

/**
 * The phase that a refusal's text tells, null where it tells none. Where it tells several, the last: a session is quoted up to
 * what ended it.
 */
export function phaseIn(said: string): Phase | null {
  const text = said.slice(0, LONGEST);
  if (!HINT.test(text)) return null;
  const command = Array.from(text.matchAll(NAMED)).at(-1)?.[1];
  if (command !== undefined) return phaseNamed(command);
  return SENTENCES.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

const QUOTED = /^[ \t]*(>>>|-->|<<<|<--|(?:\.\.\. )?while talking to )[ \t]?(.*)$/gm;
const REFUSAL = /^[45]\d\d/;
/** A reply's code and status, and what stands between them. */
const CODES = /^[2-5]\d\d[- ](?:[245]\.\d{1,3}\.\d{1,3}[ -])?/;

/**
 * The phase in which a reply came, out of a session that is quoted line by line (`>>> MAIL From:<a@b>`, `<<< 550 ...`); null
 * where the session does not hold the reply. What came before the first command to a host answers the connection.
 */
export function phaseOfReply(session: string, reply: string): Phase | null {
  const isSaid = (line: string): boolean => {
    const said = line.replace(CODES, "").trim();
    return said !== "" && REFUSAL.test(line) && reply.includes(said);
  };
  let phase: Phase | null = "connect";
  for (const [, arrow = "", words = ""] of session.matchAll(QUOTED)) {
    if (arrow.endsWith(" ")) phase = "connect";
    else if (arrow.endsWith(">")) phase = phaseNamed(words);
    else if (isSaid(words)) return phase;
  }
  return null;
}
