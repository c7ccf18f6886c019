/** Hostile mails: no reader throws, and what it answers is bounded by the limits, whatever it is given. */
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressesIn, decodeRecipient, parseAddress } from "../../src/mail/address.js";
import { parseTyped, withoutComments } from "../../src/mail/fields.js";
import { decodeWords } from "../../src/mail/encoding.js";
import { parseParameters } from "../../src/mail/content-type.js";
import { readStatusGroups } from "../../src/mail/status-groups.js";
import { limits } from "../../src/mail/limits.js";
import type { Message } from "../../src/mail/message.js";
import { needsFallback, readMessage } from "../../src/mail/reader.js";
import { readHeader } from "../../src/mail/header.js";
import { readReturned } from "../../src/mail/returned.js";
import { parseReceived } from "../../src/mail/received.js";
import { joinReply, replyCodeOf } from "../../src/smtp/reply.js";
import { findStatus, moreSpecificStatus } from "../../src/smtp/status.js";

const directory = new URL("../../fixtures/real/", import.meta.url);
const samples = readdirSync(directory).map((name) => readFileSync(new URL(name, directory)));

/** What mails are made of, so that random ones reach the code behind the first line. */
const token = fc.constantFrom(
  ...'\r|\n|\r\n|\n\n|--b|--b--|--|: |;|=|"|(|)|<|>|@|\\| |\t|=?utf-8?q?a?=|=C3|=\n|\0|\x1b|\xc3|\xa4|\xff|+2B|\\x{41}'.split(
    "|",
  ),
  "Content-Type: multipart/mixed; boundary=b\n",
  'Content-Type: multipart/report; boundary*0="b";boundary*1=""\n',
  "Content-Type: message/rfc822\n",
  "Content-Type: message/delivery-status\n",
  "Content-Type: text/plain; charset=iso-2022-jp\n",
  "Content-Type: text/html; charset=utf-7\n",
  "Content-Transfer-Encoding: base64\n",
  "Content-Transfer-Encoding: quoted-printable\n",
  "Content-Transfer-Encoding: x-uuencode\n",
  "begin 644 x\n",
  "Final-Recipient: rfc822; a@example.org\n",
  "Original-Recipient: ",
  "Reporting-MTA: dns; x\n",
  "Received: from a (b [192.0.2.1]) by c id d;",
  "From ",
  "550 5.1.1 ",
  "550-",
);

const tokens = fc.array(fc.oneof(token, fc.string({ maxLength: 8 })), { maxLength: 60 }).map((parts) => parts.join(""));

/** A real mail with pieces cut out, put twice, or overwritten. */
const mutated = fc
  .tuple(
    fc.nat(samples.length - 1),
    fc.array(fc.tuple(fc.nat(), fc.nat(400), fc.constantFrom("cut", "double", "overwrite"), fc.nat(255)), {
      maxLength: 6,
    }),
  )
  .map(([index, edits]) =>
    edits.reduce(
      (bytes, [place, length, kind, byte]) => {
        const start = place % (bytes.length + 1);
        const piece = bytes.subarray(start, start + length);
        const middle =
          kind === "cut"
            ? Buffer.alloc(0)
            : kind === "double"
              ? Buffer.concat([piece, piece])
              : Buffer.alloc(piece.length, byte);
        return Buffer.concat([bytes.subarray(0, start), middle, bytes.subarray(start + length)]);
      },
      samples[index] ?? Buffer.alloc(0),
    ),
  );

const mail = fc.oneof(
  mutated,
  tokens.map((text) => Buffer.from(text, "latin1")),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
);

