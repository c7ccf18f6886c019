/** A message of the queue as the lines of the log make it up, and what follows from it alone. */
import type { Outcome } from "../trust/ledger.js";
import type { End, Relay } from "./line.js";

/**
 * How a message came into the queue. `notice`: bounce(8) made it. `forward`: local(8) made it of another one. `unknown`: its
 * beginning is not in the log.
 */
export const ORIGINS = ["smtp", "sendmail", "notice", "forward", "unknown"] as const;
/** See {@link ORIGINS}. */
export type Origin = (typeof ORIGINS)[number];

/** One recipient of a logged message, by the last line that tells of it. */
export interface LoggedRecipient {
  readonly address: string;
  readonly originalAddress: string | null;
  readonly relay: Relay;
  readonly isOutside: boolean;
  /** Refused by a server outside, or because there is none: not by a mailbox or filter of ours. */
  readonly isRefusal: boolean;
  readonly outcome: Outcome;
  readonly status: string | null;
  /** What stands in the brackets; null for what was sent. */
  readonly text: string | null;
  readonly at: number;
}

/**
 * A message that lines are added to. Times are epoch seconds. `login`, `uid` and `client` are the root's where a chain leads
 * there.
 */
export interface LoggedMessage {
  /** Of the store; null before it was written. */
  id: number | null;
  readonly host: string;
  /** `syslog_name` of who wrote its first line, then that of its queue manager. */
  instance: string;
  readonly queueId: string;
  at: number;
  origin: Origin;
  login: string | null;
  uid: number | null;
  client: string | null;
  /** Null until the queue manager has it: a transaction may be given up before. */
  mailFrom: string | null;
  messageId: string | null;
  rootQueueId: string;
  noticeOf: string | null;
  /** An alias or .forward of local(8) made it, or the message that it comes from. */
  isResent: boolean;
  /** Of the queue manager. */
  expected: number;
  /** Lines that say what became of a recipient for good. */
  finals: number;
  endedAt: number | null;
  end: End | null;
  recipients: LoggedRecipient[];
}

/** What a message's identity in the log is. */
export type MessageStart = Pick<LoggedMessage, "host" | "instance" | "queueId" | "at" | "origin">;

/** A message of which nothing else is known yet. */
export const startMessage = ({ host, instance, queueId, at, origin }: MessageStart): LoggedMessage => ({
  // Field by field: a copy by spreading costs ten times as much.
  id: null,
  host,
  instance,
  queueId,
  at,
  origin,
  login: null,
  uid: null,
  client: null,
  mailFrom: null,
  messageId: null,
  rootQueueId: queueId,
  noticeOf: null,
  isResent: false,
  expected: 0,
  finals: 0,
  endedAt: null,
  end: null,
  recipients: [],
});

const LOOPBACK = /^(?:127\.|(?:ipv6:)?::1$|::ffff:127\.)/i;
const PRIVATE =
  /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|f[cd][0-9a-f]{2}:|fe80:)/i;

/** This machine. */
export const isLoopback = (address: string): boolean => LOOPBACK.test(address);

/** This machine or its own network (RFC 1918, RFC 6598, RFC 4193). */
export const isNear = (address: string): boolean => LOOPBACK.test(address) || PRIVATE.test(address);

/** It came from outside without a login, and an alias of ours sent it on. */
export const isForwarded = ({ login, uid, client, isResent, recipients, noticeOf }: LoggedMessage): boolean =>
  noticeOf === null &&
  login === null &&
  uid === null &&
  client !== null &&
  !isNear(client) &&
  (isResent || recipients.some(({ originalAddress, isOutside }) => originalAddress !== null && isOutside));
