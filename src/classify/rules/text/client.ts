/** Refusals of the server that sends: its name, its address, its reputation, its pace. */
import type { RuleRow } from "../../rule.js";
import { REFUSED } from "./nouns.js";

/** The sending address has no name, or one that does not lead back to it. */
export const REQUIRE_PTR: readonly RuleRow[] = [
  {
    id: "ptr-record",
    says: "ptr, rdns, fcrdns, revdns, pointer record, pointer records",
    reason: "require-ptr",
    example: "554 The sending server must have a valid PTR record",
  },
  {
    id: "ptr-reverse",
    says: "reverse, inverse",
    after: "dns, hostname, host, lookup, name, address, ip, resolution, mapping, record, domain, delegation, entry",
    unless: "reverse path",
    reason: "require-ptr",
    example: "550 5.7.25 Client host rejected: cannot find your reverse hostname, [192.0.2.1]",
  },
  {
    id: "ptr-hostname",
    says: "not found your hostname, not found your host, not found your ip, not resolve your ip, not resolve your hostname, ip name lookup, ip address name lookup, no hostname found for, no host name found for, no name found for, unverifyable sending ip, unverifiable sending ip, @ip not resolve, ip address not resolve, your host not resolve, your server not resolve, hostname not resolve, name lookup failed for @ip, lookup of @ip, no name in dns, host name for @ip, hostname for @ip, no name for @ip, name of @ip",
    reason: "require-ptr",
    example: "450 4.7.1 Client host rejected: cannot find your hostname, [192.0.2.1]",
  },
];

/** Too much in too short a time. Before "quota" means a mailbox. */
export const RATE_LIMITED: readonly RuleRow[] = [
  {
    id: "rate-too-many",
    says: "too many",
    after:
      "connection, recipient, message, email, session, request, transactions, transaction, envelopes, sender, address, destinations, deliveries, error, command, failed recipient, failed login, failed authentication, failed command, failed attempt from, invalid recipient, unknown user, threads, login, logins, concurrent, per, at once, attempt from, failed login attempt, rcpts",
    unless:
      "too many hops, too many received, too many spam, too many delivery attempt, message in mailbox, too many temporary failed, too many link, too many attachment, too many image, too many failed upstream, too many failed delivery, too many failed connect, too many temporary error, too many delivery, too many images",
    reason: "rate-limited",
    example: "421 4.7.0 Too many connections from your host",
  },
  {
    id: "rate-limit",
    says: "rate limit, rate limited, rate control, rate exceeded, ratelimit, ratelimited, throttled, message rate, sending rate, connection rate, email rate, delivery rate, recipient rate, send rate, allowed rate, maximum rate, hourly rate, unusual rate, at rate, rate too, limit rate",
    unless: "unauthenticated",
    reason: "rate-limited",
    example: "450 4.7.1 Error: sending rate exceeded, slow your pace",
  },
  {
    id: "rate-slow-down",
    says: "slow down, slower, too quickly, too fast, too frequent, too frequently, too much email, frequency limited, frequency limit, frequency too, frequency exceeded, frequency control, email flood, flooding, faster than, flow too high, message flow from, message flow too, email flow from, email flow too, sending pace, pace too, sending speed, speed too, reduce rate, reduce your",
    unless: "email stored, email data, in mailbox, in account",
    reason: "rate-limited",
    example: "421 Please slow down, the server is protecting itself",
  },
  {
    id: "rate-limit-exceeded",
    says: "limit, quota, threshold, limit exceeded",
    before:
      "daily, hourly, sending, relay, outgoing, outbound, connection, concurrent, concurrency, session, submission, per hour, per day, per minute, max recipient, maximum recipient, recipient per, message count, send",
    reason: "rate-limited",
    example: "550 5.7.1 Relay quota reached, wait until tomorrow",
  },
  {
    id: "rate-max-per",
    says: "limit for sending, limit on sending, allowed number of recipient, allowed number of message, allowed number of email, maximum number of email, maximum number of outgoing, allowed per hour, allowed per day, allowed per minute, maximum number of message, max email, max message, max defers, max recipient, max connection, maximum credits, maximum recipient per, maximum message per, maximum number of recipient, maximum number of connection, maximum concurrent, quota exceeded for sending, quota exceeded for sender, sender quota exceeded, limit per hour, limit per day, limit per minute, email per hour, email per day, message per hour, message per day, number of recipient per, message limit for, limit for one connection, limit per connection, limit for connection, message per connection, email per connection, recipient per day, recipient per hour",
    reason: "rate-limited",
    example: "550 Domain example.com has exceeded the max emails per hour (150/150) allowed. Message discarded.",
  },
  {
    id: "rate-volume",
    says: "high volume, large volume, excessive volume, unusual volume, volume of email, volume of message, simultaneous connection, simultaneous session, excessive connection, concurrent connection, concurrent smtp connection, concurrent session",
    reason: "rate-limited",
    example: "421 4.7.0 Excessive connections, closing",
  },
];

