/** The store as the commands know it: an open database that records mails. */
import { onStore, type Connection } from "./connection.js";
import { openDatabase, type OpenOptions } from "./database.js";
import { recordAll, type RecordEntry, type RecordResult } from "./record.js";

export type { OpenOptions, RecordEntry, RecordResult };

/** An open database. Close it: the last process to close tidies the write-ahead log. */
export interface Store extends Connection {
  /**
   * Records mails in one transaction that is on disk when this returns. Either all are recorded or, when it throws, none.
   * @throws StoreError by its fate
   */
  readonly record: (entries: readonly RecordEntry[]) => RecordResult[];
  readonly close: () => void;
}

const record = onStore(recordAll);

/**
 * Opens the database, see {@link openDatabase}.
 * @throws MissingStoreError, ForeignFileError, CorruptStoreError, NewerSchemaError, OlderSchemaError, TemporaryStoreError
 */
export function openStore(path: string, options: OpenOptions = {}): Store {
  const connection = openDatabase(path, options);
  return {
    ...connection,
    record: (entries) => record(connection, entries),
    close: () => void connection.database.close(),
  };
}
