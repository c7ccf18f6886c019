/**
 * A copy of the database as of one moment, while others write (sqlite.org/backup.html). The copy gets its name only when
 * it is whole and SQLite finds nothing wrong with it.
 */
import { closeSync, openSync, renameSync, rmSync } from "node:fs";
import { guarded, scalar, type Connection } from "./connection.js";
import { openStore } from "./open.js";
import { CorruptStoreError, toStoreError } from "./errors.js";

/** The copy is as private as the mails in it. */
const FILE_MODE = 0o600;
/** Pages copied before somebody is told how far it is, 4 MB. */
const PAGES_AT_A_TIME = 1_000;

const check = scalar<[], string>("PRAGMA integrity_check(1)");

/** Removes a copy that is not whole, and what SQLite put beside it. */
const removeCopy = (path: string): void =>
  ["", "-wal", "-shm", "-journal"].forEach((suffix) => rmSync(`${path}${suffix}`, { force: true }));

/** @throws CorruptStoreError */
function checkCopy(path: string): void {
  const store = openStore(path);
  try {
    const fault = guarded(path, () => check(store).get());
    if (fault !== "ok")
      throw new CorruptStoreError(`${path}: the copy is not sound (${String(fault)}), and was removed`);
  } finally {
    store.close();
  }
}

/** Copies all pages as of one moment: with a transaction open, what others write meanwhile does not make it begin anew. */
async function copyPages(
  { database }: Connection,
  to: string,
  onProgress: (done: number, total: number) => void,
): Promise<void> {
  database.exec("BEGIN; SELECT count(*) FROM sqlite_schema");
  try {
    await database.backup(to, PAGES_AT_A_TIME, (left, total) => onProgress(total - left, total));
  } finally {
    database.exec("COMMIT");
  }
}

/**
 * Copies an open database to a file, in place of one that is there.
 * @param onProgress hears how many of how many pages are copied
 * @throws StoreError by its fate, by rejecting; then nothing is left of the copy
 */
export async function backUp(
  connection: Connection,
  file: string,
  onProgress: (done: number, total: number) => void,
): Promise<void> {
  const partial = `${file}.partial`;
  try {
    removeCopy(partial);
    closeSync(openSync(partial, "wx", FILE_MODE));
    await copyPages(connection, partial, onProgress);
    checkCopy(partial);
    renameSync(partial, file);
  } catch (error) {
    removeCopy(partial);
    throw toStoreError(error, file);
  }
}
