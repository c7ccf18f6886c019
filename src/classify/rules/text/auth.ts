/** Authentication of mail (SPF, DKIM, DMARC, ARC), of connections (TLS), of clients (AUTH), and relaying. */
import type { RuleRow } from "../../rule.js";
import { AUTH_RFCS, FAILED, WHERE } from "./nouns.js";

/** The sender's domain did not pass. */
export const AUTH_FAILURE: readonly RuleRow[] = [
  {
    id: "auth-dmarc",
    says: "dmarc",
    reason: "auth-failure",
    example: "550 5.7.1 Rejected, the sending domain has a DMARC policy of reject",
  },
  {
    id: "auth-spf",
    says: "spf, spf1, sender policy framework",
    reason: "auth-failure",
    example: "550 Message violates the Sender Policy Framework of its domain",
  },
  {
    id: "auth-dkim",
    says: "dkim, domainkeys, domainkey, adsp",
    reason: "auth-failure",
    example: "550 5.7.20 No passing DKIM signature found",
  },
  {
    // DMARC, SPF, DKIM and ARC.
    id: "auth-rfc",
    says: AUTH_RFCS,
    reason: "auth-failure",
    example: "550 5.7.1 Not accepted, see RFC 7208",
  },
  {
    id: "auth-domain-owner",
    says: "domain owner policy, policy of domain owner, sender domain policy, from domain policy, domain owner request, request of domain owner, by domain owner, published sender policy, domain published, domain publishes",
    reason: "auth-failure",
    example: "550 5.7.0 Message from 192.0.2.1 for example.net not delivered due to domain owner policy restrictions",
  },
  {
    id: "auth-arc",
    says: "arc check, arc validation, arc chain, arc seal, arc signature, arc set",
    reason: "auth-failure",
    example: "550 5.7.29 ARC validation failure",
  },
  {
    id: "auth-sender-id",
    says: "sender id, senderid",
    after: "failed, rejected, not, pra",
    reason: "auth-failure",
    example: "550 5.7.1 Sender ID (PRA) Not Permitted: Sender ID check failed",
  },
  {
    id: "auth-unauthenticated",
    says: "unauthenticated email, unauthenticated message, because unauthenticated, authentication information or, authentication check, authentication checks, authentication level, authentication result, authentication results, message not authenticated, email not authenticated, domain not authenticated, sender not authenticated, message failed authentication, email failed authentication, sender authentication failed, authenticity, sender authentication, from not authenticated, not authentic",
    unless: "unauthenticated sender, sendernotauthenticatedforgroup, delivery restriction",
    reason: "auth-failure",
    example: "550-5.7.26 This message does not have authentication information or fails to pass authentication checks",
  },
  {
    id: "auth-not-a-sender-for",
    says: "@ip not allowed to send, @ip not authorized to send, @host not allowed to send, @host not authorized to send, not designated sender, not allowed sender, not authorized sender, server not authorized to send, ip not authorized to send, host not allowed to send",
    after: "from, for, on behalf, as, of",
    reason: "auth-failure",
    example: "550 192.0.2.1 is not allowed to send mail from example.org",
  },
  {
    id: "auth-spoofed",
    says: "spoofing, spoof, spoofed, antispoofing, impersonation, impersonating, sender forged, from forged, forged sender, address forged, email forged, message forged, forgery, from one of our domain, using our domain, use our domain, uses our domain, use of our domain",
    unless: "helo, ehlo",
    reason: "auth-failure",
    example: "550 Anti-Spoofing policy: inbound mail must not use our domain",
  },
];

