/**
 * The library: reads bounces and classifies replies, as the program does. Pure: no environment, no disk, no
 * native module; of the clock only signed VERP asks. docs/library.md explains it with examples.
 */
import { PHASES, type Action, type Phase, type TokenReading, type Verdict } from "./bounce.js";
import { classify as classifyEvidence } from "./classify/classify.js";
import { readMail } from "./intake/read-mail.js";
import { limits } from "./mail/limits.js";
import { toParsedMessage, type ParsedMessage } from "./output/parsed.js";
import { replyCodeOf } from "./smtp/reply.js";
import { DAY } from "./time.js";
import { splitExtension } from "./verp/encode.js";
import { createVerifier, signVerp as sign, type SignedPath, type TokenVerifier, type VerpKey } from "./verp/token.js";

export type {
  Action,
  Feedback,
  Kind,
  Phase,
  Sender,
  SenderSource,
  Severity,
  TokenReading,
  Trust,
  TrustLevel,
  Verdict,
  VerpReading,
} from "./bounce.js";
export type { ParsedMessage, ParsedRecipient, ParsedReturnedMessage } from "./output/parsed.js";
export { isReason, REASONS, type Reason, type ReasonClass } from "./reason.js";
export { decodeVerp } from "./verp/decode.js";
export { encodeVerp } from "./verp/encode.js";
export { KeyFileError, parseKeys as parseVerpKeys } from "./verp/keys.js";
export type { VerpKey } from "./verp/token.js";

/** What is known beside a message. All of it is optional, and can be the outside world's text. */
export interface ParseOptions {
  /** The address that the message came to, e.g. "bounces+bob=example.org@example.com". */
  readonly recipient?: string | null;
  /** The extension of that address. Default: what follows the first delimiter in `recipient`. */
  readonly extension?: string | null;
  /** Postfix's recipient_delimiter: each of these characters begins an extension. Default "+". */
  readonly recipientDelimiter?: string;
  /**
   * Host names of your own mail servers, as they appear in Received fields, and addresses and networks that only they have.
   * Without a name the host that delivered the message is taken for yours.
   */
  readonly hosts?: readonly string[];
  /** Domains that you send from, with all below them. Default: those of `hosts` and of `recipient`. */
  readonly domains?: readonly string[];
  /** Addresses and networks that may send without a login (Postfix: mynetworks), beside private ones. */
  readonly networks?: readonly string[];
  /** Content filters that hand messages back to Postfix: addresses, networks, and `uid:N` for those that call sendmail. */
  readonly filters?: readonly string[];
  /** Keys of signed VERP: a message to an address that they made is `signed`. `recipient` must be given with them. */
  readonly verpKeys?: readonly VerpKey[];
  /** When the message came, for the age of a signed address. Default: now. */
  readonly receivedAt?: Date;
}

/** What a signed return path is made of. */
export interface SignVerpOptions extends Omit<SignedPath, "at" | "delimiter"> {
  /** When the message is sent. Default: now. */
  readonly at?: Date;
  /** What begins an extension (Postfix's recipient_delimiter). Default "+". */
  readonly delimiter?: string;
}

/** How signed VERP is checked. */
export interface VerifyOptions {
  /** Postfix's recipient_delimiter. Default "+". */
  readonly recipientDelimiter?: string;
  /** Addresses that the bounce names: a long recipient stands in the address as a tag only. */
  readonly reported?: readonly string[];
  /** When the bounce came. Default: now. */
  readonly receivedAt?: Date;
  /** Days for which an address holds. Default 30. */
  readonly maxAgeDays?: number;
}

/** A reply of a mail server, as far as it is known. What is left out is read from `diagnostic`. */
export interface Reply {
  /** The reply's text, with or without its codes: "550 5.1.1 User unknown". */
  readonly diagnostic?: string | null;
  /** Enhanced status code (RFC 3463), e.g. "5.1.1". */
  readonly status?: string | null;
  /** SMTP reply code, e.g. "550" or 550. */
  readonly replyCode?: string | number | null;
  /** What the mail server did, "failed" by default. A `delayed` message is never a hard bounce. */
  readonly action?: Action;
  /** The host that replied. Some providers give codes a meaning of their own. */
  readonly remoteMta?: string | null;
  /** The address that was replied to. */
  readonly recipient?: string | null;
  /** Type of a notification's Diagnostic-Code, "smtp" by default. */
  readonly diagnosticType?: string | null;
  /** The host that wrote the notification, where no other replied. */
  readonly reportingMta?: string | null;
  /** Phase of the SMTP session in which the reply came; where it is absent, the reply's text is asked. */
  readonly phase?: Phase | null;
}

