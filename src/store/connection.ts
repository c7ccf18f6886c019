/** An open SQLite database and what every part of the store does with it: errors named by their fate, statements prepared once. */
import type { Changes, Driver, Statement } from "./driver.js";
import { toStoreError } from "./errors.js";
import { forget, type LocalDb } from "./sql.js";

/** An open database file. */
export interface Connection extends LocalDb {
  readonly database: Driver;
}

/** Runs a piece of work on the database; SQLite's errors come out as `StoreError`s. */
export function guarded<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw toStoreError(error, path);
  }
}

type Prepared<Parameters extends unknown[], Row> = (
  connection: Pick<Connection, "database">,
) => Statement<Parameters, Row>;

/** A statement that is prepared on first use, once per connection. Preparing costs more than running. */
function prepared<Parameters extends unknown[], Row>(
  prepare: (database: Driver) => Statement<Parameters, Row>,
): Prepared<Parameters, Row> {
  const statements = new WeakMap<Driver, Statement<Parameters, Row>>();
  return ({ database }) => {
    const known = statements.get(database);
    if (known !== undefined) return known;
    const fresh = prepare(database);
    statements.set(database, fresh);
    return fresh;
  };
}

/** A statement of SQLite alone that answers rows: for what is each host's own (the spool) and for the file itself. */
export const statement = <Parameters extends unknown[], Row = unknown>(text: string): Prepared<Parameters, Row> =>
  prepared((database) => database.prepare<Parameters, Row>(text));

/** As `statement`, for one column: `get` answers the bare value. */
export function scalar<Parameters extends unknown[], Value>(text: string): Prepared<Parameters, Value> {
  return prepared((database) => database.prepare<Parameters, Value>(text).pluck());
}

/**
 * The id of the row that an INSERT made. Not by RETURNING: SQLite gathers its rows in a table of their own, which costs as
 * much again as the row.
 */
export const insertedId = ({ lastInsertRowid }: Changes): number => Number(lastInsertRowid);

/** Runs work in one write transaction. IMMEDIATE: one that reads first and then writes is refused when others write meanwhile. */
export function inTransaction<Result>(
  { database, memory }: Pick<Connection, "database" | "memory">,
  work: () => Result,
): Result {
  database.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    database.exec("COMMIT");
    return result;
  } catch (error) {
    forget(memory);
    if (database.inTransaction) database.exec("ROLLBACK");
    throw error;
  }
}
