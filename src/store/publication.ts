/**
 * What those who follow the changes of states have not had yet: Postfix's map, webhooks. Each has a cursor. It moves in the
 * transaction in which the changes are handed over, so that of several processes one does it, and nothing is left out when that one
 * is killed: the next hands over the same again.
 */
import { first, insertNew, onStore, sql, toRows, type Db, type Insert, type Work } from "./sql.js";
import type { Suppression } from "./suppression.js";

/** A state as followers see it. */
export type PublishedState = Pick<Suppression, "address" | "scope" | "state" | "reply">;

const cursorOf = sql<{ readonly id: number }>("SELECT event_id AS id FROM publication WHERE target = $1");
const isBehind = sql<{ readonly id: number }>(`
  SELECT e.id FROM suppression_event e
  WHERE e.id > coalesce((SELECT event_id FROM publication WHERE target = $1), 0) ORDER BY e.id LIMIT 1`);
const isOver = sql<{ readonly address: string }>(`
  SELECT address FROM suppression {by:suppression_until}
  WHERE state = 'suppressed' AND until IS NOT NULL AND until <= $1 LIMIT 1`);
const newest = sql<{ readonly id: number }>("SELECT id FROM suppression_event ORDER BY id DESC LIMIT 1");
const changed = sql<{ readonly id: number; readonly address: string }>(
  "SELECT id, address FROM suppression_event WHERE id > $1 ORDER BY id LIMIT $2",
);
const standing = sql<PublishedState>(`
  SELECT s.address, s.scope, s.state, s.reply FROM {rows:$1:name text} asked CROSS JOIN suppression s WHERE s.address = asked.name`);
const all = sql<PublishedState>(`
  SELECT address, scope, state, reply FROM suppression
  WHERE (address, scope) > ($1, $2) ORDER BY address, scope LIMIT $3`);
const MOVE: Insert = {
  ...insertNew("publication", ["target", "event_id", "tries", "next_at"], "target"),
  onConflict:
    "ON CONFLICT (target) DO UPDATE SET event_id = excluded.event_id, tries = excluded.tries, next_at = excluded.next_at",
};

/** Changes handed over at once. */
const MOST = 1_000;

/** Whether a follower has not had everything, or the time of a suppression is up. Two questions by a key. */
export const isBehindChanges = onStore(function* (db: Db, target: string, now: number): Work<boolean> {
  if ((yield* first(db, isBehind, [target])) !== undefined) return true;
  return (yield* first(db, isOver, [now])) !== undefined;
});

/**
 * Hands over what changed since the last time, all that is known the first time.
 * @param take gets the states as they stand now of the addresses that changed; `isAll`: these are all that there are. When it throws,
 * nothing counts as handed over.
 * @returns how many states were handed over
 */
export const publish = onStore(
  (
    db: Db,
    target: string,
    startsAnew: boolean,
    take: (states: readonly PublishedState[], isAll: boolean) => void,
  ): Work<number> =>
    db.transaction(function* (): Work<number> {
      const cursor = startsAnew ? undefined : yield* first(db, cursorOf, [target]);
      if (cursor === undefined) return yield* publishAll(db, target, take);
      const events = yield* db.all(changed, [cursor.id, MOST]);
      const last = events.at(-1);
      if (last === undefined) return 0;
      const names = [...new Set(events.map(({ address }) => address))].sort();
      const found = yield* db.all(standing, [toRows(names.map((name) => [name]))]);
      const gone = names.filter((name) => found.every(({ address }) => address !== name));
      const states = [
        ...found,
        ...gone.map((address) => ({ address, scope: "*", state: "released", reply: "" }) as const),
      ];
      take(states, false);
      yield* db.put(MOVE, [[target, last.id, 0, 0]]);
      return states.length;
    }),
);

function* publishAll(
  db: Db,
  target: string,
  take: (states: readonly PublishedState[], isAll: boolean) => void,
): Work<number> {
  const states: PublishedState[] = [];
  let piece: readonly PublishedState[] = [];
  do {
    const last = states.at(-1);
    piece = yield* db.all(all, [last?.address ?? "", last?.scope ?? "", MOST]);
    states.push(...piece);
  } while (piece.length > 0);
  take(states, true);
  yield* db.put(MOVE, [[target, (yield* first(db, newest))?.id ?? 0, 0, 0]]);
  return states.length;
}
