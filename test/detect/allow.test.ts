import { describe, expect, it } from "vitest";
import { isAllowed, matchesPattern } from "../../src/detect/allow.js";

describe("matchesPattern", () => {
  it.each([
    ["news@example.org", "news@example.org", true],
    ["News@Example.org", "news@example.ORG", true],
    ["news@example.org", "news@example.org.evil", false],
    ["*@lists.example.org", "chess@lists.example.org", true],
    ["*@lists.example.org", "chess@lists.example.org.evil", false],
    ["bounce-*@example.org", "bounce-17@example.org", true],
    ["a*a", "a", false],
    ["a*b*c", "axxbyyc", true],
    ["a*b*c", "acb", false],
    ["*", "anybody", true],
    ["a.c@example.org", "abc@example.org", false],
  ])("%s and %s: %s", (pattern, text, matches) => {
    expect(matchesPattern(pattern, text)).toBe(matches);
  });

  it("is quick where a regular expression would not be", () => {
    expect(matchesPattern(`${"*a".repeat(2000)}*b`, "a".repeat(20_000))).toBe(false);
  });
});

describe("isAllowed", () => {
  const allowances = [
    { pattern: "news@example.org", upTo: 500 },
    { pattern: "*@lists.example.org", upTo: null },
  ];
  it.each([
    ["news@example.org", 500, true],
    ["news@example.org", 501, false],
    ["chess@lists.example.org", 100_000, true],
    ["ann@example.org", 1, false],
  ])("%s with %i: %s", (sender, count, allowed) => {
    expect(isAllowed(allowances, sender, count)).toBe(allowed);
  });
});
