/** The questions of docs/recipes.md and the views that they go to: each is asked of a store that has an answer. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { noAlert } from "../../src/detect/alerts.js";
import { saveAlerts } from "../../src/store/alerts.js";
import { openStore, type LocalStore } from "../../src/store/open.js";
import { ask } from "../../src/store/query.js";
import { TABLES } from "../../src/store/schema.js";
import { QuestionError } from "../../src/store/sql.js";
import { putIntoSpool } from "../../src/store/spool.js";
import { VIEWS } from "../../src/store/views.js";
import { bounceOf, entryOf, readingOf, temporaryStore } from "./readings.js";

const RECIPES = [...readFileSync("docs/recipes.md", "utf8").matchAll(/```sql\n([^`]+)```/g)].map(
  ([, text = ""]) => text,
);

/** Bounces of now, such that every recipe finds something. */
function filled(): LocalStore {
  const store = temporaryStore();
  const now = Math.floor(Date.now() / 1_000);
  const from = (name: string) => ({ sender: { name, source: "login" as const } });
  const refused = { severity: "soft", reason: "spam-detected", rule: "mailbox-full" } as const;
  const unknown = { severity: "soft", reason: "undefined" } as const;
  store.record([
    entryOf(readingOf({ to: "dead@gmail.com", ...from("anna@example.org") }), now - 86_400),
    entryOf(readingOf({ to: "dead@gmail.com", ...from("info@customer.example") }), now),
    entryOf(readingOf({ to: "bob@example.net", ...from("anna@example.org") }), now),
    entryOf(readingOf({ bounces: [bounceOf("x@gmail.com", { verdict: refused })] }), now),
    entryOf(readingOf({ bounces: [bounceOf("y@gmail.com", { verdict: unknown })] }), now),
    entryOf(readingOf({ to: "z@gmail.com", trust: "disproved" }), now),
  ]);
  const alert = noAlert("anna@example.org", now);
  saveAlerts(store, [{ before: null, after: { ...alert, status: "open" } }]);
  const told = { sender: null, recipient: null, queueId: null, clientAddress: null, login: null };
  putIntoSpool(store, { receivedAt: now, head: Buffer.from("x"), size: 1, extensions: [], ...told }, 1);
  return store;
}

describe("the recipes", () => {
  it("are a dozen at least", () => expect(RECIPES.length).toBeGreaterThanOrEqual(12));

  it.each(RECIPES)("are answered: %s", (recipe) => {
    const { rows } = ask(filled(), recipe);
    expect([...rows].length).toBeGreaterThan(0);
  });
});

describe("a view", () => {
  it.each(VIEWS)("$name has the columns that are documented", ({ name, columns }) => {
    const { columns: found, rows } = ask(temporaryStore(), `SELECT * FROM ${name}`);
    expect([...rows]).toEqual([]);
    expect([...found].sort()).toEqual(Object.keys(columns).sort());
  });

  it("shows what counts, and bounces shows all with whether it does", () => {
    const store = filled();
    const one = (text: string): unknown => [...ask(store, text).rows][0]?.[0];
    expect(one("SELECT count(*) FROM bounces")).toBe(6);
    expect(one("SELECT count(*) FROM bounces WHERE counts = 1")).toBe(5);
    expect(one("SELECT sum(bounces) FROM sender_days")).toBe(5);
    expect(one("SELECT sum(bounces) FROM reason_days")).toBe(5);
  });
});

describe("a question", () => {
  it.each([
    ["no SQL", "who is dead?"],
    ["an unknown column", "SELECT nothing FROM bounces"],
    ["two statements", "SELECT 1; SELECT 2"],
    ["nothing", ""],
    ["a change", "DELETE FROM bounce"],
    ["a change that returns rows", "DELETE FROM bounce RETURNING id"],
    ["another file", "ATTACH 'other.db' AS other"],
  ])("is refused when it is %s", (_, text) => {
    expect(() => ask(temporaryStore(), text)).toThrow(QuestionError);
  });

  it("to a store that is read only answers its columns and rows", () => {
    const { path } = filled();
    const store = openStore(path, { readOnly: true });
    const { columns, rows } = ask(
      store,
      "SELECT recipient, counts FROM bounces WHERE sender = 'info@customer.example'",
    );
    expect([columns, [...rows]]).toEqual([["recipient", "counts"], [["dead@gmail.com", 1]]]);
    store.close();
  });
});

it("the schema explains itself: every column with a meaning says it in the table's own text", () => {
  const store = temporaryStore();
  const textOf = store.database.prepare<[string], string>("SELECT sql FROM sqlite_schema WHERE name = ?").pluck();
  for (const { name, columns } of TABLES)
    for (const { meaning } of columns) expect(textOf.get(name)).toContain(meaning);
});
