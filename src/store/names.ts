/** Ids of names that recur. A process remembers those that it has looked up; see Memory in sql.ts. */
import { domainIn, storedName } from "./message-row.js";
import { first, insertNew, sql, toRows, type Db, type Insert, type Sql, type Value, type Work } from "./sql.js";

/** A long-lived process remembers so many names of a table, a few MB, and then begins again. */
const MOST = 20_000;

interface Named {
  readonly id: number;
  readonly name: string;
}

/** A table of names. */
interface Names {
  readonly memory: "host" | "sender" | "author";
  readonly find: Sql<Named>;
  readonly insert: Insert;
  readonly rowOf: (name: string) => readonly Value[];
}

const names = (memory: Names["memory"], column: string, columns: readonly string[], rowOf: Names["rowOf"]): Names => ({
  memory,
  find: sql<Named>(
    `SELECT id, ${column} AS name FROM ${memory} WHERE ${column} IN (SELECT name FROM {rows:$1:name text} asked)`,
  ),
  insert: insertNew(memory, columns, column, "id"),
  rowOf,
});

const HOSTS = names("host", "name", ["name"], (name) => [name]);
const AUTHORS = names("author", "header_from", ["header_from"], (from) => [from]);
/** What a name of trust/sender.ts is: a user of a host, a client, all of a domain; a login or an address otherwise. */
function kindOf(name: string): string {
  if (/^uid:\d+@/.test(name)) return "uid";
  if (name.startsWith("client:")) return "client";
  return name.startsWith("*@") ? "domain" : "account";
}

const SENDERS = names("sender", "name", ["name", "domain", "kind"], (name) => [name, domainIn(name), kindOf(name)]);

const isText = (text: string | null): text is string => text !== null;

function* find(db: Db, table: Names, asked: readonly string[]): Work<void> {
  if (asked.length === 0) return;
  const known = db.memory[table.memory];
  for (const { id, name } of yield* db.all(table.find, [toRows(asked.map((name) => [name]))])) known.set(name, id);
}

/** Ids of names; those that are new are stored, in order, so that hosts do not wait for each other in a circle. */
function* intern(db: Db, table: Names, asked: Iterable<string | null>): Work<(name: string | null) => number | null> {
  const known = db.memory[table.memory];
  if (known.size > MOST) known.clear();
  const all = new Set([...asked].filter(isText));
  const unknown = [...all].filter((name) => !known.has(name)).sort();
  yield* find(db, table, unknown);
  const missing = unknown.filter((name) => !known.has(name));
  const ids = missing.length === 0 ? [] : yield* db.put(table.insert, missing.map(table.rowOf));
  missing.forEach((name, place) => {
    const id = ids[place] ?? null;
    if (id !== null) known.set(name, id);
  });
  // Another host was quicker.
  yield* find(
    db,
    table,
    missing.filter((name) => !known.has(name)),
  );
  return (name) => (name === null ? null : (known.get(name) ?? null));
}

/** Ids of domains and hosts. */
export const internHosts = (db: Db, asked: Iterable<string | null>): ReturnType<typeof intern> =>
  intern(db, HOSTS, asked);
/** Ids of From fields. */
export const internAuthors = (db: Db, asked: Iterable<string | null>): ReturnType<typeof intern> =>
  intern(db, AUTHORS, asked);
/** Ids of senders; 0 for none (""). */
export const internSenders = (db: Db, asked: Iterable<string | null>): ReturnType<typeof intern> =>
  intern(db, SENDERS, asked);

/** A small table of combinations. */
interface Combinations {
  readonly memory: "verdict" | "reading";
  readonly find: Sql<{ readonly id: number }>;
  readonly insert: Insert;
}

function combinations(memory: Combinations["memory"], columns: readonly string[]): Combinations {
  const same = columns.map((name, place) => `${name} = $${place + 1}`).join(" AND ");
  return {
    memory,
    find: sql<{ readonly id: number }>(`SELECT id FROM ${memory} WHERE ${same}`),
    insert: insertNew(memory, columns, columns[0] ?? "", "id"),
  };
}

const VERDICTS = combinations("verdict", ["reason", "severity", "cause", "rule"]);
const READINGS = combinations("reading", [
  "kind",
  "format",
  "sender_source",
  "returned",
  "diagnostic_type",
  "reporting_host",
  "postfix_notice",
]);

function* internCombination(db: Db, table: Combinations, values: readonly string[]): Work<number> {
  const known = db.memory[table.memory];
  const key = values.join("\n");
  const remembered = known.get(key);
  if (remembered !== undefined) return remembered;
  if (known.size > MOST) known.clear();
  let row = yield* first(db, table.find, values);
  if (row === undefined) {
    yield* db.put(table.insert, [values]);
    row = yield* first(db, table.find, values);
  }
  const id = row?.id ?? 0;
  known.set(key, id);
  return id;
}

/** Id of a verdict, its values in the order of the columns. */
export const internVerdict = (db: Db, values: readonly string[]): Work<number> =>
  internCombination(db, VERDICTS, values);
/** Id of a way to be read, its values in the order of the columns. */
export const internReading = (db: Db, values: readonly string[]): Work<number> =>
  internCombination(db, READINGS, values);

const oneHost = sql<{ readonly id: number }>("SELECT id FROM host WHERE name = $1");
const oneSender = sql<{ readonly id: number }>("SELECT id FROM sender WHERE name = $1");
const oneRecipient = sql<{ readonly id: number }>("SELECT id FROM recipient WHERE address = $1");

const finder = (statement: Sql<{ readonly id: number }>) =>
  function* (db: Db, name: string): Work<number | undefined> {
    return (yield* first(db, statement, [storedName(name)]))?.id;
  };

/** Id of a domain; undefined when the store has never seen it. */
export const findHost = finder(oneHost);
/** Id of a sender; undefined when the store has never seen it. */
export const findSender = finder(oneSender);
/** Id of a recipient; undefined when the store has never seen it. */
export const findRecipient = finder(oneRecipient);
