/** Wide words, asked last: they say who refused, or that somebody did, and little of why. */
import type { RuleRow } from "../../rule.js";

/** What a refusal is about that came before the recipient was named, where its words say no more. */
const PHASES: readonly RuleRow[] = [
  {
    id: "phase-mail-from",
    replyCode: ["5*"],
    phase: ["mail-from"],
    reason: "rejected",
    example: { diagnostic: "550 <alice@example.net>: User unknown", phase: "mail-from" },
  },
  {
    id: "phase-connect",
    replyCode: ["5*"],
    phase: ["connect", "helo"],
    reason: "blocked",
    example: { diagnostic: "501 Invalid domain name", phase: "helo" },
  },
  {
    id: "phase-starttls",
    phase: ["starttls"],
    reason: "failed-starttls",
    example: { diagnostic: "454 4.3.0 Not now", phase: "starttls", action: "delayed" },
  },
  {
    id: "phase-auth",
    phase: ["auth"],
    reason: "security-error",
    example: { diagnostic: "535 No", phase: "auth" },
  },
];

/** Somebody refused something. */
const REFUSALS: readonly RuleRow[] = [
  {
    id: "wide-refused",
    says: "rejected, refused, denied, declined, not accept",
    before: "message, email, delivery, data, content, transmission",
    reason: "filtered",
    example: "550 Message rejected",
  },
  {
    id: "wide-rejected",
    says: "rejected, refused, denied",
    match: /^(?:rejected|refused|denied)\b/,
    reason: "filtered",
    example: "550 Rejected",
  },
];

/** What mailers close every notification with, whatever the cause. */
const FORMULAS: readonly RuleRow[] = [
  {
    id: "formula-trying",
    says: "keep trying, continue trying, continue to try, still trying, undelivered after, undelivered for, delayed, warning not send",
    reason: "expired",
    example: "Message still undelivered after 4 hours, will keep trying until it is 5 days old",
  },
  {
    id: "formula-gave-up",
    says: "giving up, queue too long, queue for too long",
    unless: "giving up on @ip, giving up on @host, giving up on @domain",
    reason: "expired",
    example: "Giving up.",
  },
];

/** From the less to the more general. */
const WORDS: readonly RuleRow[] = [
  {
    id: "wide-policy",
    says: "policy, violation, prohibited, administrative, administratively, transport rules, rules rejected, email rules, filter rules, filter rule, security rules, content rules, message rules, protocol violation, transport rule, email rule, message rule, email flow rule, email flow rules",
    reason: "policy-violation",
    example: "550 5.7.1 Denied by policy",
  },
  {
    // A policy says no (X.7.z) and points at the header; not what is wrong with it.
    id: "wide-header",
    says: "header error",
    status: ["5.7.0", "5.7.1", "5.7.9"],
    reason: "policy-violation",
    example: "554 5.7.9 Header error",
  },
  {
    id: "wide-filtered",
    says: "filtered, filter, filters, filtering",
    reason: "filtered",
    example: "550 5.2.0 Message filtered",
  },
  {
    id: "wide-again",
    says: "try again, try later, retry later, again later, come back later, try your request again, temporary deferred, temporary rejected, temporary refused, temporary delayed, temporary system, temporary local, temporary condition, temporary issue",
    unless: "not going to try again, not try again",
    reason: "system-error",
    example: "451 Please try again later",
  },
  {
    id: "wide-mailbox-or",
    says: "mailbox unavailable or access, mailbox unavailable or not",
    reason: "undefined",
    example: "550 Mailbox unavailable or access denied",
  },
  {
    // RFC 5321's own sentence for 550; where nothing before it spoke of a block, it is what servers say of an unknown mailbox.
    id: "wide-mailbox-unavailable",
    says: "unavailable, not available",
    replyCode: ["550", "551", "553", "554"],
    before: "mailbox, user, recipient, account",
    reason: "user-unknown",
    example: "550 Requested action not taken: mailbox unavailable",
  },
  {
    id: "wide-recipient-rejected",
    says: "recipient rejected, recipient refused, recipient not accept, address rejected, address refused, address not accept",
    match: /\b(?:recipient|address) (?:rejected|refused|not accept)(?: @\w{1,6})?$/,
    reason: "user-unknown",
    severity: "soft",
    example: "550 <user@example.com>: Recipient address rejected.",
  },
  {
    // Refused before we said who writes to whom: it can only be our address or name.
    id: "wide-at-connect",
    says: "denied, rejected, refused, not allowed, blocked, banned",
    replyCode: ["5*"],
    phase: ["connect", "helo"],
    reason: "blocked",
    example: {
      diagnostic: "SMTP error from remote mail server after initial connection: 550 Access denied",
      replyCode: "550",
    },
  },
  {
    id: "wide-access-denied",
    says: "access denied, permission denied, authorization denied, delivery denied, service denied, request denied, access refused, delivery refused, access not allowed, delivery not allowed, delivery not authorized, not authorized, unauthorized, not allowed, service refused",
    reason: "security-error",
    example: "550 5.7.1 <user@example.com>... Access denied",
  },
  {
    id: "wide-blocked",
    says: "blocked, banned",
    reason: "blocked",
    example: "550 Blocked",
  },
];

/** All wide rows: words, the phase of the session, a bare no, formulas. */
export const WIDE: readonly RuleRow[] = [...WORDS, ...PHASES, ...REFUSALS, ...FORMULAS];
