/**
 * Counters kept in the transaction that records: per sender and hour or day, per recipient domain and hour, per reason
 * and hour. Reports and the detector read these instead of the bounces. Here they are summed up over the mails of a
 * transaction; write-rollups.ts writes them at its end. In a wave of spam hundreds of bounces are one row.
 */
import { entryOf } from "../values.js";
import { causeOfBounce, isRefusal, isRelevantCause, receiverClassOf, type Cause } from "../detect/cause.js";
import { ACTIONS, DELAYED, fromCode, HARD, RECEIVER_CLASSES, SEVERITIES, toCode } from "./codes.js";
import { isDisproved, isFailure, isProven, type Counted, type Sign } from "./counted.js";
import { hourOf, secondOf } from "./time.js";

/** What of a bounce tells its cause. */
type Judged = Pick<Counted, "action" | "reason" | "severity">;

const causeIn = ({ action, reason, severity }: Judged): Cause =>
  causeOfBounce(fromCode(ACTIONS, action), reason, fromCode(SEVERITIES, severity));

const isDead = (bounce: Judged): boolean => causeIn(bounce) === "dead";
const isRefused = (bounce: Judged): boolean => isRefusal(causeIn(bounce));

/** First failure of this sender and recipient, for a cause that tells something of the sender. */
const isTelling = (bounce: Counted): boolean => bounce.isFresh && isRelevantCause(causeIn(bounce));

/** Counters of sender_hour and sender_day, and what of a bounce adds one to each. Disproved bounces add to `disproved` alone. */
const SENDER_COUNTERS: readonly (readonly [column: string, applies: (bounce: Counted) => boolean])[] = [
  ["bounces", () => true],
  ["hard", ({ severity }) => severity === HARD],
  ["delayed", ({ action }) => action === DELAYED],
  ["dead", isDead],
  ["refused", isRefused],
  ["unproven", (bounce) => !isProven(bounce)],
  ["fresh", isTelling],
  ["fresh_dead", (bounce) => isTelling(bounce) && isDead(bounce)],
  ["fresh_refused", (bounce) => isTelling(bounce) && isRefused(bounce)],
  ["fresh_unproven", (bounce) => isTelling(bounce) && !isProven(bounce)],
];

/** Columns of the sums of a sender. */
export const COLUMNS: readonly string[] = [...SENDER_COUNTERS.map(([column]) => column), "disproved", "complaints"];
const DISPROVED = COLUMNS.indexOf("disproved");
const COMPLAINTS = COLUMNS.indexOf("complaints");

/** What one sender has in one hour, in the order of COLUMNS. */
export interface SenderTotal {
  readonly second: number;
  readonly sender: number;
  readonly counts: number[];
}

/** What one recipient domain has in one hour and class. */
export interface ReceiverTotal {
  readonly key: readonly [hour: number, domain: number, receiverClass: number];
  readonly senders: Set<number>;
  bounces: number;
}

/** What one reason has in one hour and outcome. */
interface ReasonTotal {
  readonly key: readonly [reason: number, hour: number, outcome: number];
  bounces: number;
}

/** Sums of the mails of one transaction. */
export interface Rollups {
  readonly senders: Map<string, SenderTotal>;
  readonly receivers: Map<string, ReceiverTotal>;
  readonly reasons: Map<string, ReasonTotal>;
}

export const noRollups = (): Rollups => ({ senders: new Map(), receivers: new Map(), reasons: new Map() });

const countsOf = ({ senders }: Rollups, sender: number, second: number): number[] =>
  entryOf(senders, `${hourOf(second)} ${sender}`, () => ({ second, sender, counts: COLUMNS.map(() => 0) })).counts;

const add = (counts: number[], place: number, sign: Sign): void => void (counts[place] = (counts[place] ?? 0) + sign);

/** The class in which one provider fails for everybody, as its place in RECEIVER_CLASSES. */
export const receiverClass = (bounce: Judged): number => toCode(RECEIVER_CLASSES, receiverClassOf(causeIn(bounce)));

function countReceiver({ receivers }: Rollups, bounce: Counted, hour: number, sign: Sign): void {
  const key = [hour, bounce.domain, receiverClass(bounce)] as const;
  const total = entryOf(receivers, key.join(" "), () => ({ key, senders: new Set<number>(), bounces: 0 }));
  total.bounces += sign;
  if (sign === 1) total.senders.add(bounce.sender);
}

function outcomeOf(bounce: Counted): number {
  if (isDisproved(bounce)) return 3;
  if (bounce.action === DELAYED) return 2;
  return bounce.severity === HARD ? 1 : 0;
}

function countReason({ reasons }: Rollups, bounce: Counted, hour: number, sign: Sign): void {
  const key = [bounce.reasonId, hour, outcomeOf(bounce)] as const;
  entryOf(reasons, key.join(" "), () => ({ key, bounces: 0 })).bounces += sign;
}

/** Counts a bounce, or takes it out again. */
export function countBounce(rollups: Rollups, bounce: Counted, sign: Sign): void {
  if (!isFailure(bounce)) return;
  const second = secondOf(bounce.id);
  const counts = countsOf(rollups, bounce.sender, second);
  countReason(rollups, bounce, hourOf(second), sign);
  if (isDisproved(bounce)) {
    add(counts, DISPROVED, sign);
    return;
  }
  SENDER_COUNTERS.forEach(([, applies], place) => {
    if (applies(bounce)) add(counts, place, sign);
  });
  countReceiver(rollups, bounce, hourOf(second), sign);
}

/** Counts a complaint about a sender's mail. */
export const countComplaint = (rollups: Rollups, sender: number, second: number): void =>
  add(countsOf(rollups, sender, second), COMPLAINTS, 1);
