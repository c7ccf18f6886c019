/** Takes mails out of the spool: claimed to be read outside of any transaction, then recorded and deleted in one. */
import { guarded, inTransaction, statement, type Connection } from "./connection.js";
import { refuseNewer } from "./migrations.js";
import { recordEntries, type RecordEntry, type RecordResult } from "./record.js";
import type { Arrival } from "./spool.js";

/** A mail that waits. Ids grow, none is used twice. */
export interface Spooled extends Arrival {
  readonly id: number;
  /** How many processes began to read it before. */
  readonly tries: number;
}

/** A mail that was read: what is to be recorded of it. */
export interface ReadSpooled {
  readonly id: number;
  readonly entries: readonly RecordEntry[];
}

/** Mails claimed at once, and bytes from which on no more are. */
const BATCH = 64;
const BATCH_BYTES = 4_194_304;

const COLUMNS =
  "id, tries, received AS receivedAt, head, size, extensions, sender, recipient, queue_id AS queueId, client AS clientAddress, context";
const selectFresh = statement<[number], Spooled>(
  `SELECT ${COLUMNS} FROM spool WHERE tries = 0 AND id > ? ORDER BY id LIMIT ${BATCH}`,
);
const selectBegun = statement<[number], Spooled>(`SELECT ${COLUMNS} FROM spool WHERE id > ? ORDER BY id LIMIT 1`);
const countTry = statement<[number]>("UPDATE spool SET tries = tries + 1 WHERE id = ?");
const remove = statement<[number]>("DELETE FROM spool WHERE id = ?");

/** As many as fit into one batch, at least one. */
function batchOf(waiting: Iterable<Spooled>): Spooled[] {
  const batch: Spooled[] = [];
  let bytes = 0;
  for (const spooled of waiting) {
    batch.push(spooled);
    bytes += spooled.head.length;
    if (bytes >= BATCH_BYTES) break;
  }
  return batch;
}

function claim(connection: Connection, select: () => Spooled[]): Spooled[] {
  return guarded(connection.path, () =>
    inTransaction(connection, () => {
      refuseNewer(connection);
      const batch = select();
      for (const { id } of batch) countTry(connection).run(id);
      return batch;
    }),
  );
}

/** The next mails behind `after` that nobody has begun to read; empty when there are none. */
export const claimFresh = (connection: Connection, after: number): Spooled[] =>
  claim(connection, () => batchOf(selectFresh(connection).iterate(after)));

/** The next mail behind `after`, whoever has begun to read it: another process is about it, or was killed by it. */
export const claimAny = (connection: Connection, after: number): Spooled | undefined =>
  claim(connection, () => selectBegun(connection).all(after))[0];

/**
 * Records mails and takes them out of the spool, in one transaction. What another process took out meanwhile is left alone.
 * @returns for each mail what became of its entries; empty for those left alone
 * @throws StoreError by its fate; then nothing was changed
 */
export function settleSpooled(connection: Connection, read: readonly ReadSpooled[]): RecordResult[][] {
  return guarded(connection.path, () =>
    inTransaction(connection, () => {
      const ours = read.map(({ id, entries }) => (remove(connection).run(id).changes === 1 ? entries : []));
      const results = recordEntries(connection, ours.flat());
      return ours.map((entries) => results.splice(0, entries.length));
    }),
  );
}
