import { describe, expect, it } from "vitest";
import { DEFAULT_PARAMETERS } from "../../src/detect/parameters.js";
import { peakOf } from "../../src/detect/baseline.js";
import { DAY_WINDOW, HOUR_WINDOW, BURST_WINDOW } from "../../src/detect/window.js";
import { TODAY } from "./build.js";

const days = (...entries: readonly (readonly [ago: number, count: number, busiestHour: number])[]) =>
  entries
    .map(([ago, count, busiestHour]) => ({ day: TODAY - ago, count, busiestHour }))
    .sort((one, other) => one.day - other.day);

describe("peakOf", () => {
  it("is 0 for a sender without a past", () => {
    for (const window of [HOUR_WINDOW, DAY_WINDOW, BURST_WINDOW])
      expect(peakOf([], window, TODAY, DEFAULT_PARAMETERS)).toBe(0);
  });

  it("is the highest day, and for an hour the highest hour", () => {
    const past = days([30, 12, 3], [20, 7, 6], [10, 9, 2]);
    expect(peakOf(past, DAY_WINDOW, TODAY, DEFAULT_PARAMETERS)).toBe(12);
    expect(peakOf(past, HOUR_WINDOW, TODAY, DEFAULT_PARAMETERS)).toBe(6);
  });

  it("is for three days the highest sum of days in a row", () => {
    expect(
      peakOf(
        days([30, 12, 3], [22, 5, 1], [21, 4, 1], [20, 7, 6], [18, 9, 9]),
        BURST_WINDOW,
        TODAY,
        DEFAULT_PARAMETERS,
      ),
    ).toBe(16);
  });

  it("leaves out the days that an attack may have begun on", () => {
    const past = days([0, 900, 90], [1, 800, 80], [2, 5, 1]);
    expect(peakOf(past, DAY_WINDOW, TODAY, DEFAULT_PARAMETERS)).toBe(5);
    expect(peakOf(past, BURST_WINDOW, TODAY, DEFAULT_PARAMETERS)).toBe(0);
  });

  it("forgets after sixty days", () => {
    expect(peakOf(days([61, 50, 9], [62, 70, 9]), DAY_WINDOW, TODAY, DEFAULT_PARAMETERS)).toBe(50);
  });
});
