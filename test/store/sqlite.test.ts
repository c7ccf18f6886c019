/** What holds of SQLite alone: the indexes that it uses, a damaged file, and space that is given back. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CorruptStoreError } from "../../src/store/errors.js";
import { openStore } from "../../src/store/open.js";
import { giveBackSpace, pruneMails } from "../../src/store/prune.js";
import { bouncePages, bounceQuestion, queryBounces, type BounceFilter } from "../../src/store/query.js";
import { keptMail } from "../../src/store/reports.js";
import { render } from "../../src/store/sql.js";
import { finish } from "../../src/store/sqlite.js";
import { storeFacts } from "../../src/store/statistics.js";
import { DAY, entryOf, HOUR, NOON, readingOf, temporaryDirectory, temporaryStore } from "./readings.js";

it("a damaged file is called so", async () => {
  const store = temporaryStore();
  store.record([entryOf(readingOf())]);
  const path = join(temporaryDirectory(), "damaged.db");
  store.database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  const page =
    store.database
      .prepare<[], number>("SELECT rootpage FROM sqlite_schema WHERE name = 'bounce_received'")
      .pluck()
      .get() ?? 0;
  writeFileSync(path, readFileSync(store.path).fill(0xff, (page - 1) * 4_096, page * 4_096));
  const damaged = openStore(path);
  expect(() => queryBounces(damaged, {})).toThrow(CorruptStoreError);
  await expect(bouncePages(damaged, {}).next()).rejects.toThrow(CorruptStoreError);
  damaged.close();
});

describe("the plan", () => {
  const named = { sender: { name: "alice", source: "login" } } as const;

  const planOf = (filter: BounceFilter): string[] => {
    const store = temporaryStore();
    store.record([entryOf(readingOf(named))]);
    const behind = { receivedAt: NOON + 9 * HOUR, id: 9 };
    const { statement, values } = finish(bounceQuestion(store, filter, behind, 9));
    const text = render(statement.text, "sqlite").replaceAll("$", "?");
    return store.database
      .prepare<[Record<string, unknown>], { detail: string }>(`EXPLAIN QUERY PLAN ${text}`)
      .all(Object.fromEntries(values.map((value, place) => [String(place + 1), value])))
      .map(({ detail }) => detail);
  };
  const cases: [what: string, filter: BounceFilter, index: RegExp][] = [
    ["address", { address: "bob@example.net" }, /bounce USING COVERING INDEX bounce_recipient \(recipient_id=\?\)/],
    ["original address", { address: "bob@example.net" }, /bounce USING INDEX bounce_original \(<expr>=\?\)/],
    [
      "sender",
      { sender: "alice", reason: "expired", since: NOON },
      /b USING INDEX bounce_sender \(sender_id=\? AND received_at>\? AND received_at<\?\)/,
    ],
    [
      "domain",
      { domain: "example.net", severity: "hard", until: NOON },
      /b USING INDEX bounce_domain \(domain_id=\? AND received_at<\?\)/,
    ],
    [
      "period",
      { since: NOON, reason: "user-unknown" },
      /b USING INDEX bounce_received \(received_at>\? AND received_at<\?\)/,
    ],
  ];

  it.each(cases)("for %s searches, and scans and sorts nothing", (what, filter, index) => {
    const plan = planOf(filter);
    expect(plan.filter((line) => index.test(line))).toHaveLength(1);
    expect(plan.filter((line) => line.startsWith("SCAN"))).toEqual([]);
    // The ids of one address are put in order before the limit; they are few.
    if (!what.includes("address")) expect(plan.filter((line) => line.includes("TEMP B-TREE"))).toEqual([]);
  });
});

it("pruning gives the room back", () => {
  const store = temporaryStore();
  const noise = Buffer.from(Array.from({ length: 50_000 }, (_, index) => (index * 7_919 * (index + 3)) % 251));
  for (let day = 0; day < 10; day += 1)
    store.record([entryOf(readingOf({ to: `r${day}@example.net` }), NOON + day * DAY, noise.subarray(day))]);
  const pragma = (name: string) => store.database.prepare<[], string | number>(`PRAGMA ${name}`).pluck().get();
  const { size } = storeFacts(store);
  while (pruneMails(store, NOON + 9 * DAY, 3).bounces > 0);
  while (giveBackSpace(store, 2));
  expect(storeFacts(store).size).toBeLessThan(size);
  expect(pragma("freelist_count")).toBe(0);
  expect(pragma("integrity_check")).toBe("ok");
  expect(keptMail(store, queryBounces(store, {})[0]?.reportId ?? 0)?.raw.length).toBe(noise.length - 9);
});
