/** What is said of the recipient's mailbox: full, switched off, moved, closed to strangers, unknown. */
import type { RuleRow } from "../../rule.js";
import { WHO } from "./nouns.js";

/** Over quota. */
export const MAILBOX_FULL: readonly RuleRow[] = [
  {
    id: "full",
    says: "full, fully, filled, overfull, overfilled, overflow, overflows, overflowing",
    with: `${WHO}, folder, box, store, maildir, postfach`,
    unless: "fully qualified, disk full, full name",
    reason: "mailbox-full",
    example: "552 5.2.2 <user@example.com>... Mailbox is full",
  },
  {
    id: "full-quota",
    says: "quota, overquota, quotas, quotaexceeded, quotaexceededexception, mapiexceptionshutoffquotaexceeded, overquotaperm, overquotatemp",
    reason: "mailbox-full",
    example: "452 4.2.2 The email account that you tried to reach is over quota",
  },
  {
    id: "full-storage",
    says: "storage allocation, allowed storage, exceeded storage, storage exceeded, storage quota, allocated storage, storage full, storage used, storage reached, storage space, out of space, no space, not enough space, insufficient space, not sufficient space, no more space, space left, free space, available space, space available, allocated space, space exceeded, exceeded space, space full, space used, space quota, allocation exceeded, exceeded allocation, enough storage, no storage, insufficient storage, lacks space, lack of space, run out of space, more space, space for new, no room, not enough room",
    with: `${WHO}, exceeded, allocation`,
    unless:
      "system storage, disk space, no space left on device, server storage, storage node, contains space, without space, space after",
    reason: "mailbox-full",
    example: "552 Requested mail action aborted: exceeded storage allocation",
  },
  {
    id: "full-mailbox-space",
    says: "mailbox disk space, user disk space, mailbox space, out of storage, storage limit",
    reason: "mailbox-full",
    example: "552 The mailbox disk space of this account is used up",
  },
  {
    id: "full-limit",
    says: "mailbox limit, mailbox size, mailbox exceeded, mailbox over, mailbox reached, mailbox capacity, mailbox exhausted, mailbox maximum, mailbox at maximum, mailbox at limit, mailbox at capacity, mailbox at quota, maildir size, maildir over, over limit, over their limit, in mailbox exceeded, recipient mailbox exceeded, account exceeded, account reached, account over, exceeded mailbox, too many message in mailbox, error writing message file too large, account size, too much email stored, too much message stored",
    unless: "rate",
    reason: "mailbox-full",
    example: "552 5.2.2 The recipient's mailbox is over its limit",
  },
  {
    id: "full-alone",
    says: "full",
    match: /^(?:\S+ )?full$/,
    reason: "mailbox-full",
    example: "552 5.2.2 Full",
  },
];

/** Switched off, for now as far as the words go. */
export const MAILBOX_DISABLED: readonly RuleRow[] = [
  {
    id: "disabled-no-longer-used",
    says: "no longer in use, not longer in use, no longer used, no longer in service, no longer monitored, no longer work for, no longer works for, no longer work at, no longer works at, no longer works here, no longer works with, no longer employed, no longer with us, no longer with company, no longer with our, no longer employee, no longer working",
    reason: "mailbox-disabled",
    severity: "hard",
    example: "This mailbox is no longer in use, please write to the office.",
  },
  {
    id: "disabled",
    says: "disabled, suspended, inactive, frozen, dormant, discontinued, abandoned, unused, decommissioned, retired, hibernated, passive, switched off, turned off",
    with: `${WHO}, email, box`,
    reason: "mailbox-disabled",
    example: "550 5.2.1 The email account that you tried to reach is disabled",
  },
  {
    id: "disabled-locked",
    says: "locked, expired, blocked, restricted, limited, banned, closed temporary, unavailable temporary",
    before: "mailbox, account, user, recipient, customer",
    unless:
      "message expired, envelope expired, queue expired, delivery expired, blocked by, blocked using, blocked your, blocked you, blocked message, blocked email, blocked sender, delivery restricted",
    reason: "mailbox-disabled",
    example: "550 5.2.1 Mailbox locked",
  },
  {
    id: "disabled-inactivity",
    says: "inactivity, not active, not activated, not enabled, unable to receive, not able to receive, inhibited, no longer active, no active user, no active mailbox, mailbox temporary, account temporary, recipient temporary, user temporary, expired account, expired mailbox, locked account, locked mailbox, blocked account, blocked mailbox",
    reason: "mailbox-disabled",
    example: "550 5.2.1 User account is not active",
  },
  {
    // A program's answer that its reader took for a farewell (formats/other/auto-reply.ts), in words that no row above knows. The
    // mailbox did take the mail, so that this is no proof.
    id: "disabled-says-owner",
    type: ["x-auto-reply"],
    reason: "mailbox-disabled",
    example: {
      diagnostic: "Ich bin nicht mehr bei der Beispiel GmbH beschäftigt.",
      diagnosticType: "x-auto-reply",
      format: "rfc3834",
    },
  },
];

