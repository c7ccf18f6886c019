/**
 * Mails that came and wait to be read. What a process per mail does is put them here: a mail is on disk before anything
 * looks at it, so no mail can be lost to what it says, and reading many at once costs a fraction of reading each alone.
 */
import { guarded, inTransaction, scalar, statement, type Connection } from "./connection.js";
import { refuseNewer } from "./migrations.js";

/** A mail as it came, with what the mail server told. */
export interface Arrival {
  /** Epoch seconds (UTC). */
  readonly receivedAt: number;
  /** The mail, of a large one the beginning; passwords masked. */
  readonly head: Buffer;
  /** Bytes of the whole mail. */
  readonly size: number;
  /** JSON: the address extensions it came to, a list of texts. */
  readonly extensions: string;
  readonly sender: string | null;
  readonly recipient: string | null;
  readonly queueId: string | null;
  readonly clientAddress: string | null;
  /** JSON: the settings to read it with; null for the defaults. */
  readonly context: string | null;
}

const insert = statement<[Arrival]>(
  `INSERT INTO spool (received, head, size, extensions, sender, recipient, queue_id, client, context)
   VALUES (@receivedAt, @head, @size, @extensions, @sender, @recipient, @queueId, @clientAddress, @context)`,
);
const count = scalar<[], number>("SELECT count(*) FROM spool");
const oldest = scalar<[], number>("SELECT received FROM spool ORDER BY id LIMIT 1");

/**
 * Puts a mail into the spool; it is on disk when this returns.
 * @returns its id
 * @throws StoreError by its fate
 */
export const putIntoSpool = (connection: Connection, arrival: Arrival): number =>
  guarded(connection.path, () =>
    inTransaction(connection, () => {
      refuseNewer(connection);
      return Number(insert(connection).run(arrival).lastInsertRowid);
    }),
  );

/** How many mails wait. */
export const countSpooled = (connection: Connection): number =>
  guarded(connection.path, () => count(connection).get() ?? 0);

/** When the mail came that waits longest, epoch seconds; null when none waits. */
export const oldestSpooled = (connection: Connection): number | null =>
  guarded(connection.path, () => oldest(connection).get() ?? null);
