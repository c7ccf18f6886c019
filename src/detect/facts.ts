/**
 * What the detector has to know at one moment. The store answers from its counters and the last bounces of a few
 * suspects, the replay from memory; the detector itself sees nothing else. Times are epoch seconds, days and hours
 * are whole ones since the epoch, UTC. Types only.
 */
import type { ReceiverClass, RelevantCause } from "./cause.js";

/** The first failure of a sender and recipient, if its cause is relevant and it is not disproved. */
export interface FirstFailure {
  readonly time: number;
  /** Domain of the recipient, lower case. */
  readonly receiver: string;
  readonly cause: RelevantCause;
  /** Proven to be ours; else there is no proof either way. */
  readonly isProven: boolean;
  /** Client and network as of clientOf; null when no notification names them. */
  readonly client: string | null;
  readonly network: string | null;
  /** From: of another domain than the sender (isForeignFrom). */
  readonly hasForeignFrom: boolean;
  /** List-Id, List-Unsubscribe or Precedence: bulk. */
  readonly isBulk: boolean;
  /** The reply says that our account itself is shut off for sending spam. */
  readonly isBan: boolean;
}

/** Proven first failures of a sender with a relevant cause, on one UTC day. */
export interface DayCount {
  readonly day: number;
  readonly count: number;
  /** Of its highest clock hour. */
  readonly busiestHour: number;
}

/**
 * What the sender's last bounces (200 at most) were like, of whatever cause and proven to be ours, before the longest
 * window began; those of days of an alert left out.
 */
export interface Baseline {
  readonly bounces: number;
  readonly networks: Pick<ReadonlySet<string>, "has">;
  /** Networks that each hold a tenth of them or more: where the sender is at home. */
  readonly homes: Pick<ReadonlySet<string>, "has">;
  /** Bounces with a known network. */
  readonly located: number;
  /** How likely the next one comes from a network that none of them shows (unseenShare). */
  readonly unseenShare: number;
  readonly foreignFrom: number;
  readonly bulk: number;
}

/** What is known of the sender's earlier alerts. */
export interface AlertPast {
  /** An alert of it is open. */
  readonly isStanding: boolean;
  /** Days since the epoch on which one stood, and the day before it opened; those of a muted alert are not among them. */
  readonly days: Pick<ReadonlySet<number>, "has">;
}

/** What is known of one sender that may be over its peak. */
export interface SenderFacts {
  readonly sender: string;
  /** Time of its first bounce ever. */
  readonly firstSeen: number;
  /** Oldest first; days without bounces may be left out. At least as many days back as the peak reaches. */
  readonly days: readonly DayCount[];
  /** Of the longest window, oldest first. */
  readonly bounces: readonly FirstFailure[];
  readonly baseline: Baseline;
  readonly alerts: AlertPast;
  /** Bounces of the longest window, first failures or not, proven to be ours and proven not to be. */
  readonly proven: number;
  readonly disproved: number;
  /** Complaints of the longest window. */
  readonly complaints: number;
  /** Messages that it sent by clock hour, of the longest window; null where nobody counts them. */
  readonly sent: ReadonlyMap<number, number> | null;
}

/** How many different senders known since an earlier day had a proven failure of one class from a receiver, by clock hour; on the first day on record: all senders. */
export interface ReceiverFacts {
  readonly receiver: string;
  readonly class: ReceiverClass;
  /** Hour -> different senders; hours without a failure may be left out. As many days back as `receiverDays`, and the longest window. */
  readonly hours: ReadonlyMap<number, number>;
}

/** A sender with disproved bounces in the last 24 hours. */
export interface ForgedSender {
  readonly sender: string;
  readonly count: number;
}

/** Everything at one moment. */
export interface Facts {
  readonly now: number;
  /** Time of the oldest bounce on record; null when there is none. */
  readonly began: number | null;
  /** Different senders with a failure on the last whole UTC day (on the first day: today). */
  readonly activeSenders: number;
  /** Senders with bounces in the peak's days, by domain: how many accounts of a domain are known. Missing: 0. */
  readonly sendersOfDomain: ReadonlyMap<string, number>;
  /** Senders with at least as many first failures as the lowest threshold, and banned ones; more do no harm. */
  readonly suspects: readonly SenderFacts[];
  /** Receivers that had at least `leastSenders` different senders in one hour of the longest window; more do no harm. */
  readonly receivers: readonly ReceiverFacts[];
  readonly forged: readonly ForgedSender[];
}
