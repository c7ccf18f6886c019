import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { classify } from "../../src/classify/classify.js";
import { checkRules, rules as kind } from "../../src/config/schema.js";
import { evidenceOf } from "../classify/evidence.js";

const FILE = "bounces.toml";
const STATUS = 'must be a status such as "5.7.1" or "5.7.*", or a list of them';

describe("rules of one's own", () => {
  it("are made of rows", () => {
    const { value, problems } = checkRules(
      [
        {
          id: "partner",
          match: "badger|stoat",
          host: "example.org",
          status: ["5.7.1", "5.7.*"],
          "reply-code": "550",
          reason: "blocked",
          severity: "soft",
        },
      ],
      FILE,
    );
    expect(problems).toEqual([]);
    expect(value).toEqual([
      {
        id: "admin:partner",
        raw: /badger|stoat/i,
        hosts: ["example.org"],
        status: ["5.7.1", "5.7.*"],
        replyCode: ["550"],
        reason: "blocked",
        severity: "soft",
      },
    ]);
    expect(classify(evidenceOf("550 5.7.1 A STOAT", { remoteMta: "mx.example.org" }), value)).toMatchObject({
      rule: "admin:partner",
      matched: "STOAT",
    });
  });

  it.each([
    [
      { id: "a", match: "x", reason: "user-unkown" },
      'rule 1 (a): reason must be one of `bounces reasons`, not "user-unkown"',
    ],
    [{ id: "a", match: "x" }, "rule 1 (a): reason is missing; it must be one of `bounces reasons`"],
    [
      { id: "a", reason: "blocked" },
      "rule 1 (a): one of match, status, reply-code, host is missing: the rule would decide everything",
    ],
    [
      { id: "a", match: "(", reason: "blocked" },
      /^rule 1 \(a\): match must be .*Invalid regular expression.*, not "\("$/,
    ],
    [
      { id: "a", match: "(x+)+", reason: "blocked" },
      'rule 1 (a): match must be a regular expression (this one repeats a group that holds a repetition or alternatives), not "(x+)+"',
    ],
    [
      { id: "a", match: "x".repeat(501), reason: "blocked" },
      /^rule 1 \(a\): match must be a regular expression of at most 500 characters, not "xxx/,
    ],
    [
      { id: "a", match: 5, reason: "blocked" },
      "rule 1 (a): match must be a regular expression of at most 500 characters, not 5",
    ],
    [{ id: "a", status: "5.7", reason: "blocked" }, `rule 1 (a): status ${STATUS}, not "5.7"`],
    [{ id: "a", status: ["5.7.1", 5], reason: "blocked" }, `rule 1 (a): status ${STATUS}, not ["5.7.1",5]`],
    [{ id: "a", status: [], reason: "blocked" }, `rule 1 (a): status ${STATUS}, not []`],
    [
      { id: "a", host: ["ok.example", "no host"], reason: "blocked" },
      'rule 1 (a): host must be a domain such as "example.com", or a list of them, not ["ok.example","no host"]',
    ],
    [
      { id: "a", match: "x", reason: "blocked", severity: "weak" },
      'rule 1 (a): severity must be "hard" or "soft", not "weak"',
    ],
    [
      { id: "a", match: "x", reason: "blocked", severty: "soft" },
      'rule 1 (a): unknown key "severty" (did you mean "severity"?)',
    ],
    [{ id: "a", match: "x", reason: "blocked", "\u001b[31m": 1 }, 'rule 1 (a): unknown key "\\x1b[31m"'],
    [{ match: "x", reason: "blocked" }, /^rule 1: id is missing; it must be a name/],
    [{ id: "not an id", match: "x", reason: "blocked" }, /^rule 1 \(not an id\): id must be a name/],
    [{ id: "a", match: "x", reason: "blocked", example: "" }, /^rule 1 \(a\): example must be a reply/],
  ])("are refused by file, row and key when they are wrong: %j", (row, problem) => {
    const { value, problems } = checkRules([row], FILE);
    expect(value).toEqual([]);
    expect(problems).toHaveLength(1);
    const [place = "", ...rest] = (problems[0] ?? "").split(": ");
    expect(place).toBe(FILE);
    expect(rest.join(": ")).toEqual(problem instanceof RegExp ? expect.stringMatching(problem) : problem);
  });

  it("have a name of their own", () => {
    const row = { id: "a", match: "x", reason: "blocked" };
    const { value, problems } = checkRules([row, { ...row, match: "y" }], FILE);
    expect(value).toHaveLength(1);
    expect(problems).toEqual([`${FILE}: rule.id must be unlike that of every other rule, not "a"`]);
  });

  it("stand although one beside them is wrong", () => {
    const { value, problems } = checkRules([{ id: "bad" }, { id: "good", match: "x", reason: "blocked" }], FILE);
    expect(value.map(({ id }) => id)).toEqual(["admin:good"]);
    expect(problems.length).toBeGreaterThan(0);
  });

  it("are at most 500", () => {
    const rows = Array.from({ length: 501 }, (_, index) => ({ id: `r${index}`, match: "x", reason: "blocked" }));
    const { value, problems } = checkRules(rows, FILE);
    expect(value).toHaveLength(500);
    expect(problems).toEqual([`${FILE}: there are more than 500 rules`]);
  });

  it("never make the program fail", () => {
    fc.assert(
      fc.property(fc.anything(), (rows) => {
        const checked = kind.fromFile(rows, FILE);
        expect(checked === undefined || Array.isArray(rows)).toBe(true);
      }),
    );
    const keys = fc.constantFrom("id", "match", "status", "host", "reason", "severity", "reply-code");
    fc.assert(
      fc.property(fc.array(fc.dictionary(keys, fc.anything())), (rows) => {
        expect(checkRules(rows, FILE).value.length).toBeLessThanOrEqual(rows.length);
      }),
    );
  });
});
