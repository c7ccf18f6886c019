import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Action } from "../../src/bounce.js";
import { classify } from "../../src/classify/classify.js";
import type { Evidence, Rule } from "../../src/classify/rule.js";
import { REASONS } from "../../src/reason.js";
import { evidenceOf } from "./evidence.js";
import { WORDINGS } from "./wordings.js";

const UNKNOWN = "550 5.1.1 <user@example.com>: Recipient address rejected: User unknown";

describe("severity", () => {
  it("is hard for a final refusal of a mailbox that does not exist", () => {
    expect(classify(evidenceOf(UNKNOWN))).toEqual({
      severity: "hard",
      reason: "user-unknown",
      rule: "unknown",
      matched: "user unknown",
    });
  });

  it("is soft while the mail is only delayed", () => {
    expect(classify(evidenceOf(UNKNOWN, { action: "delayed" }))).toMatchObject({
      severity: "soft",
      reason: "user-unknown",
    });
  });

  it("is soft where the server said to try again, also when the sending one has given up", () => {
    expect(classify(evidenceOf("450 4.1.1 User unknown", { status: "5.4.7" }))).toMatchObject({
      severity: "soft",
      reason: "user-unknown",
    });
    expect(classify(evidenceOf("User unknown", { status: "4.1.1" }))).toMatchObject({ severity: "soft" });
  });

  it("is hard where the reply was final and the report calls it temporary", () => {
    expect(classify(evidenceOf(UNKNOWN, { status: "4.0.0" }))).toMatchObject({ severity: "hard" });
  });

  it.each<Action>(["delivered", "relayed", "expanded"])("is none for what was %s", (action) => {
    expect(classify(evidenceOf(UNKNOWN, { action }))).toEqual({
      severity: null,
      reason: "delivered",
      rule: `action-${action}`,
      matched: null,
    });
  });
});

describe("names", () => {
  it.each([
    ["full@example.com", "550 5.1.1 <full@example.com>: User unknown", "user-unknown"],
    ["blocked@example.com", "452 4.2.2 <blocked@example.com> over quota", "mailbox-full"],
    ["spam@example.com", "550 5.1.1 <spam@example.com>... No such user", "user-unknown"],
    ["user@spam.example", "550 5.1.1 spam.example has no such user", "user-unknown"],
    ["user@example.com", "550 5.1.1 User unknown (virus.blocked.example)", "user-unknown"],
    ["user@example.com", "550 5.1.1 User unknown, see https://example.com/spam/blocked/quota", "user-unknown"],
    ["user@example.com", "host dmarc.spf.example[192.0.2.1] said: 550 5.1.1 User unknown", "user-unknown"],
  ])("of %s do not count as words in %s", (recipient, diagnostic, reason) => {
    expect(classify(evidenceOf(diagnostic, { recipient })).reason).toBe(reason);
  });
});

describe("who is to blame", () => {
  it("is read from the words where peers read a dead address from the code", () => {
    const ours: readonly (readonly [string, string])[] = [
      ["550 5.1.1 You've reached the daily relay quota", "rate-limited"],
      ["550 5.1.0 <alice@example.net> sender rejected", "rejected"],
      ["550 5.1.1 Your IP 192.0.2.1 is blocked, user unknown", "blocked"],
      ["550 5.2.0 Mail rejete. Mail rejected. ofr_506 [506]", "spam-detected"],
      ["550 5.1.0 <news@example.net> sender rejected. AUP#I-1310", "rate-limited"],
      ["553 5.1.3 https://www.spamhaus.org/query/ip/192.0.2.1", "blocked"],
    ];
    for (const [diagnostic, reason] of ours)
      expect([diagnostic, classify(evidenceOf(diagnostic))]).toMatchObject([diagnostic, { reason, severity: "soft" }]);
  });

  it("is looked for in the reply, not in the words that introduce it", () => {
    const introduced =
      "Google tried to deliver your message, but it was rejected by the recipient domain. The error that the other server returned was: 550 550 5.1.1 user unknown here";
    expect(classify(evidenceOf(introduced))).toMatchObject({ reason: "user-unknown", severity: "hard" });
  });
});

describe("a word that goes with a dead mailbox", () => {
  it.each([
    "554 The connection to the recipient's server was closed",
    "550 Rejected for unknown reason, recipient user@example.com",
    "550 Error: no such file or directory while delivering to user@example.com",
    "550 unknown protocol error, recipient not served",
    "550 5.7.1 <user@example.com>: Recipient address rejected: unknown client",
    "550 Invalid address in MAIL FROM, recipient user@example.com",
    "550 Email deleted because of a forbidden attachment to user@example.com",
    "550 route not found for recipient",
    "550 Sender unknown, recipient user@example.com",
    "550 Recipient's filter: certificate not found",
    "550 5.7.1 Recipient policy does not exist",
    "554 5.7.1 Host not found in PTR records, user@example.com",
    "550 The list of recipients was removed from the queue",
  ])("does not make %s hard", (diagnostic) => {
    expect(classify(evidenceOf(diagnostic)).severity).toBe("soft");
  });
});

