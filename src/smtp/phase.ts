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

/** What mailers call them behind the words of OPENINGS, in lower case and without hyphens. */
const COMMANDS = [
  "end of data",
  "message body",
  "text command",
  "data",
  "bdat",
  "rcpt to",
  "rcptto",
  "mail from",
  "mailfrom",
  "starttls",
  "tls handshake",
  "auth",
  "ehlo",
  "helo",
  "lhlo",
  "initial connection",
  "initial server greeting",
  "initial protocol handshake",
  "greeting",
  "connect",
];
const LONGEST_COMMAND = 30;

/** The command that a text begins with; "" where it begins with none. Not a pattern: to compile all names a process feels. */
function commandAt(text: string): string {
  const words = text.slice(0, LONGEST_COMMAND).toLowerCase().replaceAll("-", " ");
  return COMMANDS.find((name) => words.startsWith(name) && !/\w/.test(words.charAt(name.length))) ?? "";
}

/** What mailers put in front of the command that was answered. Replies name commands too, so a bare name counts for nothing. */
interface Opening {
  /** Stands in every such text, in lower case: to look for it costs next to nothing, to compile a pattern a process feels. */
  readonly hint: string;
  readonly pattern: string;
}

const OPENINGS: readonly Opening[] = [
  // Postfix: `(in reply to MAIL FROM command)`. Exim: `Remote host closed connection in response to end of data`.
  { hint: "in reply to", pattern: String.raw`\bin reply to (?:pipelined )?` },
  { hint: "in response to", pattern: String.raw`\bin response to (?:pipelined )?` },
  // Exim: `SMTP error from remote mail server after pipelined RCPT TO:<a@b>`. IONOS: `from remote server for MAIL FROM command`.
  {
    hint: "error from remote",
    pattern: String.raw`\berror from remote (?:mail ?server|mailer|server|host) (?:after|for|in) (?:pipelined |sending )?`,
  },
  {
    hint: "timeout while connected",
    pattern: String.raw`\btimeout while connected to [^<>]{1,300}? after (?:pipelined |sending )?`,
  },
  // Postfix: `lost connection with mx.example.org while sending RCPT TO`.
  { hint: "while ", pattern: String.raw`\bwhile (?:sending|receiving|performing) (?:the )?` },
  // Exchange: `Client was not authenticated to send anonymous mail during MAIL FROM`.
  { hint: "during ", pattern: String.raw`\bduring (?:the )?` },
  // Sendmail, Courier and MDaemon quote the session.
  { hint: ">>>", pattern: ">>> ?" },
  { hint: "-->", pattern: "--> ?" },
  // Stalwart: `rejected command 'RCPT TO:<a@b>'`.
  { hint: "rejected command", pattern: String.raw`\brejected command ['"]` },
];

const compiled = new Map<string, RegExp>();

function compile(pattern: string): RegExp {
  const known = compiled.get(pattern) ?? new RegExp(pattern, "gi");
  compiled.set(pattern, known);
  return known;
}

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

/** What stands in every text that one of the sentences fits, in lower case. */
const HINTS = [
  "(at ",
  "refused to talk",
  "connect to",
  "tls",
  "certificate",
  "sasl",
  "but ",
  "smtp connection",
  "not like",
  "failed ",
];

/** A command that was answered, and where the text says so. */
interface Answered {
  readonly index: number;
  readonly command: string;
}

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
  const lower = text.toLowerCase();
  const last = OPENINGS.filter(({ hint }) => lower.includes(hint))
    .flatMap(({ pattern }) => Array.from(text.matchAll(compile(pattern))))
    .map(({ index, 0: opening }) => ({ index, command: commandAt(text.slice(index + opening.length)) }))
    .filter(({ command }) => command !== "")
    .reduce<Answered | null>((latest, one) => (one.index >= (latest?.index ?? 0) ? one : latest), null);
  if (last !== null) return phaseNamed(last.command);
  if (!HINTS.some((hint) => lower.includes(hint))) return null;
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
