/**
 * Numbers that a process has looked up, so that it need not again: hosts, texts and senders recur. Rows of these tables
 * are never deleted, whoever writes; only a transaction that is rolled back takes numbers away again.
 */
import type Database from "better-sqlite3";
import type { Connection } from "./connection.js";

/** A long-lived process remembers so many, a few MB, and then begins again. */
const MOST = 20_000;

/** What the key is a name of. */
type Table = "host" | "text" | "sender";
type Memory = Readonly<Record<Table, Map<string, number>>>;

const memories = new WeakMap<Database.Database, Memory>();

function memoryOf({ database }: Connection): Memory {
  const known = memories.get(database);
  if (known !== undefined) return known;
  const memory = {
    host: new Map<string, number>(),
    text: new Map<string, number>(),
    sender: new Map<string, number>(),
  };
  memories.set(database, memory);
  return memory;
}

/** The number remembered for this name, else the one that `find` answers. */
export function remembered(connection: Connection, table: Table, name: string, find: () => number): number {
  const numbers = memoryOf(connection)[table];
  const known = numbers.get(name);
  if (known !== undefined) return known;
  const number = find();
  if (numbers.size >= MOST) numbers.clear();
  numbers.set(name, number);
  return number;
}

/** Forgets all: after a transaction that was not committed. */
export const forgetRemembered = ({ database }: Connection): void => void memories.delete(database);
