/** What is said of the recipient's domain: unknown, without mail. */
import type { RuleRow } from "../../rule.js";
import { WHERE } from "./nouns.js";

/** The domain takes no mail. */
export const NOT_ACCEPT: readonly RuleRow[] = [
  {
    id: "no-mail-null-mx",
    says: "nullmx, null mx",
    reason: "not-accept",
    example: "556 5.1.10 Domain example.com does not accept mail (nullMX)",
  },
  {
    id: "no-mail-no-mx",
    says: "no mx, no valid mx, no usable mx, no working mx, no email exchanger, no email exchangers, not found mx, not found email exchanger, without mx, missing mx, mx not exist, mx not found, mx record not found, mx records not found, mx lookup not found, mx records point to nonexistent, mx record points to nonexistent, mx points to localhost, indicated no smtp service, no data record of requested type, domain no email server, @domain no email server, no email server for @domain, no email server for domain",
    unless: "no mx answer, no mx respond, no mx available, temporary",
    reason: "not-accept",
    example: "No MX found for domain",
  },
  {
    id: "no-mail-domain",
    says: "not accept email, not accept incoming email, not accept inbound email, not accept smtp email, not receive email, never accept email, not configured to receive email, not accept message, not handle email, not accept incoming message",
    before: `${WHERE}, system, server, machine, site`,
    unless: "from, not accept email for, not accept email to, at time, unless, because, due to, until, esmtp",
    reason: "not-accept",
    example: "550 5.1.10 host/domain does not accept mail",
  },
  {
    id: "no-mail-521",
    replyCode: ["521", "556"],
    says: "not accept network message",
    reason: "not-accept",
    example: "521 5.3.2 <user@example.com>: System not accepting network messages",
  },
];

/** A name service that could not say for now, or a domain that it does not know. */
export const HOST_UNKNOWN: readonly RuleRow[] = [
  {
    id: "dns-not-final",
    says: "not found try again, servfail, dns soft error, lookup failed temporary, cname lookup failed, hostname lookup failed, host name lookup failed, mx lookup failed, dns lookup failed, temporary dns, temporary name, temporary resolve, temporary lookup failed for domain, dns temporary, name server temporary, name service temporary, failed in name resolution, failed in mx lookup, failed in dns lookup, host lookup not complete, lookup not complete, dns timeout, dns query timed out, dns query failed",
    reason: "network-error",
    example: {
      diagnostic: "Name service error for name=example.com type=MX: Host not found, try again",
      status: "4.4.3",
    },
  },
  {
    // A class 4 status with it: the mailer that asked does not take the answer for final.
    id: "dns-nxdomain-transient",
    says: "nxdomain",
    status: ["4.0.0", "4.4.0", "4.4.1", "4.4.3", "4.4.4", "4.1.2"],
    reason: "network-error",
    example: {
      diagnostic: "DNS Error: DNS type 'mx' lookup of example.com responded with code NXDOMAIN",
      status: "4.0.0",
    },
  },
  {
    id: "host-nxdomain",
    says: "nxdomain, nonexistentdomain, infodomainnonexistent, nonexistent domain, domain nonexistent, nonexistent host",
    reason: "host-unknown",
    example: "550 5.4.4 SMTPSEND.DNS.NonExistentDomain; nonexistent domain",
  },
  {
    id: "host-not-found",
    says: "not found, never found",
    before: `${WHERE}, gateway, email server`,
    unless:
      "user not found, recipient not found, mailbox not found, account not found, address not found, helo, ehlo, not found in, recipientnotfound",
    reason: "host-unknown",
    example: {
      diagnostic: "Host or domain name not found. Name service error for name=nowhere.example type=A: Host not found",
      status: "5.4.4",
      recipient: "user@nowhere.example",
    },
  },
  {
    id: "host-not-looked-up",
    says: "not found host, not found domain, not found email server, not found gateway, not look up host, unable to look up host, unable to found host, unable to found domain, name or service not known",
    reason: "host-unknown",
    example: "Sorry, I couldn't find any host named nowhere.example. (#5.1.2)",
  },
  {
    id: "host-unknown",
    says: "host unknown, domain unknown, unknown host, unknown domain, unknown email domain, unknown recipient domain, invalid domain, invalid host, invalid domain name, invalid host domain, invalid destination host, invalid destination system, invalid hostname, domain invalid, domain name invalid, domain not exist, domain name not exist, domain of recipient not exist, recipient domain not exist, host not exist, @domain not exist, domain @domain not exist, domain @host not exist, domain unresolvable, unresolvable domain, unresolvable host, nonexistent email domain, domain no longer exist, domain @domain unknown, domain @domain invalid, hostname unknown, host @domain unknown, email server for @domain unknown, email server for domain unknown, email server of domain unknown, domain name @domain not registered, domain not registered, domain @domain not registered, domain name not registered, domain of recipient not found, domain of recipient unknown, domain part of recipient address unknown, domain part unknown, domain part not found, domain part not exist, domain part invalid, domain of address not found, domain of address unknown, domain of address not exist",
    unless: "sender domain, from domain, helo, ehlo",
    reason: "host-unknown",
    example: "550 5.1.2 <user@example.com>... Host unknown",
  },
  {
    id: "host-no-such",
    says: "no such host, no such domain, no such site, no such email domain, no domain @domain, no domain named, no domain called, no host named, no host called",
    reason: "host-unknown",
    example: "550 No such domain",
  },
  {
    id: "host-unroutable",
    says: "unroutable, not routeable, not routable",
    unless: "mailbox, user, recipient unknown",
    reason: "host-unknown",
    example: "Unrouteable address",
  },
  {
    id: "host-no-address",
    says: "dns hard error, not resolve host, not resolve domain, not resolve @domain, not resolve recipient domain, unable to resolve, failed to resolve, domain not resolve, host not resolve, @domain not resolve, domain no dns, domain no valid dns, no dns record for, no address record, no mx or, no or mx",
    reason: "host-unknown",
    example: "550 DNS Hard Error looking up nowhere.example (MX)",
  },
];
