/** Which recipients each sender has had failures from: a sender's first failure from a recipient tells something, its retries do not. */
import { FAILED } from "./codes.js";
import { statement, type Connection } from "./connection.js";
import { isDisproved, isProven, type Counted } from "./rollups.js";
import { hourOf, secondOf } from "./time.js";

type Failure = Pick<Counted, "id" | "sender" | "recipient" | "action" | "trust">;

const select = statement<[number, number], { failures: number; proven: number }>("SELECT failures, proven FROM pair WHERE sender = ? AND recipient = ?");
const upsert = statement<[number, number, number, number, number]>(
  `INSERT INTO pair (sender, recipient, first, last, failures, proven) VALUES (?, ?, ?, ?, 1, ?)
   ON CONFLICT DO UPDATE SET first = min(first, excluded.first), last = max(last, excluded.last), failures = failures + 1, proven = proven + excluded.proven`,
);
const decrease = statement<[number, number, number]>("UPDATE pair SET failures = failures - 1, proven = proven - ? WHERE sender = ? AND recipient = ?");
const removeEmpty = statement<[number, number]>("DELETE FROM pair WHERE sender = ? AND recipient = ? AND failures <= 0");

/** Delays come before the failure, and must not take its freshness. What was never ours tells nothing. */
const counts = (bounce: Failure): boolean => bounce.action === FAILED && !isDisproved(bounce);

/**
 * Notes a failure.
 * @returns whether it is the first of its pair; among the proven, when it is proven, so that forgeries cannot use it up
 */
export function addToPair(connection: Connection, bounce: Failure): boolean {
  if (!counts(bounce)) return false;
  const { sender, recipient } = bounce;
  const known = select(connection).get(sender, recipient);
  const hour = hourOf(secondOf(bounce.id));
  upsert(connection).run(sender, recipient, hour, hour, isProven(bounce) ? 1 : 0);
  return known === undefined || (isProven(bounce) && known.proven === 0);
}

/** Takes a failure out again. */
export function removeFromPair(connection: Connection, bounce: Failure): void {
  if (!counts(bounce)) return;
  decrease(connection).run(isProven(bounce) ? 1 : 0, bounce.sender, bounce.recipient);
  removeEmpty(connection).run(bounce.sender, bounce.recipient);
}
