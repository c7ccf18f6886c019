/**
 * Enhanced status codes: the whole IANA registry (RFC 3463, 3886, 4468, 4865, 4954, 5248, 6531, 6710, 7293, 7372, 7504, 7505,
 * 8617, 8689), by subject and detail. Asked only when neither a provider's rule nor the mailer's words decide: servers
 * choose their codes with less care than their words. What providers mean by codes of their own is in providers/.
 */
import type { Severity } from "../../bounce.js";
import type { Reason } from "../../reason.js";

/** What a code means as 5.y.z and as 4.y.z, and a severity where the reason's own says too much. */
export interface StatusRow {
  readonly permanent: Reason;
  readonly transient: Reason;
  readonly severity?: Severity;
  /** Why wide words ("rejected", "denied", "policy") say more than this code. A code without it comes before them. */
  readonly yields?: string;
}

const both = (reason: Reason): StatusRow => ({ permanent: reason, transient: reason });

const OTHER = "Detail 0 says no more than its subject.";
const CATCH_ALL = "Servers write it for refusals of every kind.";
const ANY_COMMAND = "Servers write it for any command that they do not carry out, whatever the cause.";

/** "1.1" (subject.detail) -> meaning. A detail that is not here means what detail 0 of its subject means (RFC 3463). */
export const STATUS_CODES: Readonly<Record<string, StatusRow>> = {
  "0.0": { ...both("undefined"), yields: OTHER },
  // Servers write X.1.0 for a refused sender as well as for a refused recipient.
  "1.0": { ...both("user-unknown"), severity: "soft", yields: OTHER },
  "1.1": both("user-unknown"),
  "1.2": { permanent: "host-unknown", transient: "network-error" },
  // An address that cannot be written can have no mailbox.
  "1.3": both("user-unknown"),
  "1.4": { ...both("user-unknown"), severity: "soft" },
  "1.5": { ...both("undefined"), yields: "It says that nothing is wrong." },
  "1.6": both("has-moved"),
  "1.7": both("rejected"),
  "1.8": both("rejected"),
  "1.9": { ...both("undefined"), yields: "It says that nothing is wrong." },
  "1.10": both("not-accept"),
  "2.0": { ...both("undefined"), yields: OTHER },
  "2.1": both("mailbox-disabled"),
  "2.2": both("mailbox-full"),
  "2.3": both("message-too-big"),
  "2.4": both("list-expansion"),
  "3.0": { ...both("system-error"), yields: OTHER },
  "3.1": both("system-full"),
  // RFC 3463 means a shutdown or load as well as "never"; RFC 7504 means never, and says 521 or 556 with it.
  "3.2": {
    permanent: "not-accept",
    transient: "system-error",
    severity: "soft",
    yields: "A shutdown, load or a host without mail: words tell which.",
  },
  "3.3": both("content-error"),
  "3.4": both("message-too-big"),
  "3.5": both("system-error"),
  "3.6": { ...both("undefined"), yields: OTHER },
  "4.0": { ...both("network-error"), yields: OTHER },
  "4.1": { ...both("network-error"), yields: "Exchange Online writes it where an address is refused." },
  "4.2": both("network-error"),
  "4.3": both("network-error"),
  "4.4": { permanent: "host-unknown", transient: "network-error" },
  "4.5": both("system-error"),
  "4.6": both("mail-loop"),
  "4.7": both("expired"),
  "5.0": { ...both("undefined"), yields: OTHER },
  "5.1": { ...both("syntax-error"), yields: ANY_COMMAND },
  "5.2": { ...both("syntax-error"), yields: ANY_COMMAND },
  "5.3": both("rate-limited"),
  "5.4": { ...both("syntax-error"), yields: ANY_COMMAND },
  "5.5": both("syntax-error"),
  "5.6": both("security-error"),
  "6.0": { ...both("content-error"), yields: OTHER },
  "6.1": both("content-error"),
  "6.2": both("content-error"),
  "6.3": both("content-error"),
  "6.4": both("content-error"),
  "6.5": both("content-error"),
  "6.6": both("content-error"),
  "6.7": both("content-error"),
  "6.8": both("content-error"),
  "6.9": both("content-error"),
  "6.10": both("content-error"),
  "7.0": { ...both("security-error"), yields: OTHER },
  "7.1": { ...both("security-error"), yields: CATCH_ALL },
  "7.2": both("not-allowed"),
  "7.3": both("security-error"),
  "7.4": both("security-error"),
  "7.5": both("security-error"),
  "7.6": both("security-error"),
  "7.7": both("content-error"),
  "7.8": both("security-error"),
  // Yahoo writes it for policies of all kinds.
  "7.9": { ...both("security-error"), yields: CATCH_ALL },
  "7.10": both("failed-starttls"),
  "7.11": both("failed-starttls"),
  "7.12": both("security-error"),
  "7.13": both("security-error"),
  "7.14": both("security-error"),
  "7.15": both("policy-violation"),
  "7.16": both("message-too-big"),
  // The mailbox has a new owner (RFC 7293): it takes mail from those who do not ask for the old one.
  "7.17": { ...both("has-moved"), severity: "soft" },
  "7.18": { ...both("has-moved"), severity: "soft" },
  "7.19": both("system-error"),
  "7.20": both("auth-failure"),
  "7.21": both("auth-failure"),
  "7.22": both("auth-failure"),
  "7.23": both("auth-failure"),
  "7.24": both("auth-failure"),
  "7.25": both("require-ptr"),
  "7.26": both("auth-failure"),
  "7.27": both("rejected"),
  "7.28": both("rate-limited"),
  "7.29": both("auth-failure"),
  "7.30": both("failed-starttls"),
};
