/** Whatever comes, in whatever order: every counter is what the bounces come to. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Action, TrustLevel } from "../../src/bounce.js";
import type { RecordEntry, Store } from "../../src/store/open.js";
import { miscounts, repairCounters } from "../../src/store/recount.js";
import { counters } from "./counters.js";
import { newStore, rowsOf } from "./engine.js";
import { bounceOf, DAY, entryOf, HOUR, NOON, readingOf } from "./readings.js";

interface Planned {
  readonly failure: number;
  readonly recipient: string;
  readonly sender: string;
  readonly trust: TrustLevel;
  readonly action: Action;
  readonly reason: "user-unknown" | "mailbox-full" | "spam-detected";
  readonly at: number;
  readonly isComplaint: boolean;
}

const planned: fc.Arbitrary<Planned> = fc.record({
  failure: fc.nat({ max: 12 }),
  recipient: fc.constantFrom("bob@example.net", "eve@example.net", "kim@example.org"),
  sender: fc.constantFrom("alice@example.com", "dave@example.com"),
  trust: fc.constantFrom("signed", "own-notice", "known", "unproven", "disproved"),
  action: fc.constantFrom("failed", "failed", "failed", "delayed", "delivered"),
  reason: fc.constantFrom("user-unknown", "mailbox-full", "spam-detected"),
  at: fc.constantFrom(0, 1, HOUR, DAY, -DAY, 3 * DAY, -2 * HOUR),
  isComplaint: fc.constantFrom(false, false, false, false, true),
});

/** A message of the plan. Failures of one number are one failure, whatever else is said of it. */
export function entryOfPlan({
  failure,
  recipient,
  sender,
  trust,
  action,
  reason,
  at,
  isComplaint,
}: Planned): RecordEntry {
  const severity = action === "delivered" ? null : reason === "user-unknown" ? "hard" : "soft";
  const bounce = bounceOf(recipient, { identity: `f ${failure}`, facts: { action }, verdict: { reason, severity } });
  const reading = readingOf({ trust, sender: { name: sender, source: "login" }, bounces: [bounce] });
  return entryOf(isComplaint ? { ...reading, kind: "complaint", bounces: [] } : reading, NOON + at);
}

const batches = fc.array(fc.array(planned, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 6 });

describe("counters", () => {
  it("are what the bounces come to, after any batches with duplicates, forgeries and better reports", async () => {
    await fc.assert(
      fc.asyncProperty(batches, async (plan) => {
        const store = await newStore();
        for (const batch of plan) await store.record(batch.map(entryOfPlan));
        expect(await miscounts(store)).toEqual([]);
        await store.close();
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  it("that are wrong are found, and repaired", async () => {
    const store: Store = await newStore();
    const of = (to: string, at: number) => entryOf(readingOf({ to }), at);
    await store.record([of("bob@example.net", NOON), of("eve@example.org", NOON + DAY)]);
    await store.record([entryOf(readingOf({ kind: "complaint", bounces: [] }), NOON)]);
    const sound = await counters(store);
    for (const text of [
      "UPDATE sender_hour SET hard = 7",
      "DELETE FROM sender_day",
      `INSERT INTO reason_hour (hour, reason, outcome, host_id, bounces) VALUES (${NOON}, 'expired', 'soft', 0, 2)`,
      "UPDATE recipient SET failed_days = 5 WHERE address = 'bob@example.net'",
    ])
      await rowsOf(store, text);
    expect(await miscounts(store)).toEqual([
      { table: "sender_hour", rows: 4 },
      { table: "sender_day", rows: 2 },
      { table: "reason_hour", rows: 1 },
      { table: "recipient", rows: 1 },
    ]);
    await repairCounters(store);
    expect(await miscounts(store)).toEqual([]);
    expect(await counters(store)).toEqual(sound);
  });

  it("of bounces that were pruned are not missed", async () => {
    const store = await newStore();
    await store.record([entryOf(readingOf(), NOON), entryOf(readingOf(), NOON + 3 * DAY)]);
    await rowsOf(store, `DELETE FROM bounce WHERE received_at = ${NOON}`);
    expect((await miscounts(store)).map(({ table }) => table)).toEqual(["recipient"]);
  });
});
