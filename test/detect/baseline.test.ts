import { describe, expect, it } from "vitest";
import { DEFAULT_PARAMETERS } from "../../src/detect/parameters.js";
import { baselineOf, peakOf } from "../../src/detect/baseline.js";
import { DAY_WINDOW, HOUR_WINDOW, BURST_WINDOW } from "../../src/detect/window.js";
import { sender, TODAY } from "./build.js";

const days = (...entries: readonly (readonly [ago: number, count: number, busiestHour: number])[]) =>
  entries
    .map(([ago, count, busiestHour]) => ({ day: TODAY - ago, count, busiestHour }))
    .sort((one, other) => one.day - other.day);

describe("peakOf", () => {
  it("is 0 for a sender without a past", () => {
    for (const window of [HOUR_WINDOW, DAY_WINDOW, BURST_WINDOW])
      expect(peakOf(sender({ days: [] }), window, TODAY, DEFAULT_PARAMETERS)).toBe(0);
  });

  it("is the highest day, and for an hour the highest hour", () => {
    const past = days([30, 12, 3], [20, 7, 6], [10, 9, 2]);
    expect(peakOf(sender({ days: past }), DAY_WINDOW, TODAY, DEFAULT_PARAMETERS)).toBe(12);
    expect(peakOf(sender({ days: past }), HOUR_WINDOW, TODAY, DEFAULT_PARAMETERS)).toBe(6);
  });

  it("is for three days the highest sum of days in a row", () => {
    expect(
      peakOf(
        sender({ days: days([30, 12, 3], [22, 5, 1], [21, 4, 1], [20, 7, 6], [18, 9, 9]) }),
        BURST_WINDOW,
        TODAY,
        DEFAULT_PARAMETERS,
      ),
    ).toBe(16);
  });

  it("leaves out the days that an attack may have begun on", () => {
    const past = days([0, 900, 90], [1, 800, 80], [2, 5, 1]);
    expect(peakOf(sender({ days: past }), DAY_WINDOW, TODAY, DEFAULT_PARAMETERS)).toBe(5);
    expect(peakOf(sender({ days: past }), BURST_WINDOW, TODAY, DEFAULT_PARAMETERS)).toBe(0);
  });

  it("leaves out the days of an alert", () => {
    const alerts = { isStanding: false, days: new Set([TODAY - 20]) };
    expect(
      peakOf(sender({ days: days([30, 12, 3], [20, 700, 600]), alerts }), DAY_WINDOW, TODAY, DEFAULT_PARAMETERS),
    ).toBe(12);
  });

  it("forgets after sixty days", () => {
    expect(peakOf(sender({ days: days([61, 50, 9], [62, 70, 9]) }), DAY_WINDOW, TODAY, DEFAULT_PARAMETERS)).toBe(50);
  });
});

describe("baselineOf", () => {
  const from = (networks: readonly (string | null)[]) =>
    baselineOf(networks.map((network) => ({ network, hasForeignFrom: false, isBulk: false })));

  it("says how likely the next bounce comes from a network that none shows", () => {
    expect(from([]).unseenShare).toBe(0.5);
    expect(from(Array.from({ length: 8 }, () => "192.0.2")).unseenShare).toBeCloseTo(0.1);
    expect(from(Array.from({ length: 8 }, (_, index) => `198.51.${index}`)).unseenShare).toBeCloseTo(0.9);
  });

  it("goes by the last ones when these moved about more", () => {
    const settled = Array.from({ length: 160 }, () => "192.0.2");
    expect(from(settled).unseenShare).toBeLessThan(0.03);
    expect(
      from([...settled, ...settled.slice(0, 40).map((_, index) => `198.51.${index}`)]).unseenShare,
    ).toBeGreaterThan(0.9);
  });

  it("counts bounces without a client, and knows the networks that hold a tenth", () => {
    const { bounces, located, networks, homes } = from([
      null,
      ...Array.from({ length: 19 }, () => "192.0.2"),
      "10.0.0",
    ]);
    expect([bounces, located, networks.has("10.0.0"), homes.has("192.0.2"), homes.has("10.0.0")]).toEqual([
      21,
      20,
      true,
      true,
      false,
    ]);
  });
});
