/**
 * The store in PostgreSQL: the suite of the store, which runs on SQLite by itself, on a server of its own. Skipped where
 * PostgreSQL is not installed.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPostgres } from "../../src/store/postgres.js";
import { TABLES } from "../../src/store/schema.js";
import { VIEWS } from "../../src/store/views.js";
import { hasPostgres, startServer, type Server } from "../support/postgres.js";
import { newStore, rowsOf, useEngine } from "./engine.js";
import { giveBackSpace, pruneMails } from "../../src/store/prune.js";
import { DAY, entryOf, NOON, readingOf } from "./readings.js";
import { doEverything } from "./everything.js";

const TEMPLATE = "bounces";
const EMPTYING = [
  `TRUNCATE ${TABLES.filter(({ isLocal }) => !isLocal)
    .map(({ name }) => name)
    .join(", ")} RESTART IDENTITY`,
  "INSERT INTO sender (id, name, domain, kind) VALUES (0, '', '', 'account')",
  "ALTER SEQUENCE message_ids RESTART",
  "DROP FUNCTION IF EXISTS fail CASCADE",
];

describe.skipIf(!hasPostgres)("on PostgreSQL", { timeout: 120_000 }, async () => {
  let server: Server;
  let made = 0;
  const free: string[] = [];
  const open = (database: string) => openPostgres(server.addressOf(database), { create: true, passwordFile: null });

  beforeAll(async () => {
    server = startServer();
    server.psql("postgres", `CREATE DATABASE ${TEMPLATE}`);
    await (await open(TEMPLATE)).close();
  }, 120_000);
  afterAll(() => server.remove(), 60_000);

  /** An empty database: one that another test has left, or a new one. */
  function emptyDatabase(): string {
    const left = free.pop();
    if (left !== undefined) return left;
    const database = `store_${(made += 1)}`;
    server.psql("postgres", `CREATE DATABASE ${database} TEMPLATE ${TEMPLATE}`);
    return database;
  }

  useEngine(async () => {
    const database = emptyDatabase();
    const store = await open(database);
    let isOpen = true;
    const close = async (): Promise<void> => {
      if (!isOpen) return;
      isOpen = false;
      for (const text of EMPTYING) await rowsOf(store, text);
      await store.close();
      free.push(database);
    };
    return { ...store, close };
  });

  it("the views answer, but for that of the spool", () => {
    const views = VIEWS.filter(({ isLocal }) => !isLocal);
    expect(views.map(({ name }) => server.psql(TEMPLATE, `SELECT count(*) FROM ${name};`).trim())).toEqual(
      views.map(() => "0"),
    );
  });

  it("the columns say what they mean", () =>
    expect(server.psql(TEMPLATE, "SELECT col_description('bounce'::regclass, 2);").trim()).toBe(
      "when the notification came",
    ));

  it("everything can be asked", async () => {
    await doEverything(await newStore());
  });

  it("a month of the past in which nothing is left is dropped", async () => {
    const store = await newStore();
    await store.record([entryOf(readingOf(), NOON), entryOf(readingOf(), NOON + 60 * DAY)]);
    const months = async (): Promise<unknown[]> =>
      (await rowsOf(store, "SELECT tableoid::regclass::text AS month FROM bounce ORDER BY 1")).map(
        ({ month }) => month,
      );
    const existing = async (): Promise<number> =>
      (await rowsOf(store, "SELECT 1 FROM pg_inherits WHERE inhparent = CAST('bounce' AS regclass)")).length;
    const [first, second] = await months();
    expect(first).not.toBe(second);
    while (await giveBackSpace(store, 1));
    const before = await existing();
    while ((await pruneMails(store, NOON + DAY, 10)).bounces > 0);
    while (await giveBackSpace(store, 1));
    expect(await months()).toEqual([second]);
    expect(await existing()).toBe(before - 1);
    expect(await store.record([entryOf(readingOf(), NOON)])).toMatchObject([{ isNew: true }]);
    expect(await months()).toEqual([first, second]);
  });

  await import("./record.test.js");
  await import("./recount.test.js");
  await import("./prune.test.js");
  await import("./query.test.js");
  await import("./senders.test.js");
  await import("./alerts.test.js");
  await import("./reclassify.test.js");
  await import("./detector/facts.test.js");
});
