/**
 * Why a delivery failed, as coarsely as the detector needs it. Four causes say something about the sender: the address is
 * gone (bought and guessed lists are full of those), the message was refused as spam, the sender or our server was refused,
 * or it failed for good and the receiver does not say why. A full mailbox, a time-out or a delay says nothing about the sender.
 */
import type { Action, Severity } from "../bounce.js";
import type { Reason } from "../reason.js";

/** A cause that says something about the sender. */
export type RelevantCause = "dead" | "spam" | "policy" | "other";

/** Every cause; `temporary` also stands for every other that says nothing about the sender. */
export type Cause = RelevantCause | "temporary";

/** What kind of trouble a receiver is in: it delays, it refuses, or it answers wrongly that addresses do not exist. */
export type ReceiverClass = "temporary" | "refused" | "failed";

const ROWS: readonly (readonly [Reason, RelevantCause])[] = [
  ["user-unknown", "dead"],
  ["has-moved", "dead"],
  ["host-unknown", "dead"],
  ["not-accept", "dead"],
  ["mailbox-disabled", "dead"],
  ["spam-detected", "spam"],
  ["virus-detected", "spam"],
  ["sender-banned", "spam"],
  ["auth-failure", "policy"],
  ["bad-reputation", "policy"],
  ["blocked", "policy"],
  ["rate-limited", "policy"],
  ["rejected", "policy"],
  ["policy-violation", "policy"],
  ["security-error", "policy"],
];
const CAUSES: ReadonlyMap<string, RelevantCause> = new Map(ROWS);

/** The cause of a failure judged so. A reason that this version does not know goes by its severity. */
export const causeOf = (reason: string, severity: Severity | null): Cause =>
  CAUSES.get(reason) ?? (severity === "hard" ? "other" : "temporary");

/** The cause of a bounce. After a delay the mail may still arrive: it is `temporary` whatever its reason. */
export const causeOfBounce = (action: Action, reason: string, severity: Severity | null): Cause =>
  action === "failed" ? causeOf(reason, severity) : "temporary";

/** Whether a reply says that our own account is shut off for sending spam. */
export const isBan = (reason: string): boolean => reason === "sender-banned";

/** Whether a cause says something about the sender. */
export const isRelevantCause = (cause: Cause): cause is RelevantCause => cause !== "temporary";

/** Refused for what the mail of a compromised account is refused for. */
export const isRefusal = (cause: Cause): boolean => cause === "spam" || cause === "policy";

const RECEIVER_CLASSES: Readonly<Record<Cause, ReceiverClass>> = {
  dead: "failed",
  other: "failed",
  spam: "refused",
  policy: "refused",
  temporary: "temporary",
};

/** The class under which a failure counts for its receiver. */
export const receiverClassOf = (cause: Cause): ReceiverClass => RECEIVER_CLASSES[cause];
