/**
 * How the vocabulary's closed lists are stored: as their place in these lists, one byte or none. The order is the
 * database format: words are appended, never moved. Reasons and formats are not here: they grow, and are stored as texts.
 */
import { ACTIONS, SEVERITIES, TRUST_LEVELS } from "../bounce.js";
import type { AlertLevel, AlertStatus, DecisionAction } from "../detect/alerts.js";
import type { ReceiverClass } from "../detect/cause.js";

export { ACTIONS, EXTENTS, KINDS, SEVERITIES, TRUST_LEVELS } from "../bounce.js";
export { POSTFIX_NOTICES as NOTICES, SENDER_SOURCES as SOURCES } from "../bounce.js";

type Words<Word extends string> = readonly [Word, ...Word[]];

/** How one receiver fails for everybody. */
export const RECEIVER_CLASSES: Words<ReceiverClass> = ["temporary", "refused", "failed"];
/** Closed comes last: those before it are live. */
export const ALERT_STATUSES: Words<AlertStatus> = ["open", "acknowledged", "muted", "closed"];
export const ALERT_LEVELS: Words<AlertLevel> = ["notice", "alert"];
export const DECISIONS: Words<DecisionAction> = ["ack", "mute", "unmute"];

/** Place of a word in its list; null stays null. */
export function toCode<Word extends string>(words: Words<Word>, word: Word): number;
export function toCode<Word extends string>(words: Words<Word>, word: Word | null): number | null;
export function toCode<Word extends string>(words: Words<Word>, word: Word | null): number | null {
  return word === null ? null : words.indexOf(word);
}

/** The word at a place; null stays null. A place that the list does not have (a damaged file) reads as the first word. */
export function fromCode<Word extends string>(words: Words<Word>, code: number): Word;
export function fromCode<Word extends string>(words: Words<Word>, code: number | null): Word | null;
export function fromCode<Word extends string>(words: Words<Word>, code: number | null): Word | null {
  return code === null ? null : (words[code] ?? words[0]);
}

/** Trust codes up to this one are proof that the bounced message was ours. */
export const LAST_PROVEN = TRUST_LEVELS.indexOf("passed-us");
export const UNPROVEN = TRUST_LEVELS.indexOf("unproven");
export const FAILED = ACTIONS.indexOf("failed");
export const DELAYED = ACTIONS.indexOf("delayed");
export const HARD = SEVERITIES.indexOf("hard");
