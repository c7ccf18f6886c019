import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { backUp } from "../../src/store/backup.js";
import { openStore, type LocalStore } from "../../src/store/open.js";
import { countOld, giveBackSpace, NO_IDENTITY, pruneIdentities, pruneMails } from "../../src/store/prune.js";
import { queryBounces } from "../../src/store/query.js";
import { recipientSummary } from "../../src/store/recipients.js";
import { keptMail } from "../../src/store/reports.js";
import { bounceOf, DAY, entryOf, NOON, readingOf, temporaryDirectory, temporaryStore } from "./readings.js";

const rows = (store: LocalStore, table: string): unknown[] => store.database.prepare(`SELECT * FROM ${table}`).all();
const count = (store: LocalStore, table: string): number => rows(store, table).length;
const ROLLUPS = ["sender_hour", "sender_day", "receiver_hour", "reason_hour", "sender", "host"];
const everyRollup = (store: LocalStore): unknown => ROLLUPS.map((table) => [table, rows(store, table)]);

/** One mail a day for ten days, each to an address of its own. */
function tenDays(): { readonly store: LocalStore; readonly entries: ReturnType<typeof entryOf>[] } {
  const store = temporaryStore();
  const entries = Array.from({ length: 10 }, (_, day) =>
    entryOf(
      readingOf({ to: `rcpt${day}@example.net`, identity: `day ${day}` }),
      NOON + day * DAY,
      Buffer.from(`mail ${day}`),
    ),
  );
  store.record(entries);
  return { store, entries };
}

function pruneAll(store: LocalStore, before: number, limit = 3): void {
  while (pruneMails(store, before, limit).bounces > 0);
  for (let after: string | null = NO_IDENTITY; after !== null;) after = pruneIdentities(store, after, limit);
  while (giveBackSpace(store, 2));
}

