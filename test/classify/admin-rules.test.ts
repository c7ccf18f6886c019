import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseAdminRules } from "../../src/classify/admin-rules.js";
import { classify } from "../../src/classify/classify.js";
import { patternProblem } from "../../src/classify/pattern.js";
import { evidenceOf } from "./evidence.js";

describe("parseAdminRules", () => {
  it("makes rules of rows", () => {
    const { rules, problems } = parseAdminRules([
      {
        id: "partner",
        match: "badger|stoat",
        host: "example.org",
        status: ["5.7.1", "5.7.*"],
        "reply-code": "550",
        reason: "blocked",
        severity: "soft",
      },
    ]);
    expect(problems).toEqual([]);
    expect(rules).toEqual([
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
    expect(classify(evidenceOf("550 5.7.1 A STOAT", { remoteMta: "mx.example.org" }), rules)).toMatchObject({
      rule: "admin:partner",
      matched: "STOAT",
    });
  });

  it("takes nothing for no rules", () => {
    expect(parseAdminRules(undefined)).toEqual({ rules: [], problems: [] });
    expect(parseAdminRules([])).toEqual({ rules: [], problems: [] });
  });

  it.each([
    [[{ id: "a", match: "x", reason: "user-unkown" }], 'rule 1 (a): reason "user-unkown" is none of the known reasons'],
    [[{ id: "a", match: "x" }], "rule 1 (a): reason is missing"],
    [
      [{ id: "a", reason: "blocked" }],
      "rule 1 (a): has none of match, status, reply-code, host: it would decide everything",
    ],
    [[{ id: "a", match: "(", reason: "blocked" }], /^rule 1 \(a\): match .*Invalid regular expression/],
    [
      [{ id: "a", match: "(x+)+", reason: "blocked" }],
      "rule 1 (a): match repeats a group that holds a repetition or alternatives",
    ],
    [[{ id: "a", match: "x".repeat(501), reason: "blocked" }], "rule 1 (a): match is longer than 500 characters"],
    [[{ id: "a", match: 5, reason: "blocked" }], "rule 1 (a): match is not a regular expression in a string"],
    [[{ id: "a", status: "5.7", reason: "blocked" }], 'rule 1 (a): status "5.7" is not of the form that is wanted'],
    [
      [{ id: "a", host: ["ok.example", "no host"], reason: "blocked" }],
      /^rule 1 \(a\): host \["ok\.example","no host"\] is not/,
    ],
    [
      [{ id: "a", match: "x", reason: "blocked", severity: "weak" }],
      'rule 1 (a): severity "weak" is neither "hard" nor "soft"',
    ],
    [[{ id: "a", match: "x", reason: "blocked", colour: "red" }], /^rule 1 \(a\): colour is not a key of a rule/],
    [[{ match: "x", reason: "blocked" }], /^rule 1: id is not a name/],
    [
      [
        { id: "a", match: "x", reason: "blocked" },
        { id: "a", match: "y", reason: "blocked" },
      ],
      'rule 2 (a): id "a" is taken by an earlier rule',
    ],
    [["x"], "rule 1: is not a table"],
    ["x", "rule: is not a list of tables; write [[rule]]"],
  ])("names row and key of what is wrong in %j", (rows, problem) => {
    const { problems } = parseAdminRules(rows);
    expect(problems).toEqual([problem instanceof RegExp ? expect.stringMatching(problem) : problem]);
  });

  it("keeps the sound rows beside a broken one", () => {
    const { rules, problems } = parseAdminRules([{ id: "bad" }, { id: "good", match: "x", reason: "blocked" }]);
    expect(rules.map(({ id }) => id)).toEqual(["admin:good"]);
    expect(problems.length).toBeGreaterThan(0);
  });

  it("reads no more than its limit", () => {
    const rows = Array.from({ length: 501 }, (_, index) => ({ id: `r${index}`, match: "x", reason: "blocked" }));
    expect(parseAdminRules(rows)).toMatchObject({ problems: ["rule: only the first 500 are read"] });
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.anything(), (rows) => {
        const { problems } = parseAdminRules(rows);
        expect(problems.every((problem) => typeof problem === "string")).toBe(true);
      }),
    );
    fc.assert(
      fc.property(
        fc.array(
          fc.dictionary(
            fc.constantFrom("id", "match", "status", "host", "reason", "severity", "reply-code"),
            fc.anything(),
          ),
        ),
        (rows) => {
          expect(parseAdminRules(rows).rules.length).toBeLessThanOrEqual(rows.length);
        },
      ),
    );
  });
});

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
