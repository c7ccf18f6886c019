/**
 * The spool: raw messages that were not read yet. The pipe puts a message here before anything looks at it, so that none can
 * be lost to what it says, and reads it at once. What a killed process leaves is read by another one.
 *
 * A message is claimed, read outside of any transaction, then recorded and taken out in one: processes may read the same
 * message, only one records it.
 */
import { guarded, inTransaction, insertedId, scalar, statement, type Connection } from "./connection.js";
import { recordEntries, type RecordEntry, type RecordResult } from "./record.js";
import { finish } from "./sqlite.js";
import { refuseNewer } from "./version.js";

/** A raw message, with what the mail server told of it. */
export interface Arrival {
  /** Epoch seconds (UTC). */
  readonly receivedAt: number;
  /** The message, of a large one the beginning; passwords masked. */
  readonly head: Buffer;
  /** Bytes of the whole message. */
  readonly size: number;
  /** The address extensions that it came to. */
  readonly extensions: readonly string[];
  readonly sender: string | null;
  readonly recipient: string | null;
  readonly queueId: string | null;
  readonly clientAddress: string | null;
  readonly login: string | null;
}

/** A message in the spool. Ids grow, none is used twice. */
export interface Spooled extends Arrival {
  readonly id: number;
  /** How many processes began to read it before, and came to nothing. */
  readonly tries: number;
}

/** In the place of a process: nobody reads the message yet. */
export const NO_READER = 0;

/** Who reads. */
export interface Reader {
  readonly pid: number;
  /** Epoch seconds (UTC). */
  readonly now: number;
  /** Whether a process of this id runs on this host. */
  readonly isRunning: (pid: number) => boolean;
}

interface Row extends Omit<Spooled, "extensions"> {
  /** JSON. */
  readonly extensions: string;
}

interface Claim {
  readonly id: number;
  readonly claimedBy: number;
  readonly claimedAt: number;
}

/** Claims that are looked at for a free one. */
const LOOKED_AT = 256;
/** Seconds after which a claim counts for nothing, even if a process of that id runs: reading takes 5 at most. */
const CLAIM_ENDS = 60;
/** A message that has defeated so many readers is tried no more than once in CLAIM_ENDS. */
const SUSPICIOUS = 3;

const insert = statement<[Omit<Row, "id" | "tries"> & { readonly reader: number }]>(
  `INSERT INTO spool (received_at, size, extensions, sender, recipient, queue_id, client_ip, login, tries, claimed_at, claimed_by, raw)
   VALUES (@receivedAt, @size, @extensions, @sender, @recipient, @queueId, @clientAddress, @login, 1, @receivedAt, @reader, @head)`,
);
const selectClaims = statement<[{ readonly before: number }], Claim>(
  `SELECT id, claimed_by AS claimedBy, claimed_at AS claimedAt FROM spool
   WHERE tries < ${SUSPICIOUS} OR claimed_at <= @before ORDER BY id LIMIT ${LOOKED_AT}`,
);
const select = statement<[number], Row>(
  `SELECT id, tries, received_at AS receivedAt, size, extensions, sender, recipient, queue_id AS queueId,
          client_ip AS clientAddress, login, raw AS head FROM spool WHERE id = ?`,
);
const claim = statement<[{ readonly id: number; readonly now: number; readonly pid: number }]>(
  "UPDATE spool SET tries = tries + 1, claimed_at = @now, claimed_by = @pid WHERE id = @id",
);
const remove = statement<[number]>("DELETE FROM spool WHERE id = ?");
const count = scalar<[], number>("SELECT count(*) FROM spool");
const oldest = scalar<[], number>("SELECT received_at FROM spool ORDER BY id LIMIT 1");

const isText = (value: unknown): value is string => typeof value === "string";

function textsIn(json: string): readonly string[] {
  const written: unknown = JSON.parse(json);
  return Array.isArray(written) ? written.filter(isText) : [];
}

/**
 * Puts a message into the spool, claimed by the process that will read it; it is on disk when this returns.
 * @returns its id
 * @throws StoreError by its fate
 */
