import { describe, expect, it } from "vitest";
import { applies } from "../../src/classify/applies.js";
import { ruleFinder } from "../../src/classify/rule-index.js";
import type { Rule } from "../../src/classify/rule.js";
import { RULES } from "../../src/classify/rules/index.js";
import { readSubject } from "../../src/classify/subject.js";
import { evidenceOf } from "./evidence.js";
import { WORDINGS } from "./wordings.js";

const subjects = WORDINGS.map(([, diagnostic]) => readSubject(evidenceOf(diagnostic)));

describe("ruleFinder", () => {
  it("offers every rule that applies, in order, and few others", () => {
    const find = ruleFinder(RULES, 0);
    for (const subject of subjects) {
      const offered = find(subject);
      const applying = RULES.filter((rule) => applies(rule, subject) !== null);
      expect(offered.filter((rule) => applies(rule, subject) !== null).map(({ id }) => id)).toEqual(
        applying.map(({ id }) => id),
      );
      expect(offered.length).toBeLessThan(RULES.length / 2);
    }
  });

  it("offers every rule that applies, in order, before the rules are filed", () => {
    const find = ruleFinder(RULES, subjects.length);
    for (const subject of subjects) {
      const ids = (rules: readonly Rule[]): string[] =>
        rules.filter((rule) => applies(rule, subject) !== null).map(({ id }) => id);
      expect(ids(find(subject))).toEqual(ids(RULES));
    }
  });

  it("files a rule under the narrowest condition that it has", () => {
    const rules: readonly Rule[] = [
      { id: "words", says: "full", with: "mailbox", reason: "mailbox-full" },
      { id: "status", hosts: ["outlook.com"], status: ["5.7.1"], reason: "blocked" },
      { id: "host", hosts: ["outlook.com"], raw: /\bS3140\b/i, reason: "blocked" },
      { id: "nothing", raw: /S3140/, reason: "blocked" },
    ];
    const offered = (diagnostic: string, remoteMta: string): string[] =>
      ruleFinder(rules, 0)(readSubject(evidenceOf(diagnostic, { remoteMta }))).map(({ id }) => id);
    expect(offered("550 5.7.1 Mailbox full (S3140)", "mx.outlook.com")).toEqual(["words", "status", "host", "nothing"]);
    expect(offered("550 5.7.1 Full (S3140)", "mx.outlook.com")).toEqual(["status", "host", "nothing"]);
    expect(offered("550 5.7.1 No", "mx.example.com")).toEqual(["status", "nothing"]);
    expect(offered("550 No", "mx.example.com")).toEqual(["nothing"]);
  });

  it("remembers what a refusal says, and nothing else of it", () => {
    const find = ruleFinder(
      [
        { id: "full", says: "full", unless: "disk", reason: "mailbox-full" },
        { id: "4.2.2", status: ["4.2.2"], reason: "mailbox-full" },
      ],
      0,
    );
    const offered = (diagnostic: string): string[] => find(readSubject(evidenceOf(diagnostic))).map(({ id }) => id);
    for (const [diagnostic, ids] of [
      ["550 Full", ["full"]],
      ["452 4.2.2 Full", ["full", "4.2.2"]],
      ["550 Full", ["full"]],
      ["550 Disk full", []],
      ["550 Full", ["full"]],
    ] as const)
      expect(offered(diagnostic), diagnostic).toEqual(ids);
  });

  it("finds words of any script", () => {
    const rules: readonly Rule[] = [
      { id: "a", says: "пользователь, ящик", reason: "user-unknown" },
      { id: "b", says: "ящика", reason: "mailbox-full" },
    ];
    const subject = readSubject(evidenceOf("550 Нет такого: ящик"));
    expect(ruleFinder(rules, 0)(subject)).toEqual(rules.slice(0, 1));
    expect(ruleFinder(rules, 1)(subject)).toContainEqual(rules[0]);
  });
});
