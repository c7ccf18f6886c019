/**
 * The enhanced status that a reason amounts to, for notifications that give none (RFC 3463). An opinion: it is shown beside what
 * the notification says and never stored as a fact.
 */
import type { Action } from "../bounce.js";
import type { Reason } from "../reason.js";

/** Subject and detail by reason; a full mailbox and a time-out are transient by their definitions (RFC 3463 sections 3.3 and 3.5). */
const CODES: Readonly<Partial<Record<Reason, string>>> = {
  "user-unknown": "5.1.1",
  "host-unknown": "5.1.2",
  "has-moved": "5.1.6",
  "mailbox-disabled": "5.2.1",
  "mailbox-full": "4.2.2",
  "message-too-big": "5.3.4",
  "system-full": "4.3.1",
  "network-error": "4.4.1",
  expired: "4.4.7",
  "mail-loop": "5.4.6",
  "not-accept": "5.1.10",
  "no-relaying": "5.7.1",
  "spam-detected": "5.7.1",
  "virus-detected": "5.7.1",
  "policy-violation": "5.7.1",
};

/** The status a reason amounts to; null where it could be many. A delay is transient, whatever its cause. */
export function impliedStatus(reason: Reason, action: Action): string | null {
  const code = CODES[reason];
  if (code === undefined || (action !== "failed" && action !== "delayed")) return null;
  return action === "delayed" ? `4${code.slice(1)}` : code;
}
