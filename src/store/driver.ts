/**
 * What the store needs of a driver for SQLite: the part of better-sqlite3's interface that it uses. Where the native half of
 * better-sqlite3 does not load (an installation without scripts, a new Node after an upgrade), Node's own node:sqlite serves.
 */
import Sqlite from "better-sqlite3";
import { errorMessage } from "../values.js";
import { NoDriverError } from "./errors.js";
import { findNodeSqlite, openWithNode } from "./node-sqlite.js";

/** What a statement that writes has done. */
export interface Changes {
  readonly changes: number;
  readonly lastInsertRowid: number | bigint;
}

/** A prepared statement. */
export interface Statement<Parameters extends unknown[], Row> {
  /** Whether it answers rows. */
  readonly reader: boolean;
  /** Whether it changes nothing. */
  readonly readonly: boolean;
  readonly all: (...values: Parameters) => Row[];
  readonly get: (...values: Parameters) => Row | undefined;
  readonly run: (...values: Parameters) => Changes;
  readonly iterate: (...values: Parameters) => IterableIterator<Row>;
  /** From now on rows are the bare value of their first column. */
  readonly pluck: () => Statement<Parameters, Row>;
  /** From now on rows are arrays. */
  readonly raw: () => Statement<Parameters, Row>;
  readonly columns: () => readonly { readonly name: string }[];
}

/** An open database file. Errors have SQLite's names as `code`: SQLITE_BUSY. */
export interface Driver {
  readonly name: "better-sqlite3" | "node:sqlite";
  readonly inTransaction: boolean;
  readonly prepare: <Parameters extends unknown[], Row>(text: string) => Statement<Parameters, Row>;
  readonly exec: (text: string) => void;
  /** Copies the database to a file; `onPages` hears how many pages are left of how many. */
  readonly backup: (to: string, pagesAtATime: number, onPages: (left: number, total: number) => void) => Promise<void>;
  readonly close: () => void;
}

/** How to open a file. */
export interface DriverOptions {
  readonly readOnly: boolean;
  /** How long to wait for other processes' transactions, in milliseconds. */
  readonly busyTimeoutMs: number;
  /** Path of better-sqlite3's native half, for programs bundled into one file; null: better-sqlite3 finds it. */
  readonly nativeBinding: string | null;
}

function openWithNative(path: string, { readOnly, busyTimeoutMs, nativeBinding }: DriverOptions): Driver {
  const database = new Sqlite(path, {
    fileMustExist: true,
    readonly: readOnly,
    timeout: busyTimeoutMs,
    ...(nativeBinding === null ? {} : { nativeBinding }),
  });
  return {
    name: "better-sqlite3",
    get inTransaction() {
      return database.inTransaction;
    },
    prepare: <Parameters extends unknown[], Row>(text: string): Statement<Parameters, Row> =>
      database.prepare<Parameters, Row>(text),
    exec: (text) => void database.exec(text),
    backup: async (to, pagesAtATime, onPages) => {
      await database.backup(to, {
        progress: ({ totalPages, remainingPages }) => {
          onPages(remainingPages, totalPages);
          return pagesAtATime;
        },
      });
    },
    close: () => void database.close(),
  };
}

/** Whether the native half is not there or was compiled for another Node. */
const isUnloadable = (error: unknown): boolean =>
  error instanceof Error &&
  (("code" in error && (error.code === "ERR_DLOPEN_FAILED" || error.code === "MODULE_NOT_FOUND")) ||
    error.message.startsWith("Could not locate the bindings file"));

const firstLine = (text: string): string => text.split("\n", 1)[0] ?? "";

/**
 * Opens an existing file with better-sqlite3, else with node:sqlite.
 * @throws NoDriverError, or what SQLite says, with its code
 */
export function openDriver(path: string, options: DriverOptions): Driver {
  try {
    return openWithNative(path, options);
  } catch (error) {
    if (!isUnloadable(error)) throw error;
    const node = findNodeSqlite();
    if (node !== null) return openWithNode(node, path, options);
    throw new NoDriverError(
      `the native half of better-sqlite3 does not load in Node ${process.versions.node}: run npm rebuild better-sqlite3 where bounces is installed, or use Node 22.16 or later (${firstLine(errorMessage(error))})`,
      { cause: error },
    );
  }
}
