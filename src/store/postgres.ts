/**
 * PostgreSQL as an engine of the store: see sql.ts. One connection, which is opened anew when it was lost, and one piece
 * of work at a time. Loaded only where a store in PostgreSQL is configured, and never by the process of the pipe.
 */
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { MissingStoreError, TemporaryStoreError } from "./errors.js";
import { MIGRATIONS } from "./migrations.js";
import { LATEST, newerSchema, olderSchema } from "./version.js";
import type { OpenOptions, Store } from "./open.js";
import { recordAll } from "./record.js";
import { typeOfColumn } from "./schema.js";
import { serverAddress } from "./server-address.js";
import {
  forget,
  insertHead,
  noMemory,
  onStore,
  QuestionError,
  render,
  type Answer,
  type Answered,
  type Db,
  type Insert,
  type Sql,
  type StoreFacts,
  type Value,
  type Work,
} from "./sql.js";

/** How to open a store in PostgreSQL. */
export interface PostgresOptions extends OpenOptions {
  /** A file whose first line is the password; null: ~/.pgpass or the environment, by libpq's rules. */
  readonly passwordFile: string | null;
}

const toTime = (text: string): string => text.replace(/\+00$/, "");
/** By the types' numbers: counts (bigint, numeric) are exact in a number; dates and times are printed as SQLite prints them. */
const PARSERS: ReadonlyMap<number, (text: string) => unknown> = new Map<number, (text: string) => unknown>([
  [20, Number],
  [1700, Number],
  [1082, String],
  [1184, toTime],
]);

const TYPES: pg.CustomTypesConfig = {
  getTypeParser: (oid, format): unknown => PARSERS.get(oid) ?? pg.types.getTypeParser(oid, format),
};

/** Arrays that carry the values of a column. */
const ARRAYS: Readonly<Record<ReturnType<typeof typeOfColumn>, string>> = {
  id: "bigint",
  key: "bigint",
  ref: "bigint",
  small: "bigint",
  time: "bigint",
  count: "bigint",
  number: "bigint",
  flag: "smallint",
  text: "text",
  bytes: "bytea",
};

/** A serialization failure and a deadlock: the same transaction may succeed when it is tried again. */
const RETRIED: readonly string[] = ["40001", "40P01"];
const MOST_TRIES = 12;
const LONGEST_PAUSE_MS = 1_000;

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";

/** What the server itself says; anything else is about the connection. 57P01 to 57P03: it is shutting down or starting. */
const isAnswer = (error: unknown): error is pg.DatabaseError =>
  error instanceof pg.DatabaseError && !/^(?:08|57P)/.test(error.code ?? "");

/** An AggregateError (a host with several addresses) has no text of its own. */
function textOf(error: unknown): string {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  return first instanceof Error ? first.message : String(first);
}

/** Waits in a work for what comes later. */
function* answered<Result>(promise: Promise<Result>): Work<Result> {
  let take = (): Result => {
    throw new Error("a work went on before it was answered");
  };
  yield promise.then((result) => {
    take = () => result;
  });
  return take();
}

/** Runs a work, waiting where it waits. */
async function drive<Result>(work: Work<Result>): Promise<Result> {
  let step = work.next();
  while (step.done !== true) {
    const failure = await step.value.then(
      () => null,
      (error: unknown) => ({ error }),
    );
    step = failure === null ? work.next() : work.throw(failure.error);
  }
  return step.value;
}

/** A statement with a name: the server parses it once for each connection. */
interface Named {
  readonly name: string;
  readonly text: string;
}

let serial = 0;
const named = (text: string): Named => ({ name: `bounces_${(serial += 1)}`, text });

const statements = new WeakMap<Sql<object>, Named>();
const inserts = new WeakMap<Insert, Named>();

function statementOf(statement: Sql<object>): Named {
  const known = statements.get(statement);
  if (known !== undefined) return known;
  const made = named(render(statement.text, "postgres"));
  statements.set(statement, made);
  return made;
}

/** An insert of any number of rows, each column as one array. */
function insertOf(insert: Insert): Named {
  const known = inserts.get(insert);
  if (known !== undefined) return known;
  const arrays = insert.columns.map(
    (name, place) => `CAST($${place + 1} AS ${ARRAYS[typeOfColumn(insert.table, name)]}[])`,
  );
  const returning = insert.id === "" ? "" : ` RETURNING ${insert.key} AS key, ${insert.id} AS id`;
  const made = named(
    `${insertHead(insert)}SELECT * FROM unnest(${arrays.join(", ")}) ${insert.onConflict}${returning}`,
  );
  inserts.set(insert, made);
  return made;
}

