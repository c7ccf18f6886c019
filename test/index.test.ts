/** The library as a program that imports it sees it; test/library/ does so from an installed package. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { classify, isReason, parse } from "../src/index.js";
import { fixture, ROOT } from "./support/cli.js";

const REAL = readdirSync(join(ROOT, "fixtures/real")).filter((name) => name.endsWith(".eml"));
const BOUNCE = fixture("real/postfix-n1-rcpt-n1.eml");

describe("parse", () => {
  it("reads a Buffer, a Uint8Array and a string alike", async () => {
    const parsed = await parse(BOUNCE);
    expect(parsed).toMatchObject({
      kind: "bounce",
      recipients: [{ recipient: "rcpt-550-5.1.1@remote.test", severity: "hard", reason: "user-unknown" }],
    });
    const inLargerMemory = new Uint8Array(BOUNCE.length + 7);
    inLargerMemory.set(BOUNCE, 5);
    expect(await parse(inLargerMemory.subarray(5, 5 + BOUNCE.length))).toEqual(parsed);
    expect(await parse(BOUNCE.toString("utf8"))).toEqual(parsed);
  });

  it("returns nothing that JSON cannot hold", async () => {
    for (const name of REAL) {
      const parsed = await parse(fixture(`real/${name}`), { extension: "bob=example.org" });
      expect(JSON.parse(JSON.stringify(parsed))).toStrictEqual(parsed);
    }
  });

  it("always has the same fields", async () => {
    const fields = Object.keys(await parse(BOUNCE));
    for (const name of REAL) expect(Object.keys(await parse(fixture(`real/${name}`)))).toEqual(fields);
    expect(Object.keys(await parse(""))).toEqual(fields);
  });

  it.each([
    ["the address that it came to", { recipient: "bounces+bob=example.org@example.com" }, "bob@example.org"],
    ["its delimiter", { recipient: "bounces-bob=example.org@example.com", recipientDelimiter: "-" }, "bob@example.org"],
    [
      "an extension of its own",
      { recipient: "a+b=example.org@example.com", extension: "c=example.org" },
      "c@example.org",
    ],
    ["no extension, whatever the address", { recipient: "a+b=example.org@example.com", extension: null }, undefined],
    ["an address without an extension", { recipient: "bounces@example.com" }, undefined],
    ["nothing", {}, undefined],
  ])("takes the VERP extension from %s", async (_, options, recipient) => {
    expect((await parse("", options)).verp?.recipient).toBe(recipient);
  });

  it("knows a notice of our own by the names of our hosts", async () => {
    const level = async (hosts: readonly string[]): Promise<string> => (await parse(BOUNCE, { hosts })).trust.level;
    expect(await level(["mx.local.test"])).toBe("own-notice");
    expect(await level([])).toBe("own-notice");
    expect(await level(["mail.example.com"])).toBe("unproven");
  });

  it("reads a message of which only the HTML is readable", async () => {
    const html = "Subject: Undeliverable\nContent-Type: text/html\n\n<p>Mail to &lt;bob@example.org&gt; failed.</p>";
    expect((await parse(html)).defects).toContain("general-parser");
  });

  it("answers for any bytes, address and extension", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 500 }),
        fc.string({ unit: "binary", maxLength: 60 }),
        fc.option(fc.string({ unit: "binary", maxLength: 60 })),
        async (bytes, recipient, extension) => {
          const parsed = await parse(bytes, { recipient, extension });
          expect(parsed.size).toBe(bytes.length);
          expect(parsed.recipients.filter(({ reason }) => !isReason(reason))).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("classify", () => {
  it("takes a text for the reply that it is", () => {
    const text = "550 5.1.1 <bob@example.org>: Recipient address rejected: User unknown";
    expect(classify(text)).toEqual({
      severity: "hard",
      reason: "user-unknown",
      rule: "unknown",
      matched: "user unknown",
    });
    expect(classify({ diagnostic: text })).toEqual(classify(text));
  });

  it.each([
    ["a status alone", { status: "5.1.1" }, "hard user-unknown"],
    ["a reply code as a number", { replyCode: 552 }, "soft mailbox-full"],
    ["a delay", { status: "5.1.1", action: "delayed" }, "soft user-unknown"],
    ["a delivery", { action: "delivered", diagnostic: "250 2.0.0 Ok" }, "null delivered"],
    ["a reply that says to try again", { diagnostic: "450 4.1.1 User unknown" }, "soft user-unknown"],
    ["nothing", {}, "soft undefined"],
  ] as const)("judges %s", (_, reply, expected) => {
    const { severity, reason } = classify(reply);
    expect(`${severity} ${reason}`).toBe(expected);
  });

  it("judges what parse found as parse did", async () => {
    for (const name of REAL) {
      const { recipients, reportingMta } = await parse(fixture(`real/${name}`));
      for (const { severity, reason, rule, matched, ...facts } of recipients.filter(
        ({ isStatusImplied }) => !isStatusImplied,
      ))
        expect(classify({ ...facts, reportingMta }), name).toEqual({ severity, reason, rule, matched });
    }
  });

  it("never throws, whatever the texts", () => {
    const text = fc.option(fc.string({ unit: "binary", maxLength: 3_000 }));
    fc.assert(
      fc.property(
        fc.record({
          diagnostic: text,
          status: text,
          replyCode: text,
          remoteMta: text,
          recipient: text,
          diagnosticType: text,
        }),
        (reply) => {
          expect(isReason(classify(reply).reason)).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });
});
