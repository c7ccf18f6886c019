/**
 * What can go wrong with the database, named by its fate: `TemporaryStoreError` may pass by itself, the others need a
 * person. For all of them `ingest` exits 75, so that Postfix keeps the message; they differ in what the administrator reads.
 */

/** Anything that keeps us from reading or writing the database. The message begins with the file's path. */
export class StoreError extends Error {
  override readonly name: string = "StoreError";
}

/** Locked, disk full, no permission, I/O error: the same call may succeed later, the file is sound as far as we know. */
export class TemporaryStoreError extends StoreError {
  override readonly name = "TemporaryStoreError";
}

/** There is no database at this path, or the directory for it is missing. */
export class MissingStoreError extends StoreError {
  override readonly name = "MissingStoreError";
}

/** The file is somebody else's: not SQLite, or without our application id. It was left alone. */
export class ForeignFileError extends StoreError {
  override readonly name = "ForeignFileError";
}

/** SQLite finds the file damaged. It was left alone. */
export class CorruptStoreError extends StoreError {
  override readonly name = "CorruptStoreError";
}

/** A newer version of the program wrote this database; this one must not touch it. */
export class NewerSchemaError extends StoreError {
  override readonly name = "NewerSchemaError";
}

/** An older version of the program wrote this database, and it was opened for reading only, so it cannot be brought up to date. */
export class OlderSchemaError extends StoreError {
  override readonly name = "OlderSchemaError";
}

/** No driver for SQLite works in this Node. */
export class NoDriverError extends StoreError {
  override readonly name = "NoDriverError";
}

type StoreErrorClass = new (message: string, options: ErrorOptions) => StoreError;

/** SQLite's primary result codes (sqlite.org/rescode.html), and those of the file system on creation; the rest is a fault of ours. */
const FATES: readonly (readonly [code: RegExp, fate: StoreErrorClass, sentence?: string])[] = [
  [/^SQLITE_(?:BUSY|LOCKED|FULL|IOERR|CANTOPEN|READONLY|PERM|AUTH|NOMEM|PROTOCOL|NOLFS)/, TemporaryStoreError],
  [/^SQLITE_CORRUPT/, CorruptStoreError],
  [/^SQLITE_NOTADB/, ForeignFileError],
  [/^(?:ENOENT|ENOTDIR)$/, MissingStoreError, "no such database, or its directory does not exist"],
  [/^E(?:ACCES|PERM|ROFS|NOSPC|DQUOT|IO|MFILE|NFILE|ISDIR)$/, TemporaryStoreError],
];

const codeOf = (error: Error): string => ("code" in error && typeof error.code === "string" ? error.code : "");

/**
 * Names an error by its fate.
 * @returns a StoreError, or the value itself when it is no error of the database
 */
export function toStoreError(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || error instanceof StoreError) return error;
  const code = codeOf(error);
  const [, fate, sentence] = FATES.find(([pattern]) => pattern.test(code)) ?? [];
  return fate === undefined ? error : new fate(`${path}: ${sentence ?? error.message} (${code})`, { cause: error });
}