/** A connection to a server, made when it is needed. */
interface Wire {
  /** @throws StoreError where the connection is at fault; else what the server says */
  readonly query: <Row extends object>(query: pg.QueryConfig) => Promise<Row[]>;
  /** Rows as arrays, and the names of their columns. */
  readonly queryArrays: (text: string) => Promise<pg.QueryArrayResult<Answered[]>>;
  readonly isOpen: () => boolean;
  readonly close: () => Promise<void>;
}

/** @throws MissingStoreError, TemporaryStoreError, by rejecting */
async function connect(path: string, client: pg.Client): Promise<void> {
  try {
    await client.connect();
    await client.query("SET TIME ZONE 'UTC'");
  } catch (error) {
    void client.end().catch(() => undefined);
    const Fate = codeOf(error) === "3D000" ? MissingStoreError : TemporaryStoreError;
    throw new Fate(`${path}: ${textOf(error)}`, { cause: error });
  }
}

/** @param onOpen hears that a connection is new */
function createWire(path: string, config: pg.ClientConfig, onOpen: () => void): Wire {
  let client: pg.Client | null = null;
  const drop = (lost: pg.Client): void => {
    if (client === lost) client = null;
    void lost.end().catch(() => undefined);
  };
  const open = async (): Promise<pg.Client> => {
    const made = new pg.Client({ ...config, types: TYPES });
    made.on("error", () => drop(made));
    await connect(path, made);
    onOpen();
    return (client = made);
  };
  const using = async <Result>(use: (open: pg.Client) => Promise<Result>): Promise<Result> => {
    const used = client ?? (await open());
    try {
      return await use(used);
    } catch (error) {
      if (isAnswer(error)) throw error;
      drop(used);
      throw new TemporaryStoreError(`${path}: ${textOf(error)}`, { cause: error });
    }
  };
  return {
    query: <Row extends object>(query: pg.QueryConfig) =>
      using(async (used) => (await used.query<Row & pg.QueryResultRow>(query)).rows),
    // Named, so that it goes by the protocol that takes one statement and no more.
    queryArrays: (text) => using((used) => used.query<Answered[]>({ ...named(text), rowMode: "array" })),
    isOpen: () => client !== null,
    close: async () => {
      const last = client;
      client = null;
      await last?.end();
    },
  };
}

/** The server's own errors by their fate: full, read-only, refused. A fault of ours stays what it is. */
function toFate(error: unknown, path: string): unknown {
  // Another host has dropped a month meanwhile: the next try makes it.
  const isMissingMonth = isAnswer(error) && error.message.startsWith("no partition of relation");
  const isPassing = isMissingMonth || /^(?:53|40|55P03|25006|28|58|XX)/.test(codeOf(error));
  return isAnswer(error) && isPassing
    ? new TemporaryStoreError(`${path}: ${error.message} (${error.code ?? ""})`, { cause: error })
    : error;
}

/** The schema of the database; 0 for one that has none. */
async function schemaOf(wire: Wire): Promise<number> {
  const [found] = await wire.query<{ readonly name: string | null }>({
    text: "SELECT CAST(to_regclass('schema_version') AS text) AS name",
  });
  if (found?.name === null || found === undefined) return 0;
  const [row] = await wire.query<{ readonly version: number }>({ text: "SELECT version FROM schema_version" });
  return row?.version ?? 0;
}

/** One for all who change tables of this program. */
const LOCK_TABLES = "SELECT pg_advisory_xact_lock(1651401573)";

/** Brings the database up to date. Hosts that do it at once wait for each other. */
async function migrate(wire: Wire): Promise<void> {
  await wire.query({ text: `BEGIN; ${LOCK_TABLES}` });
  const version = await schemaOf(wire);
  const steps = MIGRATIONS.slice(version).map((migration) => migration("postgres"));
  const text = [...steps, `UPDATE schema_version SET version = ${LATEST}`, "COMMIT"].join(";\n");
  await wire.query({ text: version < LATEST ? text : "COMMIT" });
}

