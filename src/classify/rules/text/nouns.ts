/** What refusals speak of, as vocabulary.ts evens it out. */

/** A mailbox or whom it belongs to. */
export const WHO =
  "user, recipient, mailbox, account, address, alias, customer, subscriber, destination, person, employee, @rcpt";

/** A domain or its mail server. */
export const WHERE = "host, domain, hostname, @domain, @host";

/** A verdict of no. */
export const REFUSED =
  "rejected, refused, denied, blocked, banned, prohibited, blacklist, not allowed, not accept, not authorized, not welcome, unauthorized, barred, restricted";

/** Something went wrong. */
export const FAILED = "failed, error, problem, fault, trouble";
