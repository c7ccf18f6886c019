/** Refusals of who sends: our own account shut off, and the sender's address refused. */
import type { RuleRow } from "../../rule.js";
import { REFUSED } from "./nouns.js";

const SHUT_OFF =
  "suspended, disabled, blocked, locked, banned, restricted, limited, terminated, paused, barred, compromised";

/**
 * Our own account, shut off by whoever passes its mail on: submission servers, smart hosts and mailing services write these
 * to their own customers. The strongest sign there is of a compromised account.
 */
export const SENDER_BANNED: readonly RuleRow[] = [
  {
    id: "banned-outgoing",
    says: "outgoing email, outgoing message, outbound email, outbound message, outbound sending, email outgoing, account outbounds",
    after: SHUT_OFF,
    reason: "sender-banned",
    example: '550 Outgoing mail from "alice@example.com" has been suspended.',
  },
  {
    id: "banned-bad-sender",
    says: "spam abuse detected, outbound spam, unusual sending activity, suspicious sending activity",
    reason: "sender-banned",
    example: "550 Refused: unusual sending activity seen",
  },
  {
    id: "banned-your-account",
    says: "your account, your mailbox, your user, your login, your tenant, your email account, your user account",
    after: SHUT_OFF,
    match: /\b(?:spam|spamming|abuse|suspicious|unusual|compromised|hacked|outgoing|outbound|sending)\b/,
    reason: "sender-banned",
    example: "554 5.7.1 Your account has been suspended because of suspected abuse, contact support",
  },
  {
    id: "banned-from-sending",
    says: "from sending",
    before: SHUT_OFF,
    with: "user, account, sender, client, tenant, you, @addr",
    unless:
      "sending to, sending email to server, sending email to system, sending email to domain, sending email to recipient, sending email to us, sending message to",
    reason: "sender-banned",
    example: "550 5.7.1 User alice@example.com is blocked from sending mail",
  },
  {
    id: "banned-sending",
    says: "sending suspended, sending disabled, sending paused, sending blocked, sending for account disabled, sending for account blocked, sending from account disabled, mailbox no longer send, account no longer send, user no longer send",
    reason: "sender-banned",
    example: "554 Message rejected: Sending paused for this account",
  },
  {
    id: "banned-sender-account",
    says: "sender account, sending account, authenticated account, submitting account, our account",
    after: SHUT_OFF,
    reason: "sender-banned",
    example: "550 5.7.0 The sender's account is locked",
  },
  {
    id: "banned-account-compromised",
    says: "compromised, hacked, hijacked",
    with: "account, user, mailbox, login",
    reason: "sender-banned",
    example: "550 5.7.1 Account alice looks compromised",
  },
  {
    id: "banned-for-spam",
    says: "sending spam, spamming",
    before: "suspended, disabled, blocked, locked, banned",
    with: "user, account, login",
    reason: "sender-banned",
    example: "550 5.7.1 Authenticated user alice suspended for sending spam",
  },
];

