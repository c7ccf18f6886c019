import { describe, expect, it } from "vitest";
import type { Reading } from "../../src/bounce.js";
import { loggableError, loggableFacts, loggableReading } from "../../src/text/loggable.js";

const SECRET = "words of the mail";

const READING: Reading = {
  kind: "bounce",
  format: "rfc3464",
  facts: {
    reportingMta: SECRET,
    arrivalDate: SECRET,
    postfixQueueId: "4ABC",
    postfixSender: SECRET,
    originalEnvelopeId: SECRET,
    postfixNotice: null,
    feedback: null,
  },
  bounces: ["a", "b"].map((name) => ({
    facts: {
      recipient: `${name}@${SECRET}`,
      originalRecipient: SECRET,
      action: "failed",
      status: "5.1.1",
      replyCode: "550",
      diagnostic: SECRET,
      diagnosticType: "smtp",
      remoteMta: SECRET,
      phase: null,
      evidence: { recipient: SECRET },
    },
    verdict: { severity: "hard", reason: "user-unknown", rule: "status-5.1.1", matched: SECRET },
    identity: SECRET,
    trust: null,
    identityTime: null,
  })),
  arrival: { host: null, queueId: null, clientAddress: null, clientName: null, recipient: null },
  trust: { level: "own-notice", why: SECRET },
  sender: { name: "alice", source: "login" },
  clientAddress: SECRET,
  returned: {
    extent: "headers",
    returnPath: SECRET,
    headerFrom: SECRET,
    headerTo: SECRET,
    messageId: SECRET,
    subject: SECRET,
    date: SECRET,
    isBulk: false,
    isAutomatic: false,
    script: null,
    received: [],
  },
  verp: null,
  messageId: SECRET,
  subject: SECRET,
  from: SECRET,
  identity: "0123",
  identityTime: null,
  defects: ["size-cut"],
  size: 4711,
};

describe("loggableReading", () => {
  it("holds ids, counts and verdicts, and not a word of the mail", () => {
    expect(loggableReading(READING)).toEqual({
      identity: "0123",
      kind: "bounce",
      format: "rfc3464",
      bounces: 2,
      reasons: ["user-unknown"],
      rules: ["status-5.1.1"],
      sender: "alice",
      senderSource: "login",
      trust: "own-notice",
      postfixQueueId: "4ABC",
      defects: ["size-cut"],
      bytes: 4711,
    });
  });
});

describe("loggableFacts", () => {
  it("cuts texts and lists short and makes them safe", () => {
    const facts = loggableFacts({
      long: "x".repeat(5000),
      list: Array.from({ length: 50 }, () => "\u202e"),
      count: 1,
      none: null,
    });
    expect(facts).toEqual({
      long: "x".repeat(2000),
      list: Array.from({ length: 20 }, () => "\\u{202e}"),
      count: 1,
      none: null,
    });
  });
});

describe("loggableError", () => {
  it("takes whatever was thrown", () => {
    const error = Object.assign(new TypeError("bad"), { code: "E1" });
    expect(loggableError(error)).toMatchObject({ error: "bad", errorName: "TypeError", errorCode: "E1" });
    expect(loggableError(error).stack).toContain("loggable.test.ts");
    expect(loggableError("text")).toEqual({ error: "text" });
    expect(loggableError(Object.create(null))).toEqual({ error: "[object Object]" });
  });
});