describe("an administrator's rules", () => {
  const rule: Rule = { id: "admin:ours", raw: /badger/i, reason: "policy-violation" };

  it("come before all others and see the text as it came", () => {
    expect(classify(evidenceOf(`${UNKNOWN} (Badger)`), [rule])).toEqual({
      severity: "soft",
      reason: "policy-violation",
      rule: "admin:ours",
      matched: "Badger",
    });
  });

  it("leave what they do not know to the others", () => {
    expect(classify(evidenceOf(UNKNOWN), [rule]).rule).toBe("unknown");
  });

  it("may look at codes and hosts alone", () => {
    const rules: Rule[] = [{ id: "admin:codes", status: ["5.7.*"], hosts: ["example.org"], reason: "blocked" }];
    expect(classify(evidenceOf("550 5.7.42 x", { remoteMta: "mx1.example.org" }), rules).rule).toBe("admin:codes");
    expect(classify(evidenceOf("550 5.7.42 x", { remoteMta: "mx1.example.net" }), rules).rule).toBe("status-5.7.42");
    expect(classify(evidenceOf("550 5.1.1 x", { remoteMta: "mx1.example.org" }), rules).rule).toBe("status-5.1.1");
  });
});

const text = fc.oneof(
  fc.string({ maxLength: 300 }),
  fc.string({ unit: "binary", maxLength: 300 }),
  fc
    .array(fc.constantFrom(...WORDINGS.flatMap(([, diagnostic]) => diagnostic.split(" "))), { maxLength: 60 })
    .map((words) => words.join(" ")),
);

describe("whatever comes", () => {
  it("is judged, and never hard unless a recipient's reason and a final refusal say so", () => {
    fc.assert(
      fc.property(
        fc.constantFrom<Action>("failed", "delayed"),
        fc.option(text),
        fc.option(fc.constantFrom("5.1.1", "4.2.2", "5.0.0", "x", "5.1.1 (bad)")),
        fc.option(fc.constantFrom("550", "450", "221", "")),
        fc.option(text),
        text,
        (action, diagnostic, status, replyCode, remoteMta, recipient) => {
          const verdict = classify({
            ...evidenceOf(""),
            action,
            diagnostic,
            status,
            replyCode,
            remoteMta,
            recipient,
          });
          expect(Object.hasOwn(REASONS, verdict.reason)).toBe(true);
          expect((verdict.matched ?? "").length).toBeLessThanOrEqual(120);
          if (verdict.severity !== "hard") return;
          expect([action, REASONS[verdict.reason].class]).toEqual(["failed", "recipient"]);
          expect(replyCode?.startsWith("4") ?? false).toBe(false);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it("takes time in proportion to its length at most, and is looked at up to a limit", () => {
    const fragments = [
      "user ",
      "not ",
      "unknown user ",
      "too many ",
      "a.",
      "550-5.1.1 ",
      "<a@b> ",
      "ip blocked ",
      "@",
      "cannot ",
      "用户",
      "mailbox full quota ",
    ];
    for (const fragment of fragments) {
      const long = fragment.repeat(Math.ceil(100_000 / fragment.length));
      expect(classify(evidenceOf(long, { status: null, replyCode: null }))).toEqual(
        classify(evidenceOf(long.slice(0, 2000), { status: null, replyCode: null })),
      );
    }
  }, 20_000);
});

describe("the verdict before", () => {
  const CHANGES: readonly Partial<Evidence>[] = [
    {},
    { recipient: "other@example.com" },
    { recipient: "user@outlook.com" },
    { recipient: "user@gmx.de" },
    { action: "delayed" },
    { status: "4.2.2" },
    { status: "5.1.1" },
    { replyCode: "451" },
    { replyCode: "552" },
    { diagnosticType: "x-unix" },
    { remoteMta: "gmail-smtp-in.l.google.com" },
    { remoteMta: "mx.outlook.com" },
    { reportingMta: "gmail-smtp-in.l.google.com" },
    { format: "google" },
    { diagnostic: "550 5.1.1 User unknown" },
  ];
  const UNRELATED = evidenceOf("452 4.2.2 Mailbox full");

  it.each([
    "550 5.7.1 Refused",
    "550 5.1.1 User unknown",
    "delivery error",
    "unknown user kim",
    "user example.com is not here",
    "<user@example.com> is over quota",
    "421 4.7.0 Try later",
    "host example.com is blocked",
    "Illegal host/domain name found",
    "67",
    "550 5.7.30 Refused",
    "googlegroups.com: le groupe",
  ])("decides nothing of the next one: %s", (diagnostic) => {
    const before = evidenceOf(diagnostic);
    for (const change of CHANGES) {
      const after = { ...before, ...change };
      const [, alone] = [UNRELATED, after].map((evidence) => classify(evidence));
      const [, , following] = [UNRELATED, before, after].map((evidence) => classify(evidence));
      expect(following).toEqual(alone);
    }
  });

  it("is not taken for one by other rules", () => {
    const rule: Rule = { id: "ours", says: "refused", reason: "blocked" };
    classify(evidenceOf("550 5.7.1 Refused"));
    expect(classify(evidenceOf("550 5.7.1 Refused"), [rule])).toMatchObject({ rule: "ours" });
  });
});
