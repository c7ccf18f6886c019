/** When an address is suppressed: every number, with its reason. Plain values, since a process for each message loads them. */
import type { Reason } from "../reason.js";
import { DAY, HOUR } from "../time.js";

/** What an administrator may change. Durations in seconds. */
export interface SuppressionPolicy {
  /** `strict`: one hard bounce is enough. `off`: addresses are suppressed by people alone. */
  readonly mode: "on" | "strict" | "off";
  /** How long an address is suppressed after its last bounce that counts; then one message may try again. */
  readonly period: number;
  /** How long it is suppressed when that one bounces too. */
  readonly again: number;
  /** Domains whose addresses are never suppressed, beside that of the sender. */
  readonly never: readonly string[];
}

export const DEFAULT_POLICY: SuppressionPolicy = {
  mode: "on",
  // Mailboxes that were suspended or mistyped in an alias come back within weeks.
  period: 90 * DAY,
  // Twice dead: but domains change hands, so not for ever.
  again: 365 * DAY,
  never: [],
};

/**
 * Score that suppresses. 1.5: two hard bounces within a month; 2 would need three on consecutive days, since the first of
 * two has lost a little by the second.
 */
export const THRESHOLDS = { on: 1.5, strict: 1, off: Infinity } as const;

/** A bounce counts half after so long. */
export const HALF_LIFE = 30 * DAY;
/** Bounces that still weigh something: five half-lives leave a thirtieth. */
export const MEMORY = 5 * HALF_LIFE;

/** What a hard bounce of a reason weighs; the same said softly weighs half, and every other reason nothing. */
export const WEIGHTS: Readonly<Partial<Record<Reason, number>>> = {
  "user-unknown": 1,
  "has-moved": 1,
  "host-unknown": 1,
  "not-accept": 1,
  "mailbox-disabled": 1,
  // Full for weeks is left for good: six days of it within a month, given that each is a soft bounce.
  "mailbox-full": 0.5,
};

/** Mass listing: a receiver in trouble answers "no such user" to everything. Both must be passed within the time. */
export const GUARD = { within: HOUR, addresses: 20, share: 0.05 } as const;

/** Local parts that are never suppressed: by RFC 5321 and RFC 2142 somebody reads them. */
export const NEVER_LOCAL: readonly string[] = ["postmaster", "abuse"];
