import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { all, first, firstTyped, parseTyped, withoutComments } from "../../src/mail/fields.js";
import { readStatusGroups } from "../../src/mail/status-groups.js";
import { readHeader } from "../../src/mail/header.js";
import { limits } from "../../src/mail/limits.js";
import { readMessage } from "../../src/mail/reader.js";

const names = (text: string): readonly string[] =>
  readStatusGroups(text).map((group) => group.map(({ name }) => name).join(" "));
const recipients = (text: string): readonly (string | null)[] =>
  readStatusGroups(text).map((group) => first(group, "final-recipient"));

const statusOf = (fixture: string): string => {
  const message = readMessage(readFileSync(new URL(`../../fixtures/real/${fixture}.eml`, import.meta.url)));
  return message.leaves.find(({ type }) => type.endsWith("delivery-status"))?.text ?? "";
};

describe("readHeader", () => {
  it("reads up to the first blank line, whatever the line ends", () => {
    const expected = [
      { name: "a", value: "1 2" },
      { name: "b", value: "3" },
    ];
    expect(readHeader("\n\nA: 1\n 2\nB : 3\n\nC: 4")).toEqual(expected);
    expect(readHeader("A: 1\r\n\t2\r\nB: 3\r\n\r\nC: 4")).toEqual(expected);
    expect(readHeader("From alice Thu Jan 1\nA: 1 2\n>From bob\nB: 3")).toEqual(expected);
  });

  it("is empty for a text without fields", () => {
    expect(readHeader("Hello there\nA: 1")).toEqual([]);
    expect(readHeader("")).toEqual([]);
  });

  it("keeps text as it is decoded", () => {
    expect(readHeader("Subject: Ã¤ 日")).toEqual([{ name: "subject", value: "Ã¤ 日" }]);
  });
});

describe("first, all, firstTyped", () => {
  const header = readHeader("Received: one\nReceived: two\nRemote-MTA: DNS; mx.example.net\nEmpty:");

  it("finds fields by name", () => {
    expect(first(header, "received")).toBe("one");
    expect(all(header, "received")).toEqual(["one", "two"]);
    expect(first(header, "subject")).toBeNull();
    expect(all(header, "subject")).toEqual([]);
    expect(firstTyped(header, "remote-mta")).toEqual({ type: "dns", value: "mx.example.net" });
    expect(firstTyped(header, "empty")).toBeNull();
    expect(firstTyped(header, "subject")).toBeNull();
  });
});

describe("parseTyped", () => {
  it.each([
    ["dns; mx.example.net", "dns", "mx.example.net"],
    ["RFC822;a@example.org", "rfc822", "a@example.org"],
    ["rfc/822 ;a@example.org", "rfc/822", "a@example.org"],
    ["smtp; 550 no; really (none)", "smtp", "550 no; really (none)"],
    ["X-Postfix; unknown user", "x-postfix", "unknown user"],
    ["a@example.org", null, "a@example.org"],
    ["550 5.1.1 no such user; go away", null, "550 5.1.1 no such user; go away"],
    ["", null, ""],
  ])("reads %s", (text, type, value) => {
    expect(parseTyped(text)).toEqual({ type, value });
  });
});

describe("withoutComments", () => {
  it.each([
    ["5.1.1 (bad (really) address)", "5.1.1"],
    ['"a (b)" (c) d', '"a (b)"  d'],
    ["a (b \\) c) d", "a  d"],
    ["a (open", "a"],
    ["plain", "plain"],
  ])("strips %s", (text, expected) => {
    expect(withoutComments(text)).toBe(expected);
  });
});

describe("readStatusGroups", () => {
  it("splits at blank lines", () => {
    expect(
      names("Reporting-MTA: a\nArrival-Date: b\n\nFinal-Recipient: c\nAction: d\n\nFinal-Recipient: e\nAction: f\n"),
    ).toEqual(["reporting-mta arrival-date", "final-recipient action", "final-recipient action"]);
  });

  it("puts up with no blank line behind the per-message fields, as Dovecot writes it", () => {
    expect(names(statusOf("dovecot-ldaquota"))).toEqual(["reporting-mta", "final-recipient action status"]);
    expect(names("Reporting-MTA: a\nAction: d\nFinal-Recipient: c")).toEqual([
      "reporting-mta",
      "action final-recipient",
    ]);
    expect(names("Reporting-MTA: a\nOriginal-Recipient: b\nFinal-Recipient: c")).toEqual([
      "reporting-mta",
      "original-recipient final-recipient",
    ]);
  });

  it("opens a group at each further recipient", () => {
    expect(recipients("Final-Recipient: a\nAction: x\nFinal-Recipient: b\nAction: y")).toEqual(["a", "b"]);
    expect(names("Original-Recipient: a\nFinal-Recipient: b\nOriginal-Recipient: c\nFinal-Recipient: d")).toEqual([
      "original-recipient final-recipient",
      "original-recipient final-recipient",
    ]);
  });

  it("keeps Postfix's order of Final- and Original-Recipient together", () => {
    expect(names(statusOf("postfix-n1-rcpt-n1"))).toEqual([
      "reporting-mta x-postfix-queue-id x-postfix-sender arrival-date",
      "final-recipient original-recipient action status remote-mta diagnostic-code",
    ]);
  });

  it("keeps Exim's order, action first", () => {
    expect(names(statusOf("exim-delay"))).toEqual([
      "reporting-mta",
      "action final-recipient status remote-mta diagnostic-code",
    ]);
  });

  it("puts up with superfluous blank lines, also inside of a group", () => {
    expect(
      names(
        "\n\n  \nReporting-MTA: a\n\n\n\nFinal-Recipient: b\n\nAction: c\n \nStatus: d\n\nFinal-Recipient: e\nAction: f\n\n",
      ),
    ).toEqual(["reporting-mta", "final-recipient action status", "final-recipient action"]);
  });

  it("reads folded fields and a blank before the colon", () => {
    const [group] = readStatusGroups("Final-Recipient :\n rfc822;\n\ta@example.org\nAction  : failed");
    expect(group).toEqual([
      { name: "final-recipient", value: "rfc822; a@example.org" },
      { name: "action", value: "failed" },
    ]);
  });

  it("reads a reply of several lines that is not folded, as nullmailer writes it", () => {
    const group = readStatusGroups(statusOf("nullmailer-multiline"))[1] ?? [];
    expect(first(group, "diagnostic-code")).toMatch(
      /^SMTP; 550-5\.1\.1 The email account .* 550 5\.1\.1 {2}https:.* gsmtp$/,
    );
  });

  it("reads thousands of recipients and bounds the work on hostile bodies", () => {
    const group = (index: number): string => `Final-Recipient: rfc822; r${index}@example.org\nAction: failed\n\n`;
    expect(readStatusGroups(Array.from({ length: 9_000 }, (_, index) => group(index)).join(""))).toHaveLength(9_000);
    const scattered = `Final-Recipient: a\n\n${Array.from({ length: 5_000 }, (_, index) => `X-${index}: y\n\n`).join("")}`;
    expect(Math.max(...readStatusGroups(scattered).map(({ length }) => length))).toBeLessThanOrEqual(
      limits.groupFields,
    );
  });

  it("is empty for no fields", () => {
    expect(readStatusGroups("")).toEqual([]);
    expect(readStatusGroups("no fields here\n\nnor here")).toEqual([]);
  });
});
