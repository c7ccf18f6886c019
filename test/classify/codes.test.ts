import { describe, expect, it } from "vitest";
import { classify } from "../../src/classify/classify.js";
import { STATUS_CODES } from "../../src/classify/rules/status-codes.js";
import { REASONS } from "../../src/reason.js";
import { evidenceOf } from "./evidence.js";

/** IANA's registry "Enumerated Status Codes": subject and the highest detail, all between are taken. */
const REGISTRY: readonly (readonly [subject: number, last: number])[] = [
  [0, 0],
  [1, 10],
  [2, 4],
  [3, 6],
  [4, 7],
  [5, 6],
  [6, 10],
  [7, 30],
];

const registered = REGISTRY.flatMap(([subject, last]) =>
  Array.from({ length: last + 1 }, (_, detail) => `${subject}.${detail}`),
);

const judge = (status: string): ReturnType<typeof classify> => classify(evidenceOf("", { status, replyCode: null }));

describe("enhanced status codes", () => {
  it("are all there", () => {
    expect(Object.keys(STATUS_CODES).sort()).toEqual([...registered].sort());
  });

  it.each(registered)("x.%s decides as 4.y.z and as 5.y.z", (code) => {
    // 5.7.12 is not the registry's: it knows 4.7.12 only, and Exchange Online has its own use for the number.
    expect(judge(`5.${code}`).rule).toBe(code === "7.12" ? "exchange-restricted-recipient" : `status-5.${code}`);
    expect(judge(`4.${code}`)).toMatchObject({ rule: `status-4.${code}`, severity: "soft" });
  });

  it("that are unknown mean what detail 0 of their subject means", () => {
    expect(judge("5.7.999")).toMatchObject({ reason: judge("5.7.0").reason, rule: "status-5.7.999" });
  });

  it.each([
    ["5.1.1", "user-unknown", "hard"],
    ["5.1.2", "host-unknown", "hard"],
    ["5.1.6", "has-moved", "hard"],
    ["5.1.10", "not-accept", "hard"],
    ["5.1.0", "user-unknown", "soft"],
    ["5.2.1", "mailbox-disabled", "soft"],
    ["5.2.2", "mailbox-full", "soft"],
    ["5.3.2", "not-accept", "soft"],
    ["4.3.2", "system-error", "soft"],
    ["4.1.2", "network-error", "soft"],
    ["5.4.4", "host-unknown", "hard"],
    ["4.4.4", "network-error", "soft"],
    ["4.4.7", "expired", "soft"],
    ["5.4.6", "mail-loop", "soft"],
    ["5.7.25", "require-ptr", "soft"],
    ["5.7.26", "auth-failure", "soft"],
    ["5.7.17", "has-moved", "soft"],
  ] as const)("%s is %s, %s", (status, reason, severity) => {
    expect(judge(status)).toMatchObject({ reason, severity });
  });

  it("give way to words, and come before reply codes", () => {
    expect(classify(evidenceOf("550 5.1.1 Too many connections")).reason).toBe("rate-limited");
    expect(classify(evidenceOf("552 5.1.1 -")).reason).toBe("user-unknown");
  });

  it("say nothing as x.0.0 where the reply code says something", () => {
    expect(classify(evidenceOf("552 -", { status: "5.0.0" }))).toMatchObject({
      reason: "mailbox-full",
      rule: "reply-552",
    });
    expect(classify(evidenceOf("", { status: "5.0.0" }))).toMatchObject({ reason: "undefined", rule: "status-5.0.0" });
  });

  it("of the refusing server count more than what the reporting one guessed", () => {
    expect(classify(evidenceOf("550 5.7.1 -", { status: "5.1.1" })).reason).toBe("security-error");
  });
});

describe("reply codes", () => {
  it.each([
    ["421", "system-error"],
    ["450", "undefined"],
    ["452", "system-full"],
    ["503", "syntax-error"],
    ["550", "undefined"],
    ["551", "has-moved"],
    ["552", "mailbox-full"],
    ["553", "user-unknown"],
    ["554", "undefined"],
  ] as const)("%s alone is %s and soft", (replyCode, reason) => {
    expect(classify(evidenceOf("", { status: null, replyCode }))).toMatchObject({
      reason,
      severity: "soft",
      rule: `reply-${replyCode}`,
    });
  });

  it("556, made for domains without mail, is the only one that is hard alone", () => {
    expect(classify(evidenceOf("", { status: null, replyCode: "556" }))).toMatchObject({
      reason: "not-accept",
      severity: "hard",
    });
  });

  it("unheard of leave it open", () => {
    expect(classify(evidenceOf("", { status: null, replyCode: "599" }))).toEqual({
      severity: "soft",
      reason: "undefined",
      rule: "none",
      matched: null,
    });
  });
});

describe("reasons", () => {
  it("are soft by default unless the recipient is to blame, and of no severity where nothing failed", () => {
    const rows = Object.entries(REASONS);
    expect(rows.filter(([, row]) => row.severity === "hard").map(([reason]) => reason)).toEqual([
      "user-unknown",
      "has-moved",
      "host-unknown",
      "not-accept",
    ]);
    expect(rows.filter(([, row]) => row.severity === null).map(([reason]) => reason)).toEqual(["delivered"]);
  });

  it("each say in a sentence what they mean and what to do", () => {
    for (const { meaning, advice } of Object.values(REASONS)) {
      expect(meaning).toMatch(/^[A-Z][^\n]+\.$/);
      expect(advice).toMatch(/^[A-Z][^\n]+[.?]$/);
    }
  });
});
