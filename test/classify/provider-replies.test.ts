import { describe, expect, it } from "vitest";
import { classify } from "../../src/classify/classify.js";
import { REASONS } from "../../src/reason.js";
import { evidenceOf } from "./evidence.js";
import { PROVIDER_REPLIES } from "./provider-replies.js";

const CASES = PROVIDER_REPLIES.flatMap(([provider, remoteMta, replies]) =>
  replies.map(([reply, severity, reason, beside]) => {
    const verdict = classify(evidenceOf(reply, { remoteMta, ...beside }));
    return { name: `${provider}: ${reply}`, wanted: { severity, reason }, verdict };
  }),
);

/** Share of the replies whose verdict has the wanted value. */
const shareRight = (key: "severity" | "reason"): number =>
  CASES.filter(({ wanted, verdict }) => verdict[key] === wanted[key]).length / CASES.length;

describe("the replies that providers document", () => {
  it("are at least eighty", () => {
    expect(CASES.length).toBeGreaterThanOrEqual(80);
  });

  it("get the right severity in 99 of 100 cases", () => {
    expect(shareRight("severity")).toBeGreaterThanOrEqual(0.99);
  });

  it("get the right reason in 95 of 100 cases", () => {
    expect(shareRight("reason")).toBeGreaterThanOrEqual(0.95);
  });

  it("are never hard where the sender is refused", () => {
    const hard = CASES.filter(
      ({ wanted, verdict }) => REASONS[wanted.reason].class === "sender" && verdict.severity === "hard",
    );
    expect(hard.map(({ name }) => name)).toEqual([]);
  });
});
