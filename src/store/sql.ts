/**
 * What the store's functions speak to: statements as texts that SQLite and PostgreSQL both understand, and an engine that
 * runs them. A function of the store is a generator. SQLite answers at once, so there the generator never stops and its
 * transaction is never interleaved with another of the process; PostgreSQL answers later, and the generator waits.
 *
 * Parameters are `$1`, `$2` ... In a text, `{at:x}` is an epoch as a time to read, `{day:x}` as a date, `{now}` the present as an epoch,
 * `{rows:$1:a int,b text}` the rows of a JSON parameter (an array of arrays), `{lock:t by column}` the lock on the selected
 * rows of t, taken in an order that all hosts share, which PostgreSQL needs, and `{by:index}` the index that SQLite shall use.
 */

/** What a column holds. Times are epoch seconds, flags 0 or 1. */
export type Value = string | number | null | Uint8Array;

/** Work on a store that ends in a result; it stops only where an engine has to wait. */
export type Work<Result> = Generator<Promise<void>, Result, void>;

/** A statement that was prepared on one open SQLite database. */
export interface Prepared<Row> {
  readonly all: (values: readonly Value[]) => Row[];
}

/** A statement and the type of its rows. Make it once: it is prepared once for each open database. */
export interface Sql<Row> {
  readonly text: string;
  readonly prepared: WeakMap<object, Prepared<Row>>;
}

/** A statement that answers rows of this type. */
export function sql<Row extends object>(text: string): Sql<Row> {
  const prepared = new WeakMap<object, Prepared<Row>>();
  return { text, prepared };
}

/** An INSERT as data: one engine runs it row by row, which is its quickest way, the other many rows at once. */
export interface Insert {
  readonly table: string;
  readonly columns: readonly string[];
  /** `ON CONFLICT ...`; empty when there can be none. */
  readonly onConflict: string;
  /** A column that tells the rows apart, by which it is seen which of them are new. */
  readonly key: string;
  /** The column that `put` answers; empty where nobody asks. */
  readonly id: string;
}

/** An insert that leaves rows alone which are there already. */
export const insertNew = (table: string, columns: readonly string[], key: string, id = key): Insert => ({
  table,
  columns,
  onConflict: "ON CONFLICT DO NOTHING",
  key,
  id,
});

/** An insert that adds to counters of rows which are there already. Additions commute, so hosts need no further lock. */
export function insertAdding(table: string, key: readonly string[], sums: readonly string[]): Insert {
  const added = sums.map((column) => `${column} = ${table}.${column} + excluded.${column}`).join(", ");
  return {
    table,
    columns: [...key, ...sums],
    onConflict: `ON CONFLICT (${key.join(", ")}) DO UPDATE SET ${added}`,
    key: key[0] ?? "",
    id: "",
  };
}

/** The beginning of an insert's text, up to its rows. */
export const insertHead = ({ table, columns }: Insert): string => `INSERT INTO ${table} (${columns.join(", ")}) `;

/** Ids of names that an engine has looked up, by table. Rows of these tables are never deleted. */
export type Memory = Readonly<Record<"host" | "sender" | "author" | "verdict" | "reading", Map<string, number>>>;

/** An empty memory. */
export const noMemory = (): Memory => ({
  host: new Map(),
  sender: new Map(),
  author: new Map(),
  verdict: new Map(),
  reading: new Map(),
});

/** Forgets everything: a transaction that is rolled back takes names away again. */
export const forget = (memory: Memory): void => Object.values(memory).forEach((names) => names.clear());

/** Which database it is. */
export type Dialect = "sqlite" | "postgres";

/** What a store says of itself. */
export interface StoreFacts {
  /** Bytes. */
  readonly size: number;
  readonly schema: number;
}

/** A value as it comes; bytes as they are. */
export type Answered = string | number | null | Uint8Array;

/** The names of the columns, and the rows one by one. */
export interface Answer {
  readonly columns: readonly string[];
  readonly rows: Iterable<readonly Answered[]>;
}

/** A text that somebody typed is no question, or the engine does not understand it. */
export class QuestionError extends Error {
  override readonly name = "QuestionError";
}

