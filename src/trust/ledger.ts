/**
 * What Postfix's log tells of the messages that this host sent, as a plain value: intake asks the store before a message is
 * judged, and puts the answer into what `interpret` is given. Nobody outside can write any of it; what a remote server
 * answered (`reply`) is that server's text.
 */

/** What became of a message for one recipient, by the last line that tells. `expired`: deferred until the queue's lifetime was over. */
export const OUTCOMES = ["sent", "bounced", "deferred", "expired"] as const;
/** See {@link OUTCOMES}. */
export type Outcome = (typeof OUTCOMES)[number];

/** One recipient of a message that this host sent. Absent values are null. */
export interface SentRecipient {
  /** `to=` in lower case, without angle brackets. */
  readonly address: string;
  /** `orig_to=`: the address before an alias, in lower case. */
  readonly originalAddress: string | null;
  /** Server that the message was handed to, or that refused it: `relay=NAME[ADDRESS]:PORT`, in lower case. */
  readonly relayName: string | null;
  readonly relayAddress: string | null;
  /** The relay is a server outside: no filter, no mailbox of this host, no discard. */
  readonly isOutside: boolean;
  readonly outcome: Outcome;
  /** `dsn=`, such as "5.1.1". */
  readonly status: string | null;
  /** The words in brackets behind `status=`, null where the outcome is `sent`. */
  readonly reply: string | null;
  readonly at: Date;
}

/**
 * One message in the queue of a host of ours. Who sent it (`login`, `uid`, `clientAddress`, `mailFrom`) is taken from the
 * root of its chain: from the message as it came in, before filters made others of it. All three are null for what Postfix
 * made itself.
 */
export interface SentMessage {
  readonly host: string;
  /** Several Postfixes on one host: the `syslog_name` of its queue manager. */
  readonly instance: string;
  readonly queueId: string;
  /** Queue id of the root; the message's own where nothing stands before it. */
  readonly rootQueueId: string;
  /** When it came into the queue. */
  readonly at: Date;
  /** `sasl_username=`. */
  readonly login: string | null;
  /** Who called sendmail(1); a filter's user where the chain could not be followed. */
  readonly uid: number | null;
  /** IPv4 or IPv6 without brackets; null for sendmail(1) and where Postfix does not know it. */
  readonly clientAddress: string | null;
  /** Envelope sender, as the queue manager logs it; empty for the null sender. */
  readonly mailFrom: string;
  /** With angle brackets, as cleanup logs it; null for none or an empty one. */
  readonly messageId: string | null;
  readonly recipients: readonly SentRecipient[];
  /** It came from outside without a login, and an alias or a .forward of ours sent it on: nobody's here. */
  readonly isForwarded: boolean;
  /** For a notice of our bounce(8): queue id of the message that it tells of. */
  readonly noticeOf: string | null;
}

/** What is asked for one message that arrived. */
export interface LedgerQuestion {
  /** Queue id under which the message itself came to us, told by pipe(8) or LMTP, or read from the first Received field. */
  readonly arrivalQueueId: string | null;
  readonly arrivedAt: Date;
  /** Queue ids of ours that the message names: X-Postfix-Queue-ID, Received fields by one of our hosts. */
  readonly queueIds: readonly string[];
  /** Message-IDs of the returned message, with angle brackets. */
  readonly messageIds: readonly string[];
}

/** A stretch of time. */
export interface Span {
  readonly from: Date;
  readonly until: Date;
}

/** What the ledger knows. */
export interface LedgerAnswer {
  /** What was read of the log so far and is not yet forgotten; null: no ledger. */
  readonly covers: Span | null;
  /** Within it: hours of which lines are missing. Nothing is disproved by them. */
  readonly holes: readonly Span[];
  /** The message that arrived, as this host queued it; null when the ledger has not got that far, or does not know it. */
  readonly arrival: SentMessage | null;
  /** For a notice of our own: the message that it tells of. */
  readonly parentOfArrival: SentMessage | null;
  /** Messages that have one of the queue ids or Message-IDs asked for, the newest first; notices are not among them. */
  readonly candidates: readonly SentMessage[];
}

/** The answer where no log is configured. */
export const NO_LEDGER: LedgerAnswer = {
  covers: null,
  holes: [],
  arrival: null,
  parentOfArrival: null,
  candidates: [],
};

/** Whether the ledger would have to know a message that was sent at some moment of a span. */
export const isCovered = ({ covers, holes }: LedgerAnswer, { from, until }: Span): boolean =>
  covers !== null &&
  from >= covers.from &&
  until <= covers.until &&
  !holes.some((hole) => hole.from <= until && hole.until >= from);
