/** How much there is in the database. Reads whole indexes: for an administrator's look, not for every mail. */
import { KINDS, toCode } from "./codes.js";
import { guarded, scalar, type Connection } from "./connection.js";
import { secondOf } from "./time.js";

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

const COUNTS = {
  reports: scalar<[], number>("SELECT count(*) FROM report"),
  bounces: scalar<[], number>("SELECT count(*) FROM bounce"),
  unrecognized: scalar<[], number>(
    `SELECT count(*) FROM report INDEXED BY report_other WHERE kind > 1 AND kind = ${toCode(KINDS, "unrecognized")}`,
  ),
  kept: scalar<[], number>("SELECT count(*) FROM kept"),
  recipients: scalar<[], number>("SELECT count(*) FROM recipient"),
  addresses: scalar<[], number>("SELECT count(*) FROM address"),
  senders: scalar<[], number>("SELECT count(DISTINCT sender) FROM sender_day WHERE sender > 0"),
  size: scalar<[], number>("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"),
  schema: scalar<[], number>("PRAGMA user_version"),
} as const;

const oldest = scalar<[], number | null>("SELECT min(id) FROM report");
const newest = scalar<[], number | null>("SELECT max(id) FROM report");

const timeOf = (id: number | null): number | null => (id === null ? null : secondOf(id));

/** Counts everything. */
export function storeStatistics(connection: Connection): StoreStatistics {
  const of = (name: keyof typeof COUNTS): number => COUNTS[name](connection).get() ?? 0;
  return guarded(connection.path, () => ({
    reports: of("reports"),
    bounces: of("bounces"),
    unrecognized: of("unrecognized"),
    kept: of("kept"),
    recipients: of("recipients"),
    addresses: of("addresses"),
    senders: of("senders"),
    size: of("size"),
    schema: of("schema"),
    oldest: timeOf(oldest(connection).get() ?? null),
    newest: timeOf(newest(connection).get() ?? null),
  }));
}
