import { describe, expect, it } from "vitest";
import { classify } from "../../src/classify/classify.js";
import { patternProblem } from "../../src/classify/pattern.js";
import { plainText } from "../../src/classify/plain-text.js";
import type { RuleRow } from "../../src/classify/rule.js";
import { RULES } from "../../src/classify/rules/index.js";
import { REASONS } from "../../src/reason.js";
import { evidenceOf } from "./evidence.js";

const LISTS = ["says", "with", "before", "after", "unless"] as const;
const MASK = /^@(?:rcpt|addr|domain|host|ip|url)$/;

const phrases = (row: RuleRow): string[] => LISTS.flatMap((list) => row[list]?.split(", ") ?? []);

/** Whether a laid-out text can hold a word: it stands in one of its own, or behind an underscore, as in OFR_416. */
function canStand(word: string): boolean {
  if (MASK.test(word) || word === "cjk") return true;
  return plainText(word, "").words.join(" ") === word || plainText(`x_${word}`, "").words.join(" ") === `x ${word}`;
}

describe("the rules", () => {
  it.each(RULES.map((row) => [row.id, row] as const))(
    "%s decides its own example, with all the others in place",
    (id, row) => {
      const { diagnostic, ...given } = typeof row.example === "string" ? { diagnostic: row.example } : row.example;
      expect(classify(evidenceOf(diagnostic, { remoteMta: row.hosts?.[0] ?? null, ...given }))).toMatchObject({
        rule: id,
        reason: row.reason,
      });
    },
  );

  it("have ids of their own", () => {
    const ids = RULES.map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    expect(ids.filter((id) => !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id))).toEqual([]);
  });

  it("hold only words that a laid-out text can hold", () => {
    const dead = RULES.flatMap((row) =>
      phrases(row)
        .filter((phrase) => !phrase.split(" ").every(canStand))
        .map((phrase) => `${row.id}: ${phrase}`),
    );
    expect(dead).toEqual([]);
  });

  it("look at words, hosts, codes, types or phases before they look at patterns", () => {
    expect(
      RULES.filter(
        (row) =>
          row.says === undefined &&
          row.status === undefined &&
          row.hosts === undefined &&
          row.type === undefined &&
          row.phase === undefined,
      ).map(({ id }) => id),
    ).toEqual([]);
  });

  it("hold no pattern that could run away", () => {
    const patterns = RULES.flatMap(({ id, match, raw }) =>
      [match, raw].flatMap((pattern) => (pattern === undefined ? [] : [{ id, source: pattern.source }])),
    );
    expect(patterns.length).toBeGreaterThan(0);
    expect(
      patterns.map(({ id, source }) => [id, patternProblem(source)]).filter(([, problem]) => problem !== null),
    ).toEqual([]);
  });

  it("are hard only where the recipient is to blame", () => {
    const hard = RULES.filter((row) => (row.severity ?? REASONS[row.reason].severity) === "hard");
    expect(hard.filter(({ reason }) => REASONS[reason].class !== "recipient").map(({ id }) => id)).toEqual([]);
  });

  it("name examples of example domains and addresses only", () => {
    const foreign =
      /@(?!(?:[\w-]+\.)*(?:example\.(?:com|net|org)|example|test|yahoo\.com|mail\.ru|icloud\.com|googlegroups\.com|ne\.auone-net\.jp|rx\.t-online\.de)\b)[\w-]+\.\w/;
    const texts = RULES.map(({ example }) => (typeof example === "string" ? example : example.diagnostic));
    expect(texts.filter((text) => foreign.test(text))).toEqual([]);
  });
});
