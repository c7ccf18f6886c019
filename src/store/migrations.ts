/**
 * The database's versions. Migrations are appended, never edited; each runs in one transaction, so that a program killed
 * half way leaves the version before. version.ts says how many there are.
 */
import { inTransaction, type Connection } from "./connection.js";
import { schemaStatements } from "./ddl.js";
import type { Dialect } from "./sql.js";
import { APPLICATION_ID, refuseNewer } from "./version.js";

/** The SQL of a step. */
type Migration = (engine: Dialect) => string;

/** SQL that brings a database from version i to i + 1; a function, since it is not needed but once in a database's life. */
export const MIGRATIONS: readonly Migration[] = [(engine) => schemaStatements(engine).join(";\n")];

/** One step; other processes may be about the same, so the version is read again under the lock. */
function migrateOnce(connection: Connection, migrations: readonly Migration[]): boolean {
  const version = refuseNewer(connection);
  const migration = migrations[version];
  if (migration === undefined) return false;
  connection.database.exec(
    `${migration("sqlite")}; PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${version + 1}`,
  );
  return true;
}

/** Brings a database up to date. */
export function migrate(connection: Connection, migrations: readonly Migration[] = MIGRATIONS): void {
  while (inTransaction(connection, () => migrateOnce(connection, migrations)));
}
