/**
 * The vocabulary of the program, in the words of RFC 3464 (delivery notifications), RFC 3463 (status codes), RFC 5321
 * (SMTP) and RFC 5965 (complaints): closed lists and the types of what is handed on. No code.
 *
 * A *notification* is a message that says what became of another one; a *bounce* is what it says of one recipient. What the message says (facts) and what
 * we make of it (verdict) stand in separate objects all the way into the database.
 */
import type { Reason } from "./reason.js";

/** What a message is; always exactly one. `notice`: Postfix telling its postmaster of an SMTP session's errors. */
export const KINDS = [
  "bounce",
  "delivered",
  "complaint",
  "auto-reply",
  "disposition",
  "notice",
  "unrecognized",
] as const;
/** See {@link KINDS}. */
export type Kind = (typeof KINDS)[number];

/** RFC 3464 section 2.3.3. */
export const ACTIONS = ["failed", "delayed", "delivered", "relayed", "expanded"] as const;
/** See {@link ACTIONS}. */
export type Action = (typeof ACTIONS)[number];

/** `hard`: this address will not accept mail again, from anyone. Everything else is `soft`. */
export const SEVERITIES = ["soft", "hard"] as const;
/** See {@link SEVERITIES}. */
export type Severity = (typeof SEVERITIES)[number];

/**
 * Phase of an SMTP session (RFC 5321 section 3) in which the receiver refused, in the order of a session. `end-of-data` is the
 * answer to the whole message.
 */
export const PHASES = ["connect", "helo", "starttls", "auth", "mail-from", "rcpt-to", "data", "end-of-data"] as const;
/** See {@link PHASES}. */
export type Phase = (typeof PHASES)[number];

/** What one notification says of one recipient, in its own words (RFC 3464 section 2.3). Absent values are null. */
export interface ReportedRecipient {
  /** The address that failed (Final-Recipient), decoded from xtext or RFC 6533 forms, without angle brackets. */
  readonly recipient: string;
  /** The address as the sender wrote it (Original-Recipient, ORCPT), null when absent or the same. */
  readonly originalRecipient: string | null;
  readonly action: Action;
  /** Status as it stands in the notification or the reply, e.g. "5.1.1". */
  readonly status: string | null;
  /** SMTP reply code, e.g. "550" (RFC 5321 section 4.2). */
  readonly replyCode: string | null;
  /** The reply's text: Diagnostic-Code without its type, or the human sentence; unfolded, one line. */
  readonly diagnostic: string | null;
  /** Diagnostic-Code's type in lower case: "smtp", "x-unix", "x-postfix" ... (RFC 3464 section 2.3.6). */
  readonly diagnosticType: string | null;
  /** Host that refused (Remote-MTA without its type). */
  readonly remoteMta: string | null;
  /** Phase of the session with the host that refused. */
  readonly phase: Phase | null;
  /** Where each non-obvious fact was taken from, for `parse` to explain: fact name -> place. */
  readonly evidence: Readonly<Record<string, string>>;
}

/** Copies of notifications that Postfix sends to its postmaster. */
export const POSTFIX_NOTICES = ["single-bounce", "double-bounce", "delay", "session"] as const;
type PostfixNotice = (typeof POSTFIX_NOTICES)[number];

/** What the notification says of itself, in its own words (RFC 3464 section 2.2, RFC 5965). Absent values are null. */
export interface NotificationFacts {
  readonly reportingMta: string | null;
  /** Arrival-Date as written. */
  readonly arrivalDate: string | null;
  /** X-Postfix-Queue-ID: queue id of the message that failed, on the reporting Postfix. */
  readonly postfixQueueId: string | null;
  /** X-Postfix-Sender: envelope sender of the message that failed, without the type. */
  readonly postfixSender: string | null;
  readonly originalEnvelopeId: string | null;
  /** Which of Postfix's copies to its postmaster this is, null for anything else. */
  readonly postfixNotice: PostfixNotice | null;
  /** RFC 5965 fields, for complaints. */
  readonly feedback: Feedback | null;
}

/** A complaint (RFC 5965 section 3). */
export interface Feedback {
  readonly type: string;
  readonly userAgent: string | null;
  readonly sourceIp: string | null;
  readonly originalMailFrom: string | null;
  readonly originalRcptTo: readonly string[];
  readonly arrivalDate: string | null;
}

