/** Which bounces count, as the program asks it and as SQL does: of a bounce `b`. */
import { TRUST_LEVELS } from "../bounce.js";

/** Place of a level: of two reports of one failure the one with the smaller is recorded. */
export const rankOf = (trust: string): number => TRUST_LEVELS.findIndex((level) => level === trust);
const UNPROVEN = rankOf("unproven");

/** Whether a level proves the bounced message to be ours. */
export const isProven = (trust: string): boolean => rankOf(trust) < UNPROVEN;
/** Whether a level lets a bounce count: it may be ours. */
export const isCounted = (trust: string): boolean => rankOf(trust) <= UNPROVEN;
/** A failure or a delay; the rest (delivered, relayed, expanded) is counted nowhere. */
export const isFailure = ({ action }: { readonly action: string }): boolean =>
  action === "failed" || action === "delayed";

const quoted = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(", ");

/** SQL: {@link isProven}. */
export const IS_PROVEN = `b.trust IN (${quoted(TRUST_LEVELS.slice(0, UNPROVEN))})`;
/** SQL: {@link isCounted}. */
export const COUNTS = `b.trust IN (${quoted(TRUST_LEVELS.slice(0, UNPROVEN + 1))})`;
/** SQL: {@link isFailure}. */
export const IS_FAILURE = "b.action IN ('failed', 'delayed')";
