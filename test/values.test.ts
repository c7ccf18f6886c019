import { describe, expect, it } from "vitest";
import { counted, entryOf, errorMessage, isRecord, percent, toError } from "../src/values.js";

describe("values", () => {
  it.each([
    [{}, true],
    [null, false],
    [[], false],
    [new Date(0), false],
    ["x", false],
  ])("tells whether %j has keys", (value, expected) => {
    expect(isRecord(value)).toBe(expected);
  });

  it("makes an error of whatever was thrown", () => {
    const error = new Error("no");
    expect(toError(error)).toBe(error);
    expect(errorMessage("gone")).toBe("gone");
  });

  it("makes an entry once", () => {
    const map = new Map<string, number[]>();
    entryOf(map, "a", () => []).push(1);
    entryOf(map, "a", () => []).push(2);
    expect(map.get("a")).toEqual([1, 2]);
  });

  it("counts in the singular and the plural", () => {
    expect([counted(0, "day"), counted(1, "day"), counted(2, "address", "addresses")]).toEqual([
      "0 days",
      "1 day",
      "2 addresses",
    ]);
  });

  it("gives a share of nothing as none", () => {
    expect([percent(1, 3), percent(1, 0)]).toEqual(["33 %", "0 %"]);
  });
});
