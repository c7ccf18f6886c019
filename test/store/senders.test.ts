import { describe, expect, it } from "vitest";
import type { TrustLevel } from "../../src/bounce.js";
import type { Reason } from "../../src/reason.js";
import { senderRanking, type RankingOptions } from "../../src/store/senders.js";
import type { Store } from "../../src/store/open.js";
import { newStore } from "./engine.js";
import { bounceOf, DAY, entryOf, HOUR, NOON, readingOf } from "./readings.js";

const MIDNIGHT = NOON - 12 * HOUR;
const TODAY: RankingOptions = { since: MIDNIGHT, until: MIDNIGHT + DAY, baselineSince: MIDNIGHT - 7 * DAY, limit: 10 };

interface Failure {
  readonly sender: string | null;
  readonly at: number;
  readonly to?: string;
  readonly reason?: Reason;
  readonly client?: string;
  readonly trust?: TrustLevel;
}

let serial = 0;

async function fail(store: Store, failures: readonly Failure[]): Promise<void> {
  await store.record(
    failures.map(
      ({
        sender,
        at,
        to = "bob@example.net",
        reason = "user-unknown",
        client = "192.0.2.1",
        trust = "known",
      }: Failure) =>
        entryOf(
          readingOf({
            sender: sender === null ? null : { name: sender, source: "login" },
            clientAddress: client,
            trust,
            bounces: [
              bounceOf(to, {
                identity: String(serial++),
                verdict: { reason, severity: reason === "user-unknown" ? "hard" : "soft" },
              }),
            ],
          }),
          at,
        ),
    ),
  );
}

const times = (count: number, failure: (index: number) => Failure): Failure[] =>
  Array.from({ length: count }, (_, index) => failure(index));
const ranked = async (store: Store, options: Partial<RankingOptions> = {}): Promise<unknown[]> =>
  (await senderRanking(store, { ...TODAY, ...options })).map(({ sender, bounces }) => [sender, bounces]);

describe("the ranking", () => {
  it("has the senders of the period, those with most bounces first", async () => {
    const store = await newStore();
    await fail(store, [
      ...times(3, () => ({ sender: "alice", at: NOON })),
      ...times(5, () => ({ sender: "bob@example.com", at: NOON })),
      { sender: null, at: NOON },
    ]);
    expect(await ranked(store)).toEqual([
      ["bob@example.com", 5],
      ["alice", 3],
      [null, 1],
    ]);
    expect(await ranked(store, { limit: 1 })).toEqual([["bob@example.com", 5]]);
    expect(await ranked(store, { since: MIDNIGHT + DAY, until: MIDNIGHT + 2 * DAY })).toEqual([]);
  });

  it("counts any period by whole hours, each bounce once", async () => {
    const store = await newStore();
    await fail(
      store,
      times(24 * 4, (hour) => ({ sender: "alice", at: MIDNIGHT + hour * HOUR + 1_800 })),
    );
    const periods: [since: number, until: number][] = [
      [0, 96],
      [0, 24],
      [1, 24],
      [0, 23],
      [5, 7],
      [23, 25],
      [23, 73],
      [20, 28],
      [24, 48],
      [30, 90],
      [0, 0],
      [7, 7],
    ];
    for (const [since, until] of periods) {
      const expected = until === since ? [] : [["alice", until - since]];
      expect(await ranked(store, { since: MIDNIGHT + since * HOUR, until: MIDNIGHT + until * HOUR })).toEqual(expected);
    }
    expect(await ranked(store, { since: MIDNIGHT + 1_900, until: MIDNIGHT + HOUR + 1 })).toEqual([["alice", 2]]);
  });

  it("tells what each sender's bounces are like", async () => {
    const store = await newStore();
    await fail(store, [
      ...times(4, (index) => ({ sender: "alice", at: NOON, to: `r${index}@example.net`, client: "192.0.2.1" })),
      ...times(2, (index) => ({
        sender: "alice",
        at: NOON,
        to: `r${index}@example.org`,
        reason: "spam-detected" as const,
        client: "192.0.2.2",
      })),
      { sender: "alice", at: NOON, to: "r0@example.net", reason: "mailbox-full" },
      { sender: "alice", at: NOON, to: "x@example.net", trust: "unproven" },
      { sender: "alice", at: NOON, to: "y@example.net", trust: "disproved" },
    ]);
    expect(await senderRanking(store, TODAY)).toEqual([
      {
        sender: "alice",
        bounces: 8,
        hard: 5,
        soft: 3,
        delayed: 0,
        dead: 5,
        refused: 2,
        unproven: 1,
        disproved: 1,
        complaints: 0,
        fresh: 7,
        recipients: 7,
        domains: 2,
        isComplete: true,
        reasons: [
          { name: "user-unknown", count: 5 },
          { name: "spam-detected", count: 2 },
          { name: "mailbox-full", count: 1 },
        ],
        clients: [
          { name: "192.0.2.1", count: 6 },
          { name: "192.0.2.2", count: 2 },
        ],
        daily: { average: 0, maximum: 0, days: 7 },
      },
    ]);
  });

  it("compares with whole days before", async () => {
    const store = await newStore();
    await fail(store, [
      { sender: "alice", at: NOON },
      ...times(9, () => ({ sender: "alice", at: NOON - DAY })),
      ...times(5, () => ({ sender: "alice", at: NOON - 7 * DAY })),
      ...times(50, () => ({ sender: "alice", at: NOON - 8 * DAY })),
    ]);
    expect(await senderRanking(store, TODAY)).toMatchObject([
      { bounces: 1, daily: { average: 2, maximum: 9, days: 7 } },
    ]);
    expect(await senderRanking(store, { ...TODAY, baselineSince: MIDNIGHT })).toMatchObject([
      { daily: { average: 0, maximum: 0, days: 0 } },
    ]);
  });

  it("looks at the newest bounces only of a sender that has very many", async () => {
    const store = await newStore();
    await fail(store, [
      ...times(10, () => ({ sender: "alice", at: MIDNIGHT, reason: "mailbox-full" as const })),
      ...times(1_000, (index) => ({ sender: "alice", at: NOON, to: `r${index}@example.net` })),
    ]);
    expect(await senderRanking(store, TODAY)).toMatchObject([
      { bounces: 1_010, recipients: 1_000, isComplete: false, reasons: [{ name: "user-unknown", count: 1_000 }] },
    ]);
  });
});