/** The envelope sender or the From address is refused, or cannot be verified. */
export const SENDER_REJECTED: readonly RuleRow[] = [
  {
    id: "sender-verify",
    says: "sender verify, sender verification, sender callout, sender callback, sender address verification, return path verify, verification failed for @addr, callback setup, verify sender, verify @addr, sender not verified, sender address not verified",
    unless: "recipient verify",
    reason: "rejected",
    example: "550-Verification failed for <alice@example.net> 550-No Such User Here 550 Sender verify failed",
  },
  {
    // Courier's code for a sender whose domain does not exist.
    id: "sender-courier-517",
    replyCode: ["517"],
    says: "domain not exist",
    reason: "rejected",
    example: "517 Domain does not exist: example.net",
  },
  {
    id: "sender-domain",
    says: "sender domain, sender address domain, sender address rejected domain, sender email domain, domain of sender, domain of your sender, sender host, from domain, from address domain, domain name of sender, envelope sender domain, lookup of sender, lookup for sender",
    after:
      "not, no, invalid, unresolvable, unknown, failed, missing, resolve, nonexistent, exist, lookup, lookup failed, on list, on our list",
    reason: "rejected",
    example: "553 5.1.8 <alice@mail.example.net>... Domain of sender address alice@mail.example.net does not exist",
  },
  {
    id: "sender-domain-required",
    says: "required valid sender domain, required valid sender, need valid sender, sender domain required, required valid from domain, valid sender domain required, domain required for sender, domain name required for sender, not resolve your domain, not resolve sender domain, your domain not resolve, your domain not exist, sender domain not in dns",
    reason: "rejected",
    example: "550 [permfail] this system requires a valid sender domain",
  },
  {
    id: "sender-refused",
    says: "sender rejected, sender refused, sender denied, sender blocked, sender invalid, sender unknown, sender banned, sender prohibited, sender blacklist, sender not, sender address rejected, sender address refused, sender address denied, sender address blocked, sender address invalid, sender address not, sender address unknown, sender address banned, sender address blacklist, sender temporary rejected, sender @addr rejected, sender @addr refused, sender @addr not, sender @addr blocked, sender @addr denied, sender email address rejected, sender on domain blacklist, sender on our blacklist, sender on blacklist, sender in blacklist, sender listed",
    unless:
      "unauthenticated sender, anonymous sender, sender not allowed to send, sender not allowed to email, sender not allowed to post, sender not authorized to send, sender not authenticated, sender not in allowed sender list, sender not member, sender not in allowed, sender not on allowed, sender not on recipient, sender not in recipient, sender not in list of allowed, sender not on list of, external sender, outside sender, sender not on safe, sender not in safe, sender not subscriber",
    reason: "rejected",
    example: "550 5.1.0 <alice@example.net> sender rejected",
  },
  {
    id: "sender-bad",
    says: "sender, from address, return path, mailfrom, badmailfrom, envelope from",
    before:
      "invalid, forged, fake, spoofed, unacceptable, unverified, nonexistent, untrusted, unwanted, blacklist, unknown",
    unless: "invalid recipient",
    reason: "rejected",
    example: "553 Invalid sender",
  },
  {
    id: "sender-return-path",
    says: "return path, return address, reverse path, return path address, bounce address",
    after:
      "not exist, invalid, unknown, not valid, not verified, unresolvable, rejected, refused, not found, undeliverable, nonexistent, not accept, not receive, not reachable, not deliverable",
    reason: "rejected",
    example: "550 Your return path address does not exist",
  },
  {
    // What elsewhere is said of a recipient, said of who sends.
    id: "sender-not-there",
    says: "sender, sender address, sending domain, sending address, sending host, from address, from domain, email from, envelope from",
    after:
      "user unknown, unknown user, no such user, no such mailbox, no such domain, no such host, user not exist, domain not exist, host unknown, domain unknown, not exist, not found, nonexistent, unverifiable, unresolvable",
    unless: "to sender, notify sender, inform sender, sender notified, from sender to recipient, recipient unknown",
    reason: "rejected",
    example: "550 5.1.0 Sender address: user unknown",
  },
  {
    id: "sender-envelope",
    says: "envelope sender, envelope from, badmailfrom",
    with: `${REFUSED}, invalid, not, badmailfrom, in my`,
    reason: "rejected",
    example: "553 your envelope from is not welcome here",
  },
  {
    id: "sender-mail-from",
    says: "email from @addr, email from your domain, email from your address, email from your email address, email from sender, message from sender, email from domain",
    with: REFUSED,
    unless: "policy, spf, spam",
    reason: "rejected",
    example: "550 Mail from alice@example.net rejected",
  },
  {
    id: "sender-your-address",
    says: "your email address, your address, your email domain, your domain, your sender domain, your from address, to from address, from address, address you sending from, address you send from, address from which you",
    after: "blocked, rejected, refused, banned, blacklist, denied, not accept, not allowed",
    unless: "ip address, your ip, address range, address space",
    reason: "rejected",
    example: "550 Your email address has been blocked by the recipient's domain",
  },
  {
    id: "sender-not-yours",
    says: "sendasdenied, send as, send email as, send on behalf, send message on behalf, not owned by, send from header, send from address",
    with: "permission, allowed, authorized, right, sendasdenied, not",
    reason: "rejected",
    example: "550 5.7.60 SMTP; Client does not have permissions to send as this sender",
  },
  {
    id: "sender-null",
    says: "null sender, empty sender, null return path, null reverse path, empty envelope sender, not accept bounces, not accept bounce, bounces not accept, bounces not allowed, bounces refused, bounce message not, backscatter, sender address null mx, sender domain null mx, sender null mx",
    reason: "rejected",
    example: "550 5.7.1 We do not accept bounces for this address",
  },
  {
    // Some other domain than the recipient's.
    id: "sender-host",
    says: "@host not exist",
    match: /^(?:\w{1,30} )?@host not exist\b/,
    reason: "rejected",
    example: "553 5.1.0 mail.example.net does not exist",
  },
];
