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

/** What of the settings says where the store is. */
export interface StoreSettings {
  /** SQLite's file; where there is a `store`, this host's spool. */
  readonly database: string;
  /** Address of a PostgreSQL database; null: there is none. */
  readonly store: string | null;
  readonly storePasswordFile: string | null;
  readonly busyTimeoutMs: number;
}

/**
 * Opens the store that the settings name. What PostgreSQL needs is loaded only where one is named.
 * @throws StoreError by its fate, by rejecting
 */
export async function openConfigured(settings: StoreSettings, options: OpenOptions): Promise<Store> {
  const { database, store, storePasswordFile: passwordFile, busyTimeoutMs } = settings;
  if (store === null) return openStore(database, { ...options, busyTimeoutMs });
  const { openPostgres } = await import("./postgres.js");
  return openPostgres(store, { ...options, busyTimeoutMs, passwordFile });
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
