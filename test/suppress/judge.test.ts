import { describe, expect, it } from "vitest";
import {
  isExempt,
  isMassListing,
  judge,
  replyOf,
  scoreOf,
  type Failure,
  type Standing,
} from "../../src/suppress/judge.js";
import { DEFAULT_POLICY, type SuppressionPolicy } from "../../src/suppress/parameters.js";

const DAY = 86_400;
const NOON = 1_740_830_400;

const failure = (daysAgo: number, reason = "user-unknown", isHard = true): Failure => ({
  bounceId: 100 - daysAgo,
  at: NOON - daysAgo * DAY,
  reason,
  isHard,
});

const standing = (state: Standing["state"], change: Partial<Standing> = {}): Standing => ({
  state,
  who: "",
  since: NOON - 10 * DAY,
  until: NOON + 80 * DAY,
  ...change,
});

const judged = (failures: readonly Failure[], was: Standing | null = null, policy: Partial<SuppressionPolicy> = {}) =>
  judge(failures, was, NOON, { ...DEFAULT_POLICY, ...policy });

describe("the score of an address", () => {
  it("counts a bounce half after thirty days, and once a day", () => {
    expect(scoreOf([failure(0)], NOON)).toBe(1);
    expect(scoreOf([failure(30)], NOON)).toBeCloseTo(0.5);
    expect(scoreOf([failure(0), failure(0), failure(0, "mailbox-full")], NOON)).toBe(1);
    expect(scoreOf([failure(0), failure(1)], NOON)).toBeCloseTo(1.977, 3);
  });
});

describe("an address", () => {
  it.each([
    ["one hard bounce", [failure(0)], false],
    ["two on one day", [failure(0), failure(0)], false],
    ["two on consecutive days", [failure(0), failure(1)], true],
    ["two within a month", [failure(0), failure(29)], true],
    ["two that are 31 days apart", [failure(0), failure(31)], false],
    ["three that are said softly", [0, 1, 2].map((day) => failure(day, "user-unknown", false)), false],
    [
      "a mailbox that is full for a week",
      [0, 1, 2, 3, 4, 5, 6].map((day) => failure(day, "mailbox-full", false)),
      true,
    ],
    ["a month of spam verdicts", Array.from({ length: 30 }, (_, day) => failure(day, "spam-detected", true)), false],
  ])("with %s", (_, failures, isSuppressed) => {
    expect(judged(failures)?.kind).toBe(isSuppressed ? "suppress" : undefined);
  });

  it("is suppressed for the period, by its last bounce, and says why", () => {
    expect(judged([failure(0), failure(3)])).toEqual({
      kind: "suppress",
      until: NOON + 90 * DAY,
      why: "2 days with a bounce, the last on 2025-03-01: user-unknown",
      cause: failure(0),
    });
  });

  it("is suppressed by one hard bounce where the policy is strict, and never where it is off", () => {
    expect(judged([failure(0)], null, { mode: "strict" })?.kind).toBe("suppress");
    expect(judged([failure(0), failure(1), failure(2)], null, { mode: "off" })).toBeNull();
  });

  it("stays suppressed for longer when it bounces again", () => {
    expect(judged([failure(0)], standing("suppressed"))).toMatchObject({ kind: "extend", until: NOON + 90 * DAY });
  });

  it("on probation is suppressed for a year by a hard bounce, and by nothing less", () => {
    expect(judged([failure(0)], standing("probation", { until: null }))).toMatchObject({
      kind: "suppress",
      until: NOON + 365 * DAY,
    });
    expect(judged([failure(0, "mailbox-full", false)], standing("probation", { until: null }))).toBeNull();
  });

  it("that was released is counted anew since then", () => {
    const released = standing("released", { until: null });
    expect(judged([failure(0), failure(11)], released)).toBeNull();
    expect(judged([failure(0), failure(2)], released)?.kind).toBe("suppress");
  });

  it("of which a person has decided stays as it is, until that ends", () => {
    const dead = [failure(0), failure(1), failure(2)];
    expect(judged(dead, standing("allowed", { who: "anna", until: null }))).toBeNull();
    expect(judged(dead, standing("suppressed", { who: "anna", until: null }))).toBeNull();
    expect(judged(dead, standing("allowed", { who: "anna", until: NOON - 1 }))?.kind).toBe("suppress");
  });
});

describe("never suppressed", () => {
  it.each([
    ["postmaster@example.net", true],
    ["abuse@example.net", true],
    ["bob@example.com", true],
    ["bob@partner.example", true],
    ["bob@example.net", false],
    ["nobody", true],
  ])("%s: %s", (address, is) => expect(isExempt(address, "example.com", ["partner.example"])).toBe(is));
});

describe("the guard against mass listing", () => {
  it.each([
    [19, 19, false],
    [20, 20, true],
    [20, 399, true],
    [20, 400, false],
  ])("%i of %i addresses: %s", (listed, known, is) => expect(isMassListing(listed, known)).toBe(is));
});

it("Postfix's answer holds nothing that an outsider wrote", () => {
  expect(replyOf("user-unknown", NOON)).toBe(
    "550 5.1.1 Not sent: this address takes no mail (user-unknown, 2025-03-01)",
  );
  expect(replyOf("x\n250 OK", NOON)).not.toContain("\n");
});
