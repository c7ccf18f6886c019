import { describe, expect, it } from "vitest";
import type { Verdict } from "../../../src/bounce.js";
import { countJudgement, countReading, newTally, tallyJson, tallyText } from "../../../src/cli/reclassify-tally.js";
import { readingOf } from "../../store/readings.js";

const judged: Verdict = { reason: "mailbox-full", severity: "soft", rule: "full", matched: null };

describe("the tally of changes", () => {
  it("sums alike changes up, the most frequent first, and tells a new rule from a new result", () => {
    const tally = newTally();
    expect(countJudgement(tally, { reason: "mailbox-full", severity: "soft", rule: "full" }, judged)).toBe(false);
    expect(countJudgement(tally, { reason: "mailbox-full", severity: "soft", rule: "older" }, judged)).toBe(true);
    expect(countJudgement(tally, { reason: "expired", severity: "soft", rule: "x" }, judged)).toBe(true);
    for (const rule of ["a", "b"]) countJudgement(tally, { reason: "mailbox-full", severity: "hard", rule }, judged);
    expect(tallyText(tally, false, null)).toBe(
      [
        "was                  becomes              rule  count",
        "mailbox-full (hard)  mailbox-full (soft)  full      2",
        "expired (soft)       mailbox-full (soft)  full      1",
        "",
        "5 bounces classified again: 3 with another verdict, 1 with the same verdict by another rule",
        "Nothing was changed. To apply the changes: bounces reclassify --apply",
        "",
      ].join("\n"),
    );
    expect(tallyText(tally, true, null)).not.toContain("Nothing was changed");
  });

  it("counts messages that are recognized now, bounces or not", () => {
    const tally = newTally();
    expect(countReading(tally, { ...readingOf(), kind: "unrecognized" })).toBe(false);
    expect(countReading(tally, { ...readingOf(), kind: "auto-reply", format: "rfc3834", bounces: [] })).toBe(true);
    expect(countReading(tally, readingOf())).toBe(true);
    const lines = tallyJson(tally, true)
      .trim()
      .split("\n")
      .map((line): unknown => JSON.parse(line));
    expect(lines).toEqual([
      {
        was: "unrecognized",
        wasSeverity: null,
        becomes: "auto-reply",
        becomesSeverity: null,
        rule: "read as rfc3834",
        count: 1,
      },
      {
        was: "unrecognized",
        wasSeverity: null,
        becomes: "user-unknown",
        becomesSeverity: "hard",
        rule: "status-5.1.1",
        count: 1,
      },
      { bounces: 0, changed: 0, renamed: 0, unread: 3, understood: 2, applied: true },
    ]);
  });

  it("says nothing of changing where there is nothing to change", () => {
    expect(tallyText(newTally(), false, 80)).toBe(
      "0 bounces classified again: 0 with another verdict, 0 with the same verdict by another rule\n",
    );
  });
});
