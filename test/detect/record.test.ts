import { describe, expect, it } from "vitest";
import { DEFAULT_PARAMETERS } from "../../src/detect/parameters.js";
import { recordOf } from "../../src/detect/record.js";
import { DAY_WINDOW, HOUR_WINDOW, SPELL_WINDOW } from "../../src/detect/window.js";
import { TODAY } from "./build.js";

const days = (...entries: readonly (readonly [ago: number, count: number, peak: number])[]) =>
  entries.map(([ago, count, peak]) => ({ day: TODAY - ago, count, peak })).sort((one, other) => one.day - other.day);

describe("recordOf", () => {
  it("is 0 for a sender without a past", () => {
    for (const window of [HOUR_WINDOW, DAY_WINDOW, SPELL_WINDOW])
      expect(recordOf([], window, TODAY, DEFAULT_PARAMETERS)).toBe(0);
  });

  it("is the highest day, and for an hour the highest hour", () => {
    const past = days([30, 12, 3], [20, 7, 6], [10, 9, 2]);
    expect(recordOf(past, DAY_WINDOW, TODAY, DEFAULT_PARAMETERS)).toBe(12);
    expect(recordOf(past, HOUR_WINDOW, TODAY, DEFAULT_PARAMETERS)).toBe(6);
  });

  it("is for three days the highest sum of days in a row", () => {
    expect(
      recordOf(
        days([30, 12, 3], [22, 5, 1], [21, 4, 1], [20, 7, 6], [18, 9, 9]),
        SPELL_WINDOW,
        TODAY,
        DEFAULT_PARAMETERS,
      ),
    ).toBe(16);
  });

  it("leaves out the days that an attack may have begun on", () => {
    const past = days([0, 900, 90], [1, 800, 80], [2, 5, 1]);
    expect(recordOf(past, DAY_WINDOW, TODAY, DEFAULT_PARAMETERS)).toBe(5);
    expect(recordOf(past, SPELL_WINDOW, TODAY, DEFAULT_PARAMETERS)).toBe(0);
  });

  it("forgets after sixty days", () => {
    expect(recordOf(days([61, 50, 9], [62, 70, 9]), DAY_WINDOW, TODAY, DEFAULT_PARAMETERS)).toBe(50);
  });
});
