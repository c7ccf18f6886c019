import { describe, expect, it } from "vitest";
import { causeOf, receiverClassOf } from "../../src/detect/cause.js";
import { REASONS } from "../../src/reason.js";

const reasons = Object.keys(REASONS).filter((reason): reason is keyof typeof REASONS => Object.hasOwn(REASONS, reason));

describe("causeOf", () => {
  it.each([
    ["user-unknown", "dead"],
    ["host-unknown", "dead"],
    ["mailbox-disabled", "dead"],
    ["spam-detected", "spam"],
    ["sender-banned", "spam"],
    ["blocked", "policy"],
    ["auth-failure", "policy"],
    ["mailbox-full", "temporary"],
    ["expired", "temporary"],
  ] as const)("%s tells %s", (reason, cause) => {
    expect(causeOf(reason, REASONS[reason].severity)).toBe(cause);
  });

  it("takes a hard failure without a telling reason for one", () => {
    expect(causeOf("undefined", "hard")).toBe("other");
    expect(causeOf("undefined", "soft")).toBe("temporary");
  });

  it.each(reasons.filter((reason) => REASONS[reason].class === "system"))(
    "%s is the receiver's trouble, not the sender's",
    (reason) => {
      expect(causeOf(reason, REASONS[reason].severity)).toBe("temporary");
    },
  );
});

describe("receiverClassOf", () => {
  it("keeps apart delays, refusals and wrong answers", () => {
    expect(receiverClassOf("temporary")).toBe("temporary");
    expect([receiverClassOf("spam"), receiverClassOf("policy")]).toEqual(["refused", "refused"]);
    expect([receiverClassOf("dead"), receiverClassOf("other")]).toEqual(["failed", "failed"]);
  });
});
