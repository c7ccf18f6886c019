import { describe, expect, it } from "vitest";
import type { ReceiverFacts } from "../../src/detect/facts.js";
import { DEFAULT_PARAMETERS } from "../../src/detect/parameters.js";
import { excusedBy, receiverIncidents } from "../../src/detect/receivers.js";
import { DAY, HOUR, NOW, TODAY } from "./build.js";

const THIS_HOUR = Math.floor(NOW / HOUR);
const MOMENT = { now: NOW, began: NOW - 60 * DAY, activeSenders: 400 };

/** A receiver whose busiest hour of every day before has so many senders, at noon; and some hours of its own. */
const receiver = (usual: number, hours: Readonly<Record<number, number>>): ReceiverFacts => ({
  receiver: "big.example",
  class: "refused",
  hours: new Map([
    ...Array.from({ length: 14 }, (_, index): [number, number] => [(TODAY - 1 - index) * 24 + 12, usual]),
    ...Object.entries(hours).map(([ago, senders]): [number, number] => [THIS_HOUR - Number(ago), senders]),
  ]),
});

const incidents = (facts: ReceiverFacts, moment: Partial<typeof MOMENT> = {}) =>
  receiverIncidents([facts], { ...MOMENT, ...moment }, DEFAULT_PARAMETERS);

describe("receiverIncidents", () => {
  it("finds the hour in which far more senders than usual fail, and takes its neighbours with it", () => {
    expect(incidents(receiver(10, { 2: 40 }))).toEqual([
      {
        receiver: "big.example",
        class: "refused",
        from: (THIS_HOUR - 3) * HOUR,
        until: THIS_HOUR * HOUR,
        senders: 40,
        usual: 10,
      },
    ]);
  });

  it("joins hours of one incident", () => {
    expect(incidents(receiver(10, { 5: 30, 4: 60, 2: 40 }))).toMatchObject([
      { from: (THIS_HOUR - 6) * HOUR, until: THIS_HOUR * HOUR, senders: 60 },
    ]);
  });

  it.each([
    ["an ordinary busy hour", receiver(10, { 2: 17 })],
    ["few senders, however unusual", receiver(1, { 2: 7 })],
    ["what is older than any window", receiver(10, { 90: 40 })],
  ])("takes no notice of %s", (_, facts) => {
    expect(incidents(facts)).toEqual([]);
  });

  it("still knows the ordinary day when some of the days before were in trouble", () => {
    const facts = receiver(10, { 2: 40 });
    const troubled = new Map([
      ...facts.hours,
      ...[1, 2, 3, 4].map((ago): [number, number] => [(TODAY - ago) * 24 + 12, 200]),
    ]);
    expect(incidents({ ...facts, hours: troubled }).map(({ usual }) => usual)).toContain(10);
  });

  it("asks for fewer senders on a small server", () => {
    expect(incidents(receiver(1, { 2: 4 }), { activeSenders: 30 })).toHaveLength(1);
  });

  it("has only the number of senders to go by on the first day", () => {
    const first = { began: NOW - 3 * HOUR, activeSenders: 400 };
    expect(incidents(receiver(0, { 1: 40 }), first)).toEqual([]);
    expect(incidents(receiver(0, { 1: 41 }), first)).toHaveLength(1);
  });

  it("takes the quietest of the first days for the ordinary one", () => {
    const facts = receiver(0, { 1: 20 });
    const hours = new Map([...facts.hours, [(TODAY - 2) * 24 + 12, 5], [(TODAY - 1) * 24 + 12, 200]] as const);
    expect(incidents({ ...facts, hours }, { began: (TODAY - 2) * DAY }).some(({ until }) => until > NOW - HOUR)).toBe(
      true,
    );
  });
});

describe("excusedBy", () => {
  const isExcused = excusedBy([
    { receiver: "big.example", class: "refused", from: NOW - HOUR, until: NOW, senders: 40, usual: 10 },
  ]);
  it.each([
    ["big.example", "policy", NOW - 60, true],
    ["big.example", "spam", NOW - 60, true],
    ["big.example", "dead", NOW - 60, false],
    ["small.example", "policy", NOW - 60, false],
    ["big.example", "policy", NOW - HOUR - 1, false],
    ["big.example", "policy", NOW, false],
  ] as const)("%s, %s, at %i: %s", (receiverName, cause, time, excused) => {
    expect(isExcused({ receiver: receiverName, cause, time })).toBe(excused);
  });
});