const expectBounded = (message: Message, bytes: number): void => {
  expect(message.leaves.length).toBeLessThanOrEqual(limits.parts);
  expect(message.header.length).toBeLessThanOrEqual(limits.headerFields);
  expect(message.leaves.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(
    2 * Math.min(bytes, limits.bytes) + 16,
  );
  for (const { value } of message.header) expect(value.length).toBeLessThanOrEqual(limits.fieldBytes);
  expect(message.digest).toMatch(/^[0-9a-f]{32}$/);
};

describe("readMessage", () => {
  it("never throws, and answers no more than its limits", () => {
    fc.assert(
      fc.property(mail, (bytes) => {
        const message = readMessage(bytes);
        expectBounded(message, bytes.length);
        expect(typeof needsFallback(message)).toBe("boolean");
        readReturned(message);
        for (const { text } of message.leaves) readStatusGroups(text);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ["delimiters", `Content-Type: multipart/mixed; boundary=b\n\n${"--b\n".repeat(400_000)}`],
    [
      "nested multiparts",
      Array.from(
        { length: 20_000 },
        (_, depth) => `Content-Type: multipart/mixed; boundary=b${depth}\n\n--b${depth}\n`,
      ).join(""),
    ],
    [
      "delimiters of no boundary",
      `Content-Type: multipart/mixed; boundary=none\n\n${Array.from({ length: 90_000 }, (_, at) => `--x${at}\n\n`).join("")}`,
    ],
    ["header fields", "A: b\n".repeat(300_000)],
    ["lines that are no fields", `A: b\n${"no field\n".repeat(100_000)}`],
    ["folded lines", `A: b\n${" c\n".repeat(400_000)}`],
    ["blanks", `Content-Transfer-Encoding: quoted-printable\n\n=${" ".repeat(1_000_000)}`],
    ["8-bit bytes", `\n\n${"\xe9\xe9a".repeat(300_000)}`],
    ["parameters", `Content-Type: a/b${";c*0*=%41".repeat(30_000)}\n\n`],
    ["comments", `Content-Type: ${"(".repeat(200_000)}\n\n`],
    [
      "recipients without blank lines",
      `Content-Type: message/delivery-status\n\n${"Final-Recipient: a\n".repeat(50_000)}`,
    ],
    [
      "scattered fields",
      `Content-Type: message/delivery-status\n\nFinal-Recipient: a\n\n${"X: a\n\n".repeat(150_000)}`,
    ],
    ["header-like blocks", `\n\n${"From: a\n\n".repeat(100_000)}`],
    ["carriage returns", "\r".repeat(1_000_000)],
  ])("bounds a mail full of %s", (_, text) => {
    const bytes = Buffer.from(text, "latin1");
    const message = readMessage(bytes);
    expectBounded(message, bytes.length);
    readReturned(message);
    for (const leaf of message.leaves) {
      const groups = readStatusGroups(leaf.text);
      expect(groups.length).toBeLessThanOrEqual(limits.statusGroups);
      expect(groups.reduce((sum, group) => sum + group.length, 0)).toBeLessThanOrEqual(limits.statusFields);
      expect(addressesIn(leaf.text).length).toBeLessThanOrEqual(limits.addresses);
    }
  });
});

describe("readers of fields and texts", () => {
  it("never throw, whatever the text", () => {
    fc.assert(
      fc.property(fc.oneof(tokens, fc.string({ unit: "binary", maxLength: 200 })), (text) => {
        expect(Array.isArray(readHeader(text))).toBe(true);
        expect(typeof parseParameters(text).value).toBe("string");
        expect(typeof parseTyped(text).value).toBe("string");
        expect(withoutComments(text).length).toBeLessThanOrEqual(text.length);
        expect(typeof decodeWords(text)).toBe("string");
        expect(typeof parseReceived(text).isLocallyGenerated).toBe("boolean");
        expect(joinReply(text).length).toBeLessThanOrEqual(text.length + 1);
        expect(replyCodeOf(text) ?? "550").toMatch(/^[2-5]\d\d$/);
        expect(findStatus(text) ?? "5.0.0").toMatch(/^[245]\.\d{1,3}\.\d{1,3}$/);
        expect(moreSpecificStatus(text, text) ?? "5.0.0").toMatch(/^[245]\.\d{1,3}\.\d{1,3}$/);
      }),
      { numRuns: 2_000 },
    );
  });

  it("answer no address with a control character, a blank outside of quotes, or more than one line", () => {
    const sound = /^(?:"[^\x00-\x1f\x7f-\x9f]*"|[^\x00-\x20\x7f-\x9f<>]*)@[^\x00-\x20\x7f-\x9f<>]+$/;
    fc.assert(
      fc.property(
        fc.oneof(
          tokens,
          fc.string({ unit: "binary", maxLength: 60 }).map((text) => `<${text}@example.org>`),
        ),
        (text) => {
          for (const address of [
            parseAddress(text),
            decodeRecipient("utf-8", text),
            decodeRecipient("rfc822", text),
            ...addressesIn(text),
          ]) {
            if (address === null || address === "") continue;
            expect(address).toMatch(sound);
            expect(address.length).toBeLessThanOrEqual(limits.address);
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
