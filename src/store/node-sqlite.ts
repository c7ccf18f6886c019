/** Node's own SQLite (node:sqlite, Node 22.16 or later) as a driver: see driver.ts. */
import type { Changes, Driver, DriverOptions, Statement } from "./driver.js";

interface NodeStatement {
  readonly sourceSQL: string;
  readonly all: (...values: readonly unknown[]) => Iterable<unknown>;
  readonly iterate: (...values: readonly unknown[]) => Iterable<unknown>;
  readonly run: (...values: readonly unknown[]) => {
    readonly changes: number | bigint;
    readonly lastInsertRowid: number | bigint;
  };
  readonly columns: () => readonly { readonly name: string }[];
  readonly setReturnArrays: (enabled: boolean) => void;
}

interface NodeDatabase {
  readonly isOpen: boolean;
  readonly isTransaction: boolean;
  readonly prepare: (text: string) => NodeStatement;
  readonly exec: (text: string) => void;
  readonly close: () => void;
}

/** What is used of node:sqlite. */
interface NodeSqlite {
  readonly DatabaseSync: new (
    path: string,
    options: { readonly readOnly: boolean; readonly timeout: number },
  ) => NodeDatabase;
  readonly backup: (
    database: NodeDatabase,
    to: string,
    options: {
      readonly rate: number;
      readonly progress: (pages: { readonly totalPages: number; readonly remainingPages: number }) => void;
    },
  ) => Promise<number>;
}

/** `backup` came with 22.16, as did the options that are used here. */
const isNodeSqlite = (module: unknown): module is NodeSqlite =>
  typeof module === "object" && module !== null && "DatabaseSync" in module && "backup" in module;

/** node:sqlite, null where this Node has none that serves. */
export function findNodeSqlite(): NodeSqlite | null {
  // Node 22 calls it experimental, on standard error: Postfix would take that for the verdict.
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = () => undefined;
  try {
    // Node 20.15 and before cannot be asked.
    const module: unknown =
      typeof process.getBuiltinModule === "function" ? process.getBuiltinModule("node:sqlite") : null;
    return isNodeSqlite(module) ? module : null;
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** Primary result codes (sqlite.org/rescode.html), by number. */
const CODES = [
  "OK",
  "ERROR",
  "INTERNAL",
  "PERM",
  "ABORT",
  "BUSY",
  "LOCKED",
  "NOMEM",
  "READONLY",
  "INTERRUPT",
  "IOERR",
  "CORRUPT",
  "NOTFOUND",
  "FULL",
  "CANTOPEN",
  "PROTOCOL",
  "EMPTY",
  "SCHEMA",
  "TOOBIG",
  "CONSTRAINT",
  "MISMATCH",
  "MISUSE",
  "NOLFS",
  "AUTH",
  "FORMAT",
  "RANGE",
  "NOTADB",
] as const;

/** SQLite's errors with the code that better-sqlite3 gives them. */
function named<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Error && "errcode" in error && typeof error.errcode === "number")) throw error;
    throw Object.assign(new Error(error.message, { cause: error }), {
      code: `SQLITE_${CODES[error.errcode & 0xff] ?? "ERROR"}`,
    });
  }
}

const toBuffer = (value: unknown): unknown =>
  value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value;

/** How rows come: objects, arrays, or the bare value of their first column. */
type Shape = "object" | "array" | "value";

/** A row of node:sqlite (always an array) in the shape that is asked for. The text of the statement says what type that is. */
function shaped(row: unknown, columns: readonly string[], shape: Shape): unknown {
  const values = Array.isArray(row) ? row.map(toBuffer) : [];
  if (shape === "array") return values;
  if (shape === "value") return values[0];
  return Object.fromEntries(columns.map((name, place) => [name, values[place]]));
}

/** The text of a statement says what its rows are; no check can. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
const isRow = <Row>(row: unknown): row is Row => row !== undefined;

const READS = /^\s*(?:SELECT|WITH|VALUES|EXPLAIN|PRAGMA)\b/i;

function toStatement<Parameters extends unknown[], Row>(statement: NodeStatement): Statement<Parameters, Row> {
  const columns = statement.columns().map(({ name }) => name);
  let shape: Shape = "object";
  statement.setReturnArrays(true);
  function* rows(found: Iterable<unknown>): Generator<Row, undefined> {
    for (const each of found) {
      const row = shaped(each, columns, shape);
      if (isRow<Row>(row)) yield row;
    }
  }
  const made: Statement<Parameters, Row> = {
    reader: columns.length > 0,
    readonly: READS.test(statement.sourceSQL),
    all: (...values) => named(() => [...rows(statement.all(...values))]),
    get: (...values) => named(() => [...rows(statement.all(...values))][0]),
    iterate: (...values) => named(() => rows(statement.iterate(...values))),
    run: (...values): Changes =>
      named(() => {
        const { changes, lastInsertRowid } = statement.run(...values);
        return { changes: Number(changes), lastInsertRowid };
      }),
    pluck: () => ((shape = "value"), made),
    raw: () => ((shape = "array"), made),
    columns: () => statement.columns(),
  };
  return made;
}

/** Opens an existing file. */
export function openWithNode(sqlite: NodeSqlite, path: string, { readOnly, busyTimeoutMs }: DriverOptions): Driver {
  const database = named(() => new sqlite.DatabaseSync(path, { readOnly, timeout: busyTimeoutMs }));
  return {
    name: "node:sqlite",
    get inTransaction() {
      return database.isTransaction;
    },
    prepare: (text) =>
      named(() => {
        if (text.trim() === "") throw new RangeError("The supplied SQL string contains no statements");
        const statement = database.prepare(text);
        // node:sqlite prepares the first of several statements, and says nothing of the others.
        if (text.slice(statement.sourceSQL.length).trim() !== "")
          throw new RangeError("The supplied SQL string contains more than one statement");
        return toStatement(statement);
      }),
    exec: (text) => named(() => database.exec(text)),
    backup: async (to, rate, onPages) => {
      // What a listener throws is lost in node:sqlite.
      const thrown: unknown[] = [];
      const progress = ({ totalPages, remainingPages }: { totalPages: number; remainingPages: number }): void => {
        try {
          onPages(remainingPages, totalPages);
        } catch (error) {
          thrown.push(error);
        }
      };
      const total = await sqlite.backup(database, to, { rate, progress });
      if (thrown.length > 0) throw thrown[0];
      // It is not told of the last pages.
      onPages(0, total);
    },
    close: () => {
      if (database.isOpen) named(() => database.close());
    },
  };
}