/** Gone elsewhere. */
export const HAS_MOVED: readonly RuleRow[] = [
  {
    id: "moved",
    says: "moved, relocated, moved to",
    with: `${WHO}, he, she, @addr`,
    unless: "storage, node, node of user, moved temporary",
    reason: "has-moved",
    example: "550 5.1.6 Mailbox has moved, no forwarding address",
  },
  {
    // RFC 5321 section 3.4: 251 and 551 name the new address.
    id: "moved-not-local",
    says: "user not local try, user not local use, user not local forward",
    reason: "has-moved",
    example: "551 User not local; please try <alice@example.net>",
  },
  {
    id: "moved-changed",
    says: "address changed, changed address, changed email address, new address, new email address, update your records, update your address, update your contacts, no forwarding address",
    reason: "has-moved",
    example: "550 The address has changed to alice@example.net",
  },
  {
    id: "moved-server",
    says: "no longer on server, no longer on system, no longer on host, no longer on our server",
    reason: "has-moved",
    example: "550 5.1.6 recipient no longer on server: user@example.com",
  },
];

const TO_WRITE = "to send, to post, to write, to email, to deliver, to submit, to contact, to message";

/** Open to some senders only. */
export const NOT_ALLOWED: readonly RuleRow[] = [
  {
    id: "closed-exchange",
    says: "rst authrequired, rst notauthorized, rst notauthenticated, sendernotauthenticatedforgroup, sendernotauthenticatedformailbox, rst restricted, rst restrictedtorecipientspermission",
    reason: "not-allowed",
    example: "550 5.7.1 RESOLVER.RST.AuthRequired; authentication required",
  },
  {
    id: "closed-to-sender",
    says: "not allowed, no permission, not authorized, not permission, insufficient permission, without permission, not able, no rights, not rights",
    after: TO_WRITE,
    match:
      /\bto (?:send|post|write|email|deliver|submit|contact|message)\b.{0,40}(?:\b(?:list|group|recipient|mailbox|user|members?|forum|alias|topic|folder)\b|@rcpt)/,
    reason: "not-allowed",
    example: "550 5.7.1 You are not allowed to send to this mailing list",
  },
  {
    id: "closed-members",
    says: "member only, only member, only subscriber, not member, not subscriber, not list member, not group member, subscriber only, nonmember, non member, nonmembers, posting by, postings by, post to list, posting to list, list expansion prohibited, outsiders, outsider, not write to, not post to, inside company, inside organization, only email from subscriber, only message from subscriber, only email from member, only message from member, takes email from subscriber, takes email from member, member to post, subscriber to post, member to write",
    reason: "not-allowed",
    example: "550 You are not a member of this list",
  },
  {
    id: "closed-restriction",
    says: "delivery restriction, delivery restrictions, recipient restriction, internal use only, internal sender only, internal email only, internal user only, internal recipient only, external sender, external email, outside sender, outside email, allowed sender list, safe sender list, white list, allowed list, accept email only from, accept message only from, only accept email from, only accept message from, mailbox restricted, group restricted, list restricted, recipient restricted",
    unless: "blacklist, not accept external email relay",
    reason: "not-allowed",
    example: "550 5.7.1 Address is for internal use only",
  },
  {
    id: "closed-by-recipient",
    says: "recipient preferences, blocked by recipient, rejected by recipient, refused by recipient, declined by recipient, blocked by user, rejected by user, refused by user, refused by mailbox owner, recipient not accept email from, recipient not accept message from, recipient refused, user refused, recipient blocked you, user blocked you, recipient not want, user not want, not wish to receive, recipient rules, by recipient rule, user rules, recipient rule, recipient filter, recipient blocked your, user blocked your, recipient blocked sender, recipient blocked email from, recipient blocked message from",
    unless: "by recipient domain, by recipient server, by recipient email, by recipient host",
    reason: "filtered",
    example: "550 5.1.1 Refused due to recipient preferences",
  },
];

