/**
 * Counters kept in the transaction that records: per sender and hour or day, per recipient domain and hour, per reason
 * and hour. Reports and the detector read these instead of the bounces. A bounce that a better report replaces is taken
 * out again with the sign -1.
 */
import type { Reason } from "../reason.js";
import { DELAYED, FAILED, HARD, LAST_PROVEN, UNPROVEN } from "./codes.js";
import { scalar, statement, type Connection } from "./connection.js";
import { dayOf, hourOf, secondOf } from "./time.js";

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
  readonly status: string | null;
  readonly trust: number;
  readonly isFresh: boolean;
}

/** 1 to count, -1 to take out again. */
export type Sign = 1 | -1;

/** The address is gone. */
const DEAD: ReadonlySet<string> = new Set<Reason>(["user-unknown", "has-moved", "host-unknown", "not-accept", "mailbox-disabled"]);
/** What the mail of a compromised account is refused for. */
const REFUSED: ReadonlySet<string> = new Set<Reason>([
  "spam-detected", "virus-detected", "auth-failure", "bad-reputation", "blocked", "rate-limited", "sender-banned", "rejected", "policy-violation", "security-error",
]);

/** A failure or a delay; the rest (delivered, relayed, expanded) is counted nowhere. */
export const isFailure = ({ action }: Pick<Counted, "action">): boolean => action === FAILED || action === DELAYED;
export const isProven = ({ trust }: Pick<Counted, "trust">): boolean => trust <= LAST_PROVEN;
export const isDisproved = ({ trust }: Pick<Counted, "trust">): boolean => trust > UNPROVEN;

/** Counters of sender_hour and sender_day, and what of a bounce adds one to each. Disproved bounces add to `disproved` alone. */
const SENDER_COUNTERS: readonly (readonly [column: string, applies: (bounce: Counted) => boolean])[] = [
  ["bounces", () => true],
  ["hard", ({ severity }) => severity === HARD],
  ["delayed", ({ action }) => action === DELAYED],
  ["dead", ({ action, reason }) => action === FAILED && DEAD.has(reason)],
  ["refused", ({ action, reason }) => action === FAILED && REFUSED.has(reason)],
  ["unproven", (bounce) => !isProven(bounce)],
  // A full mailbox or a time-out says nothing of the sender, so it is not among the fresh.
  ["fresh", (bounce) => isTelling(bounce)],
  ["fresh_dead", (bounce) => isTelling(bounce) && DEAD.has(bounce.reason)],
  ["fresh_refused", (bounce) => isTelling(bounce) && REFUSED.has(bounce.reason)],
  ["fresh_unproven", (bounce) => isTelling(bounce) && !isProven(bounce)],
];

/** First failure of this sender and recipient, for a reason that a bad sender would give. */
const isTelling = ({ action, isFresh, reason, severity }: Counted): boolean =>
  action === FAILED && isFresh && (severity === HARD || DEAD.has(reason) || REFUSED.has(reason));

const COLUMNS: readonly string[] = [...SENDER_COUNTERS.map(([column]) => column), "disproved", "complaints"];
const MARKS = COLUMNS.map(() => "?").join(", ");
const ADDED = COLUMNS.map((column) => `${column} = ${column} + excluded.${column}`).join(", ");

const addToHour = scalar<number[], number>(
  `INSERT INTO sender_hour (hour, sender, ${COLUMNS.join(", ")}) VALUES (?, ?, ${MARKS}) ON CONFLICT DO UPDATE SET ${ADDED} RETURNING fresh - fresh_unproven`,
);
const addToDay = statement<number[]>(
  `INSERT INTO sender_day (day, sender, ${COLUMNS.join(", ")}, peak) VALUES (?, ?, ${MARKS}, ?) ON CONFLICT DO UPDATE SET ${ADDED}, peak = max(peak, excluded.peak)`,
);
const addSenderOfReceiver = statement<[number, number, number, number]>(
  "INSERT INTO receiver_sender (hour, domain, class, sender) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
);
const addToReceiver = statement<[number, number, number, number, number]>(
  `INSERT INTO receiver_hour (hour, domain, class, bounces, senders) VALUES (?, ?, ?, ?, ?)
   ON CONFLICT DO UPDATE SET bounces = bounces + excluded.bounces, senders = senders + excluded.senders`,
);
const addToReason = statement<[number, number, number, number]>(
  "INSERT INTO reason_hour (reason, hour, outcome, bounces) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET bounces = bounces + excluded.bounces",
);
const forgetSendersOfReceivers = statement<[number]>("DELETE FROM receiver_sender WHERE hour < ?");

/** Hours after which nobody asks who the different senders of an hour were. */
const SENDERS_KEPT_HOURS = 48;

function addToSender(connection: Connection, sender: number, second: number, counts: readonly number[]): void {
  const peak = addToHour(connection).get(hourOf(second), sender, ...counts) ?? 0;
  addToDay(connection).run(dayOf(second), sender, ...counts, peak);
}

/** 0 temporary, 1 refused, 2 other hard: the classes in which one provider fails for everybody. */
function receiverClass({ action, reason, severity }: Counted): number {
  if (action === FAILED && REFUSED.has(reason)) return 1;
  return severity === HARD ? 2 : 0;
}

function countReceiver(connection: Connection, bounce: Counted, hour: number, sign: Sign): void {
  const key = [hour, bounce.domain, receiverClass(bounce)] as const;
  const isNewSender = sign === 1 && addSenderOfReceiver(connection).run(...key, bounce.sender).changes === 1;
  addToReceiver(connection).run(...key, sign, isNewSender ? 1 : 0);
}

function outcomeOf(bounce: Counted): number {
  if (isDisproved(bounce)) return 3;
  if (bounce.action === DELAYED) return 2;
  return bounce.severity === HARD ? 1 : 0;
}

/** Counts a bounce, or takes it out again. */
export function countBounce(connection: Connection, bounce: Counted, sign: Sign): void {
  if (!isFailure(bounce)) return;
  const second = secondOf(bounce.id);
  const forged = isDisproved(bounce);
  const counts = SENDER_COUNTERS.map(([, applies]) => (!forged && applies(bounce) ? sign : 0));
  addToSender(connection, bounce.sender, second, [...counts, forged ? sign : 0, 0]);
  addToReason(connection).run(bounce.reasonId, hourOf(second), outcomeOf(bounce), sign);
  if (!forged) countReceiver(connection, bounce, hourOf(second), sign);
}

/** Counts a complaint about a sender's mail. */
export function countComplaint(connection: Connection, sender: number, second: number): void {
  addToSender(connection, sender, second, [...SENDER_COUNTERS.map(() => 0), 0, 1]);
}

/** Drops what only the last hours need. `second`: the present, by the mails that come in. */
export const tidyRollups = (connection: Connection, second: number): void =>
  void forgetSendersOfReceivers(connection).run(hourOf(second) - SENDERS_KEPT_HOURS);