export const putIntoSpool = (connection: Connection, arrival: Arrival, reader: number): number =>
  guarded(connection.path, () =>
    inTransaction(connection, () => {
      refuseNewer(connection);
      const row = { ...arrival, extensions: JSON.stringify(arrival.extensions), reader };
      return insertedId(insert(connection).run(row));
    }),
  );

/** The oldest message that nobody reads just now. */
function freeClaim(connection: Connection, { now, isRunning }: Reader): number | undefined {
  for (const { id, claimedAt, claimedBy } of selectClaims(connection).iterate({ before: now - CLAIM_ENDS }))
    if (now - claimedAt >= CLAIM_ENDS || !isRunning(claimedBy)) return id;
  return undefined;
}

/**
 * Claims a message that was left unread: its reader was killed, or came to nothing. One at a time, lest a message that kills
 * its reader takes others with it.
 * @returns the oldest; undefined when there is none
 * @throws StoreError by its fate
 */
export const claimLeftover = (connection: Connection, reader: Reader): Spooled | undefined =>
  guarded(connection.path, () => {
    if (freeClaim(connection, reader) === undefined) return undefined;
    return inTransaction(connection, () => {
      refuseNewer(connection);
      const id = freeClaim(connection, reader);
      const row = id === undefined ? undefined : select(connection).get(id);
      if (row === undefined) return undefined;
      claim(connection).run({ id: row.id, now: reader.now, pid: reader.pid });
      return { ...row, extensions: textsIn(row.extensions) };
    });
  });

const selectFresh = statement<[{ readonly most: number }], Claim>(
  `SELECT id, claimed_by AS claimedBy, claimed_at AS claimedAt FROM spool
   WHERE tries < ${SUSPICIOUS} ORDER BY id LIMIT @most`,
);
const release = statement<[number]>("UPDATE spool SET tries = tries - 1, claimed_by = 0, claimed_at = 0 WHERE id = ?");

/**
 * Claims messages to be moved to a store that several hosts share, the oldest first. One that has defeated readers is
 * claimed alone, when no other waits.
 * @throws StoreError by its fate
 */
export const claimSeveral = (connection: Connection, reader: Reader, most: number): readonly Spooled[] => {
  const { now, pid, isRunning } = reader;
  const several = guarded(connection.path, () =>
    inTransaction(connection, () => {
      refuseNewer(connection);
      return selectFresh(connection)
        .all({ most })
        .filter(({ claimedAt, claimedBy }) => now - claimedAt >= CLAIM_ENDS || !isRunning(claimedBy))
        .flatMap(({ id }) => {
          const row = select(connection).get(id);
          claim(connection).run({ id, now, pid });
          return row === undefined ? [] : [{ ...row, extensions: textsIn(row.extensions) }];
        });
    }),
  );
  return several.length > 0 ? several : [claimLeftover(connection, reader) ?? []].flat();
};

/** Gives messages back that could not be moved, through no fault of theirs. */
export const releaseClaims = (connection: Connection, ids: readonly number[]): void =>
  guarded(connection.path, () => inTransaction(connection, () => ids.forEach((id) => release(connection).run(id))));

/** Takes messages out that were recorded elsewhere. */
export const removeSpooled = (connection: Connection, ids: readonly number[]): void =>
  guarded(connection.path, () => inTransaction(connection, () => ids.forEach((id) => remove(connection).run(id))));

/**
 * Records a message and takes it out of the spool, in one transaction.
 * @returns what became of its entries; null when another process was faster: then nothing was changed
 * @throws StoreError by its fate; then nothing was changed
 */
export const settleSpooled = (
  connection: Connection,
  id: number,
  entries: readonly RecordEntry[],
): readonly RecordResult[] | null =>
  guarded(connection.path, () =>
    inTransaction(connection, () => {
      refuseNewer(connection);
      return remove(connection).run(id).changes === 1 ? finish(recordEntries(connection, entries)) : null;
    }),
  );

/** How many messages wait. */
export const countSpooled = (connection: Connection): number =>
  guarded(connection.path, () => count(connection).get() ?? 0);

/** When the message came that waits longest, epoch seconds; null when none waits. */
export const oldestSpooled = (connection: Connection): number | null =>
  guarded(connection.path, () => oldest(connection).get() ?? null);
