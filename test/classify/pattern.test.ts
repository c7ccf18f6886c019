import { describe, expect, it } from "vitest";
import { patternProblem } from "../../src/classify/pattern.js";

describe("patternProblem", () => {
  it.each([
    "x",
    "a|b",
    "user .{0,60}unknown",
    "(?:a|b)c",
    "\\d{3}",
    "[a-z+*]+",
    "(abc)?",
    "a\\+b",
    "^over quota$",
    "a.*b",
    "(?:ab)+",
    "[)(]{2}",
  ])("has nothing against %s", (source) => {
    expect(patternProblem(source)).toBeNull();
  });

  it.each(["(a+)+", "(a|b)*", "(?:a?){5}", "((a*))+", "(?:x{1,9}){2,}", "(\\w+\\s)*"])(
    "refuses %s, a repetition within a repetition",
    (source) => {
      expect(patternProblem(source)).toMatch(/^repeats a group/);
    },
  );

  it.each([".*.*", "a+b+c+", ".{0,100}x.{0,100}", "\\s*:\\s*x"])(
    "refuses %s, which grows by the square of the text",
    (source) => {
      expect(patternProblem(source)).toMatch(/^has repetitions/);
    },
  );

  it("refuses references back", () => {
    expect(patternProblem("(a)\\1")).toMatch(/^refers back/);
  });
});
