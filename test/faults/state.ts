/** What a database must hold after a fault: everything, once, and counted so. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, onTestFinished } from "vitest";
import { openStore } from "../../src/store/open.js";
import { queryBounces } from "../../src/store/query.js";
import { bounces } from "../support/cli.js";
import { databaseIn } from "../support/daemon.js";
import { recipientsOf } from "../support/mails.js";

/** A directory for this test. */
export function newDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "bounces-faults-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true, maxRetries: 5 }));
  return directory;
}

/** Opens the database itself, beside the program. */
export function openRaw(path: string): Database.Database {
  const database = new Database(path);
  onTestFinished(() => void database.close());
  return database;
}

function recorded(path: string): string[] {
  expect(bounces(["query", `--db=${path}`])).toMatchObject({ status: 0, stderr: "" });
  const store = openStore(path, { readOnly: true });
  try {
    return queryBounces(store, {})
      .map(({ recipient }) => recipient)
      .sort();
  } finally {
    store.close();
  }
}

const countIn = (database: Database.Database, sql: string): unknown => database.prepare(`SELECT ${sql}`).pluck().get();

/** The first `count` bounces are recorded, each once, and nothing else is; the counters say the same; the file is sound. */
export function expectEachOnce(directory: string, count: number): void {
  expect(recorded(databaseIn(directory))).toEqual(recipientsOf(count));
  const database = openRaw(databaseIn(directory));
  expect(database.pragma("integrity_check", { simple: true })).toBe("ok");
  expect(countIn(database, "count(*) FROM spool")).toBe(0);
  for (const sum of [
    "count(*) FROM bounce",
    "count(*) FROM recipient",
    "sum(bounces) FROM sender_hour",
    "sum(bounces) FROM sender_day",
    "sum(bounces) FROM reason_hour",
  ])
    expect([sum, countIn(database, sum)]).toEqual([sum, count]);
}
