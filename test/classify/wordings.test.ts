import { describe, expect, it } from "vitest";
import { classify } from "../../src/classify/classify.js";
import { evidenceOf } from "./evidence.js";
import { LANGUAGES } from "./languages.js";
import { WORDINGS } from "./wordings.js";

const verdict = (diagnostic: string): string => {
  const { severity, reason } = classify(evidenceOf(diagnostic));
  return severity === "hard" ? `!${reason}` : reason;
};

describe("wordings in use", () => {
  it.each(WORDINGS)("%s: %s", (wanted, diagnostic) => {
    expect(verdict(diagnostic)).toBe(wanted);
  });

  it.each(LANGUAGES)("in other languages: %s: %s", (wanted, diagnostic) => {
    expect(verdict(diagnostic)).toBe(wanted);
  });

  it("are judged alike by a process that has judged nothing yet and by one that has judged many", () => {
    const once = WORDINGS.map(([, diagnostic]) => classify(evidenceOf(diagnostic)));
    const again = WORDINGS.map(([, diagnostic]) => classify(evidenceOf(diagnostic)));
    expect(again).toEqual(once);
  });
});
