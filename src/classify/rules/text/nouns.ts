/** What refusals speak of, as vocabulary.ts evens it out. */

/** A mailbox or whom it belongs to. */
export const WHO =
  "user, recipient, mailbox, account, address, alias, customer, subscriber, destination, person, employee, @rcpt";

/** A domain or its mail server. */
export const WHERE = "host, domain, hostname, @domain, @host";

/** A verdict of no. */
export const REFUSED =
  "rejected, refused, denied, blocked, banned, prohibited, blacklist, not allowed, not accept, not authorized, not welcome, unauthorized, barred, restricted";

/** The standards of authentication: SPF, DKIM, DMARC, ARC. */
export const AUTH_RFCS =
  "rfc 7489, rfc7489, rfc 7208, rfc7208, rfc 4408, rfc4408, rfc 6376, rfc6376, rfc 8617, rfc8617";

/** Something went wrong. */
export const FAILED = "failed, error, problem, fault, trouble";
