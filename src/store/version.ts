/**
 * Whose a database is, and how new. `user_version` is the number of migrations that a database has had; migrations.ts has
 * them, and whoever finds a database up to date need not load them.
 */
import { scalar, type Connection } from "./connection.js";
import { NewerSchemaError, OlderSchemaError } from "./errors.js";

/** What a file of ours has as application_id ("bnce"); file(1) and we tell it from others' databases by it. */
export const APPLICATION_ID = 0x626e6365;

/** The schema this program reads and writes: so many migrations there are. */
export const LATEST = 1;

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
