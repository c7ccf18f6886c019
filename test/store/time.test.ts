import fc from "fast-check";
import { expect, it } from "vitest";
import { dayOf, firstId, hourOf, idRange, IDS_PER_SECOND, secondOf, toSecond } from "../../src/store/time.js";

it("an id tells its second, whatever its running number", () => {
  fc.assert(
    fc.property(fc.nat({ max: 2 ** 37 - 1 }), fc.nat({ max: IDS_PER_SECOND - 1 }), (second, number) => {
      expect(Number.isSafeInteger(firstId(second) + number)).toBe(true);
      expect(secondOf(firstId(second) + number)).toBe(second);
    }),
  );
});

it("any time makes a second", () => {
  expect(
    [Number.NaN, Number.NEGATIVE_INFINITY, -1, 0.9, 1_740_830_400.5, Number.POSITIVE_INFINITY].map(toSecond),
  ).toEqual([0, 0, 0, 0, 1_740_830_400, 2 ** 37 - 1]);
});

it("a period has its first second and not its last", () => {
  expect(idRange(10, 12)).toEqual({ from: 10 * IDS_PER_SECOND, before: 12 * IDS_PER_SECOND });
  expect(idRange(10, 11.5)).toEqual({ from: 10 * IDS_PER_SECOND, before: 12 * IDS_PER_SECOND });
  expect(idRange(undefined, undefined)).toEqual({ from: 0, before: Number.MAX_SAFE_INTEGER });
});

it("hours and days are whole", () => expect([hourOf(7_199), dayOf(86_400), dayOf(86_399)]).toEqual([1, 1, 0]));
