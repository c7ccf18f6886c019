/**
 * Takes one address out of the database: its bounces, its sums, its states and their history, and the kept messages that name it.
 * Sums of senders, receivers and reasons stay; they name nobody. What makes a bounce count once is a digest, and goes with `prune`.
 */
import { findKept } from "./kept.js";
import { storedName } from "./message-row.js";
import { onStore, sql, toRows, type Db, type Work } from "./sql.js";

/** What was taken out. */
export interface Forgotten {
  readonly bounces: number;
  readonly kept: number;
  readonly states: number;
}

interface Id {
  readonly id: number;
}

const bouncesTo = sql<Id>("SELECT b.id FROM recipient r JOIN bounce b ON b.recipient_id = r.id WHERE r.address = $1");
const bouncesWrittenTo = sql<Id>(
  "SELECT id FROM bounce WHERE lower(original_recipient) = $1 AND original_recipient IS NOT NULL",
);
const removeBounces = sql<object>("DELETE FROM bounce WHERE id IN (SELECT id FROM {rows:$1:id int} old)");
const removeKept = sql<Id>("DELETE FROM kept_message WHERE id IN (SELECT id FROM {rows:$1:id int} old) RETURNING id");
const removeRecipient = sql<object>("DELETE FROM recipient WHERE address = $1");
const removeStates = sql<{ readonly scope: string }>("DELETE FROM suppression WHERE address = $1 RETURNING scope");
const removeEvents = sql<object>("DELETE FROM suppression_event WHERE address = $1");
const keptAfter = sql<Id>("SELECT id FROM kept_message WHERE id > $1 ORDER BY id LIMIT 100");

const idRows = (ids: readonly number[]): string => toRows(ids.map((id) => [id]));

/** Kept messages that hold the address anywhere. */
function* keptNaming(db: Db, address: string): Work<number[]> {
  const found: number[] = [];
  let page: readonly Id[] = [];
  do {
    page = yield* db.all(keptAfter, [page.at(-1)?.id ?? -1]);
    for (const { id } of page) {
      const kept = yield* findKept(db, id);
      if (kept?.raw.toString("latin1").toLowerCase().includes(address) === true) found.push(id);
    }
  } while (page.length > 0);
  return found;
}

function* remove(db: Db, address: string): Work<Forgotten> {
  const own = yield* db.all(bouncesTo, [address]);
  const others = yield* db.all(bouncesWrittenTo, [address]);
  const ids = [...new Set([...own, ...others].map(({ id }) => id))];
  const naming = yield* keptNaming(db, address);
  yield* db.all(removeBounces, [idRows(ids)]);
  const kept = yield* db.all(removeKept, [idRows([...new Set([...ids, ...naming])])]);
  yield* db.all(removeRecipient, [address]);
  const states = yield* db.all(removeStates, [address]);
  yield* db.all(removeEvents, [address]);
  return { bounces: ids.length, kept: kept.length, states: states.length };
}

/**
 * Forgets an address, in one transaction.
 * @throws StoreError; then nothing was changed
 */
export const forgetAddress = onStore((db: Db, address: string): Work<Forgotten> =>
  db.transaction(() => remove(db, storedName(address))),
);
