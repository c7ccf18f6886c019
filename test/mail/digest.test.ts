import { describe, expect, it } from "vitest";
import { digestOf } from "../../src/mail/digest.js";

describe("a digest", () => {
  it.each([
    ["", "00000000000000000000000000000000"],
    ["I will not buy this tobacconist's, it is scratched.", "9b5b7ba2ef3f7866889adeaf00f3f98e"],
    ["The quick brown fox jumps over the lazy dog", "2f1583c3ecee2c675d7bf66ce5e91d2c"],
  ])("of %j is what MurmurHash3_x86_128 gives", (text, digest) => {
    expect(digestOf(text)).toBe(digest);
  });

  it("is of the text's UTF-8", () => {
    expect(digestOf("é")).not.toBe(digestOf("e"));
    expect(digestOf("Grüße 日本")).toBe(digestOf("Gr\u00fc\u00dfe \u65e5\u672c"));
  });

  it("tells texts of every tail length and every changed byte apart", () => {
    const texts = Array.from({ length: 40 }, (_, length) => "x".repeat(length));
    const changed = Array.from({ length: 40 }, (_, at) => `${"x".repeat(at)}y${"x".repeat(39 - at)}`);
    const all = [...texts, ...changed];
    expect(new Set(all.map(digestOf)).size).toBe(all.length);
  });
});
