import { describe, expect, it } from "vitest";
import { classify } from "../../src/classify/classify.js";
import type { Evidence } from "../../src/classify/rule.js";
import { evidenceOf } from "./evidence.js";
import { LANGUAGES } from "./languages.js";
import { MORE_WORDINGS } from "./more-wordings.js";
import { WORDINGS } from "./wordings.js";

const verdict = (diagnostic: string, beside: Partial<Evidence> = {}): string => {
  const { severity, reason } = classify(evidenceOf(diagnostic, beside));
  return severity === "hard" ? `!${reason}` : reason;
};

describe("wordings in use", () => {
  it.each(WORDINGS)("%s: %s", (wanted, diagnostic) => {
    expect(verdict(diagnostic)).toBe(wanted);
  });

  it.each(MORE_WORDINGS.map(([wanted, diagnostic, beside = {}]) => [wanted, diagnostic, beside] as const))(
    "written down before the rules saw them: %s: %s",
    (wanted, diagnostic, beside) => {
      expect(verdict(diagnostic, beside)).toBe(wanted);
    },
  );

  it.each(LANGUAGES)("in other languages: %s: %s", (wanted, diagnostic) => {
    expect(verdict(diagnostic)).toBe(wanted);
  });

  it("are judged alike by a process that has judged nothing yet and by one that has judged many", () => {
    const once = WORDINGS.map(([, diagnostic]) => classify(evidenceOf(diagnostic)));
    const again = WORDINGS.map(([, diagnostic]) => classify(evidenceOf(diagnostic)));
    expect(again).toEqual(once);
  });
});