/** Encryption was asked for and not had. */
export const FAILED_STARTTLS: readonly RuleRow[] = [
  {
    id: "tls-starttls",
    says: "starttls, tlsa, dane, requiretls, mta sts, sts policy",
    reason: "failed-starttls",
    example: "530 5.7.0 Must issue a STARTTLS command first",
  },
  {
    id: "tls",
    says: "tls, ssl",
    with: `${FAILED}, required, handshake, unavailable, not, no, negotiation, negotiate, encryption, encrypted, use, support, only, need, without, start, establish, enforced, secure`,
    reason: "failed-starttls",
    example: "550 5.7.10 TLS is required by this server",
  },
  {
    id: "tls-certificate",
    says: "certificate, untrusted issuer",
    with: "not, verification, verify, expired, mismatch, invalid, failed, rejected, unknown, untrusted, self signed, issuer",
    reason: "failed-starttls",
    example: { diagnostic: "Server certificate not verified", status: "4.7.5", action: "delayed" },
  },
  {
    id: "tls-encryption",
    says: "encryption, encrypted connection, encrypted session, encrypted transport, unencrypted connection, unencrypted session, unencrypted email",
    with: "required, need, only, enforced, not, no, without, unencrypted connection, unencrypted session",
    reason: "failed-starttls",
    example: "554 5.7.10 Encryption needed to deliver here",
  },
];

/** Said of relaying in so many words. Before the rows that take "not permitted" beside an address for a block of it. */
export const RELAY_NAMED: readonly RuleRow[] = [
  {
    id: "relay-not-permitted",
    says: "not allowed to relay, not authorized to relay, relay not allowed, relaying not allowed, to relay through server, to relay through our server, relay through server without authentication, not allowed to send to external, send to external domain, external recipient not allowed, not relay for you",
    reason: "no-relaying",
    example: "550 192.0.2.1 is not permitted to relay through this server without authentication",
  },
];

/** The server that was asked does not pass mail on for us. */
export const NO_RELAYING: readonly RuleRow[] = [
  {
    id: "relay-denied",
    says: "relay, relaying, relayed, relays",
    with: "denied, rejected, refused, not, no, prohibited, disabled, allowed, restricted, unauthorized, blocked, unable to, never, invalid, permission, anonymous, open, required, authentication",
    unless: "relay recipient table, relay quota",
    reason: "no-relaying",
    example: "554 5.7.1 <user@example.com>: Relay access denied",
  },
  {
    id: "relay-rcpthosts",
    says: "rcpthosts, nonlocal email, non local email, nonlocal recipient, non local recipient, nonlocal address, not local domain, not local host, not gateway, not our domain, not my domain, not one of our domain, not one of my domain, domain not local, domain not hosted, domain not handled, domain not served, domain not in my, domain not in our, @domain not local, @domain not hosted, not serve email for, not forward for other, not forward email for, not forward for, not handled here, @domain not handled, @domain not served, not relay for other",
    unless: "invalid or non local, invalid or nonlocal",
    reason: "no-relaying",
    example: "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)",
  },
  {
    id: "relay-not-for-us",
    says: "not accept email for, not accept message for, not handle email for, not host email for, not receive email for, not deliver email for, not process email for, not responsible for, not mx for, not email exchanger for, domain not allowed, recipient domain not accept",
    with: `${WHERE}, @rcpt`,
    reason: "no-relaying",
    example: "550 We do not accept mail for this domain",
  },
];

/** The client has to log in, or failed to. */
export const LOGIN: readonly RuleRow[] = [
  {
    id: "login-required",
    says: "authentication required, auth required, authorization required, authentication failed, auth failed, authentication rejected, authentication invalid, authentication unsuccessful, authentication error, authentication credentials, authentication not enabled, need to authenticate, first authenticate, required to authenticate, authenticate first, not authenticated, required smtp authentication, required authentication, proper authentication, failed to authenticate, not authenticate, unauthenticated sender, unauthenticated client, unauthenticated user, unauthenticated connection, unauthenticated relay, invalid login, invalid credentials, invalid password, login failed, login denied, login invalid, login required, password not accept, not logged in, log in first, login first, user and password, anonymous email, anonymous sender, anonymous access, turn on smtp authentication, enable smtp authentication, use smtp authentication, turn on authentication, enable authentication",
    reason: "security-error",
    example: "530 5.7.0 Authentication required",
  },
];