/** Put off to see whether we come back. */
export const GREYLISTED: readonly RuleRow[] = [
  {
    id: "greylisted",
    says: "greylisted, gray listed, grey listed, gray listing, grey listing, unknown triplet, new triplet, triplet not, antispam delay, anti spam delay",
    reason: "greylisted",
    example: { diagnostic: "450 4.2.0 <user@example.com>: Recipient address rejected: Greylisted", action: "delayed" },
  },
  {
    id: "greylisted-first",
    says: "first time sender, first attempt, first time, first contact, first delivery attempt, first one from you, first message from, first email from, not seen email from you, not seen message from you, not seen you before, never seen you, not seen email from, before retry, delay new sender, unknown to us so far, new sender, sender not known, not known sender",
    with: "retry, try again, again, later, minutes, seconds, deferred, temporary, resend, come back, delayed, retry in",
    reason: "greylisted",
    example: { diagnostic: "450 4.7.1 First attempt of this sender, please retry in a minute", action: "delayed" },
  },
];

/** Block lists and blocks of our address, name or network. */
export const BLOCKED: readonly RuleRow[] = [
  {
    id: "blocked-on-list",
    says: "blacklist, black list, black listed, blocked list, denied list, spam list",
    unless: "blacklist link, link blacklist, link in, blacklist word",
    reason: "blocked",
    example: "550 Your IP 192.0.2.1 is blacklisted here",
  },
  {
    id: "blocked-dnsbl",
    says: "dnsbl, rbl, rbls, dnsbls, dnsrbl",
    reason: "blocked",
    example: "550 5.7.1 Refused by RBL check",
  },
  {
    // The lists' pages, which refusals point to.
    id: "blocked-list-page",
    hosts: [
      "spamhaus.org",
      "spamhaus.com",
      "spamcop.net",
      "sorbs.net",
      "barracudacentral.org",
      "barracudacentral.com",
      "uceprotect.net",
      "abuseat.org",
      "mailspike.net",
      "senderscore.org",
      "senderscore.com",
      "njabl.org",
      "surriel.com",
      "psbl.org",
      "backscatterer.org",
      "abusix.com",
      "abusix.zone",
      "manitu.net",
      "nixspam.net",
      "spamrats.com",
      "dsbl.org",
      "ordb.org",
      "spfbl.net",
      "junkemailfilter.com",
      "mail-abuse.com",
      "mail-abuse.org",
      "ers.trendmicro.com",
      "invaluement.com",
      "truncate.gbudb.net",
      "0spam.org",
    ],
    reason: "blocked",
    example: "553 https://www.spamhaus.org/query/ip/192.0.2.1",
  },
  {
    // Without a link to the list's page.
    id: "blocked-list-name",
    says: "spamhaus, spamcop, sorbs, uceprotect, abusix, invaluement, barracudacentral, mailspike, spamrats",
    with: "ip, @ip, your, list, listed, database, blocked, rejected, server, host, by, in",
    reason: "blocked",
    example: "550 5.7.0 Your server is in the Spamhaus XBL database",
  },
  {
    id: "blocked-using",
    says: "blocked using, rejected using, refused using, denied using, blocked by, rejected by, refused by, denied by, listed in, listed at, listed by, listed on, found in, found on",
    after: "@host, @url, barracuda, spamhaus, spamcop, list, database",
    unless: "not listed, connection refused by",
    reason: "blocked",
    example: "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using list.example.net",
  },
  {
    id: "blocked-ip",
    says: "ip, @ip",
    before: "your, client, sending, source, sender, remote, from, access, connection, host, ip, message, email, range",
    after: REFUSED,
    unless:
      "content rejected, spf, host network not allowed, ip address name lookup, virus, not allowed to send, sender rejected, sender refused, recipient rejected, recipient address rejected, spam, policy, not allowed to relay, not authorized to relay",
    reason: "blocked",
    example: "554 5.7.1 Access denied, your IP address 192.0.2.1 is banned",
  },
  {
    id: "blocked-bad-ip",
    says: "banned ip, blocked ip, invalid ip, suspicious ip, spam ip, abusive ip, untrusted ip, banned sending ip, blocked sending ip, suspicious spam ip, spam ip blocked, from your ip, rejected sending ip, ip filtered, @ip filtered, banned client ip, ip blocked, ip banned, ip denied, ip rejected, @ip not allowed, @ip not authorized, open proxy, open proxies, as open relay, known open relay, open email relay",
    reason: "blocked",
    example: "550 5.7.1 Refused: suspicious IP",
  },
  {
    id: "blocked-client",
    says: "client host rejected, client host blocked, client host denied, client host refused, client host @ip, client blocked, client rejected, client denied, your server, your host, your network, your isp, your mta, your email server, your relay, your provider, sending server, sending host, sending mta, connecting host, connecting server, host not allowed, host blocked, host banned, host @ip not allowed",
    match:
      /\bclient (?:host )?(?:@ip )?(?:rejected|blocked|denied|refused)|\b(?:your|sending|connecting) (?:email )?(?:server|host|network|isp|mta|relay|provider)\b.{0,40}\b(?:blocked|banned|denied|refused|rejected|listed|not allowed|not welcome|not accept|blacklist|barred|prohibited|untrusted|restricted)\b|\bhost (?:@ip )?(?:not allowed|blocked|banned)/,
    reason: "blocked",
    example: "554 5.7.1 <mail.example.net[192.0.2.1]>: Client host rejected: may not be mail exchanger",
  },
  {
    id: "blocked-dynamic",
    says: "dynamic, dialup, dial up, residential, generic, dsl, broadband, dul",
    after:
      "ip, address, hostname, hostnames, host, range, ranges, pool, client, customers, rdns, network, connection, list, zombied",
    reason: "blocked",
    example: "550 Mail from dynamic addresses is not welcome",
  },
  {
    id: "blocked-helo",
    says: "helo, ehlo",
    with: "rejected, invalid, failed, denied, refused, not, mismatch, forged, required, unknown, spoofed, spoofing, impersonating, blocked, fully, localhost, fake, impossible, fqdn",
    unless: "need helo, need ehlo, send helo, helo first, ehlo first, polite",
    reason: "blocked",
    example: "550 5.7.1 <localhost>: Helo command rejected: need fully-qualified hostname",
  },
  {
    id: "blocked-connection",
    says: "connection refused by policy, connection rejected by policy, connection denied, connection rejected, connection blocked, connection not accept, connection not allowed, not accept connection, refused connection from, rejected connection from, not accept email from your, not accept email from @ip, no email from your, traffic not accept, not allowed to connect, not authorized to connect, not welcome to connect, access from ip, access from your, access from @ip, connection from your ip, connection from @ip, no smtp service for your, no service for your, no smtp service for you, no service for you",
    reason: "blocked",
    example: "554 mx.example.com ESMTP not accepting connections from unlisted hosts",
  },
  {
    id: "blocked-spam-source",
    says: "spam source, spam host, spam server, spam network, spamming issue, spamming issues, spam incident, spam origin, spammer, spammers, too many spam, too much spam, source of spam, sender of spam, relay of spam, spam from your, spam from @ip, spam received from, blocked for spam, blocked for abuse, spam sent from",
    reason: "blocked",
    example: "550 Known source of spam, go away",
  },
  {
    id: "blocked-delist",
    says: "delist, delisting, delisted, unblock, unblocked, unlist, removal, whitelisted",
    reason: "blocked",
    example: "550 Denied. Ask for delisting at https://lists.example.org/",
  },
];

/** Our address or domain has a bad name with the receiver, by what it sent before. */
export const REPUTATION: readonly RuleRow[] = [
  {
    id: "reputation",
    says: "reputation, senderbase, sender score",
    reason: "bad-reputation",
    example: "554 5.7.1 Refused because of the poor reputation of 192.0.2.1",
  },
  {
    id: "reputation-complaints",
    says: "user complaints, spam complaints, abuse complaints, customer complaints, recipient complaints, member complaints, due to complaints, many complaints, excessive complaints, complaints from, complaints about, complaint rate, complain about, complained about, recipient complain, user complain, recipient complained, user complained",
    reason: "bad-reputation",
    example: "421 4.7.0 Deferred because of user complaints",
  },
];
