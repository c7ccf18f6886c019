import { describe, expect, it } from "vitest";
import { TimeLimitError, withinTime } from "../../src/intake/time-limit.js";

describe("withinTime", () => {
  it("hands through what the work returns, undefined too, and what it throws", () => {
    expect(withinTime(1000, () => 7)).toBe(7);
    expect(withinTime<number | undefined>(1000, () => undefined)).toBeUndefined();
    expect(() =>
      withinTime(1000, () => {
        throw new RangeError("mine");
      }),
    ).toThrow(new RangeError("mine"));
  });

  it("ends a loop, whatever it catches", () => {
    const loop = (): void => {
      for (;;) {
        try {
          for (;;);
        } catch {
          // Nothing stops it but its end.
        }
      }
    };
    expect(() => withinTime(50, loop)).toThrow(TimeLimitError);
  });

  it("ends a pattern that runs away", () => {
    expect(() => withinTime(50, () => /^(?:a+)+$/.test(`${"a".repeat(60)}b`))).toThrow(TimeLimitError);
  });

  it("does not begin where no time is left", () => {
    let isBegun = false;
    expect(() => withinTime(0, () => (isBegun = true))).toThrow(TimeLimitError);
    expect(isBegun).toBe(false);
  });

  it("may stand within itself", () => {
    expect(withinTime(1000, () => withinTime(1000, () => "inner"))).toBe("inner");
  });
});
