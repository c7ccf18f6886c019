import { describe, expect, it } from "vitest";
import { DAY, endOf, HOUR, startOf, toSecond } from "../../src/store/time.js";

describe("times", () => {
  it("are whole seconds that any column holds, whatever a clock says", () =>
    expect([Number.NaN, -5, 0.5, 1.9, 2 ** 60].map(toSecond)).toEqual([0, 0, 0, 1, 2 ** 37 - 1]));

  it("belong to the hour and day that they are in", () =>
    expect([startOf(7_200, HOUR), startOf(7_199, HOUR), startOf(86_399, DAY)]).toEqual([7_200, 3_600, 0]));

  it("are before the end of their hour or day, unless one begins", () =>
    expect([endOf(7_200, HOUR), endOf(7_201, HOUR), endOf(1, DAY)]).toEqual([7_200, 10_800, 86_400]));
});
