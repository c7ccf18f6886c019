import { describe, expect, it } from "vitest";
import { PHASES, type Phase } from "../../src/bounce.js";
import { classify } from "../../src/classify/classify.js";
import { STATUS_CODES } from "../../src/classify/rules/status-codes.js";
import { REASONS } from "../../src/reason.js";
import { evidenceOf } from "./evidence.js";

/** Words that say that somebody refused, and nothing of why. */
const WIDE_WORDS = [
  "Rejected",
  "Refused",
  "Denied",
  "Blocked",
  "Message rejected",
  "Message refused",
  "Message denied",
  "Delivery refused",
  "Mail declined",
  "Message not accepted",
  "Access denied",
  "Permission denied",
  "Not allowed",
  "Not authorized",
  "Rejected by policy",
  "Policy violation",
  "Administratively prohibited",
  "Message filtered",
  "Please try again later",
] as const;

const CODES = Object.entries(STATUS_CODES);

/** Codes that a provider's row gives another meaning where these words stand beside them. */
const REDEFINED = new Set(["7.12", "1.10"]);

const EXACT = CODES.filter(([code, row]) => row.yields === undefined && !REDEFINED.has(code));

describe("an enhanced status that says one thing", () => {
  it.each(EXACT)("5.%s comes before every wide word", (code, row) => {
    for (const words of WIDE_WORDS)
      expect(classify(evidenceOf(`550 5.${code} ${words}`)), words).toMatchObject({
        rule: `status-5.${code}`,
        reason: row.permanent,
      });
  });

  it("comes after narrow words", () => {
    expect(classify(evidenceOf("550 5.1.1 Too many connections")).reason).toBe("rate-limited");
    expect(classify(evidenceOf("550 5.2.2 Rejected by our DMARC check")).reason).toBe("auth-failure");
  });

  it("counts only where the server that refused gave it", () => {
    expect(classify(evidenceOf("550 Message rejected", { status: "5.1.1" })).reason).toBe("filtered");
  });
});

describe("an enhanced status that yields to wide words", () => {
  it("says why in its row", () => {
    const reasons = CODES.flatMap(([, { yields }]) => yields ?? []);
    expect(reasons.length).toBeGreaterThan(0);
    for (const why of reasons) expect(why).toMatch(/^[A-Z].*\.$/);
  });

  it("decides where there are no words", () => {
    expect(classify(evidenceOf("550 5.7.1 -")).rule).toBe("status-5.7.1");
    expect(classify(evidenceOf("550 5.7.1 Policy violation")).rule).toBe("wide-policy");
  });
});

describe("a stated cause", () => {
  it.each([
    ["192.0.2.7 does not like recipient. Remote host said: 550 No such user Giving up on 192.0.2.7.", "user-unknown"],
    ["Remote host said: 552 Message too large Giving up on mx.example.com.", "message-too-big"],
    ["Remote host said: 554 Blocked using list.example.net Giving up on 192.0.2.7.", "blocked"],
    ["452 4.2.2 Over quota. Message still undelivered after 4 hours, will keep trying for 5 days", "mailbox-full"],
    ["451 4.3.0 Operating system error. Warning: message still undelivered after 4 hours", "system-error"],
    ["550 5.7.1 Failed the DMARC check, see RFC 7489 section 6.3", "auth-failure"],
    ["550 5.7.1 Not compliant with the policy of the domain (RFC 7208)", "auth-failure"],
  ] as const)("comes before a closing formula: %s", (diagnostic, reason) => {
    expect(classify(evidenceOf(diagnostic)).reason).toBe(reason);
  });
});

const BEFORE_RECIPIENT: readonly Phase[] = ["connect", "helo", "starttls", "auth", "mail-from"];

/** Words that are hard where they are said of a recipient. */
const HARD = [
  "550 5.1.1 User unknown",
  "550 No such user here",
  "553 5.1.2 Host unknown",
  "550 Domain example.net not found",
  "550 5.1.6 Mailbox has moved",
  "550 This account has been deleted",
  "550 5.1.1",
  "556 5.1.10 Domain does not accept mail",
] as const;

describe("a refusal before the recipient was named", () => {
  it.each(HARD)("is never hard: %s", (diagnostic) => {
    expect(classify(evidenceOf(diagnostic)).severity).toBe("hard");
    for (const phase of BEFORE_RECIPIENT)
      expect(classify(evidenceOf(diagnostic, { phase })).severity, phase).toBe("soft");
  });

  it("is as hard as ever from the recipient on", () => {
    for (const phase of PHASES.filter((one) => !BEFORE_RECIPIENT.includes(one)))
      expect(classify(evidenceOf("550 5.1.1 User unknown", { phase })).severity, phase).toBe("hard");
  });

  it.each([
    ["mail-from", "550 <alice@example.net>: User unknown", "rejected"],
    ["mail-from", "550 5.1.8 Domain example.net not found", "rejected"],
    ["mail-from", "550 5.7.1 Blocked using list.example.net", "blocked"],
    ["helo", "501 Invalid domain name", "blocked"],
    ["helo", "504 5.5.2 <mail>: Helo command rejected: need fully-qualified hostname", "blocked"],
    ["connect", "554 No", "blocked"],
    ["connect", "421 4.7.0 Too many connections", "rate-limited"],
    ["connect", "554 5.7.1 Bad DNS PTR record", "require-ptr"],
    ["starttls", "454 Unknown host", "failed-starttls"],
    ["auth", "535 5.7.8 User unknown", "security-error"],
  ] as const)("counts against us: %s, %s", (phase, diagnostic, reason) => {
    const verdict = classify(evidenceOf(diagnostic, { phase }));
    expect(verdict.reason).toBe(reason);
    expect(REASONS[verdict.reason].class).toBe("sender");
  });

  it.each([
    "550 5.1.7 No such user",
    "553 5.1.8 <alice@example.net>... Domain does not exist",
    "550 5.7.27 Sender address has null MX, domain does not accept mail",
    "550 Sender verify failed: no such user here",
    "550 The sender domain does not exist",
    "550 Your return path address does not exist",
    "517 Domain does not exist: example.net",
    "550 5.1.0 Sender address: user unknown",
    "550 Sender address rejected: User unknown in local table",
    "550 Verification failed for <alice@example.net> no such user",
    "550 Unable to verify sender: unknown user",
    "550 Envelope sender does not exist",
    "554 MAIL FROM address is invalid: user does not exist",
    "550 5.7.1 Callback verification failed: mailbox of sender not found",
    "550 The sending domain was not found",
    "550 No MX for the sender's domain: host unknown",
    "450 4.1.8 <alice@example.net>: Sender address rejected: Domain not found",
    "550 From: address does not exist",
    "550 Reverse path is unknown here",
    "550 sender is unknown user",
  ])("is told by words and statuses, too: %s", (diagnostic) => {
    const { severity, reason } = classify(evidenceOf(diagnostic));
    expect([severity, REASONS[reason].class], reason).toEqual(["soft", "sender"]);
  });
});
