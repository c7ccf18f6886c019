/** Gives a report its id, and its bounces theirs: the next free ones in the second of its arrival. See time.ts. */
import { scalar, type Connection } from "./connection.js";
import { firstId, secondOf, toSecond } from "./time.js";

const endOfLastBefore = scalar<[number], number>(
  "SELECT id + max(recipients, 1) FROM report WHERE id < ? ORDER BY id DESC LIMIT 1",
);

/**
 * The first of `count` ids in a row (at most 65,536) that are free, at `receivedAt` (epoch seconds) or as soon after as there are any.
 */
export function nextId(connection: Connection, receivedAt: number, count: number): number {
  for (let second = toSecond(receivedAt); ; second++) {
    const id = Math.max(firstId(second), endOfLastBefore(connection).get(firstId(second + 1)) ?? 0);
    if (secondOf(id + count - 1) === second) return id;
  }
}