/** What a reader of one format makes of a message. */
export interface Notification {
  /** Id of the format that read it, e.g. "rfc3464". */
  readonly format: string;
  readonly kind: Kind;
  readonly facts: NotificationFacts;
  readonly recipients: readonly ReportedRecipient[];
}

/** Our verdict of one bounce. */
export interface Verdict {
  /** null when nothing failed (delivered, relayed, expanded). */
  readonly severity: Severity | null;
  readonly reason: Reason;
  /** Id of the rule that decided. */
  readonly rule: string;
  /** The words that made the rule match, null when a code decided. */
  readonly matched: string | null;
}

/** What we know of one recipient from one notification: facts, verdict, and the key under which it counts once. */
export interface Bounce {
  readonly facts: ReportedRecipient;
  readonly verdict: Verdict;
  /** How far this recipient's bounce can be believed, where that differs from the notification's trust; null: as that. */
  readonly trust: Trust | null;
  /** The same failure reported twice (VERP bounce and postmaster copy, or a retried delivery) has the same identity. */
  readonly identity: string;
  /** Part of the identity: when the bounced message, or the notification, was written (`dateTimeOf` of mail/fields.ts). What has one time lies together in the store. */
  readonly identityTime: number | null;
}

/**
 * How far a record can be believed, and whose message it is about. `signed`: it came to an address with our own valid signature.
 * `own-notice`: a Postfix of ours wrote it. `known`: Postfix's log says that we sent that message to that recipient. These three
 * are proof. `unproven`: all that speaks for it are claims of the message. `disproved`: it contradicts what we know.
 * `forwarded`: true, but about an outsider's message, which came to us without a login.
 */
export const TRUST_LEVELS = ["signed", "own-notice", "known", "unproven", "disproved", "forwarded"] as const;
/** See {@link TRUST_LEVELS}. */
export type TrustLevel = (typeof TRUST_LEVELS)[number];

/** A trust level and the sentence that says why. */
export interface Trust {
  readonly level: TrustLevel;
  readonly why: string;
}

/**
 * Where the sender on our side was read from, from most to least trustworthy. `uid`: the user that ran sendmail(1).
 * `client`: the address that handed the message in without a login. `claimed-login`: a login below a hand-over that `filters`
 * does not name. That and the last two prove nothing, even in a notification of our own.
 */
export const SENDER_SOURCES = [
  "login",
  "uid",
  "client",
  "postfix-sender",
  "return-path",
  "verp",
  "claimed-login",
  "original-mail-from",
  "header-from",
] as const;
/** See {@link SENDER_SOURCES}. */
export type SenderSource = (typeof SENDER_SOURCES)[number];

/**
 * Who on our side sent the message which bounced: a login or address, `uid:1005@mail.example.com`, `client:192.0.2.7`, or
 * `*@example.com` where each message has an envelope sender of its own.
 */
export interface Sender {
  /** As written but for case of the domain. */
  readonly name: string;
  readonly source: SenderSource;
}

/** How much of the message that bounced came back. */
export const EXTENTS = ["full", "headers", "text"] as const;
type Extent = (typeof EXTENTS)[number];

/** The message that bounced, as the notification carries it. Absent values are null. */
export interface ReturnedMessage {
  /** "full" (message/rfc822), "headers" (text/rfc822-headers) or "text" (quoted in a plain text part). */
  readonly extent: Extent;
  readonly returnPath: string | null;
  readonly headerFrom: string | null;
  readonly headerTo: string | null;
  readonly messageId: string | null;
  readonly subject: string | null;
  readonly date: string | null;
  /** List-Id, List-Unsubscribe or Precedence: bulk/list is there. */
  readonly isBulk: boolean;
  /** A program answered or wrote it (Auto-Submitted, RFC 3834), as it says itself. */
  readonly isAutomatic: boolean;
  /** X-PHP-Originating-Script or X-PHP-Script: the script that says it sent the message. */
  readonly script: string | null;
  /** Received fields, newest first. */
  readonly received: readonly ReceivedField[];
}

