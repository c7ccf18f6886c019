import { hash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { digestOf, sha256 } from "../../src/mail/digest.js";

describe("a digest", () => {
  it.each([
    ["", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
    ["abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
  ])("of %j is what FIPS 180-4 gives", (text, digest) => {
    expect(sha256(Buffer.from(text))).toBe(digest);
  });

  it("is node:crypto's for bytes of any length, blocks that are just full too", () => {
    for (let length = 0; length < 300; length += 1) {
      const bytes = Buffer.alloc(length, length);
      expect(sha256(bytes)).toBe(hash("sha256", bytes));
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => {
        expect(sha256(Buffer.from(bytes))).toBe(hash("sha256", bytes));
      }),
    );
  });

  it("of a text is the same whoever makes it, however much was digested before", () => {
    const text = "Grüße 日本 ".repeat(100);
    for (let round = 0; round < 50; round += 1) expect(digestOf(text)).toBe(hash("sha256", text).slice(0, 32));
  });

  it("tells texts of every tail length and every changed byte apart", () => {
    const texts = Array.from({ length: 40 }, (_, length) => "x".repeat(length));
    const changed = Array.from({ length: 40 }, (_, at) => `${"x".repeat(at)}y${"x".repeat(39 - at)}`);
    const all = [...texts, ...changed];
    expect(new Set(all.map(digestOf)).size).toBe(all.length);
  });
});
