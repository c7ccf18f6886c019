/**
 * Sums of a sender by hour and day, of a receiver and of a reason by hour, kept in the transaction that records. They are
 * only ever added to: what a better report replaces, or a better rule judges otherwise, is taken out as -1 and put in as +1.
 * Here they are summed up over the messages of a transaction; in a wave of spam hundreds of bounces are one row.
 */
import { isRefusal, receiverClassOf } from "../detect/cause.js";
import { entryOf } from "../values.js";
import { isCounted, isFailure, isProven } from "./counting.js";
import type { Counted } from "./message-row.js";
import { insertAdding, sql, type Db, type Value, type Work } from "./sql.js";
import { DAY, HOUR, startOf } from "./time.js";

/** A bounce with the ids that its counters go by. */
export interface CountedBounce extends Counted {
  readonly sender_id: number;
  readonly domain_id: number;
}

const isRefused = ({ cause }: Pick<Counted, "cause">): boolean => isRefusal(cause);
/** First failure of this sender and recipient, for a cause that tells of the sender. */
const isTelling = ({ is_first_failure: isFirst, cause }: Counted): boolean => isFirst === 1 && cause !== "temporary";

/** Counters of sender_hour and sender_day that a failure or delay which counts adds one to, and when it does. */
const SENDER_COUNTERS: readonly (readonly [
  column: string,
  applies: (bounce: Counted) => boolean,
  condition: string,
])[] = [
  ["bounces", () => true, "TRUE"],
  ["hard", ({ severity }) => severity === "hard", "v.severity = 'hard'"],
  ["delayed", ({ action }) => action === "delayed", "b.action = 'delayed'"],
  ["dead", ({ cause }) => cause === "dead", "v.cause = 'dead'"],
  ["refused", isRefused, "v.cause IN ('spam', 'policy')"],
  ["unproven", ({ trust }) => !isProven(trust), "b.trust = 'unproven'"],
  ["first_failures", isTelling, "b.is_first_failure = 1 AND v.cause <> 'temporary'"],
  [
    "first_dead",
    (bounce) => isTelling(bounce) && bounce.cause === "dead",
    "b.is_first_failure = 1 AND v.cause = 'dead'",
  ],
  [
    "first_refused",
    (bounce) => isTelling(bounce) && isRefused(bounce),
    "b.is_first_failure = 1 AND v.cause IN ('spam', 'policy')",
  ],
  [
    "first_unproven",
    (bounce) => isTelling(bounce) && !isProven(bounce.trust),
    "b.is_first_failure = 1 AND v.cause <> 'temporary' AND b.trust = 'unproven'",
  ],
];

/** Of each counter that is counted from what counts: its column, and the condition on a bounce `b` with its verdict `v`. */
export const SENDER_CONDITIONS: readonly (readonly [column: string, condition: string])[] = SENDER_COUNTERS.map(
  ([name, , condition]) => [name, condition],
);

/** Columns of the sums of a sender, in the order of the table. */
export const SENDER_SUMS: readonly string[] = [...SENDER_COUNTERS.map(([name]) => name), "disproved", "complaints"];
const DISPROVED = SENDER_SUMS.indexOf("disproved");
const COMPLAINTS = SENDER_SUMS.indexOf("complaints");

const ADD_TO_HOUR = insertAdding("sender_hour", ["hour", "sender_id"], SENDER_SUMS);
const ADD_TO_DAY = insertAdding("sender_day", ["day", "sender_id"], SENDER_SUMS);
const ADD_TO_RECEIVER = insertAdding(
  "receiver_hour",
  ["hour", "domain_id", "class", "sender_id", "host_id"],
  ["bounces"],
);
const ADD_TO_REASON = insertAdding("reason_hour", ["hour", "reason", "outcome", "host_id"], ["bounces"]);

/** Today always this host's. */
const THIS_HOST = 0;

type Key = readonly (string | number)[];

/** A row of a counter. */
interface Total {
  readonly key: Key;
  readonly counts: number[];
}

