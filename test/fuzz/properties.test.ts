/** What holds for every mail there can be, tried on mails that are made up (fast-check) and on all fixtures. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Reading } from "../../src/bounce.js";
import { classify } from "../../src/classify/classify.js";
import { interpret } from "../../src/interpret.js";
import { addressesIn, parseAddress } from "../../src/mail/address.js";
import { readMessage } from "../../src/mail/reader.js";
import { originalsIn } from "./originals.js";
import { CONTEXT, ENVELOPE, problemsWith } from "./outcome.js";

const RUNS = { numRuns: 300, seed: 20_250_301 } as const;
const originals = originalsIn();

const bytes = (text: string): Buffer => Buffer.from(text, "latin1");
const read = (text: string): Reading => interpret(readMessage(bytes(text)), ENVELOPE, CONTEXT);

/** Text of bytes that mean something in a mail, and of any. */
const telling = fc.constantFrom(
  "@",
  "<",
  ">",
  "a",
  "b.c",
  "example.com",
  "550",
  "5.1.1",
  " ",
  "\n",
  "\n\n",
  "\t",
  ":",
  ";",
  "=",
  "?",
  "--",
  "(",
  ")",
  '"',
  "\\",
  "user unknown",
  "\0",
  "\x1b",
  "=?utf-8?q?",
  "?=",
  "é",
  "\xff",
);
const text = fc.oneof(
  fc.array(telling, { maxLength: 60 }).map((pieces) => pieces.join("")),
  fc.string({ unit: "binary", maxLength: 80 }),
);
const name = fc.constantFrom(
  "From",
  "To",
  "Subject",
  "Date",
  "Received",
  "Return-Path",
  "Message-ID",
  "Content-Type",
  "Content-Transfer-Encoding",
  "MIME-Version",
  "Auto-Submitted",
  "X-Failed-Recipients",
  "Reporting-MTA",
  "Final-Recipient",
  "Original-Recipient",
  "Action",
  "Status",
  "Diagnostic-Code",
  "Remote-MTA",
  "Feedback-Type",
  "Original-Rcpt-To",
  "Disposition",
);
const value = fc.oneof(
  text,
  fc.constantFrom(
    "rfc822; bob@example.net",
    "failed",
    "5.1.1",
    "smtp; 550 5.1.1 no such user",
    "dns; mx.example.net",
    "MAILER-DAEMON@example.com",
    "<>",
    "message/delivery-status",
    "multipart/report; boundary=x",
    "base64",
    "text/plain; charset=utf-8",
    "abuse",
  ),
);
const header = fc
  .array(fc.tuple(name, value), { maxLength: 12 })
  .map((fields) => fields.map(([field, said]) => `${field}: ${said}\n`).join(""));
const part = fc.tuple(header, text).map(([fields, body]) => `\n--x\n${fields}\n${body}`);
const mail = fc
  .tuple(header, text, fc.array(part, { maxLength: 5 }))
  .map(([fields, body, parts]) => `${fields}\n${body}${parts.join("")}`);

describe("any mail is read without a fault", () => {
  it("bytes", () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3_000 }), (bytes) => {
        expect(problemsWith(Buffer.from(bytes))).toEqual([]);
      }),
      RUNS,
    ));
  it("fields and parts", () =>
    fc.assert(
      fc.property(mail, (made) => {
        expect(problemsWith(Buffer.from(made))).toEqual([]);
      }),
      { ...RUNS, numRuns: 2_000 },
    ));
});

describe("a reading", () => {
  it("is the same each time", () =>
    fc.assert(
      fc.property(mail, (made) => {
        expect(read(made)).toEqual(read(made));
      }),
      RUNS,
    ));

  it.each([
    ["CRLF", "\r\n"],
    ["CR", "\r"],
  ])("is the same with %s as line end", (_name, lineEnd) => {
    const differing = originals.filter(({ bytes: original }) => {
      const [one, other] = [
        read(original.replaceAll("\r", "")),
        read(original.replaceAll("\r", "").replaceAll("\n", lineEnd)),
      ];
      return JSON.stringify({ ...one, size: 0 }) !== JSON.stringify({ ...other, size: 0 });
    });
    expect(differing.map(({ name: file }) => file)).toEqual([]);
  });
});

const localPart = fc.stringMatching(/^[a-z0-9]([a-z0-9._-]{0,20}[a-z0-9])?$/);
const address = fc
  .tuple(localPart, fc.constantFrom("example.net", "example.org", "mail.example.com"))
  .map(([local, domain]) => `${local}@${domain}`);
