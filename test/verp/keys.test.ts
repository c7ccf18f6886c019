import { describe, expect, it } from "vitest";
import { formatKeys, parseKeys, rotated } from "../../src/verp/keys.js";

const DAY = 86_400;
const NOW = Date.UTC(2026, 10, 28, 12) / 1000;
const SECRET = Buffer.alloc(32, 9);
const TEXT = SECRET.toString("base64url");

describe("a key file", () => {
  it("is read as it is written", () => {
    const keys = [
      { id: 3, secret: SECRET, until: null },
      { id: 2, secret: Buffer.alloc(32, 8), until: NOW / DAY - 0.5 },
    ];
    expect(parseKeys(formatKeys(keys))).toEqual(keys);
    expect(formatKeys(keys)).toMatch(/^2 \S{43} until 2026-11-28$/m);
  });

  it.each([
    ["", "holds no key"],
    ["# nothing\n\n", "holds no key"],
    [`8 ${TEXT}`, "line 1: must be a number from 0 to 7"],
    [`# x\n1 ${TEXT} until soon`, "line 2: must be a number"],
    [`1 ${TEXT} until 2026-02-30`, "line 1: no such day"],
    ["1 c2hvcnQ", "line 1: the key has less than 16 bytes"],
    [`1 ${TEXT}\n1 ${TEXT}`, "holds two keys 1"],
  ])("%j is refused", (text, why) => {
    expect(() => parseKeys(text)).toThrow(why);
    expect(() => parseKeys(text)).not.toThrow(TEXT);
  });
});

describe("rotation", () => {
  it("puts a new key in front; the old ones verify as long as their tokens may come back", () => {
    const first = rotated([], SECRET, 30 * DAY, NOW);
    expect(first).toEqual([{ id: 0, secret: SECRET, until: null }]);
    const second = rotated(first, Buffer.alloc(32, 1), 30 * DAY, NOW);
    expect(second.map(({ id, until }) => [id, until === null ? null : until - Math.floor(NOW / DAY)])).toEqual([
      [1, null],
      [0, 31],
    ]);
    const later = rotated(second, Buffer.alloc(32, 2), 30 * DAY, NOW + 32 * DAY);
    expect(later.map(({ id }) => id)).toEqual([2, 1]);
  });

  it("never gives two keys one number, and stops where eight are in use", () => {
    let keys = rotated([], SECRET, 30 * DAY, NOW);
    for (let count = 1; count < 8; count += 1) keys = rotated(keys, SECRET, 30 * DAY, NOW);
    expect(keys.map(({ id }) => id)).toEqual([7, 6, 5, 4, 3, 2, 1, 0]);
    expect(() => rotated(keys, SECRET, 30 * DAY, NOW)).toThrow("eight keys");
  });
});
