/** SQLite as an engine of the store: see sql.ts. Everything is answered at once. */
import type Database from "better-sqlite3";
import {
  forget,
  insertHead,
  noMemory,
  render,
  type Db,
  type Insert,
  type Memory,
  type Prepared,
  type Sql,
  type Value,
  type Work,
} from "./sql.js";

/** `$1` as `?`, which is quicker to bind, and which parameter stands in which place. */
function positional(text: string): { readonly text: string; readonly places: readonly number[] } {
  const places: number[] = [];
  const marked = text.replace(/\$(\d+)/g, (_, number: string) => {
    places.push(Number(number) - 1);
    return "?";
  });
  return { text: marked, places };
}

function prepare<Row extends object>(database: Database.Database, { text, prepared }: Sql<Row>): Prepared<Row> {
  const known = prepared.get(database);
  if (known !== undefined) return known;
  const { text: marked, places } = positional(render(text, "sqlite"));
  const statement = database.prepare<Value[], Row>(marked);
  const ordered = (values: readonly Value[]): Value[] => places.map((place) => values[place] ?? null);
  const made: Prepared<Row> = {
    all: statement.reader
      ? (values) => statement.all(...ordered(values))
      : (values) => {
          statement.run(...ordered(values));
          return [];
        },
  };
  prepared.set(database, made);
  return made;
}

const insertText = (insert: Insert): string =>
  `${insertHead(insert)}(${insert.columns.map(() => "?").join(",")}) ${insert.onConflict}`;

/**
 * The work's result: on SQLite no work ever waits.
 * @throws what the work throws
 */
export function finish<Result>(work: Work<Result>): Result {
  const step = work.next();
  if (step.done !== true) throw new Error("work for another engine was run on SQLite");
  return step.value;
}

/** Inserts of an open database, each prepared once. */
function preparedInserts(database: Database.Database): (insert: Insert) => Database.Statement<Value[]> {
  const inserts = new Map<Insert, Database.Statement<Value[]>>();
  return (insert) => {
    const known = inserts.get(insert);
    if (known !== undefined) return known;
    const made = database.prepare<Value[]>(insertText(insert));
    inserts.set(insert, made);
    return made;
  };
}

/** Takes ids for bounces and other messages. */
function idTaker(database: Database.Database): (count: number) => readonly number[] {
  let take: Database.Statement<[number]> | undefined;
  let read: Database.Statement<[], number> | undefined;
  return (count) => {
    if (count === 0) return [];
    take ??= database.prepare<[number]>("UPDATE next_id SET id = id + ?");
    read ??= database.prepare<[], number>("SELECT id FROM next_id").pluck();
    take.run(count);
    const end = read.get() ?? count;
    return Array.from({ length: count }, (_, place) => end - count + place);
  };
}

/** Runs work in one transaction. IMMEDIATE: one that reads first and then writes is refused when others write meanwhile. */
function* inOne<Result>(
  database: Database.Database,
  memory: Memory,
  beforeWriting: () => void,
  work: () => Work<Result>,
): Work<Result> {
  database.exec("BEGIN IMMEDIATE");
  try {
    beforeWriting();
    const result = yield* work();
    database.exec("COMMIT");
    return result;
  } catch (error) {
    forget(memory);
    if (database.inTransaction) database.exec("ROLLBACK");
    throw error;
  }
}

/**
 * The engine of an open database.
 * @param beforeWriting called in each transaction before its work: throws where the schema is not ours to write to
 */
export function sqliteEngine(database: Database.Database, path: string, beforeWriting: () => void): Db {
  const memory = noMemory();
  const insertOf = preparedInserts(database);
  const takeIds = idTaker(database);
  return {
    path,
    dialect: "sqlite",
    memory,
    all: function* (statement, values = []) {
      return prepare(database, statement).all(values);
    },
    put: function* (insert, rows) {
      const statement = insertOf(insert);
      return rows.map((row) => {
        const { changes, lastInsertRowid } = statement.run(...row);
        return changes === 1 ? Number(lastInsertRowid) : null;
      });
    },
    newIds: function* (count) {
      return takeIds(count);
    },
    transaction: (work) => inOne(database, memory, beforeWriting, work),
  };
}
