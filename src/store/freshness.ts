/** Whether a failure is the first of its sender and recipient: that tells something of the sender, its retries do not. */
import { FAILED, LAST_PROVEN, UNPROVEN } from "./codes.js";
import { scalar, type Connection } from "./connection.js";
import { isDisproved, isProven, type Counted } from "./counted.js";

/** Earlier bounces of the two that are looked at. A stranger who sends many forgeries must not make each cost more than the last. */
const NEWEST = 20;

const hasEarlier = scalar<[number, number, number], number>(`
  SELECT EXISTS (SELECT 1 FROM (
    SELECT id - part AS report, action FROM bounce INDEXED BY bounce_recipient WHERE recipient = ? AND sender = ? ORDER BY id DESC LIMIT ${NEWEST}) newest
  WHERE newest.action = ${FAILED} AND (SELECT trust FROM report r WHERE r.id = newest.report) <= ?)`);

/**
 * Whether a bounce that is not stored yet is the first failure of its sender and recipient; a proven one: the first
 * proven, so that forgeries cannot use that up. Delays come before the failure and are not counted; what was never ours tells nothing.
 */
export function isFirstFailure(
  connection: Connection,
  bounce: Pick<Counted, "sender" | "recipient" | "action" | "trust">,
): boolean {
  if (bounce.action !== FAILED || isDisproved(bounce)) return false;
  return hasEarlier(connection).get(bounce.recipient, bounce.sender, isProven(bounce) ? LAST_PROVEN : UNPROVEN) === 0;
}
