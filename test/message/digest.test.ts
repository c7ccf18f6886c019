import { describe, expect, it } from "vitest";
import { digestOf } from "../../src/message/digest.js";

describe("digestOf", () => {
  it.each([
    ["", "00000000000000000000000000000000"],
    ["I will not buy this record, it is scratched.", "a0a9683b25ac5e40d9af2895890dddf5"],
    ["The quick brown fox jumps over the lazy dog", "2f1583c3ecee2c675d7bf66ce5e91d2c"],
    ["0123456789abcdef".repeat(512), "543e41524ed5094768d60cdc2436da22"],
    ["0123456789abcdef".repeat(1_250), "3be1755001664886b434d82a85d85428"],
  ])("agrees with the published algorithm on %.60j", (text, expected) => {
    expect(digestOf(text)).toBe(expected);
  });

  it("tells texts of every tail length and every changed octet apart", () => {
    const texts = Array.from({ length: 40 }, (_, length) => "x".repeat(length));
    const changed = Array.from({ length: 40 }, (_, at) => `${"x".repeat(at)}y${"x".repeat(39 - at)}`);
    const all = [...texts, ...changed];
    expect(new Set(all.map(digestOf)).size).toBe(all.length);
  });
});
