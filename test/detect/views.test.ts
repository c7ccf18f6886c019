import { describe, expect, it } from "vitest";
import { DEFAULT_PARAMETERS } from "../../src/detect/parameters.js";
import type { SenderFacts } from "../../src/detect/facts.js";
import {
  hasUnfamiliar,
  mayBeOverPeak,
  mayHaveUnfamiliar,
  openViews,
  since,
  type Context,
} from "../../src/detect/views.js";
import { BOTNET, bounces, DAY, baseline, HOUR, NOW, sender, TODAY } from "./build.js";

const CONTEXT: Context = { now: NOW, isLearning: false, isExcused: null };
const PAST = [{ day: TODAY - 30, count: 10, busiestHour: 6 }];

const viewsOf = (facts: SenderFacts, context: Partial<Context> = {}) => [
  ...new Set(
    openViews(facts, "proven", { ...CONTEXT, ...context }, DEFAULT_PARAMETERS).map(({ window, isUnfamiliar }) =>
      isUnfamiliar ? "unfamiliar" : window.id,
    ),
  ),
];
const countsOf = ({ bounces: all }: SenderFacts) => {
  const within = (seconds: number): number => all.filter(({ time }) => time >= NOW - seconds).length;
  return { hour: within(HOUR), day: within(DAY), burst: within(3 * DAY) };
};

const CASES: readonly (readonly [string, SenderFacts, readonly string[]])[] = [
  ["4 within an hour, of a peak of none", sender({ days: [], bounces: bounces(4, HOUR) }), []],
  ["5 within an hour, of a peak of none", sender({ days: [], bounces: bounces(5, HOUR) }), ["hour", "day"]],
  ["12 within three days", sender({ days: [], bounces: bounces(12, 3 * DAY) }), ["burst"]],
  ["15 within an hour, of a peak of 6", sender({ days: PAST, bounces: bounces(15, HOUR) }), []],
  ["16 within an hour, of a peak of 6", sender({ days: PAST, bounces: bounces(16, HOUR) }), ["hour"]],
  ["26 within a day, of a peak of 10", sender({ days: PAST, bounces: bounces(26, DAY - 1) }), []],
  ["27 within a day, of a peak of 10", sender({ days: PAST, bounces: bounces(27, DAY - 1) }), ["day", "burst"]],
  [
    "30 of a young sender within a day, of a peak of 10",
    sender({
      firstSeen: NOW - 13 * DAY,
      days: [{ day: TODAY - 10, count: 10, busiestHour: 10 }],
      bounces: bounces(30, DAY - 1),
    }),
    [],
  ],
  [
    "31 of a young sender within a day, of a peak of 10",
    sender({
      firstSeen: NOW - 13 * DAY,
      days: [{ day: TODAY - 10, count: 10, busiestHour: 10 }],
      bounces: bounces(31, DAY - 1),
    }),
    ["day", "burst"],
  ],
  [
    "7 from unfamiliar networks, behind a large peak",
    sender({ days: [{ day: TODAY - 30, count: 99, busiestHour: 99 }], bounces: bounces(7, DAY - 1, BOTNET) }),
    [],
  ],
  [
    "8 from unfamiliar networks, behind a large peak",
    sender({
      days: [{ day: TODAY - 30, count: 99, busiestHour: 99 }],
      bounces: bounces(8, DAY - 1, BOTNET),
      baseline: baseline({ unseenShare: 1 / 202 }),
    }),
    ["unfamiliar"],
  ],
  [
    "8 from unfamiliar networks of somebody hardly known",
    sender({
      days: [{ day: TODAY - 30, count: 99, busiestHour: 99 }],
      baseline: baseline({ bounces: 19 }),
      bounces: bounces(8, DAY - 1, BOTNET),
    }),
    [],
  ],
];

/** Five weeks of nine bounces a day. */
const SERVICE = Array.from({ length: 35 }, (_, index) => ({ day: TODAY - 40 + index, count: 9, busiestHour: 2 }));

