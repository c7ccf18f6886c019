/**
 * The database's versions. Migrations are appended, never edited; each runs in one transaction, so that a program killed
 * half way leaves the version before. `user_version` is the number of migrations a database has had.
 */
import { inTransaction, scalar, type Connection } from "./connection.js";
import { NewerSchemaError } from "./errors.js";
import { schemaStatements } from "./ddl.js";

/** What a file of ours has as application_id ("bnce"); file(1) and we tell it from others' databases by it. */
export const APPLICATION_ID = 0x626e6365;

/** SQL that brings a database from version i to i + 1; a function, since it is not needed but once in a database's life. */
export const MIGRATIONS: readonly (() => string)[] = [() => schemaStatements("sqlite").join(";\n")];

/** The schema this program reads and writes. */
export const LATEST = MIGRATIONS.length;

const userVersion = scalar<[], number>("PRAGMA user_version");

/** The schema of this database; 0 for one that is still empty. */
export const versionOf = (connection: Pick<Connection, "database">): number => userVersion(connection).get() ?? 0;

/** @throws NewerSchemaError when a newer program has been at this database */
export function refuseNewer(connection: Pick<Connection, "database" | "path">): number {
  const version = versionOf(connection);
  if (version <= LATEST) return version;
  throw new NewerSchemaError(
    `${connection.path}: has schema ${version}, written by a newer version of this program, which knows ${LATEST}; nothing was changed`,
  );
}

/** One step; other processes may be about the same, so the version is read again under the lock. */
function migrateOnce(connection: Connection, migrations: readonly (() => string)[]): boolean {
  const version = refuseNewer(connection);
  const migration = migrations[version];
  if (migration === undefined) return false;
  connection.database.exec(
    `${migration()}; PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${version + 1}`,
  );
  return true;
}

/** Brings a database up to date. */
export function migrate(connection: Connection, migrations: readonly (() => string)[] = MIGRATIONS): void {
  while (inTransaction(connection, () => migrateOnce(connection, migrations)));
}
