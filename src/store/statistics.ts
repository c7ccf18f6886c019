/** How much there is in the database. Reads whole indexes: for an administrator's look, not for every mail. */
import { first, onStore, sql, type Db, type StoreFacts, type Work } from "./sql.js";

/** Times are epoch seconds, null when there is nothing. */
export interface StoreStatistics {
  readonly reports: number;
  readonly bounces: number;
  readonly unrecognized: number;
  readonly kept: number;
  readonly recipients: number;
  readonly addresses: number;
  readonly senders: number;
  readonly oldest: number | null;
  readonly newest: number | null;
  /** Bytes of the file, without its write-ahead log. */
  readonly size: number;
  readonly schema: number;
}

const counts = sql<Omit<StoreStatistics, "size" | "schema">>(`
  SELECT (SELECT count(*) FROM bounce WHERE notification_id IS NULL)
      + (SELECT count(DISTINCT notification_id) FROM bounce WHERE notification_id IS NOT NULL)
      + (SELECT count(*) FROM other_message) AS reports,
    (SELECT count(*) FROM bounce) AS bounces,
    (SELECT count(*) FROM other_message WHERE kind = 'unrecognized') AS unrecognized,
    (SELECT count(*) FROM kept_message) AS kept,
    (SELECT count(*) FROM recipient) AS recipients,
    (SELECT count(*) FROM recipient) + (SELECT count(*) FROM sender WHERE id > 0) AS addresses,
    (SELECT count(DISTINCT sender_id) FROM sender_day WHERE sender_id > 0) AS senders,
    (SELECT min(received_at) FROM (
      SELECT min(received_at) AS received_at FROM bounce UNION ALL SELECT min(received_at) FROM other_message) o) AS oldest,
    (SELECT max(received_at) FROM (
      SELECT max(received_at) AS received_at FROM bounce UNION ALL SELECT max(received_at) FROM other_message) n) AS newest`);

const NOTHING = {
  reports: 0,
  bounces: 0,
  unrecognized: 0,
  kept: 0,
  recipients: 0,
  addresses: 0,
  senders: 0,
  oldest: null,
  newest: null,
} as const;

/** Counts everything. */
export const storeStatistics = onStore(function* (db: Db): Work<StoreStatistics> {
  return { ...((yield* first(db, counts)) ?? NOTHING), ...(yield* db.facts()) };
});

/** Size and schema. */
export const storeFacts = onStore((db: Db): Work<StoreFacts> => db.facts());
