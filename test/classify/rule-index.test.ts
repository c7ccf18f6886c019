import { describe, expect, it } from "vitest";
import { applies } from "../../src/classify/applies.js";
import { ruleFinder } from "../../src/classify/rule-index.js";
import { RULES } from "../../src/classify/rules/index.js";
import { readSubject } from "../../src/classify/subject.js";
import { evidenceOf } from "./evidence.js";
import { WORDINGS } from "./wordings.js";

describe("ruleFinder", () => {
  it("offers all rules at first, and later every one that applies, in order, and few others", () => {
    const find = ruleFinder(RULES);
    const subjects = WORDINGS.map(([, diagnostic]) => readSubject(evidenceOf(diagnostic)));
    expect(find(subjects[0] ?? readSubject(evidenceOf("")))).toBe(RULES);
    for (const subject of subjects) find(subject);
    for (const subject of subjects) {
      const offered = find(subject);
      const applying = RULES.filter((rule) => applies(rule, subject) !== null);
      expect(offered.filter((rule) => applies(rule, subject) !== null)).toEqual(applying);
      expect(offered.length).toBeLessThan(RULES.length / 2);
    }
  });
});
