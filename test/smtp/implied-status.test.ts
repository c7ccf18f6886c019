import { describe, expect, it } from "vitest";
import { isReason, REASONS } from "../../src/reason.js";
import { impliedStatus, parseStatus } from "../../src/smtp/status.js";

describe("impliedStatus", () => {
  it("is a status of RFC 3463 or nothing", () => {
    for (const reason of Object.keys(REASONS).filter(isReason)) {
      const status = impliedStatus(reason, "failed");
      expect(parseStatus(status ?? "")).toBe(status);
    }
  });

  it.each([
    ["user-unknown", "failed", "5.1.1"],
    ["user-unknown", "delayed", "4.1.1"],
    ["mailbox-full", "failed", "4.2.2"],
    ["undefined", "failed", null],
    ["user-unknown", "delivered", null],
  ] as const)("%s, %s: %s", (reason, action, status) => expect(impliedStatus(reason, action)).toBe(status));
});