const toBuffer = (message: Uint8Array | string): Buffer =>
  typeof message === "string"
    ? Buffer.from(message)
    : Buffer.from(message.buffer, message.byteOffset, message.byteLength);

const toSeconds = (date: Date): number => Math.floor(date.getTime() / 1000);

const MAX_AGE_DAYS = 30;

const verifierOf = (keys: readonly VerpKey[], days = MAX_AGE_DAYS): TokenVerifier =>
  createVerifier(keys, days * DAY, () => toSeconds(new Date()));

/**
 * The return path of a message to one recipient, which nobody can forge (docs/verp.md). Synchronous, and always the same for a
 * sender, a recipient and a day.
 * @param keys as {@link parseVerpKeys} reads them; the first signs
 * @returns null where an address has no domain, or the bounce address leaves no room
 */
export function signVerp(
  keys: readonly VerpKey[],
  { delimiter = "+", at = new Date(), ...path }: SignVerpOptions,
): string | null {
  const [key] = keys;
  return key === undefined ? null : sign(key, { ...path, delimiter, at: toSeconds(at) });
}

/**
 * What a signed return path proves.
 * @param address the address that the bounce came to
 * @returns null for an address without a token of these keys
 */
export function verifyVerp(
  keys: readonly VerpKey[],
  address: string,
  { recipientDelimiter = "+", reported = [], receivedAt, maxAgeDays }: VerifyOptions = {},
): TokenReading | null {
  const { extension, domain } = splitExtension(address, recipientDelimiter);
  const at = receivedAt === undefined ? null : toSeconds(receivedAt);
  return verifierOf(keys, maxAgeDays).verify(extension ?? "", domain, reported, at);
}

/**
 * Reads one message. Answers for any bytes, `kind` "unrecognized" for what is no bounce, and never rejects because of
 * what a message says. The first mebibyte is looked at.
 *
 * A Promise, since mailparser is loaded for the few messages that need it (HTML only, rare charsets).
 * @param message the raw message: its bytes, or its text where that is UTF-8
 */
export async function parse(message: Uint8Array | string, options: ParseOptions = {}): Promise<ParsedMessage> {
  const { recipient = null, recipientDelimiter: delimiters = "+", verpKeys } = options;
  const { hosts = [], domains = [], networks = [], filters = [] } = options;
  const bytes = toBuffer(message);
  const extension =
    options.extension === undefined && recipient !== null
      ? splitExtension(recipient, delimiters).extension
      : (options.extension ?? null);
  const receivedAt = options.receivedAt === undefined ? null : toSeconds(options.receivedAt);
  const envelope = { extension, recipient, sender: null, queueId: null, clientAddress: null, login: null, receivedAt };
  const tokens = verpKeys === undefined ? null : verifierOf(verpKeys);
  const ours = { hosts, domains, networks, filters, noticeSecret: null };
  return toParsedMessage(await readMail(bytes, bytes.length, envelope, { ...ours, delimiters, rules: [], tokens }));
}

/** A value as a text that the rules may look at; null for what plain JavaScript may hand in beside texts and numbers. */
const text = (value: unknown): string | null =>
  typeof value === "string" || typeof value === "number" ? String(value).slice(0, limits.fieldBytes) : null;

/**
 * Says whether a reply is a hard or a soft bounce and why, the words before the codes. Never throws.
 * @param reply a reply's text, or what is known of it
 */
export function classify(reply: Reply | string): Verdict {
  const known: Reply = typeof reply === "string" ? { diagnostic: reply } : reply;
  const diagnostic = text(known.diagnostic);
  return classifyEvidence({
    action: known.action ?? "failed",
    status: text(known.status),
    replyCode: text(known.replyCode) ?? (diagnostic === null ? null : replyCodeOf(diagnostic)),
    diagnostic,
    diagnosticType: known.diagnosticType === undefined ? "smtp" : text(known.diagnosticType),
    remoteMta: text(known.remoteMta),
    reportingMta: text(known.reportingMta),
    phase: PHASES.find((phase) => phase === known.phase) ?? null,
    recipient: text(known.recipient) ?? "",
    format: "rfc3464",
  });
}