/** An open store of either kind. */
export interface Db {
  /** Path or address, for messages; never with a password. */
  readonly path: string;
  readonly dialect: Dialect;
  readonly memory: Memory;
  /** Runs a statement and answers its rows; none for one that answers none. */
  readonly all: <Row extends object>(statement: Sql<Row>, values?: readonly Value[]) => Work<Row[]>;
  /** Inserts rows. Answers for each its id (see {@link Insert}), null where it was there already. */
  readonly put: (insert: Insert, rows: readonly (readonly Value[])[]) => Work<readonly (number | null)[]>;
  /** Makes room for bounces of these times (epoch seconds): PostgreSQL has a partition for each month. Outside of a transaction. */
  readonly makeRoom: (times: readonly number[]) => Work<void>;
  readonly facts: () => Work<StoreFacts>;
  /** Gives back space that pruning left: at most so many pages of SQLite, an empty month of PostgreSQL. Answers whether there may be more. */
  readonly giveBack: (pages: number) => Work<boolean>;
  /** Answers a question in SQL that somebody typed, and lets it change nothing. @throws QuestionError, by rejecting */
  readonly ask: (question: string) => Work<Answer>;
  /** Does a piece of work to its end: at once on SQLite. @throws StoreError by its fate */
  readonly run: <Result>(work: () => Work<Result>) => Result | Promise<Result>;
  /** So many ids for bounces and other messages that were never used, ascending. */
  readonly newIds: (count: number) => Work<readonly number[]>;
  /** Runs work in one write transaction, which is on disk when this returns; nothing was changed when it throws. Refuses a schema newer than this program. */
  readonly transaction: <Result>(work: () => Work<Result>) => Work<Result>;
}

/** An engine that answers at once. */
export interface LocalDb extends Db {
  readonly run: <Result>(work: () => Work<Result>) => Result;
}

/** A function of the store as commands call it. On SQLite it answers at once, so nothing comes between. */
export interface OnStore<Arguments extends unknown[], Result> {
  (db: LocalDb, ...rest: Arguments): Result;
  (db: Db, ...rest: Arguments): Result | Promise<Result>;
}

/**
 * A function of the store, of the work that it is.
 * @returns a function that throws StoreError by its fate, or rejects with it
 */
export function onStore<Arguments extends unknown[], Result>(
  work: (db: Db, ...rest: Arguments) => Work<Result>,
): OnStore<Arguments, Result> {
  function run(db: LocalDb, ...rest: Arguments): Result;
  function run(db: Db, ...rest: Arguments): Result | Promise<Result>;
  function run(db: Db, ...rest: Arguments): Result | Promise<Result> {
    return db.run(() => work(db, ...rest));
  }
  return run;
}

/** The first row; undefined without any. */
export function* first<Row extends object>(
  db: Db,
  statement: Sql<Row>,
  values: readonly Value[] = [],
): Work<Row | undefined> {
  const [row] = yield* db.all(statement, values);
  return row;
}

/** The rows of a `{rows:...}` parameter. */
export const toRows = (rows: readonly (readonly Value[])[]): string => JSON.stringify(rows);

const rowColumn = (engine: Dialect, [name = "", type = ""]: readonly string[], place: number): string => {
  if (engine === "sqlite") return `value ->> ${place} AS ${name}`;
  return type === "int"
    ? `CAST(value ->> ${place} AS bigint) AS ${name}`
    : `(value ->> ${place}) COLLATE "C" AS ${name}`;
};

function rowsText(engine: Dialect, parameter: string, list: string): string {
  const columns = list.split(",").map((one, place) => rowColumn(engine, one.trim().split(" "), place));
  const from =
    engine === "sqlite" ? `json_each(${parameter})` : `json_array_elements(CAST(${parameter} AS json)) AS json (value)`;
  return `(SELECT ${columns.join(", ")} FROM ${from})`;
}

const NOW = {
  sqlite: "CAST(strftime('%s', 'now') AS INTEGER)",
  postgres: "CAST(floor(extract(epoch FROM now())) AS bigint)",
} as const;

/** What stands in place of a macro and the space before it, by the macro's name. */
const MACROS: Readonly<Record<string, (space: string, argument: string, engine: Dialect) => string>> = {
  at: (space, time, engine) =>
    space + (engine === "sqlite" ? `datetime(${time}, 'unixepoch')` : `to_timestamp(${time})`),
  day: (space, time, engine) =>
    space +
    (engine === "sqlite" ? `date(${time}, 'unixepoch')` : `CAST(to_timestamp(${time}) AT TIME ZONE 'UTC' AS date)`),
  now: (space, _, engine) => space + NOW[engine],
  lock: (_, argument, engine) => {
    const [table = "", order = ""] = argument.split(" by ");
    return engine === "sqlite" ? "" : ` ORDER BY ${order} FOR UPDATE OF ${table}`;
  },
  by: (_, index, engine) => (engine === "sqlite" ? ` INDEXED BY ${index}` : ""),
  rows: (space, argument, engine) => {
    const [parameter = "", list = ""] = argument.split(":");
    return space + rowsText(engine, parameter, list);
  },
};

/** A text with its macros written out for an engine. */
export const render = (text: string, engine: Dialect): string =>
  text.replace(
    /( ?)\{(\w+):?([^}]*)\}/g,
    (whole, space: string, name: string, argument: string) => MACROS[name]?.(space, argument, engine) ?? whole,
  );