const refusal = fc.record({
  address,
  status: fc.constantFrom("5.1.1", "5.2.2", "4.4.1", "5.7.1"),
  action: fc.constantFrom("failed", "delayed", "delivered", "relayed", "expanded"),
});
const refusals = fc.uniqueArray(refusal, { minLength: 1, maxLength: 30, selector: ({ address: of }) => of });

const reportOn = (
  groups: readonly { readonly address: string; readonly status: string; readonly action: string }[],
): string =>
  [
    "From: MAILER-DAEMON@mail.example.com",
    "To: list@example.com",
    "Subject: Report",
    "Message-ID: <r1@mail.example.com>",
    "MIME-Version: 1.0",
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"',
    "",
    "--b1",
    "",
    "A report.",
    "",
    "--b1",
    "Content-Type: message/delivery-status",
    "",
    "Reporting-MTA: dns; mail.example.com",
    "",
    ...groups.flatMap((group) => [
      `Final-Recipient: rfc822; ${group.address}`,
      `Action: ${group.action}`,
      `Status: ${group.status}`,
      "",
    ]),
    "--b1",
    "Content-Type: message/rfc822",
    "",
    "Received: from client.example.com by mail.example.com with ESMTP id 4ABC; Sat, 1 Mar 2025 12:00:00 +0000",
    "From: list@example.com",
    "Subject: Hello",
    "",
    "Hello",
    "--b1--",
    "",
  ].join("\n");

describe("a standard report", () => {
  it("is told recipient by recipient, as it stands", () =>
    fc.assert(
      fc.property(refusals, (groups) => {
        const told = read(reportOn(groups)).bounces.map(({ facts }) => ({
          address: facts.recipient,
          status: facts.status,
          action: facts.action,
        }));
        expect(told).toEqual(groups);
      }),
      RUNS,
    ));

  it("is told all the same when it is cut in the returned message", () =>
    fc.assert(
      fc.property(refusals, fc.double({ min: 0, max: 1, noNaN: true }), (groups, share) => {
        const whole = reportOn(groups);
        const from = whole.indexOf("--b1\nContent-Type: message/rfc822");
        const cut = whole.slice(0, from + Math.floor((whole.length - from) * share));
        expect(read(cut).bounces.map(({ facts }) => facts.recipient)).toEqual(groups.map((group) => group.address));
      }),
      RUNS,
    ));
});

const words = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "user",
        "unknown",
        "mailbox",
        "full",
        "spam",
        "blocked",
        "550",
        "5.1.1",
        "not",
        "found",
        "quota",
        "<bob@example.net>",
        "192.0.2.1",
        "https://example.com/x",
      ),
      fc.string({ maxLength: 8 }),
    ),
    { maxLength: 30 },
  )
  .map((list) => list.join(" "));
const evidence = fc.record({
  action: fc.constantFrom("failed", "delayed"),
  status: fc.constantFrom(null, "5.1.1", "4.2.2", "5.0.0", "5.999.999"),
  replyCode: fc.constantFrom(null, "550", "450", "421", "554"),
  diagnostic: fc.option(words),
  diagnosticType: fc.constantFrom(null, "smtp", "x-unix"),
  remoteMta: fc.constantFrom(null, "mx.example.net", "gmail-smtp-in.l.google.com", "mail.protection.outlook.com"),
  reportingMta: fc.constant(null),
  phase: fc.constantFrom(null, "connect", "mail-from", "rcpt-to", "end-of-data"),
  recipient: address,
  format: fc.constantFrom("rfc3464", "qmail"),
});

describe("a verdict", () => {
  it("names its rule, and is never hard where the server said to try again", () =>
    fc.assert(
      fc.property(evidence, (told) => {
        const { severity, rule } = classify(told);
        expect(rule).not.toBe("");
        if (told.action === "delayed" || told.replyCode?.startsWith("4") === true) expect(severity).toBe("soft");
      }),
      { ...RUNS, numRuns: 2_000 },
    ));
});

describe("an address", () => {
  it("is read the same when it is read again", () =>
    fc.assert(
      fc.property(text, (made) => {
        const once = parseAddress(made);
        if (once !== null && once !== "") expect(parseAddress(once)).toBe(once);
      }),
      { ...RUNS, numRuns: 2_000 },
    ));

  it("found in a text is one", () =>
    fc.assert(
      fc.property(text, (made) => {
        for (const found of addressesIn(made)) expect(parseAddress(found)).toBe(found);
      }),
      { ...RUNS, numRuns: 2_000 },
    ));
});
