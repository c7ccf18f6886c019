/** The engine that the suite of the store runs on: SQLite, unless postgres.system.test.ts puts its own in the place. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { openStore, type Store } from "../../src/store/open.js";
import { onStore, sql, type Db, type Value, type Work } from "../../src/store/sql.js";

/** Makes new stores, which live as long as the test. */
type NewStore = () => Promise<Store>;

let make: NewStore = () => {
  const store = openStore(join(mkdtempSync(join(tmpdir(), "bounces-store-")), "bounces.db"), { create: true });
  store.database.exec("PRAGMA synchronous = OFF");
  const close = (): void => {
    store.close();
    rmSync(dirname(store.path), { recursive: true, force: true });
  };
  return Promise.resolve({ ...store, close });
};

/** Puts an engine in the place of SQLite, for all tests of the file. */
export const useEngine = (other: NewStore): void => {
  make = other;
};

/** A new, empty store; who opens it closes it. */
export const openNew = (): Promise<Store> => make();

/** A new, empty store for this test. */
export async function newStore(): Promise<Store> {
  const store = await openNew();
  onTestFinished(async () => store.close());
  return store;
}

type Row = Readonly<Record<string, unknown>>;

/** Runs a statement that both engines understand, and answers its rows. */
export const rowsOf = onStore((db: Db, text: string, values: readonly Value[] = []): Work<Row[]> =>
  db.all(sql<Row>(text), values),
);

const FAILING = {
  sqlite: (table: string, event: string, when: string) =>
    `CREATE TRIGGER fail BEFORE ${event} ON ${table} WHEN ${when} BEGIN SELECT RAISE(ABORT, 'no'); END`,
  postgres: (table: string, event: string, when: string) => `
    DO $do$ BEGIN
      CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
      CREATE TRIGGER fail BEFORE ${event} ON ${table} FOR EACH ROW WHEN (${when}) EXECUTE FUNCTION fail();
    END $do$`,
} as const;

/** Makes every change of a kind fail: an INSERT or UPDATE of a table, where a condition on `new` holds. */
export async function failOn(store: Store, table: string, event: "INSERT" | "UPDATE", when: string): Promise<void> {
  await rowsOf(store, FAILING[store.dialect](table, event, when));
}
