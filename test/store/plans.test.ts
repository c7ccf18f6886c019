import { expect, it, vi } from "vitest";
import { openStore } from "../../src/store/open.js";
import { doEverything } from "./everything.js";
import { temporaryStore } from "./readings.js";

/** Everything that is prepared while the store records and is asked, each once. */
async function statementsOf(path: string): Promise<string[]> {
  const store = openStore(path);
  const prepare = vi.spyOn(store.database, "prepare");
  await doEverything(store);
  const statements = prepare.mock.calls.map(([sql]) => sql);
  store.close();
  return [...new Set(statements)];
}

it("nothing that is run for a mail or for a question reads a whole table or index", async () => {
  const store = temporaryStore();
  const statements = await statementsOf(store.path);
  expect(statements.length).toBeGreaterThan(50);
  const scans = statements.flatMap((sql) => {
    const named: Record<string, number> = Object.fromEntries(
      [...sql.matchAll(/@(\w+)/g)].map(([, name = ""]) => [name, 1] as const),
    );
    const values: unknown[] = [...sql.matchAll(/\?/g)].map(() => "1");
    const plan = store.database
      .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
      .all(...(values.length > 0 ? values : [named]));
    return plan
      .map(({ detail }) => detail)
      .filter((detail) => detail.startsWith("SCAN"))
      .map((detail) => `${detail} in ${sql}`);
  });
  // Rows that the statement itself has made: the days of a period, the top of a ranking, the newest of a pair. Beside them the
  // one row of ids, and the alerts that are live.
  const ofTables = scans.filter(
    (scan) =>
      !/^SCAN (?:CONSTANT ROW|days|hours|top|newest|parts|hours_in_trouble|next_id|json_each[^\n]*|a USING INDEX alert_live|\(subquery-\d+\)) in/.test(
        scan,
      ),
  );
  expect(ofTables).toEqual([]);
});
