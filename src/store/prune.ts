/**
 * Takes out what is old: messages, their bounces, what was kept of them and what makes them count once. Sums of senders,
 * receivers and reasons stay; an address goes with its last bounce, and the sums of the others are counted anew. Names
 * stay: other processes remember their ids. In small transactions with pauses between, so that messages go on being recorded.
 */
import { recountRecipients } from "./recipient-sums.js";
import { first, onStore, sql, toRows, type Db, type Work } from "./sql.js";
import { DAY, startOf, toSecond } from "./time.js";

/** How many rows there are, or were removed. */
export interface Pruned {
  readonly reports: number;
  readonly bounces: number;
  readonly kept: number;
}

/** The first second that stays. Whole UTC days go: a day's counters can be counted anew only from all of its bounces. */
export const firstKept = (before: number): number => startOf(toSecond(before), DAY);

const countOldRows = sql<Pruned>(`
  SELECT (SELECT count(*) FROM bounce b WHERE b.received_at < $1 AND (b.notification_id IS NULL OR b.notification_id = b.id))
      + (SELECT count(*) FROM other_message WHERE received_at < $1) AS reports,
    (SELECT count(*) FROM bounce WHERE received_at < $1) AS bounces,
    (SELECT count(*) FROM kept_message k WHERE EXISTS (SELECT 1 FROM bounce b WHERE b.id = k.id AND b.received_at < $1)
      OR EXISTS (SELECT 1 FROM other_message o WHERE o.id = k.id AND o.received_at < $1)) AS kept`);

const NOTHING: Pruned = { reports: 0, bounces: 0, kept: 0 };

/** What is older than this moment (epoch seconds). */
export const countOld = onStore(function* (db: Db, before: number): Work<Pruned> {
  return (yield* first(db, countOldRows, [firstKept(before)])) ?? NOTHING;
});

interface OldBounce {
  readonly id: number;
  readonly recipient_id: number;
  readonly notification_id: number | null;
}

const oldBounces = sql<OldBounce>(`
  SELECT id, recipient_id, notification_id FROM bounce {by:bounce_received} WHERE received_at < $1 ORDER BY received_at LIMIT $2`);
const oldOthers = sql<{ readonly id: number }>(
  "SELECT id FROM other_message {by:other_message_received} WHERE received_at < $1 ORDER BY received_at LIMIT $2",
);
const removeBounces = sql<object>("DELETE FROM bounce WHERE id IN (SELECT id FROM {rows:$1:id int} old)");
const removeOthers = sql<object>("DELETE FROM other_message WHERE id IN (SELECT id FROM {rows:$1:id int} old)");
const removeKept = sql<{ readonly id: number }>(
  "DELETE FROM kept_message WHERE id IN (SELECT id FROM {rows:$1:id int} old) RETURNING id",
);
const removeRecipients = sql<object>(`
  DELETE FROM recipient WHERE id IN (SELECT id FROM {rows:$1:id int} old)
    AND NOT EXISTS (SELECT 1 FROM bounce b WHERE b.recipient_id = recipient.id)`);

const idRows = (ids: readonly number[]): string => toRows(ids.map((id) => [id]));

function* removePiece(db: Db, before: number, limit: number): Work<Pruned> {
  const end = firstKept(before);
  const bounces = yield* db.all(oldBounces, [end, limit]);
  const others = yield* db.all(oldOthers, [end, Math.max(limit - bounces.length, 0)]);
  if (bounces.length + others.length === 0) return NOTHING;
  const ids = bounces.map(({ id }) => id);
  const otherIds = others.map(({ id }) => id);
  yield* db.all(removeBounces, [idRows(ids)]);
  yield* db.all(removeOthers, [idRows(otherIds)]);
  const kept = yield* db.all(removeKept, [idRows([...ids, ...otherIds])]);
  const recipients = [...new Set(bounces.map(({ recipient_id: id }) => id))].sort((one, other) => one - other);
  yield* db.all(removeRecipients, [idRows(recipients)]);
  yield* recountRecipients(db, recipients);
  const followers = bounces.filter((bounce) => bounce.notification_id !== null && bounce.notification_id !== bounce.id);
  return {
    reports: bounces.length - followers.length + others.length,
    bounces: bounces.length,
    kept: kept.length,
  };
}

/**
 * Removes the oldest bounces and other messages, at most `limit`, of before a moment (epoch seconds), in one transaction.
 * @returns what was removed; nothing when nothing is left to remove
 * @throws StoreError; then nothing was changed
 */
export const pruneMails = onStore((db: Db, before: number, limit: number): Work<Pruned> =>
  db.transaction(() => removePiece(db, before, limit)),
);

const endOfPiece = sql<{ readonly last: string | null }>(
  "SELECT max(identity) AS last FROM (SELECT identity FROM bounce_identity WHERE identity > $1 ORDER BY identity LIMIT $2) piece",
);
const removeIdentities = sql<object>(`
  DELETE FROM bounce_identity WHERE identity > $1 AND identity <= $2
    AND NOT EXISTS (SELECT 1 FROM bounce b WHERE b.id = bounce_identity.bounce_id)`);

/** Before the first identity. */
export const NO_IDENTITY = "";

/**
 * Removes identities of bounces that are gone among the next `limit` behind `after`: they are stored by themselves, so all
 * are looked through.
 * @returns the last that was looked at; null when there are no more
 * @throws StoreError; then nothing was changed
 */
export const pruneIdentities = onStore((db: Db, after: string, limit: number): Work<string | null> =>
  db.transaction(function* (): Work<string | null> {
    const { last = null } = (yield* first(db, endOfPiece, [after, limit])) ?? {};
    if (last !== null) yield* db.all(removeIdentities, [after, last]);
    return last;
  }),
);

/**
 * Gives space back, a little at a time; see {@link Db}.
 * @returns whether there is more
 */
export const giveBackSpace = onStore((db: Db, pages: number): Work<boolean> => db.giveBack(pages));
