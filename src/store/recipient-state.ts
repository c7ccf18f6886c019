/**
 * What we know of each address that we wrote to, kept in the transaction that records. Only what is proven to be ours
 * counts towards hard, soft, delayed and days, by which an address may be suppressed; the unproven are counted apart.
 */
import { DELAYED, HARD } from "./codes.js";
import { statement, type Connection } from "./connection.js";
import { isDisproved, isFailure, isProven, type Counted, type Sign } from "./counted.js";
import { dayOf, IDS_PER_SECOND, secondOf } from "./time.js";

const DAY_IDS = 86_400 * IDS_PER_SECOND;

interface Proven {
  readonly address: number;
  readonly id: number;
  readonly second: number;
  /** Days since the epoch: SQL would divide a large bound number as a fraction. */
  readonly day: number;
  readonly hard: number;
  readonly soft: number;
  readonly delayed: number;
  readonly reason: number;
  readonly severity: number | null;
  readonly status: number | null;
}

/** An older mail than the last (an import) adds a day when no other bounce of that day is there; so this runs before the bounce is stored. */
const countProven = statement<[Proven]>(`
  INSERT INTO recipient (address, first, last, hard, soft, delayed, unproven, days, reason, severity, status, delivered)
  VALUES (@address, @second, @second, @hard, @soft, @delayed, 0, 1, @reason, @severity, @status, 0)
  ON CONFLICT DO UPDATE SET
    days = days + CASE
      WHEN @day > last / 86400 THEN 1
      WHEN @day = last / 86400 THEN 0
      ELSE NOT EXISTS (SELECT 1 FROM bounce INDEXED BY bounce_recipient
        WHERE recipient = @address AND id >= @id - @id % ${DAY_IDS} AND id < @id - @id % ${DAY_IDS} + ${DAY_IDS}) END,
    reason = CASE WHEN @second >= last THEN @reason ELSE reason END,
    severity = CASE WHEN @second >= last THEN @severity ELSE severity END,
    status = CASE WHEN @second >= last THEN @status ELSE status END,
    first = CASE WHEN first = 0 THEN @second ELSE min(first, @second) END,
    last = max(last, @second), hard = hard + @hard, soft = soft + @soft, delayed = delayed + @delayed`);
const uncountProven = statement<[number, number, number, number]>(
  "UPDATE recipient SET hard = hard - ?, soft = soft - ?, delayed = delayed - ? WHERE address = ?",
);
const countUnproven = statement<[number, number]>(`
  INSERT INTO recipient (address, first, last, hard, soft, delayed, unproven, days, delivered) VALUES (?, 0, 0, 0, 0, 0, ?, 0, 0)
  ON CONFLICT DO UPDATE SET unproven = unproven + excluded.unproven`);
const noteDelivery = statement<[number, number]>(`
  INSERT INTO recipient (address, first, last, hard, soft, delayed, unproven, days, delivered) VALUES (?, 0, 0, 0, 0, 0, 0, 0, ?)
  ON CONFLICT DO UPDATE SET delivered = max(delivered, excluded.delivered)`);

/** Which one of the three counters a failure or delay adds to. */
function countersOf({ action, severity }: Counted): { hard: number; soft: number; delayed: number } {
  const isDelay = action === DELAYED;
  const isHard = !isDelay && severity === HARD;
  return { hard: isHard ? 1 : 0, soft: isDelay || isHard ? 0 : 1, delayed: isDelay ? 1 : 0 };
}

function addProven(connection: Connection, bounce: Counted): void {
  const { id, recipient, reasonId, severity, status } = bounce;
  const second = secondOf(id);
  countProven(connection).run({
    address: recipient,
    id,
    second,
    day: dayOf(second),
    ...countersOf(bounce),
    reason: reasonId,
    severity,
    status,
  });
}

function removeProven(connection: Connection, bounce: Counted): void {
  const { hard, soft, delayed } = countersOf(bounce);
  uncountProven(connection).run(hard, soft, delayed, bounce.recipient);
}

/** Counts a bounce for its recipient, or takes it out again. */
export function countRecipient(connection: Connection, bounce: Counted, sign: Sign): void {
  if (isDisproved(bounce)) return;
  if (!isFailure(bounce)) {
    if (sign === 1 && isProven(bounce)) noteDelivery(connection).run(bounce.recipient, secondOf(bounce.id));
    return;
  }
  if (!isProven(bounce)) countUnproven(connection).run(bounce.recipient, sign);
  else if (sign === 1) addProven(connection, bounce);
  else removeProven(connection, bounce);
}
