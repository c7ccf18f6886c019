/** When an address is to be suppressed, and for how long. Pure: bounces and the present come in, a change of state comes out. */
import type { Reason } from "../reason.js";
import { dayOf, formatTime } from "../time.js";
import { counted } from "../values.js";
import { GUARD, HALF_LIFE, NEVER_LOCAL, THRESHOLDS, WEIGHTS, type SuppressionPolicy } from "./parameters.js";

/** A proven failure of an address. */
export interface Failure {
  readonly bounceId: number;
  /** Epoch seconds. */
  readonly at: number;
  readonly reason: string;
  readonly isHard: boolean;
}

/** The states that an address can be in on record. `probation`: one message may try. `released`: counted anew since then. */
export const STATES = ["suppressed", "probation", "allowed", "released"] as const;
/** See {@link STATES}. */
export type State = (typeof STATES)[number];

/** How an address comes to a state. `hold`: the guard against mass listing left it alone. */
export const EVENT_ACTIONS = ["suppress", "expire", "release", "allow", "hold", "undo"] as const;
/** See {@link EVENT_ACTIONS}. */
export type EventAction = (typeof EVENT_ACTIONS)[number];

/** The state of an address on record. */
export interface Standing {
  readonly state: State;
  /** The person who decided it; empty: the program. */
  readonly who: string;
  readonly since: number;
  /** null: until somebody changes it. */
  readonly until: number | null;
}

/** A change of state for the program to make. `extend`: the same, for longer. */
export interface Change {
  readonly kind: "suppress" | "extend";
  readonly until: number;
  readonly why: string;
  readonly cause: Failure;
}

const isReason = (word: string): word is Reason => Object.hasOwn(WEIGHTS, word);

/** What one failure weighs when it has just come. */
export const weightOf = ({ reason, isHard }: Pick<Failure, "reason" | "isHard">): number =>
  (isReason(reason) ? (WEIGHTS[reason] ?? 0) : 0) * (isHard ? 1 : 0.5);

/** Weights of failures at a moment: the heaviest of each UTC day, less by half in each half-life. */
export function scoreOf(failures: readonly Failure[], now: number): number {
  const days = new Map<number, number>();
  for (const failure of failures) {
    const weight = weightOf(failure) * 2 ** (-Math.max(now - failure.at, 0) / HALF_LIFE);
    days.set(dayOf(failure.at), Math.max(days.get(dayOf(failure.at)) ?? 0, weight));
  }
  return [...days.values()].reduce((sum, weight) => sum + weight, 0);
}

/** Whether an address is never suppressed by the program: somebody must read it, or it is our own. */
export function isExempt(address: string, senderDomain: string, never: readonly string[]): boolean {
  const at = address.lastIndexOf("@");
  const domain = address.slice(at + 1);
  return at < 1 || NEVER_LOCAL.includes(address.slice(0, at)) || domain === senderDomain || never.includes(domain);
}

const isInForce = ({ until }: Standing, now: number): boolean => until === null || until > now;

const lasting = (count: number, failure: Failure): string =>
  `${counted(count, "day")} with a bounce, the last on ${formatTime(failure.at).slice(0, 10)}: ${failure.reason}`;

/** What becomes of an address that the program suppressed. */
function judgeSuppressed(standing: Standing, cause: Failure, now: number, policy: SuppressionPolicy): Change | null {
  if (isInForce(standing, now) && standing.state === "suppressed") {
    const until = Math.max(standing.until ?? 0, cause.at + policy.period);
    return until === standing.until ? null : { kind: "extend", until, why: "", cause };
  }
  if (!cause.isHard || weightOf(cause) < 1) return null;
  return { kind: "suppress", until: now + policy.again, why: `bounced again on probation: ${cause.reason}`, cause };
}

/**
 * What becomes of an address that has failed.
 * @param failures proven ones since it was last delivered to, newest first; the first is why we ask
 * @param standing its state on record; null without one
 * @param now epoch seconds
 */
export function judge(
  failures: readonly Failure[],
  standing: Standing | null,
  now: number,
  policy: SuppressionPolicy,
): Change | null {
  const [cause] = failures;
  if (cause === undefined || weightOf(cause) === 0 || policy.mode === "off") return null;
  const isPersons = standing !== null && standing.who !== "" && standing.state !== "released";
  if (isPersons && isInForce(standing, now)) return null;
  if (standing !== null && !isPersons && (standing.state === "suppressed" || standing.state === "probation"))
    return judgeSuppressed(standing, cause, now, policy);
  const floor = standing?.state === "released" ? standing.since : 0;
  const counting = failures.filter((failure) => failure.at > floor && weightOf(failure) > 0);
  if (scoreOf(counting, now) < THRESHOLDS[policy.mode]) return null;
  const days = new Set(counting.map(({ at }) => dayOf(at))).size;
  return { kind: "suppress", until: cause.at + policy.period, why: lasting(days, cause), cause };
}

/**
 * Whether so many addresses of a domain were suppressed in so short a time that the receiver is more likely in trouble.
 * @param listed addresses of the domain within the guard's time, this one with them
 * @param known addresses of the domain on record
 */
export const isMassListing = (listed: number, known: number): boolean =>
  listed >= GUARD.addresses && listed > GUARD.share * known;

/** Addresses of a domain that must be on record for so many listings to be few. */
export const enoughKnown = (listed: number): number => Math.ceil(listed / GUARD.share);

/** What Postfix answers to who writes to a suppressed address. Nothing of a message, which an outsider wrote. */
export const replyOf = (reason: string, since: number): string =>
  `550 5.1.1 Not sent: this address takes no mail (${reason.replace(/[^a-z-]/g, "")}, ${formatTime(since).slice(0, 10)})`;