/** Sums of one transaction. */
export interface Sums {
  readonly hours: Map<string, Total>;
  readonly days: Map<string, Total>;
  readonly receivers: Map<string, Total>;
  readonly reasons: Map<string, Total>;
}

export const noSums = (): Sums => ({ hours: new Map(), days: new Map(), receivers: new Map(), reasons: new Map() });

function addTo(totals: Map<string, Total>, key: Key, counts: readonly number[]): void {
  const total = entryOf(totals, key.join(" "), () => ({ key, counts: counts.map(() => 0) }));
  counts.forEach((count, place) => (total.counts[place] = (total.counts[place] ?? 0) + count));
}

const addToSender = ({ hours, days }: Sums, sender: number, time: number, counts: readonly number[]): void => {
  addTo(hours, [startOf(time, HOUR), sender], counts);
  addTo(days, [startOf(time, DAY), sender], counts);
};

function outcomeOf({ trust, action, severity }: Counted): string {
  if (!isCounted(trust)) return "disproved";
  if (action === "delayed") return "delayed";
  return severity === "hard" ? "hard" : "soft";
}

/** Counts a bounce (1), or takes it out again (-1). */
export function countBounce(sums: Sums, bounce: CountedBounce, sign: 1 | -1): void {
  if (!isFailure(bounce)) return;
  const hour = startOf(bounce.received_at, HOUR);
  const counts = SENDER_SUMS.map(() => 0);
  addTo(sums.reasons, [hour, bounce.reason, outcomeOf(bounce), THIS_HOST], [sign]);
  if (isCounted(bounce.trust)) {
    SENDER_COUNTERS.forEach(([, applies], place) => {
      if (applies(bounce)) counts[place] = sign;
    });
    const key = [hour, bounce.domain_id, receiverClassOf(bounce.cause), bounce.sender_id, THIS_HOST] as const;
    // Anybody can make up failures of many senders, and so a receiver in trouble.
    if (isProven(bounce.trust)) addTo(sums.receivers, key, [sign]);
  } else if (bounce.trust === "disproved") counts[DISPROVED] = sign;
  addToSender(sums, bounce.sender_id, bounce.received_at, counts);
}

/** Counts a complaint about a sender's message. */
export const countComplaint = (sums: Sums, sender: number, time: number): void =>
  addToSender(
    sums,
    sender,
    time,
    SENDER_SUMS.map((_, place) => (place === COMPLAINTS ? 1 : 0)),
  );

function compareKeys(one: Key, other: Key): number {
  const place = one.findIndex((part, at) => part !== other[at]);
  if (place < 0) return 0;
  return (one[place] ?? 0) < (other[place] ?? 0) ? -1 : 1;
}

/** Rows to write, in order of their keys, so that hosts do not wait for each other in a circle; what adds nothing is left out. */
const rowsOf = (totals: Map<string, Total>): Value[][] =>
  [...totals.values()]
    .filter(({ counts }) => counts.some((count) => count !== 0))
    .sort((one, other) => compareKeys(one.key, other.key))
    .map(({ key, counts }) => [...key, ...counts]);

/** Writes the sums. */
export function* writeSums(db: Db, { hours, days, receivers, reasons }: Sums): Work<void> {
  yield* db.put(ADD_TO_HOUR, rowsOf(hours));
  yield* db.put(ADD_TO_DAY, rowsOf(days));
  yield* db.put(ADD_TO_RECEIVER, rowsOf(receivers));
  yield* db.put(ADD_TO_REASON, rowsOf(reasons));
}

/** The detector asks for the receivers' hours of so many days, and some. */
export const RECEIVER_SECONDS = 21 * DAY;

const forgetReceivers = sql<object>("DELETE FROM receiver_hour WHERE hour < $1");

/** Forgets who failed where long ago. `present`: epoch seconds, by the messages that come in. */
export function* forgetOldReceivers(db: Db, present: number): Work<void> {
  yield* db.all(forgetReceivers, [startOf(present, HOUR) - RECEIVER_SECONDS]);
}
