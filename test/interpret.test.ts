/** The core as a whole, over mails that real mailers made. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Envelope, Reading } from "../src/bounce.js";
import { dateTimeOf } from "../src/mail/fields.js";
import { interpret, type Context } from "../src/interpret.js";
import { readMessage } from "../src/mail/reader.js";
import { fixture, ROOT } from "./support/cli.js";

const CONTEXT: Context = {
  hosts: ["mx.local.test"],
  domains: [],
  networks: [],
  filters: [],
  noticeSecret: null,
  delimiters: "+",
  rules: [],
};
const TOLD: Envelope = {
  extension: null,
  sender: null,
  recipient: null,
  queueId: null,
  clientAddress: null,
  login: null,
};

const readBytes = (bytes: Buffer, envelope: Partial<Envelope> = {}, context: Partial<Context> = {}): Reading =>
  interpret(readMessage(bytes), { ...TOLD, ...envelope }, { ...CONTEXT, ...context });
const read = (name: string, envelope: Partial<Envelope> = {}, context: Partial<Context> = {}): Reading =>
  readBytes(fixture(`real/${name}.eml`), envelope, context);
const edited = (name: string, edit: (text: string) => string, envelope: Partial<Envelope> = {}): Reading =>
  readBytes(Buffer.from(edit(fixture(`real/${name}.eml`).toString("latin1")), "latin1"), envelope);

describe("Postfix's copies for its postmaster", () => {
  it("name the login although the envelope sender is forged", () => {
    expect(read("postfix-f3-sasl-forged-copy")).toMatchObject({
      kind: "bounce",
      facts: { postfixNotice: "single-bounce", postfixSender: "forged@victim.test" },
      sender: { name: "carol@local.test", source: "login" },
      trust: { level: "own-notice" },
      clientAddress: "127.0.0.1",
    });
  });

  it("judge each recipient alone", () => {
    expect(
      read("postfix-f3-sasl-forged-copy").bounces.map(({ facts, verdict }) => [
        facts.recipient,
        verdict.severity,
        verdict.reason,
      ]),
    ).toEqual([
      ["rcpt-550-5.1.1-gmail@remote.test", "hard", "user-unknown"],
      ["rcpt-552@remote.test", "hard", "user-unknown"],
      ["rcpt-554-5.7.1@remote.test", "soft", "spam-detected"],
    ]);
  });

  it("blame nobody for a bounce that bounced", () => {
    expect(read("postfix-g1-2bounce-2b")).toMatchObject({
      kind: "bounce",
      facts: { postfixNotice: "double-bounce" },
      sender: null,
    });
  });

  it("tell a delay from a failure, and an expiry from a delay", () => {
    expect(read("postfix-h1-delay-delay")).toMatchObject({
      facts: { postfixNotice: "delay" },
      bounces: [{ facts: { action: "delayed" }, verdict: { severity: "soft" } }],
    });
    expect(read("postfix-h2-expired-copy")).toMatchObject({
      bounces: [{ facts: { action: "failed", status: "4.2.0" }, verdict: { severity: "soft" } }],
    });
  });

  it.each([
    "postfix-i4-reject-policy-err",
    "postfix-i5-reject-sasl-err",
    "postfix-i6-reject-sasl2-err",
    "postfix-i7-reject-unknown-copy",
  ])("take nothing from the session transcript %s", (name) => {
    const reading = read(name);
    expect(reading).toMatchObject({ kind: "notice", bounces: [], facts: { postfixNotice: "session" } });
    expect(JSON.stringify(reading)).not.toMatch(/AGFsaWNl/);
  });
});

describe("a report of success", () => {
  it("is no bounce", () =>
    expect(read("postfix-n9-success-dsn-n9")).toMatchObject({
      kind: "delivered",
      bounces: [{ facts: { action: "relayed" }, verdict: { severity: null, reason: "delivered" } }],
    }));
});

describe("trust", () => {
  it("is lost when the same notice comes from outside", () => {
    const forged = edited("postfix-f1-single-copy", (text) =>
      text.replace(
        "Received: by",
        "Received: from evil.test (unknown [192.0.2.66])\n\tby mx.local.test (Postfix) with ESMTP id 4FFF;\n\tSun, 22 Nov 2026 18:02:28 +0000 (UTC)\nReceived: by",
      ),
    );
    expect(forged.trust.level).toBe("disproved");
    expect(read("postfix-f1-single-copy").trust.level).toBe("own-notice");
  });

  it("is refused to what comes from elsewhere, whatever it returns", () => {
    expect(read("sendmail-rcpt550").trust.level).toBe("unproven");
    expect(read("sendmail-rcpt550", {}, { hosts: [] }).trust.level).toBe("unproven");
  });
});

describe("VERP", () => {
  it("agrees or disagrees with the report, visibly", () => {
    expect(read("postfix-n1-rcpt-n1", { extension: "rcpt-550-5.1.1=remote.test" }).verp).toMatchObject({
      form: "address",
      agrees: true,
    });
    expect(read("postfix-n1-rcpt-n1", { extension: "someone=else.test" }).verp).toMatchObject({ agrees: false });
    expect(read("postfix-n1-rcpt-n1", { extension: "campaign7" }).verp).toMatchObject({ form: "token", agrees: null });
  });

  it("names the recipient where the report does not", () => {
    const nameless = edited(
      "postfix-n1-rcpt-n1",
      (text) =>
        text
          .replace(/^(Final|Original)-Recipient:.*\n/gm, "")
          .replaceAll(/<?rcpt-550-5\.1\.1@remote\.test>?/g, "somebody"),
      { extension: "user=example.org" },
    );
    expect(nameless.bounces.map(({ facts }) => facts.recipient)).toEqual(["user@example.org"]);
    expect(nameless.bounces[0]?.facts.evidence.recipient).toBe("VERP extension");
  });
});

describe("identity", () => {
  const identities = ({ bounces }: Reading) => bounces.map(({ identity }) => identity);

  it("is the same for a sender's report and the postmaster's copy of one failure", () => {
    const copy = edited("postfix-n1-rcpt-n1", (text) =>
      text
        .replace("Undelivered Mail Returned to Sender", "Postmaster Copy: Undelivered Mail")
        .replace(/^Message-Id: .*$/m, "Message-Id: <other@mx.local.test>"),
    );
    expect(identities(copy)).toEqual(identities(read("postfix-n1-rcpt-n1")));
    expect(copy.identity).not.toBe(read("postfix-n1-rcpt-n1").identity);
  });

  it("has the time of the message for both of them, and the mail has that of its own Date", () => {
    const times = ({ bounces }: Reading) => bounces.map(({ identityTime }) => identityTime);
    const report = read("postfix-n1-rcpt-n1");
    const later = edited("postfix-n1-rcpt-n1", (text) =>
      text.replace(/^Date: .*$/m, "Date: Sun, 2 Mar 2025 09:00:00 +0000 (UTC)"),
    );
    expect(times(report)).toEqual([dateTimeOf(report.facts.arrivalDate)]);
    expect(times(report)).not.toEqual([null]);
    expect(times(later)).toEqual(times(report));
    expect(later.identityTime).toBe(Date.UTC(2025, 2, 2, 9) / 1000);
  });

  it("has the time of the report where no queue id names the message", () => {
    const report = edited("exim-data550", (text) =>
      text.replace(/^Date: .*$/m, "Date: Sun, 2 Mar 2025 09:00:00 +0000"),
    );
    expect(report.bounces[0]?.identity).toMatch(/^message-id /);
    expect(report.bounces[0]?.identityTime).toBe(Date.UTC(2025, 2, 2, 9) / 1000);
  });

  it("is another for another recipient, message or action", () => {
    const one = identities(read("postfix-n1-rcpt-n1"));
    expect(
      identities(
        edited("postfix-n1-rcpt-n1", (text) => text.replace(/^X-Postfix-Queue-ID: .*$/m, "X-Postfix-Queue-ID: 4OTHER")),
      ),
    ).not.toEqual(one);
    expect(
      identities(edited("postfix-n1-rcpt-n1", (text) => text.replace(/^Action: failed$/m, "Action: delayed"))),
    ).not.toEqual(one);
    expect(new Set(identities(read("postfix-n2-three-n2"))).size).toBe(3);
  });

  it("stays short whatever the Message-ID, and tells long ones apart", () => {
    const withId = (id: string): Reading =>
      edited("exim-data550", (text) => text.replace(/^Message-Id: .*$/im, `Message-Id: <${id}@example.com>`));
    const [one = "", other = ""] = [withId("a".repeat(9_000)), withId("b".repeat(9_000))].map(
      (reading) => identities(reading)[0],
    );
    expect(one).not.toBe(other);
    expect(one.length).toBeLessThan(200);
    expect(identities(withId("short"))[0]).toContain("<short@example.com>");
  });
});

describe("rules of the administrator", () => {
  it("come first", () => {
    const rules = [{ id: "mine", match: /user unknown/, reason: "mailbox-full" }] as const;
    expect(read("postfix-n1-rcpt-n1", {}, { rules }).bounces[0]?.verdict).toMatchObject({
      rule: "mine",
      reason: "mailbox-full",
      severity: "soft",
    });
  });
});

it("every mail that a real mailer made is understood", () => {
  const names = readdirSync(join(ROOT, "fixtures/real")).filter((file) => file.endsWith(".eml"));
  expect(names.filter((file) => readBytes(fixture(`real/${file}`)).kind === "unrecognized")).toEqual([]);
  expect(names.length).toBeGreaterThan(100);
});