/** No such mailbox. */
export const USER_UNKNOWN: readonly RuleRow[] = [
  {
    id: "unknown",
    says: "unknown",
    with: `${WHO}, email, local part, local, virtual, extension, id`,
    unless:
      "unknown reason, unknown error, unknown emailer error, unknown mailer error, unknown email transport, unknown command, unknown sender, client unknown, host unknown, unknown host, unknown client, unknown protocol, unknown option, unknown tls, unknown certificate, unknown charset, unknown encoding, unknown ip, unknown hostname, hostname unknown, unknown response, unknown status, reason unknown, error unknown, unknown policy",
    reason: "user-unknown",
    example: "550 5.1.1 <user@example.com>: Recipient address rejected: User unknown in virtual mailbox table",
  },
  {
    id: "unknown-alone",
    says: "unknown, not exist, not found",
    match: /^(?:unknown|not exist|not found)$/,
    reason: "user-unknown",
    example: "550 5.1.1 Unknown",
  },
  {
    id: "unknown-no-such",
    says: "no such, not such",
    with: `${WHO}, person, object, entry, login, name, id, local, here, virtual, people, one, known, list, group, member, email, @addr, at`,
    unless:
      "no such host, no such domain, no such file, no such site, no such command, no such process, no such service, no such policy",
    reason: "user-unknown",
    example: "550 No such user here",
  },
  {
    id: "unknown-not-exist",
    says: "not exist, no longer exist, never existed, nonexistent, doesnt exist, dont exist, no exist, not found to exist, non exist, never created",
    with: `${WHO}, email, box, local part, id, login, member, group, list, here, @addr`,
    unless:
      "domain not exist, host not exist, command not exist, file not exist, sender not exist, table not exist, directory not exist, path not exist, route not exist, policy not exist, return path, return address, reverse path, bounce address, sender address, from address",
    reason: "user-unknown",
    example: "550-5.1.1 The email account that you tried to reach does not exist.",
  },
  {
    id: "unknown-not-found",
    says: "not found, never found, notfound, unable to found, not able to found, recipnotfound, recipientnotfound, no mailbox found, no user found, no match found, not resolve recipient, not resolve to mailbox, not resolve to local, not resolve to user, failed to found, failed in found",
    with: `${WHO}, email, box, local part, login, object, member, group, resolver, @addr`,
    unless:
      "host not found, domain not found, command not found, file not found, not found host, not found domain, sh vacation not found, route not found, mx not found, policy not found, key not found, certificate not found, name not found name service",
    reason: "user-unknown",
    example: "550 5.1.1 Recipient not found by SMTP address lookup",
  },
  {
    id: "unknown-exchange",
    says: "resolver adr invalidsmtpaddress, resolver adr exrecipnotfound, resolver adr badprimary",
    reason: "user-unknown",
    example: "550 5.1.1 RESOLVER.ADR.InvalidSmtpAddress; none of ours",
  },
  {
    id: "unknown-invalid",
    says: "invalid recipient, invalid mailbox, invalid user, invalid address, invalid email address, invalid account, invalid destination, invalid local part, invalid alias, invalid email box, invalid to address, invalid recipient address, invalid destination mailbox, not valid recipient, not valid mailbox, not valid user, not valid address, not valid account, not valid email address, no valid recipient, no valid user, no valid address, undefined user, undefined recipient, unrecognized recipient, unrecognized user, unrecognized address, invalid or unknown recipient, invalid or unknown user, invalid or non local recipient, invalid or nonlocal recipient, not valid local part, no valid local part, invalid name",
    unless:
      "invalid address error code, invalid address in email from, invalid address email from, invalid address syntax, invalid sender, invalid user name or password, invalid user or password, invalid user password, invalid recipient address list",
    reason: "user-unknown",
    example: "550 5.5.0 Invalid recipient",
  },
  {
    id: "unknown-is-invalid",
    says: "recipient invalid, mailbox invalid, user invalid, account invalid, alias invalid, address invalid, address possibly invalid, address seems invalid, address appears invalid, @rcpt invalid, @rcpt not valid, recipient not valid, mailbox not valid, user not valid, account not valid, address not valid, no longer valid, marked as invalid, marked invalid, address misspelled, misspelled, misspelt, mistyped, you wrote to not valid, you entered not valid, trying to reach not valid",
    unless: "sender, from address, ip address, helo, ehlo",
    reason: "user-unknown",
    example: "550 The address you wrote to is not valid",
  },
  {
    id: "unknown-no-mailbox",
    says: "no mailbox here, no mailbox by, no mailbox with, no mailbox for, no mailbox named, no mailbox of, no mailbox at, no mailbox exist, no mailbox found, no local mailbox, no valid mailbox, no account by, no account with, no account for, no account here, no account named, no account exist, no email account, mailbox not here, mailbox not known, mailbox not defined, mailbox not created, mailbox not present, mailbox missing, mailbox not available here, no user by, no user with, no user here, no recipient by, no one by, no mailbox associated, no user found, no account found, no recipient found, no address found, no customer found, no email address found, no matching user, no matching recipient, no one here, nobody here, nobody by, no person by, no person with, not user by, not anyone by, not user of name, no such name, no user of name, no user matches, nobody address, no one address, no one works here, no one with, nobody with, nobody works here, no recipient of, no account of",
    reason: "user-unknown",
    example: "Sorry, no mailbox here by that name. (#5.1.1)",
  },
  {
    id: "unknown-no-entry",
    says: "no entry for, no entry of, no record for, no record of, no records for, no records of",
    with: WHO,
    unless: "mx, dns, reverse, ptr, spf, dmarc, tlsa, domain",
    reason: "user-unknown",
    example: "550 Our directory has no entry for this user",
  },
  {
    // "This user doesn't have a yahoo.com account": "have a" is left out.
    id: "unknown-no-account",
    says: "user not @host account, user not @domain account, recipient not account, user not account, user not mailbox, recipient not mailbox, not email account, not mailbox here, not account here, recipient not email account, not user named, not user with, not mailbox named, not account named, not recipient named",
    reason: "user-unknown",
    example: "554 delivery error: dd This user doesn't have a mail.example account (user@example.com) [0]",
  },
  {
    id: "unknown-not-known",
    says: "not known, not recognized, not registered, not listed, not local user, not our customer, not our user, not known user, not hosted here, not defined, not provisioned, not user of, not user here, not user at, not one of our, not our, not here, not in our directory, not in directory, user not local, recipient not local, mailbox not local, user not on system, user not on server, mailbox not on system, recipient not on system, not work here, not work for, not customer of, not on system, not on server, not on host, unrecognized, not in database, not in our database, not in records, not in our records, not ours, not among our, not in user database, not in user list, not in list of, not know, not on our email server, not on our server, not on our system, not on email server, not on our host",
    with: `${WHO}, name, directory, email, here`,
    unless: "not known sender, hostname not, not listed sender, not local host, not local domain",
    reason: "user-unknown",
    example: "550 User alice (user@example.com) not listed in Domino Directory",
  },
  {
    id: "unknown-removed",
    says: "deleted, removed, closed, terminated, cancelled, canceled, erased, obsolete, defunct, no longer available, no longer accept, no longer receives, no longer receiving, no longer here, no longer works, no longer functional, no longer supported, no longer reachable, no longer at, no longer registered, no longer deliverable, no longer live, no longer valid, withdrawn, no longer ours, wiped, purged",
    before: WHO,
    unless:
      "connection, session, conversation, socket, closed to new, message deleted, message removed, attachment, to removed, queue",
    reason: "user-unknown",
    example: "550 This account has been deleted",
  },
  {
    id: "unknown-verification",
    says: "callout verification, recipient verification, recipient verify, recipient address verification, user verification, address verification, to validation, recipient validation, address validation, mailbox verification, unverified recipient, unverified address, verify recipient, verify user, verify address, verify mailbox, verify @rcpt, recipient not verified, verification failed for @rcpt, validate recipient",
    reason: "user-unknown",
    severity: "soft",
    example: "550 Recipient verification failed",
  },
  {
    id: "unknown-undeliverable",
    says: "undeliverable address, undeliverable recipient, address undeliverable, recipient undeliverable, not deliverable, address ambiguous, recipient ambiguous, resolver adr ambiguous, user name not unique, not unique",
    reason: "user-unknown",
    severity: "soft",
    example:
      "550 5.1.1 <user@example.com>: Recipient address rejected: undeliverable address: host mx.example.com[192.0.2.1] said so",
  },
];
