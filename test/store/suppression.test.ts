/** States of addresses as the store keeps them: what moves them, who may, and how it is told. */
import { describe, expect, it } from "vitest";
import type { TrustLevel } from "../../src/bounce.js";
import type { LocalStore } from "../../src/store/open.js";
import { isBehindChanges, publish, type PublishedState } from "../../src/store/publication.js";
import { expireStates, historyOf, orderStates, statesAfter, statesOf, undoState } from "../../src/store/suppression.js";
import { DEFAULT_POLICY } from "../../src/suppress/parameters.js";
import { bounceOf, DAY, entryOf, NOON, readingOf, temporaryStore } from "./readings.js";

const BOB = "bob@example.net";

let serial = 0;

/** Records a failure of an address so many days after NOON. */
function fail(
  store: LocalStore,
  address: string,
  day: number,
  trust: TrustLevel = "signed",
  action = "failed" as const,
): void {
  serial += 1;
  const bounces = [bounceOf(address, { identity: `suppression ${serial}`, facts: { action } })];
  const reading = readingOf({ bounces, trust, identity: `s${serial}` });
  store.record([{ ...entryOf(reading, NOON + day * DAY), suppression: DEFAULT_POLICY }]);
}

function deliver(store: LocalStore, address: string, day: number): void {
  serial += 1;
  const bounce = bounceOf(address, {
    identity: `suppression ${serial}`,
    facts: { action: "delivered", status: "2.0.0" },
    verdict: { severity: null, reason: "delivered" },
  });
  const reading = readingOf({ kind: "delivered", bounces: [bounce], trust: "own-notice", identity: `s${serial}` });
  store.record([{ ...entryOf(reading, NOON + day * DAY), suppression: DEFAULT_POLICY }]);
}

const stateOf = (store: LocalStore, address = BOB): string | undefined => statesOf(store, address)[0]?.state;
const actions = (store: LocalStore, address = BOB): string[] => historyOf(store, address).map(({ action }) => action);

const order = (
  store: LocalStore,
  action: "suppress" | "allow" | "release",
  until: number | null = null,
): readonly boolean[] =>
  orderStates(store, [{ address: BOB, scope: "*", action, who: "anna", why: "asked", at: NOON + 2 * DAY, until }]);

describe("an address that bounces", () => {
  it("is suppressed by the second hard bounce, which its history names with rule and trust", () => {
    const store = temporaryStore();
    fail(store, BOB, 0);
    expect(statesOf(store, BOB)).toEqual([]);
    fail(store, BOB, 1);
    expect(statesOf(store, "BOB@example.net")).toMatchObject([
      { address: BOB, scope: "*", state: "suppressed", who: "", reason: "user-unknown", until: NOON + 91 * DAY },
    ]);
    expect(historyOf(store, BOB)).toMatchObject([
      { action: "suppress", who: "", rule: "status-5.1.1", trust: "signed", bounceId: 2 },
    ]);
  });

  it.each(["unproven", "disproved", "forwarded"] as const)("moves no state where it is %s", (trust) => {
    const store = temporaryStore();
    for (const day of [0, 1, 2, 3]) fail(store, BOB, day, trust);
    expect(statesAfter(store, { address: "", scope: "" }, 10)).toEqual([]);
  });

  it("is counted by proven bounces alone: two forged and one real are one", () => {
    const store = temporaryStore();
    fail(store, BOB, 0, "disproved");
    fail(store, BOB, 1, "unproven");
    fail(store, BOB, 2, "own-notice");
    expect(stateOf(store)).toBeUndefined();
  });

  it("is written to again after a proven delivery, and counted anew", () => {
    const store = temporaryStore();
    fail(store, BOB, 0);
    fail(store, BOB, 1);
    deliver(store, BOB, 2);
    expect(stateOf(store)).toBe("released");
    fail(store, BOB, 3);
    expect(stateOf(store)).toBe("released");
    fail(store, BOB, 4);
    expect(actions(store)).toEqual(["suppress", "release", "suppress"]);
  });

  it("may be tried once when its time is up", () => {
    const store = temporaryStore();
    fail(store, BOB, 0);
    fail(store, BOB, 1);
    expect(expireStates(store, NOON + 90 * DAY)).toBe(0);
    expect(expireStates(store, NOON + 91 * DAY)).toBe(1);
    expect(stateOf(store)).toBe("probation");
    fail(store, BOB, 92);
    expect(statesOf(store, BOB)).toMatchObject([{ state: "suppressed", until: NOON + (92 + 365) * DAY }]);
  });
});

describe("a person's word", () => {
  it("wins over the program's, and carries who and why", () => {
    const store = temporaryStore();
    order(store, "allow");
    for (const day of [3, 4, 5]) fail(store, BOB, day);
    expect(statesOf(store, BOB)).toMatchObject([{ state: "allowed", who: "anna", why: "asked" }]);
    order(store, "suppress");
    deliver(store, BOB, 6);
    expect(stateOf(store)).toBe("suppressed");
  });

  it("releases nothing that is not on record", () => {
    expect(order(temporaryStore(), "release")).toEqual([false]);
  });

  it("can be undone, and so can the program's", () => {
    const store = temporaryStore();
    fail(store, BOB, 0);
    fail(store, BOB, 1);
    expect(undoState(store, BOB, "*", "anna", NOON + 2 * DAY)).toBe("released");
    order(store, "suppress");
    order(store, "allow");
    expect(undoState(store, BOB, "*", "anna", NOON + 2 * DAY)).toBe("suppressed");
    expect(actions(store)).toEqual(["suppress", "undo", "suppress", "allow", "undo"]);
    expect(undoState(store, "eve@example.net", "*", "anna", NOON)).toBeNull();
  });
});

describe("the guard", () => {
  it("suppresses nobody of a domain where twenty addresses would be within the hour, and says so", () => {
    const store = temporaryStore();
    const addresses = Array.from({ length: 25 }, (_, place) => `r${String(place).padStart(2, "0")}@trouble.example`);
    for (const address of addresses) fail(store, address, 0);
    for (const address of addresses) fail(store, address, 1);
    const states = statesAfter(store, { address: "", scope: "" }, 100).filter(({ state }) => state === "suppressed");
    expect(states).toEqual([]);
    expect(stateOf(store, addresses[0])).toBe("released");
    expect(historyOf(store, addresses[19] ?? "")).toMatchObject([{ action: "hold" }]);
  });
});

describe("a follower", () => {
  it("gets everything first, then what changed, each state once, and again what it could not take", () => {
    const store = temporaryStore();
    const taken: (readonly [boolean, readonly PublishedState[]])[] = [];
    const follow = (): number =>
      publish(
        store,
        "postfix",
        false,
        (states, isAll) => void taken.push([isAll, states.map((one) => ({ ...one, reply: "" }))]),
      );
    fail(store, BOB, 0);
    fail(store, BOB, 1);
    expect(isBehindChanges(store, "postfix", NOON)).toBe(true);
    follow();
    expect(isBehindChanges(store, "postfix", NOON)).toBe(false);
    expect(follow()).toBe(0);
    order(store, "release");
    const refuse = (): number =>
      publish(store, "postfix", false, () => {
        throw new Error("full");
      });
    expect(refuse).toThrow("full");
    follow();
    expect(taken).toEqual([
      [true, [{ address: BOB, scope: "*", state: "suppressed", reply: "" }]],
      [false, [{ address: BOB, scope: "*", state: "released", reply: "" }]],
    ]);
    expect(isBehindChanges(store, "postfix", NOON)).toBe(false);
  });
});
