/** The Action of a recipient's group (RFC 3464 section 2.3.3): as it is written, as it is misspelt, and where it is untrue. */
import type { Action } from "../bounce.js";
import { first } from "../mail/fields.js";
import type { Header } from "../mail/message.js";

/** The five words of the RFC. */
const ACTIONS: readonly Action[] = ["failed", "delayed", "relayed", "expanded", "delivered"];

/** What mailers write in their place; the first that matches. */
const WORDS: readonly (readonly [RegExp, Action])[] = [
  [/fail|bounce|undeliver|reject|expired/i, "failed"],
  [/delay|defer|warn|retr|transient/i, "delayed"],
  [/relay/i, "relayed"],
  [/expand/i, "expanded"],
  [/deliver|success/i, "delivered"],
];

/** RFC 3463 section 3: what the class of a status says, for groups without Action. */
const BY_CLASS: Readonly<Record<string, Action>> = { "2": "delivered", "4": "delayed", "5": "failed" };

/** Final reports in the form of a delay: what the group's refusal says, or the text in front of it. */
const FINAL_REFUSAL = /\bEnvelope expired\b/;
/**
 * nullmailer (2.2) sends no warnings: when it gives up after its queue lifetime, the last reply was a 4xx, and it makes
 * "delayed" of that. A report on which it would go on has Will-Retry-Until.
 */
const NULLMAILER = /^This is the nullmailer delivery system\./m;

/** What else the report says that bears on whether a delay is final. */
export interface Circumstances {
  /** The refusal's words. */
  readonly refusal: string | null;
  /** The human part, which few reports make it necessary to decode. */
  readonly text: () => string;
}

const isFinal = (group: Header, { refusal, text }: Circumstances): boolean =>
  FINAL_REFUSAL.test(refusal ?? "") || (first(group, "will-retry-until") === null && NULLMAILER.test(text()));

/**
 * What became of a recipient.
 * @param status as it stands in the group or the refusal, null when there is none
 */
export function actionOf(group: Header, status: string | null, circumstances: Circumstances): Action {
  const written = first(group, "action") ?? "";
  const action =
    ACTIONS.find((word) => word === written.toLowerCase()) ??
    WORDS.find(([word]) => word.test(written))?.[1] ??
    BY_CLASS[status?.charAt(0) ?? ""] ??
    "failed";
  return action === "delayed" && isFinal(group, circumstances) ? "failed" : action;
}
