import { describe, expect, it } from "vitest";
import type { Store } from "../../src/store/open.js";
import { countOld, giveBackSpace, NO_IDENTITY, pruneIdentities, pruneMails } from "../../src/store/prune.js";
import { queryBounces } from "../../src/store/query.js";
import { recipientSummary } from "../../src/store/recipients.js";
import { newStore, rowsOf } from "./engine.js";
import { bounceOf, DAY, entryOf, NOON, readingOf } from "./readings.js";

const rows = async (store: Store, table: string): Promise<unknown[]> => rowsOf(store, `SELECT * FROM ${table}`);
const ROLLUPS = ["sender_hour", "sender_day", "receiver_hour", "reason_hour", "sender", "host"];
const everyRollup = (store: Store): Promise<unknown> => Promise.all(ROLLUPS.map((table) => rows(store, table)));

/** One mail a day for ten days, each to an address of its own. */
async function tenDays(): Promise<{ readonly store: Store; readonly entries: ReturnType<typeof entryOf>[] }> {
  const store = await newStore();
  const entries = Array.from({ length: 10 }, (_, day) =>
    entryOf(
      readingOf({ to: `rcpt${day}@example.net`, identity: `day ${day}` }),
      NOON + day * DAY,
      Buffer.from(`mail ${day}`),
    ),
  );
  await store.record(entries);
  return { store, entries };
}

async function pruneAll(store: Store, before: number, limit = 3): Promise<void> {
  while ((await pruneMails(store, before, limit)).bounces > 0);
  for (let after: string | null = NO_IDENTITY; after !== null;) after = await pruneIdentities(store, after, limit);
  while (await giveBackSpace(store, 2));
}

describe("pruning", () => {
  it("removes whole days of messages and the addresses that have no other, and keeps the sums", async () => {
    const { store } = await tenDays();
    const before = await everyRollup(store);
    expect(await countOld(store, NOON + 4 * DAY)).toEqual({ reports: 4, bounces: 4, kept: 4 });
    await pruneAll(store, NOON + 4 * DAY);
    for (const table of ["bounce", "kept_message", "bounce_identity", "recipient"])
      expect(await rows(store, table)).toHaveLength(6);
    expect((await queryBounces(store, {})).map(({ recipient }) => recipient).sort()).toEqual(
      [4, 5, 6, 7, 8, 9].map((day) => `rcpt${day}@example.net`),
    );
    expect(await everyRollup(store)).toEqual(before);
    expect(await recipientSummary(store, "rcpt0@example.net")).toBeNull();
  });

  it("counts an address anew that has bounces left", async () => {
    const store = await newStore();
    const full = { severity: "soft", reason: "mailbox-full" } as const;
    await store.record([entryOf(readingOf()), entryOf(readingOf(), NOON + DAY)]);
    await store.record([
      entryOf(readingOf({ bounces: [bounceOf("bob@example.net", { verdict: full })] }), NOON + 2 * DAY),
    ]);
    await pruneAll(store, NOON + DAY);
    expect(await recipientSummary(store, "bob@example.net")).toMatchObject({
      hard: 1,
      soft: 1,
      days: 2,
      firstSeen: NOON + DAY,
      lastReason: "mailbox-full",
    });
  });

  it("goes by small pieces", async () => {
    const { store } = await tenDays();
    expect(await pruneMails(store, NOON + 5 * DAY, 2)).toEqual({ reports: 2, bounces: 2, kept: 2 });
    expect(await pruneMails(store, NOON + 5 * DAY, 10)).toMatchObject({ reports: 3 });
    expect(await pruneMails(store, NOON + 5 * DAY, 10)).toMatchObject({ reports: 0 });
  });

  it("counts the messages, however many recipients they name", async () => {
    const store = await newStore();
    const many = readingOf();
    const bounces = ["a", "b", "c"].flatMap((name) => readingOf({ to: `${name}@example.net` }).bounces);
    await store.record([entryOf({ ...many, bounces }), entryOf(readingOf({ to: "next@example.net" }))]);
    expect(await countOld(store, NOON + 5 * DAY)).toEqual({ reports: 2, bounces: 4, kept: 0 });
    expect(await pruneMails(store, NOON + 5 * DAY, 3)).toEqual({ reports: 1, bounces: 3, kept: 0 });
    expect((await queryBounces(store, {})).map(({ recipient }) => recipient)).toEqual(["next@example.net"]);
  });

  it("leaves what is already known known, and numbers that are remembered right", async () => {
    const { store, entries } = await tenDays();
    await pruneAll(store, NOON + 4 * DAY);
    expect((await store.record(entries.slice(4))).map(({ isNew }) => isNew)).toEqual([
      false,
      false,
      false,
      false,
      false,
      false,
    ]);
    await store.record([entryOf(readingOf({ to: "rcpt0@example.net" }), NOON + 11 * DAY)]);
    expect(await recipientSummary(store, "rcpt0@example.net")).toMatchObject({ hard: 1 });
    expect(await queryBounces(store, { address: "rcpt0@example.net" })).toHaveLength(1);
  });
});