/** @throws MissingStoreError, NewerSchemaError, OlderSchemaError, TemporaryStoreError, by rejecting */
async function prepare(wire: Wire, path: string, { create = false, readOnly = false }: OpenOptions): Promise<void> {
  const version = await schemaOf(wire);
  if (version === 0 && (!create || readOnly))
    throw new MissingStoreError(`${path}: has no tables of this program; nothing was recorded yet`);
  if (version > LATEST) throw newerSchema(path, version);
  if (version === LATEST) return;
  if (readOnly) throw olderSchema(path, version);
  await migrate(wire);
}

const DAY = 86_400;
const MONTHS = `
  SELECT CAST(c.relname AS text) AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
  WHERE i.inhparent = CAST('bounce' AS regclass) ORDER BY c.relname`;

/** The month that a time is in: its partition, where it begins, and where the next one does (epoch seconds). */
function monthOf(time: number): { readonly name: string; readonly begin: number; readonly end: number } {
  const date = new Date(time * 1000);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  const name = `bounce_${String(year).padStart(4, "0")}_${String(month + 1).padStart(2, "0")}`;
  return { name, begin: Date.UTC(year, month) / 1000, end: Date.UTC(year, month + 1) / 1000 };
}

/** Made beside the table and then attached, which stops nobody who records. */
async function makeMonth(wire: Wire, time: number): Promise<void> {
  const { name, begin, end } = monthOf(time);
  const [found] = await wire.query<{ readonly name: string | null }>({
    text: `SELECT CAST(to_regclass('${name}') AS text) AS name`,
  });
  if (found?.name !== null) return;
  await wire.query({
    text: `BEGIN; ${LOCK_TABLES};
      CREATE TABLE IF NOT EXISTS ${name} (LIKE bounce INCLUDING DEFAULTS INCLUDING CONSTRAINTS);
      DO $$ BEGIN
        IF NOT EXISTS (SELECT 1 FROM pg_inherits WHERE inhrelid = CAST('${name}' AS regclass)) THEN
          ALTER TABLE bounce ATTACH PARTITION ${name} FOR VALUES FROM (${begin}) TO (${end});
        END IF;
      END $$;
      COMMIT`,
  });
}

/** Drops the oldest month of the past in which nothing is left. Answers whether it did. */
async function dropMonth(wire: Wire): Promise<boolean> {
  const months = await wire.query<{ readonly name: string }>({ text: MONTHS });
  const present = monthOf(Date.now() / 1000).name;
  for (const { name } of months.filter((month) => month.name < present)) {
    const [left] = await wire.query({ text: `SELECT 1 FROM ${name} LIMIT 1` });
    if (left !== undefined) continue;
    await wire.query({
      text: `BEGIN; SET LOCAL lock_timeout = '5s'; ${LOCK_TABLES}; LOCK TABLE ${name};
        DO $$ BEGIN
          IF NOT EXISTS (SELECT 1 FROM ${name}) THEN DROP TABLE ${name}; END IF;
        END $$;
        COMMIT`,
    });
    return true;
  }
  return false;
}

const FACTS = `
  SELECT CAST(sum(pg_total_relation_size(c.oid)) AS bigint) AS size, (SELECT version FROM schema_version) AS schema
  FROM pg_class c WHERE c.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = CAST('bounce' AS regclass))
    AND c.relkind = 'r'`;

/** Somebody's question in a transaction that can only read. */
async function askOnce(wire: Wire, question: string): Promise<Answer> {
  await wire.query({ text: "BEGIN READ ONLY" });
  try {
    const { fields, rows } = await wire.queryArrays(question);
    if (fields.length === 0) throw new QuestionError("only a query that returns rows can be asked");
    return { columns: fields.map(({ name }) => name), rows };
  } catch (error) {
    throw isAnswer(error) && /^(?:22|25|42)/.test(error.code ?? "") ? new QuestionError(error.message) : error;
  } finally {
    if (wire.isOpen()) await wire.query({ text: "ROLLBACK" });
  }
}

function* inTransaction<Result>(
  wire: Wire,
  path: string,
  onFailure: () => void,
  work: () => Work<Result>,
): Work<Result> {
  for (let tries = 1; ; tries += 1) {
    yield* answered(wire.query({ text: "BEGIN" }));
    try {
      const [row] = yield* answered(wire.query<{ readonly version: number }>(VERSION));
      if (row !== undefined && row.version > LATEST) throw newerSchema(path, row.version);
      const result = yield* work();
      yield* answered(wire.query({ text: "COMMIT" }));
      return result;
    } catch (error) {
      onFailure();
      if (wire.isOpen()) yield* answered(wire.query({ text: "ROLLBACK" }).catch(() => undefined));
      if (!RETRIED.includes(codeOf(error)) || tries >= MOST_TRIES) throw error;
      yield pause(Math.random() * Math.min(LONGEST_PAUSE_MS, 10 * 2 ** tries));
    }
  }
}