describe("openViews", () => {
  it("sees a blast of this morning, when no report ran meanwhile", () => {
    const blast = bounces(20, HOUR / 2).map((each) => ({ ...each, time: each.time - 4 * HOUR }));
    expect(viewsOf(sender({ days: [{ day: TODAY - 30, count: 99, busiestHour: 6 }], bounces: blast }))).toEqual([
      "hour",
    ]);
  });

  it("takes nobody for moved within minutes", () => {
    expect(viewsOf(sender({ days: SERVICE, bounces: bounces(12, HOUR / 4, BOTNET) }))).toContain("unfamiliar");
  });

  it("holds a service that moved against all that it sent before", () => {
    const moved = bounces(20, DAY - 1, BOTNET);
    const stayed = bounces(9, DAY - 1);
    const all = [...moved, ...stayed].sort((one, other) => one.time - other.time);
    expect(viewsOf(sender({ days: SERVICE, bounces: moved }))).toEqual([]);
    expect(viewsOf(sender({ days: SERVICE, bounces: all }))).toContain("unfamiliar");
    const yesterday = stayed.map((each) => ({ ...each, time: NOW - DAY + (each.time - NOW + DAY) / 3 }));
    const thisMorning = moved.map((each) => ({ ...each, time: NOW - (NOW - each.time) / 3 }));
    expect(viewsOf(sender({ days: SERVICE, bounces: [...yesterday, ...thisMorning] }))).not.toContain("unfamiliar");
  });

  it("expects of a sender who is everywhere that it comes from anywhere", () => {
    const everywhere = baseline({ unseenShare: 0.8, homes: new Set(["192.0.2"]) });
    const days = [{ day: TODAY - 30, count: 20, busiestHour: 20 }];
    expect(viewsOf(sender({ days, bounces: bounces(30, DAY - 1, BOTNET), baseline: everywhere }))).toEqual([]);
    expect(viewsOf(sender({ days, bounces: bounces(30, DAY - 1, BOTNET) }))).toEqual(["unfamiliar"]);
  });

  it("takes bounces without proof apart", () => {
    const unproven = sender({ days: [], bounces: bounces(20, HOUR, () => ({ isProven: false })) });
    expect(viewsOf(unproven)).toEqual([]);
    expect(openViews(unproven, "all", CONTEXT, DEFAULT_PARAMETERS)).not.toEqual([]);
  });

  it.each(CASES)("%s", (_, facts, views) => {
    expect(viewsOf(facts)).toEqual(views);
  });

  it("wants twenty while learning, and looks at no burst", () => {
    expect(viewsOf(sender({ days: [], bounces: bounces(19, HOUR) }), { isLearning: true })).toEqual([]);
    expect(viewsOf(sender({ days: [], bounces: bounces(20, HOUR) }), { isLearning: true })).toEqual(["hour", "day"]);
  });

  it("leaves out what a receiver does to everybody", () => {
    const [excused] = openViews(
      sender({ days: [], bounces: bounces(14, HOUR) }),
      "proven",
      { ...CONTEXT, isExcused: ({ receiver }) => receiver === "receiver1.example" },
      DEFAULT_PARAMETERS,
    );
    expect(excused?.bounces).toHaveLength(12);
  });
});

describe("what counters tell before bounces are read", () => {
  const mayOpen = (facts: SenderFacts): boolean =>
    mayBeOverPeak(facts, countsOf(facts), CONTEXT, DEFAULT_PARAMETERS) ||
    (mayHaveUnfamiliar(countsOf(facts), CONTEXT, DEFAULT_PARAMETERS) &&
      hasUnfamiliar(
        since(facts.bounces, CONTEXT.now - DAY).map((one) => ({ ...one, count: 1 })),
        facts.baseline,
        CONTEXT,
        DEFAULT_PARAMETERS,
      ));

  it.each(CASES.filter(([, , views]) => views.length > 0))("%s", (_, facts) => {
    expect(mayOpen(facts)).toBe(true);
  });

  it("spares most senders", () => {
    expect(mayOpen(sender({ days: PAST, bounces: bounces(7, DAY) }))).toBe(false);
    expect(mayOpen(sender({ days: [{ day: TODAY - 20, count: 30, busiestHour: 9 }], bounces: bounces(20, DAY) }))).toBe(
      false,
    );
  });
});
