import { describe, expect, it } from "vitest";
import { applies } from "../../src/classify/applies.js";
import { ruleFinder, writeCards } from "../../src/classify/rule-index.js";
import type { Rule } from "../../src/classify/rule.js";
import { CARDS } from "../../src/classify/rules/cards.js";
import { RULES } from "../../src/classify/rules/index.js";
import { readSubject } from "../../src/classify/subject.js";
import { evidenceOf } from "./evidence.js";
import { WORDINGS } from "./wordings.js";

const subjects = WORDINGS.map(([, diagnostic]) => readSubject(evidenceOf(diagnostic)));

describe("ruleFinder", () => {
  it("offers every rule that applies, in order, and few others, to the first that asks as to the last", () => {
    const find = ruleFinder(CARDS);
    for (const subject of [...subjects, ...subjects]) {
      const offered = find(subject);
      const applying = RULES.filter((rule) => applies(rule, subject) !== null);
      expect(offered.filter((rule) => applies(rule, subject) !== null).map(({ id }) => id)).toEqual(applying.map(({ id }) => id));
      expect(offered.length).toBeLessThan(RULES.length / 2);
    }
  });

  it("gives a rule back as it was written", () => {
    const rules: readonly Rule[] = [
      { id: "full-alone", says: "full", with: "mailbox", match: /^(?:\S+ )?full$/, reason: "mailbox-full" },
      { id: "outlook-s3140", hosts: ["outlook.com"], raw: /\bS3140\b/i, status: ["5.7.1"], reason: "blocked", severity: "soft" },
    ];
    expect(ruleFinder(writeCards(rules))(readSubject(evidenceOf("550 5.7.1 Full (S3140)", { remoteMta: "mx.outlook.com" })))).toEqual(rules);
  });

  it("finds words of any script", () => {
    const rules: readonly Rule[] = [{ id: "a", says: "пользователь, ящик", reason: "user-unknown" }, { id: "b", says: "ящика", reason: "mailbox-full" }];
    expect(ruleFinder(writeCards(rules))(readSubject(evidenceOf("550 Нет такого: ящик")))).toEqual(rules.slice(0, 1));
  });
});

describe("the cards", () => {
  it("are ASCII, and hold no examples", () => {
    expect(CARDS).toMatch(/^[\0-\x7f]+$/);
    expect(CARDS).not.toContain("example");
  });
});
