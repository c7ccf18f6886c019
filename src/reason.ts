/** The closed list of reasons: why a delivery failed, who is to blame, and what to do about it. */

/**
 * Who a reason counts against. `recipient`: the address itself; `system`: the recipient's mail system; `message`: this
 * message's size or content; `sender`: our account, server or configuration; `unclear`: the report does not say.
 */
export type ReasonClass = "recipient" | "system" | "message" | "sender" | "unclear" | "none";

interface ReasonRow {
  readonly class: ReasonClass;
  /** Severity when the rule that decides does not say otherwise. */
  readonly severity: "hard" | "soft";
  readonly meaning: string;
  readonly advice: string;
}

export const REASONS = {
  "user-unknown": { class: "recipient", severity: "hard", meaning: "The mailbox does not exist.", advice: "Stop writing to this address." },
} as const satisfies Record<string, ReasonRow>;

/** One of the closed list. */
export type Reason = keyof typeof REASONS;
