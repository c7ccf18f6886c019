/**
 * Opens, and on first use creates, the database file. The directory is the administrator's to make: the user that ingests mail
 * has no business creating directories in /var/lib. It must be writable by everybody who uses the database, readers too,
 * since SQLite's write-ahead log lies beside it: mode 2770, with the group of those who read. The file is made 0660, and
 * SQLite gives its log files the same mode, so that the first reader's log does not shut the writer out (umask is 077 under pipe(8)).
 */
import { accessSync, chmodSync, closeSync, existsSync, openSync } from "node:fs";
import { guarded, scalar, type Connection } from "./connection.js";
import { openDriver } from "./driver.js";
import { ForeignFileError, MissingStoreError } from "./errors.js";
import { sqliteEngine } from "./sqlite.js";
import { APPLICATION_ID, LATEST, olderSchema, refuseNewer, versionOf } from "./version.js";

/** How to open a database. */
export interface OpenOptions {
  /** Make the file when there is none. The directory must exist. */
  readonly create?: boolean;
  /** Never write, not even to bring the schema up to date. */
  readonly readOnly?: boolean;
  /** How long to wait for other processes' transactions, in milliseconds; 10,000 unless told. Must end before the mail server's patience does. */
  readonly busyTimeoutMs?: number;
  /** Brings the schema up to date (migrations.ts). Without it, a database that is not up to date is refused. */
  readonly migrate?: (connection: Connection) => void;
  /** Path of better-sqlite3's native half, for programs bundled into one file. */
  readonly nativeBinding?: string;
}

const FILE_MODE = 0o660;
/**
 * FULL: what was answered is on disk. A cache of 16 MB, and a log of as much before it is written back: they fill only in a
 * process that stays up, which changes the same pages over and over.
 */
const WRITER_SETTINGS =
  "PRAGMA secure_delete = ON; PRAGMA synchronous = FULL; PRAGMA cache_size = -16384; PRAGMA wal_autocheckpoint = 4000";
const BUSY_TIMEOUT_MS = 10_000;

const applicationId = scalar<[], number>("PRAGMA application_id");
const countTables = scalar<[], number>("SELECT count(*) FROM sqlite_schema");

/** Makes an empty file of the right mode; SQLite would give it what the umask leaves. Another process may be faster. */
function createFile(path: string): void {
  try {
    closeSync(openSync(path, "wx", FILE_MODE));
    chmodSync(path, FILE_MODE);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
}

/** Settings that live in the file and must precede its first table. */
function prepareNew(connection: Connection): void {
  connection.database.exec("PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL");
}

/**
 * Whether a file that did not look like ours is an empty one. It is read as of one moment: another process may be creating it.
 * @throws ForeignFileError
 */
function isEmpty(connection: Connection): boolean {
  const { path, database } = connection;
  database.exec("BEGIN");
  const owner = applicationId(connection).get();
  const isBlank = owner === 0 && versionOf(connection) === 0 && countTables(connection).get() === 0;
  database.exec("COMMIT");
  if (!isBlank && owner !== APPLICATION_ID)
    throw new ForeignFileError(`${path}: is not a database of this program; it was left alone`);
  return isBlank;
}

/** Makes sure that the file is ours, of a schema that we know, and up to date. */
function prepare(connection: Connection, { create = false, readOnly = false, migrate }: OpenOptions): void {
  const { path, database } = connection;
  if (applicationId(connection).get() !== APPLICATION_ID && isEmpty(connection)) {
    if (!create || readOnly) throw new MissingStoreError(`${path}: is empty; nothing was recorded yet`);
    prepareNew(connection);
  }
  const version = refuseNewer(connection);
  if (version < LATEST && (readOnly || migrate === undefined)) throw olderSchema(path, version);
  if (!readOnly) database.exec(WRITER_SETTINGS);
  if (version < LATEST) migrate?.(connection);
}

/**
 * Opens the database. Close it: the last process to close tidies the write-ahead log.
 * @throws MissingStoreError, ForeignFileError, CorruptStoreError, NewerSchemaError, OlderSchemaError, TemporaryStoreError
 */
export function openDatabase(path: string, options: OpenOptions = {}): Connection {
  return guarded(path, () => {
    if (!existsSync(path)) {
      if (options.create === true && options.readOnly !== true) createFile(path);
      else accessSync(path); // says whether it is missing or hidden
    }
    const database = openDriver(path, {
      readOnly: options.readOnly ?? false,
      busyTimeoutMs: options.busyTimeoutMs ?? BUSY_TIMEOUT_MS,
      nativeBinding: options.nativeBinding ?? null,
    });
    const connection = { database, ...sqliteEngine(database, path, () => refuseNewer({ database, path })) };
    try {
      prepare(connection, options);
    } catch (error) {
      database.close();
      throw error;
    }
    return connection;
  });
}
