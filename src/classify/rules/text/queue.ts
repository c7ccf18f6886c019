/** The way there: connections, names, and the time that ran out. After all rows that know a cause (RFC 3463, X.4.7). */
import type { RuleRow } from "../../rule.js";
import { FAILED } from "./nouns.js";

/** Waited for an answer for too long. Before the connection that was not made, for want of one. */
export const TIMED_OUT: readonly RuleRow[] = [
  {
    id: "expired-timeout",
    says: "timed out, timeout, timeouts, time out",
    reason: "expired",
    example: "conversation with mx.example.com[192.0.2.1] timed out while receiving the initial server greeting",
  },
];

/** No connection, or one that broke. */
export const NETWORK_ERROR: readonly RuleRow[] = [
  {
    id: "network-connection",
    says: "connection, conversation, session, socket",
    after: `${FAILED}, refused, reset, lost, dropped, closed, broken, aborted, terminated, interrupted, died, disconnected, not established, unsuccessful, impossible`,
    reason: "network-error",
    example: "connect to mx.example.com[192.0.2.1]:25: Connection refused",
  },
  {
    id: "network-connect",
    says: "lost connection, lost input connection, broken connection, not connect, unable to connect, failed to connect, not establish, unable to establish, not able to establish, failed to establish, no smtp connection, broken pipe, connect error, connect failed, failed connection, dropped connection, closed connection, not able to connect, not open connection, not contact, unable to contact, failed to contact",
    reason: "network-error",
    example: "Could not connect to destination server",
  },
  {
    id: "network-route",
    says: "no route, no valid route, communications failed, communication failed, network unreachable, network error, network problem, network failed, network down, unreachable, not reachable, not reach, not reached, unable to reach, host down, host not reachable",
    unless:
      "not reach following, not reach some, not reach recipient, not reach intended, time not reached, database, directory",
    reason: "network-error",
    example: "connect to mx.example.com[192.0.2.1]:25: No route to host",
  },
  {
    id: "network-names",
    says: "dns, name server, name service, nameserver, host name lookup, mx lookup, address lookup, name resolution, resolver, domain lookup, lookup of host, lookup of @host",
    after: `${FAILED}, unreachable, not, reply, lookup, query, timeout, resolution`,
    reason: "network-error",
    example: "Name service error for name=example.com type=MX: Malformed or unexpected name server reply",
  },
];

/** Waited for too long in the queue. */
export const EXPIRED: readonly RuleRow[] = [
  {
    id: "expired-queue",
    says: "message expired, envelope expired, delivery expired, queue expired, email expired, time expired, expired message, message too old, email too old, delivery time expired, expired in queue, on queue too long, queue lifetime, message lifetime, not delivered for, not deliver for, not send for, not send message for, not send within, not delivered within, not delivered in, not delivered after, expiration, deliver message after, deliver email after, delivered after, deliver after, attempt exhausted, retries exhausted, attempt used up, waited too long",
    reason: "expired",
    example: "550 4.4.7 QUEUE.Expired; message expired",
  },
  {
    id: "expired-retry",
    says: "retry timeout, retry time, retry limit, retry count, retry period, maximum retries, max retries, too many retries, after attempt, failed attempt, too many attempt, maximum attempt, to retry, retry for, to retried, message retried, retried for, failed for long time, too many failed, too many temporary failed, tried all, all host, all attempt, too many temporary error, too many delivery attempt, too many failed delivery",
    reason: "expired",
    example:
      "all hosts for 'example.com' have been failing for a long time and were last tried after this message arrived",
  },
  {
    id: "expired-attempts",
    says: "attempt",
    match: /\b\d{1,4} attempt\b/,
    reason: "expired",
    example: "Delivery failed 20 attempts: user@example.com",
  },
  {
    id: "expired-no-answer",
    says: "not responding, not respond, no response, no answer, not answer, not answering, stopped responding, no reply",
    reason: "expired",
    example: "The remote host is not responding.",
  },
];
