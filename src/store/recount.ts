/**
 * Counters that follow a changed verdict. Most are sums, and take the old bounce out and the new one in. What is no sum
 * (how many different senders, the last failure of an address) is counted anew from the bounces.
 */
import { LAST_PROVEN, UNPROVEN, DELAYED, FAILED } from "./codes.js";
import { isDisproved, isFailure, isProven, type Counted } from "./counted.js";
import { scalar, statement, type Connection } from "./connection.js";
import { countRecipient } from "./recipient-state.js";
import { countBounce, noRollups, receiverClass, type Rollups } from "./rollups.js";
import { firstId, hourOf, secondOf } from "./time.js";
import { writeRollups } from "./write-rollups.js";

/** A bounce before and after. */
export interface Change {
  readonly before: Counted;
  readonly after: Counted;
}

const HOUR = 3_600;

interface Failure {
  readonly sender: number;
  readonly action: number;
  readonly severity: number | null;
  readonly reason: string;
}

const failuresOf = statement<[number, number, number], Failure>(`
  SELECT b.sender, b.action, b.severity, (SELECT text FROM text WHERE id = b.reason) AS reason
  FROM bounce b INDEXED BY bounce_domain CROSS JOIN report r ON r.id = b.id - b.part
  WHERE b.domain = ? AND b.id >= ? AND b.id < ? AND b.action IN (${FAILED}, ${DELAYED}) AND r.trust <= ${UNPROVEN}`);
const forgetSenders = statement<[number, number]>("DELETE FROM receiver_sender WHERE hour = ? AND domain = ?");
const rememberSender = statement<[number, number, number, number]>(
  "INSERT INTO receiver_sender (hour, domain, class, sender) VALUES (?, ?, ?, ?)",
);
const updateSenders = statement<[number, number, number, number]>(
  "UPDATE receiver_hour SET senders = ? WHERE hour = ? AND domain = ? AND class = ?",
);
const CLASSES = [0, 1, 2] as const;

/** The reason of an address's last proven failure or delay; of several in that second, the last recorded. */
const updateLast = statement<
  [{ readonly address: number; readonly second: number; readonly from: number; readonly before: number }]
>(`
  UPDATE recipient SET (reason, severity) = (
    SELECT b.reason, b.severity FROM bounce b INDEXED BY bounce_recipient CROSS JOIN report r ON r.id = b.id - b.part
    WHERE b.recipient = @address AND b.id >= @from AND b.id < @before AND b.action IN (${FAILED}, ${DELAYED}) AND r.trust <= ${LAST_PROVEN} ORDER BY b.id DESC LIMIT 1)
  WHERE address = @address AND last = @second`);
const lastOf = scalar<[number], number>("SELECT last FROM recipient WHERE address = ?");

const pairKey = (one: number, other: number): string => `${one} ${other}`;

/** Pairs of numbers, each once. */
const distinctPairs = (pairs: readonly (readonly [number, number])[]): (readonly [number, number])[] => [
  ...new Map(pairs.map((pair) => [pairKey(...pair), pair])).values(),
];

function recountReceiver(connection: Connection, hour: number, domain: number): void {
  const failures = failuresOf(connection).all(domain, firstId(hour * HOUR), firstId((hour + 1) * HOUR));
  const isRemembered = forgetSenders(connection).run(hour, domain).changes > 0;
  for (const place of CLASSES) {
    const senders = new Set(failures.filter((failure) => receiverClass(failure) === place).map(({ sender }) => sender));
    updateSenders(connection).run(senders.size, hour, domain, place);
    if (isRemembered) for (const sender of senders) rememberSender(connection).run(hour, domain, place, sender);
  }
}

function recountReceivers(connection: Connection, changes: readonly Change[]): void {
  const moved = changes.filter(
    ({ before, after }) => !isDisproved(after) && receiverClass(before) !== receiverClass(after),
  );
  for (const [hour, domain] of distinctPairs(moved.map(({ after }) => [hourOf(secondOf(after.id)), after.domain])))
    recountReceiver(connection, hour, domain);
}

function recountRecipient(connection: Connection, { before, after }: Change): void {
  countRecipient(connection, before, -1);
  countRecipient(connection, after, 1);
  const second = secondOf(after.id);
  if (isProven(after) && lastOf(connection).get(after.recipient) === second) {
    updateLast(connection).run({
      address: after.recipient,
      second,
      from: firstId(second),
      before: firstId(second + 1),
    });
  }
}

/** What the changes add to the sums. No sender is new to a domain by it: how many there are is counted anew where it matters. */
function sum(changes: readonly Change[]): Rollups {
  const rollups = noRollups();
  for (const { before, after } of changes) {
    countBounce(rollups, before, -1);
    countBounce(rollups, after, 1);
  }
  for (const { senders } of rollups.receivers.values()) senders.clear();
  return rollups;
}

/** Lets every counter follow. The bounces themselves must have been changed already; runs in their transaction. */
export function recount(connection: Connection, changes: readonly Change[]): void {
  const counted = changes.filter(({ after }) => isFailure(after));
  // No mail has come in, so nothing is too old to be remembered.
  writeRollups(connection, sum(counted), 0);
  for (const change of counted) recountRecipient(connection, change);
  recountReceivers(connection, counted);
}
