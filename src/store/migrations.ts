/**
 * The database's versions. Migrations are appended, never edited; each runs in one transaction, so that a program killed
 * half way leaves the version before. `user_version` is the number of migrations a database has had.
 */
import { inTransaction, scalar, type Connection } from "./connection.js";
import { NewerSchemaError, OlderSchemaError } from "./errors.js";
import { schemaStatements } from "./ddl.js";
import type { Dialect } from "./sql.js";

/** What a file of ours has as application_id ("bnce"); file(1) and we tell it from others' databases by it. */
export const APPLICATION_ID = 0x626e6365;

/** The SQL of a step. */
type Migration = (engine: Dialect) => string;

/** SQL that brings a database from version i to i + 1; a function, since it is not needed but once in a database's life. */
export const MIGRATIONS: readonly Migration[] = [(engine) => schemaStatements(engine).join(";\n")];

/** The schema this program reads and writes. */
export const LATEST = MIGRATIONS.length;

const userVersion = scalar<[], number>("PRAGMA user_version");

/** The schema of this database; 0 for one that is still empty. */
export const versionOf = (connection: Pick<Connection, "database">): number => userVersion(connection).get() ?? 0;

/** What is said of a schema that this program does not know. */
export const newerSchema = (path: string, version: number): NewerSchemaError =>
  new NewerSchemaError(
    `${path}: has schema ${version}, written by a newer version of this program, which knows ${LATEST}; nothing was changed`,
  );

/** What is said of a schema that must be brought up to date first. */
export const olderSchema = (path: string, version: number): OlderSchemaError =>
  new OlderSchemaError(`${path}: has schema ${version} and needs ${LATEST}; recording brings it up to date`);

/** @throws NewerSchemaError when a newer program has been at this database */
export function refuseNewer(connection: Pick<Connection, "database" | "path">): number {
  const version = versionOf(connection);
  if (version <= LATEST) return version;
  throw newerSchema(connection.path, version);
}

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
