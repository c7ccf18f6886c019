/**
 * Numbers that a process has looked up, so that it need not again: hosts, texts and senders recur. Rows of these tables
 * are never deleted, whoever writes; only a transaction that is rolled back takes numbers away again.
 */
import type Database from "better-sqlite3";
import type { Connection } from "./connection.js";

/** A long-lived process remembers so many, a few MB, and then begins again. */
const MOST = 20_000;

const known = new WeakMap<Database.Database, Map<string, number>>();

/** The number remembered for this key, else the one that `find` answers. */
export function remembered(connection: Connection, key: string, find: () => number): number {
  const numbers = known.get(connection.database) ?? new Map<string, number>();
  known.set(connection.database, numbers);
  const number = numbers.get(key) ?? find();
  if (numbers.size >= MOST) numbers.clear();
  numbers.set(key, number);
  return number;
}

/** Forgets all: after a transaction that was not committed. */
export const forgetRemembered = ({ database }: Connection): void => void known.delete(database);
