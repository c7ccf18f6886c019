/** SQLite as an engine of the store: see sql.ts. Everything is answered at once. */
import type { Driver, Statement } from "./driver.js";
import { guarded } from "./connection.js";
import {
  forget,
  insertHead,
  noMemory,
  QuestionError,
  render,
  type Answer,
  type Answered,
  type Insert,
  type LocalDb,
  type Memory,
  type Prepared,
  type Sql,
  type StoreFacts,
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

function prepare<Row extends object>(database: Driver, { text, prepared }: Sql<Row>): Prepared<Row> {
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
  `${insertHead(insert)}VALUES (${insert.columns.map(() => "?").join(",")}) ${insert.onConflict}`;

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
function preparedInserts(database: Driver): (insert: Insert) => Statement<Value[], unknown> {
  const inserts = new Map<Insert, Statement<Value[], unknown>>();
  return (insert) => {
    const known = inserts.get(insert);
    if (known !== undefined) return known;
    const made = database.prepare<Value[], unknown>(insertText(insert));
    inserts.set(insert, made);
    return made;
  };
}

/** Takes ids for bounces and other messages. */
function idTaker(database: Driver): (count: number) => readonly number[] {
  let take: Statement<[number], unknown> | undefined;
  let read: Statement<[], number> | undefined;
  return (count) => {
    if (count === 0) return [];
    take ??= database.prepare<[number], unknown>("UPDATE next_id SET id = id + ?");
    read ??= database.prepare<[], number>("SELECT id FROM next_id").pluck();
    take.run(count);
    const end = read.get() ?? count;
    return Array.from({ length: count }, (_, place) => end - count + place);
  };
}

/** Runs work in one transaction. IMMEDIATE: one that reads first and then writes is refused when others write meanwhile. */
function* inOne<Result>(
  database: Driver,
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

/** SQLite does not understand the text; everything else is the database's fault. A RangeError: several statements, or none. */
const isMisunderstood = (error: unknown): error is Error =>
  error instanceof RangeError || (error instanceof Error && "code" in error && error.code === "SQLITE_ERROR");

/** Prepares a question. Of a store that was opened for reading only, so that it cannot write. @throws QuestionError */
function answer(database: Driver, question: string): Answer {
  try {
    const statement = database.prepare<[], Answered[]>(question);
    if (!statement.reader || !statement.readonly)
      throw new QuestionError("only a query that returns rows can be asked");
    return { columns: statement.columns().map(({ name }) => name), rows: statement.raw().iterate() };
  } catch (error) {
    throw isMisunderstood(error) ? new QuestionError(error.message) : error;
  }
}

/** Gives free pages back to the file system. Answers whether there are more. */
function giveBack(database: Driver, pages: number): boolean {
  const free = database.prepare<[], number>("PRAGMA freelist_count").pluck();
  const before = free.get() ?? 0;
  if (before === 0) return false;
  database.exec(`PRAGMA incremental_vacuum(${String(pages)})`);
  return (free.get() ?? 0) < before;
}

const FACTS =
  "SELECT page_count * page_size AS size, user_version AS schema FROM pragma_page_count, pragma_page_size, pragma_user_version";

/**
 * The engine of an open database.
 * @param beforeWriting called in each transaction before its work: throws where the schema is not ours to write to
 */
export function sqliteEngine(database: Driver, path: string, beforeWriting: () => void): LocalDb {
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
    makeRoom: function* () {
      // A table of SQLite takes what comes.
    },
    facts: function* () {
      return database.prepare<[], StoreFacts>(FACTS).get() ?? { size: 0, schema: 0 };
    },
    ask: function* (question) {
      return answer(database, question);
    },
    giveBack: function* (pages) {
      return giveBack(database, pages);
    },
    run: (work) => guarded(path, () => finish(work())),
  };
}
