/** The store as the commands know it: an open database that records messages. */
import type { Connection } from "./connection.js";
import { openDatabase, type OpenOptions } from "./database.js";
import { migrate } from "./migrations.js";
import { recordAll, type RecordEntry, type RecordResult } from "./record.js";
import { onStore, type Db } from "./sql.js";

export type { OpenOptions, RecordEntry, RecordResult };

/** An open store of either kind. Close it. */
export interface Store extends Db {
  /**
   * Records messages in one transaction that is on disk when this returns. Either all are recorded or none.
   * @throws StoreError by its fate, or rejects with it
   */
  readonly record: (entries: readonly RecordEntry[]) => RecordResult[] | Promise<RecordResult[]>;
  readonly close: () => void | Promise<void>;
}

/** An open database of SQLite. The last process to close tidies the write-ahead log. */
export interface LocalStore extends Connection {
  /** As of {@link Store}. @throws StoreError by its fate */
  readonly record: (entries: readonly RecordEntry[]) => RecordResult[];
  readonly close: () => void;
}

const record = onStore(recordAll);

/**
 * Opens the database, see {@link openDatabase}.
 * @throws MissingStoreError, ForeignFileError, CorruptStoreError, NewerSchemaError, OlderSchemaError, TemporaryStoreError
 */
export function openStore(path: string, options: OpenOptions = {}): LocalStore {
  const connection = openDatabase(path, { ...options, migrate });
  return {
    ...connection,
    record: (entries) => record(connection, entries),
    close: connection.database.close,
  };
}
