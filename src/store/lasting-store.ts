/**
 * The database of a process that stays up: opened anew after a failure, and when another file lies at its path. A
 * database that was moved away or restored from a backup would otherwise be written to where nobody looks.
 */
import { statSync } from "node:fs";
import { StoreError } from "./errors.js";
import type { RecordEntry, RecordResult, LocalStore } from "./open.js";

/** A database that is open whenever it can be. */
export interface LastingStore {
  /**
   * Does a piece of work on the store.
   * @throws what the work throws, and what opening throws
   */
  readonly use: <Result>(work: (store: LocalStore) => Result) => Result;
  /** As `LocalStore.record`. @throws as `use` */
  readonly record: (entries: readonly RecordEntry[]) => RecordResult[];
  readonly close: () => void;
}

/** Tells files apart; "" when there is none to be seen. */
function fileAt(path: string): string {
  try {
    const { dev, ino } = statSync(path);
    return `${dev}:${ino}`;
  } catch {
    return "";
  }
}

/**
 * Opens the database now and, where needed, again.
 * @param open opens it; may be called many times
 * @throws what the first opening throws
 */
export function openLasting(path: string, open: () => LocalStore): LastingStore {
  let store: LocalStore | null = open();
  let file = fileAt(path);
  const close = (): void => {
    const old = store;
    store = null;
    old?.close();
  };
  const current = (): LocalStore => {
    if (store !== null && fileAt(path) !== file) close();
    if (store !== null) return store;
    const opened = open();
    file = fileAt(path);
    return (store = opened);
  };
  const use = <Result>(work: (opened: LocalStore) => Result): Result => {
    try {
      return work(current());
    } catch (error) {
      if (error instanceof StoreError) close();
      throw error;
    }
  };
  return { close, use, record: (entries) => use((opened) => opened.record(entries)) };
}
