import { describe, expect, it } from "vitest";
import { digestOf } from "../../src/mail/digest.js";

describe("digestOf", () => {
  it.each([
    ["", "e3b0c44298fc1c149afbf4c8996fb924"],
    ["abc", "ba7816bf8f01cfea414140de5dae2223"],
    ["Empf\u00e4nger", "2f3ce5"],
  ])("is the beginning of SHA-256 of %j", (text, expected) => {
    expect(digestOf(text)).toHaveLength(32);
    expect(digestOf(text).slice(0, expected.length)).toBe(expected);
  });

  it("tells texts of every tail length and every changed byte apart", () => {
    const texts = Array.from({ length: 40 }, (_, length) => "x".repeat(length));
    const changed = Array.from({ length: 40 }, (_, at) => `${"x".repeat(at)}y${"x".repeat(39 - at)}`);
    const all = [...texts, ...changed];
    expect(new Set(all.map(digestOf)).size).toBe(all.length);
  });
});