/** One Received field (RFC 5321 section 4.4), as Postfix and others write it. Absent values are null. */
export interface ReceivedField {
  readonly fromHost: string | null;
  /** The name the receiving host verified for the client; null when "unknown" or absent. */
  readonly clientName: string | null;
  readonly clientAddress: string | null;
  readonly byHost: string | null;
  readonly queueId: string | null;
  /** Postfix's comment `(Authenticated sender: NAME)`. */
  readonly login: string | null;
  /** Who ran sendmail(1), by Postfix's comment `(Postfix, from userid N)`. */
  readonly userId: number | null;
  /** The recipient of the `for` clause, which Postfix writes where a message has but one. */
  readonly forAddress: string | null;
  /** Of the `with` clause, in upper case: "ESMTPSA", "LMTP". */
  readonly protocol: string | null;
  /** In the exact form in which Postfix, whatever its mail_name, writes it for messages that it made itself: `by HOST (NAME) id QUEUEID`. */
  readonly isLocallyGenerated: boolean;
}

/** A signed VERP token that names a key of ours. */
export interface TokenReading {
  /** `other-recipient`: the message names others than it was made for. */
  readonly state: "valid" | "expired" | "forged" | "other-recipient";
  /** Whom it was made for; null where its code does not hold. */
  readonly recipient: string | null;
  /** Stands for the sender. */
  readonly senderTag: string;
  /** The day on which it was made, as 2026-11-28 (UTC). */
  readonly madeOn: string;
}

/** The extension of the address the message was sent to, and what it decodes to. */
export interface VerpReading {
  /** As it arrived. */
  readonly extension: string;
  /** "address": holds a recipient; "token": opaque. */
  readonly form: "address" | "token";
  /** The recipient it names, null for a token. */
  readonly recipient: string | null;
  /** What stands before the recipient: a list or an account; null when nothing does. */
  readonly prefix: string | null;
  /** Every address the extension can be read as, the chosen one first. */
  readonly candidates: readonly string[];
  /** Whether the notification names one of the candidates; null when it names nobody. */
  readonly agrees: boolean | null;
  /** The signed token in it; null without one, and without the key. */
  readonly token: TokenReading | null;
}

/** What the delivering mail server told us beside the message. What it did not tell is null; what it told is empty is "". */
export interface Envelope {
  readonly extension: string | null;
  readonly sender: string | null;
  readonly recipient: string | null;
  readonly queueId: string | null;
  /** Who handed the message to our mail server; "" where Postfix made it or sendmail(1) took it. */
  readonly clientAddress: string | null;
  /** The login of whoever handed it over; "" for none. */
  readonly login: string | null;
  /** When it arrived, epoch seconds (UTC); absent or null: now. */
  readonly receivedAt?: number | null;
}

/** How a message came to us, by the Received field that our own Postfix wrote and by what it told. Absent values are null. */
export interface Arrival {
  /** The host that took it in. */
  readonly host: string | null;
  /** Its own queue id there. */
  readonly queueId: string | null;
  /** Who handed it over. */
  readonly clientAddress: string | null;
  /** The name of that client, as our Postfix looked it up. */
  readonly clientName: string | null;
  /** The address that it came to. */
  readonly recipient: string | null;
}

/** Everything we make of one message; what the store records. */
export interface Reading {
  readonly kind: Kind;
  /** Id of the format that read it, "none" when unrecognized. */
  readonly format: string;
  readonly facts: NotificationFacts;
  readonly bounces: readonly Bounce[];
  readonly trust: Trust;
  readonly arrival: Arrival;
  readonly sender: Sender | null;
  /** Client address our host received the bounced message from, null when not told or not believable. */
  readonly clientAddress: string | null;
  readonly returned: ReturnedMessage | null;
  readonly verp: VerpReading | null;
  /** Of the message that arrived: its Message-ID, its Subject, its From. */
  readonly messageId: string | null;
  readonly subject: string | null;
  readonly from: string | null;
  /** The same message handed to us twice has the same identity. */
  readonly identity: string;
  /** Part of the identity: the message's Date, see `dateTimeOf` of mail/fields.ts. */
  readonly identityTime: number | null;
  /** What the reader had to put up with (size cut, too many parts ...); empty for a sound mail. */
  readonly defects: readonly string[];
  /** Size of the message in bytes, before any cut. */
  readonly size: number;
}
