/** A bounce as its counters see it. */
import { DELAYED, FAILED, LAST_PROVEN, UNPROVEN } from "./codes.js";

/** Of a bounce, what the counters need. Numbers as in the database. */
export interface Counted {
  readonly id: number;
  readonly recipient: number;
  readonly domain: number;
  readonly sender: number;
  readonly action: number;
  readonly severity: number | null;
  readonly reason: string;
  readonly reasonId: number;
  /** Row of `text`. */
  readonly status: number | null;
  readonly trust: number;
  readonly isFresh: boolean;
}

/** 1 to count, -1 to take out again what a better report replaces. */
export type Sign = 1 | -1;

/** A failure or a delay; the rest (delivered, relayed, expanded) is counted nowhere. */
export const isFailure = ({ action }: Pick<Counted, "action">): boolean => action === FAILED || action === DELAYED;
/** Proven to be ours. */
export const isProven = ({ trust }: Pick<Counted, "trust">): boolean => trust <= LAST_PROVEN;
/** Proven not to be ours. */
export const isDisproved = ({ trust }: Pick<Counted, "trust">): boolean => trust > UNPROVEN;