describe("pruning", () => {
  it("removes whole days of messages and the addresses that have no other, and keeps the sums", () => {
    const { store } = tenDays();
    const before = everyRollup(store);
    expect(countOld(store, NOON + 4 * DAY)).toEqual({ reports: 4, bounces: 4, kept: 4 });
    pruneAll(store, NOON + 4 * DAY);
    expect(["bounce", "kept_message", "bounce_identity", "recipient"].map((table) => count(store, table))).toEqual([
      6, 6, 6, 6,
    ]);
    expect(
      queryBounces(store, {})
        .map(({ recipient }) => recipient)
        .sort(),
    ).toEqual([4, 5, 6, 7, 8, 9].map((day) => `rcpt${day}@example.net`));
    expect(everyRollup(store)).toEqual(before);
    expect(recipientSummary(store, "rcpt0@example.net")).toBeNull();
  });

  it("counts an address anew that has bounces left", () => {
    const store = temporaryStore();
    const full = { severity: "soft", reason: "mailbox-full" } as const;
    store.record([entryOf(readingOf()), entryOf(readingOf(), NOON + DAY)]);
    store.record([entryOf(readingOf({ bounces: [bounceOf("bob@example.net", { verdict: full })] }), NOON + 2 * DAY)]);
    pruneAll(store, NOON + DAY);
    expect(recipientSummary(store, "bob@example.net")).toMatchObject({
      hard: 1,
      soft: 1,
      days: 2,
      firstSeen: NOON + DAY,
      lastReason: "mailbox-full",
    });
  });

  it("goes by small pieces", () => {
    const { store } = tenDays();
    expect(pruneMails(store, NOON + 5 * DAY, 2)).toEqual({ reports: 2, bounces: 2, kept: 2 });
    expect(pruneMails(store, NOON + 5 * DAY, 10)).toMatchObject({ reports: 3 });
    expect(pruneMails(store, NOON + 5 * DAY, 10)).toMatchObject({ reports: 0 });
  });

  it("counts the messages, however many recipients they name", () => {
    const store = temporaryStore();
    const many = readingOf();
    const bounces = ["a", "b", "c"].flatMap((name) => readingOf({ to: `${name}@example.net` }).bounces);
    store.record([entryOf({ ...many, bounces }), entryOf(readingOf({ to: "next@example.net" }))]);
    expect(countOld(store, NOON + 5 * DAY)).toEqual({ reports: 2, bounces: 4, kept: 0 });
    expect(pruneMails(store, NOON + 5 * DAY, 3)).toEqual({ reports: 1, bounces: 3, kept: 0 });
    expect(queryBounces(store, {}).map(({ recipient }) => recipient)).toEqual(["next@example.net"]);
  });

  it("leaves what is already known known, and numbers that are remembered right", () => {
    const { store, entries } = tenDays();
    pruneAll(store, NOON + 4 * DAY);
    expect(store.record(entries.slice(4)).map(({ isNew }) => isNew)).toEqual([
      false,
      false,
      false,
      false,
      false,
      false,
    ]);
    store.record([entryOf(readingOf({ to: "rcpt0@example.net" }), NOON + 11 * DAY)]);
    expect(recipientSummary(store, "rcpt0@example.net")).toMatchObject({ hard: 1 });
    expect(queryBounces(store, { address: "rcpt0@example.net" })).toHaveLength(1);
  });

  it("gives the room back", () => {
    const store = temporaryStore();
    const noise = Buffer.from(Array.from({ length: 50_000 }, (_, index) => (index * 7_919 * (index + 3)) % 251));
    for (let day = 0; day < 10; day += 1)
      store.record([entryOf(readingOf({ to: `r${day}@example.net` }), NOON + day * DAY, noise.subarray(day))]);
    const pragma = (name: string) => store.database.prepare<[], string | number>(`PRAGMA ${name}`).pluck().get();
    const pages = (): number => Number(pragma("page_count"));
    const before = pages();
    pruneAll(store, NOON + 9 * DAY);
    expect(pages()).toBeLessThan(before);
    expect(pragma("freelist_count")).toBe(0);
    expect(pragma("integrity_check")).toBe("ok");
    expect(keptMail(store, queryBounces(store, {})[0]?.reportId ?? 0)?.raw.length).toBe(noise.length - 9);
  });
});

describe("a backup", () => {
  it("is the database as of its beginning, though others write all the while", async () => {
    const { store } = tenDays();
    store.record(Array.from({ length: 2_000 }, (_, index) => entryOf(readingOf({ to: `more${index}@example.net` }))));
    const writer = openStore(store.path);
    const file = join(temporaryDirectory(), "copy.db");
    let written = 0;
    const before = count(store, "bounce");
    const timer = setInterval(() => {
      writer.record([entryOf(readingOf())]);
      written += 1;
    }, 1);
    await backUp(store, file, () => {
      writer.record([entryOf(readingOf())]);
      written += 1;
    });
    clearInterval(timer);
    writer.close();
    const copy = openStore(file);
    expect(written).toBeGreaterThan(0);
    expect(count(copy, "bounce")).toBe(before);
    expect(count(store, "bounce")).toBe(before + written);
    copy.record([entryOf(readingOf())]);
    copy.close();
    expect(existsSync(`${file}.partial`)).toBe(false);
  });

  it("leaves nothing behind where it cannot be made, and the file that was there alone", async () => {
    const { store } = tenDays();
    const directory = temporaryDirectory();
    await expect(backUp(store, join(directory, "missing", "copy.db"), () => undefined)).rejects.toThrow(/missing/);
    const file = join(directory, "copy.db");
    await backUp(store, file, () => undefined);
    await expect(
      backUp(store, file, () => {
        throw new Error("stopped");
      }),
    ).rejects.toThrow("stopped");
    expect(existsSync(`${file}.partial`)).toBe(false);
    expect(existsSync(file)).toBe(true);
    expect(store.database.inTransaction).toBe(false);
  });
});