const VERSION = named("SELECT version FROM schema_version");

/** PostgreSQL takes no NUL in a text. */
const storable = (value: Value): Value => (typeof value === "string" ? value.replaceAll("\0", "\ufffd") : value);

/** Values of rows as values of columns. */
const columnsOf = (insert: Insert, rows: readonly (readonly Value[])[]): Value[][] =>
  insert.columns.map((_, place) => rows.map((row) => storable(row[place] ?? null)));

function* put(wire: Wire, insert: Insert, rows: readonly (readonly Value[])[]): Work<readonly (number | null)[]> {
  if (rows.length === 0) return [];
  const made = yield* answered(
    wire.query<{ readonly key: string | number; readonly id: number }>({
      ...insertOf(insert),
      values: columnsOf(insert, rows),
    }),
  );
  const ids = new Map(made.map(({ key, id }) => [String(key), id]));
  const place = insert.columns.indexOf(insert.key);
  return rows.map((row) => ids.get(String(row[place])) ?? null);
}

function* newIds(wire: Wire, count: number): Work<readonly number[]> {
  if (count === 0) return [];
  const rows = yield* answered(wire.query<{ readonly id: number }>({ ...NEW_IDS, values: [count] }));
  return rows.map(({ id }) => id);
}

const NEW_IDS = named("SELECT nextval('message_ids') AS id FROM generate_series(1, $1)");

/** One piece of work after the other: they share the connection. */
function oneByOne(path: string): <Result>(work: () => Work<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const own = last.then(() =>
      drive(work()).catch((error: unknown) => {
        throw toFate(error, path);
      }),
    );
    last = own.catch(() => undefined);
    return own;
  };
}

function createEngine(wire: Wire, path: string, memory: Db["memory"]): Db {
  const months = new Set<string>();
  const onFailure = (): void => {
    forget(memory);
    months.clear();
  };
  return {
    path,
    dialect: "postgres",
    memory,
    all: <Row extends object>(statement: Sql<Row>, values: readonly Value[] = []) =>
      answered(wire.query<Row>({ ...statementOf(statement), values: values.map(storable) })),
    put: (insert, rows) => put(wire, insert, rows),
    newIds: (count) => newIds(wire, count),
    transaction: (work) => inTransaction(wire, path, onFailure, work),
    makeRoom: function* (times) {
      for (const time of times) {
        const { name } = monthOf(time);
        if (months.has(name)) continue;
        yield* answered(makeMonth(wire, time));
        months.add(name);
      }
    },
    facts: function* () {
      const [facts] = yield* answered(wire.query<StoreFacts>({ text: FACTS }));
      return facts ?? { size: 0, schema: 0 };
    },
    giveBack: function* () {
      months.clear();
      return yield* answered(dropMonth(wire));
    },
    ask: (question) => answered(askOnce(wire, question)),
    run: oneByOne(path),
  };
}

const record = onStore(recordAll);

/** Days ahead of which partitions are made. */
const AHEAD = 40;

/**
 * Opens a store in PostgreSQL. Close it.
 * @param address postgres://USER@HOST:PORT/DATABASE; see server-address.ts
 * @throws MissingStoreError, NewerSchemaError, OlderSchemaError, TemporaryStoreError, by rejecting
 */
export async function openPostgres(address: string, { passwordFile, ...options }: PostgresOptions): Promise<Store> {
  const { path, ...config } = serverAddress(address, passwordFile);
  const memory = noMemory();
  const wire = createWire(
    path,
    {
      ...config,
      connectionTimeoutMillis: options.busyTimeoutMs ?? 10_000,
      keepAlive: true,
      application_name: "bounces",
    },
    () => forget(memory),
  );
  const engine = createEngine(wire, path, memory);
  try {
    await prepare(wire, path, options);
    const now = Date.now() / 1000;
    if (options.readOnly !== true) await engine.run(() => engine.makeRoom([now, now + AHEAD * DAY]));
  } catch (error) {
    await wire.close();
    throw toFate(error, path);
  }
  return { ...engine, record: (entries) => record(engine, entries), close: wire.close };
}
