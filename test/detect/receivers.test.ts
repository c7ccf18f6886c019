import { describe, expect, it } from "vitest";
import type { ReceiverFacts } from "../../src/detect/facts.js";
import { DEFAULT_PARAMETERS } from "../../src/detect/parameters.js";
import { excusedBy, findTroubles } from "../../src/detect/receivers.js";
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
  findTroubles([facts], () => 0, { ...MOMENT, ...moment }, DEFAULT_PARAMETERS).receivers;

describe("a receiver in trouble", () => {
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

describe("trouble at several receivers", () => {
  const of = (name: string, receiverClass: ReceiverFacts["class"], senders = 40): ReceiverFacts => ({
    ...receiver(10, { 2: senders }),
    receiver: name,
    class: receiverClass,
  });
  const troubles = (receivers: readonly ReceiverFacts[], strangersAt = () => 0) =>
    findTroubles(receivers, strangersAt, MOMENT, DEFAULT_PARAMETERS);

  it("is ours when they refuse us at once, and excuses refusals everywhere", () => {
    const { receivers, ours, isExcused } = troubles(
      ["a.example", "b.example", "c.example"].map((name) => of(name, "refused")),
    );
    expect(receivers).toEqual([]);
    expect(ours).toMatchObject([{ class: "refused", receivers: ["a.example", "b.example", "c.example"] }]);
    const time = NOW - 2 * HOUR;
    expect(isExcused?.({ receiver: "small.example", cause: "policy", time })).toBe(true);
    expect(isExcused?.({ receiver: "small.example", cause: "dead", time })).toBe(false);
  });

  it("is theirs when they are two", () => {
    expect(troubles([of("a.example", "refused"), of("b.example", "refused")])).toMatchObject({
      receivers: [{ receiver: "a.example" }, { receiver: "b.example" }],
      ours: [],
    });
  });

  it("is a wave of spam when one refuses and knows no addresses, and excuses nobody", () => {
    expect(troubles([of("a.example", "refused"), of("a.example", "failed"), of("b.example", "refused")])).toEqual({
      receivers: [],
      ours: [],
      isExcused: null,
    });
  });

  it("is a wave of spam when two know no addresses", () => {
    expect(troubles([of("a.example", "failed"), of("b.example", "failed")]).receivers).toEqual([]);
    expect(troubles([of("a.example", "failed")]).receivers).toHaveLength(1);
  });

  it("is none when the senders are strangers to their accounts", () => {
    expect(troubles([of("a.example", "refused")], () => 35).receivers).toEqual([]);
    expect(troubles([of("a.example", "refused")], () => 5).receivers).toMatchObject([{ senders: 35 }]);
  });
});

describe("excusedBy", () => {
  const isExcused = excusedBy(
    [{ receiver: "big.example", class: "refused", from: NOW - HOUR, until: NOW, senders: 40, usual: 10 }],
    [],
  );
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
