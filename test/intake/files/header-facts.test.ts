/** What an archived mail's own header says beside the report: when it came, and to which address. */
import { describe, expect, it } from "vitest";
import { archivedEnvelope, receivedTime } from "../../../src/intake/files/header-facts.js";
import { readHeader } from "../../../src/mail/header.js";

const NOW = 1_750_000_000;
const OTHERWISE = 1_700_000_000;
const time = (header: string): number => receivedTime(readHeader(header), OTHERWISE, NOW);

describe("the time of arrival", () => {
  it.each([
    [
      "the topmost Received",
      "Received: by b.example; Sat, 1 Mar 2025 12:00:00 +0000 (UTC)\nReceived: by a.example; Sat, 1 Mar 2025 11:00:00 +0000\nDate: Sat, 1 Mar 2025 10:00:00 +0000\n",
      1_740_830_400,
    ],
    [
      "a folded Received with a zone",
      "Received: from x ([192.0.2.1])\n by b.example (Postfix; id 7) with LMTP;\n Sat, 1 Mar 2025 13:00:00 +0100\n",
      1_740_830_400,
    ],
    ["Date where Received says none", "Received: by b.example\nDate: Sat, 1 Mar 2025 12:00:00 +0000\n", 1_740_830_400],
    ["the guess where nothing says", "Subject: x\n", OTHERWISE],
    ["the guess where the clock was never set", "Date: Thu, 1 Jan 1970 00:00:10 +0000\n", OTHERWISE],
    ["the guess where the date is none", "Date: yesterday evening\n", OTHERWISE],
    ["now where the date is in the future", "Date: Sat, 1 Mar 2099 12:00:00 +0000\n", NOW],
  ])("is %s", (_, header, seconds) => {
    expect(time(header)).toBe(seconds);
  });

  it("is never after now, whatever the guess", () => {
    expect(receivedTime([], NOW + 100, NOW)).toBe(NOW);
  });
});

const DELIVERED =
  "Return-Path: <>\nX-Original-To: bounce+one@example.com\nDelivered-To: bounces@host.example.com\nReceived: by x\n";

const envelope = (header: string, addresses: readonly string[] = []) => {
  const { recipient, extension } = archivedEnvelope(readHeader(header), { addresses, delimiters: "+-" });
  return [recipient, extension];
};

describe("the address it came to", () => {
  it.each([
    ["from what delivery wrote on top", DELIVERED, [], ["bounce+one@example.com", "one"]],
    ["with the second delimiter", DELIVERED.replace("+one", "-one+two"), [], ["bounce-one+two@example.com", "one+two"]],
    ["without an extension", "Delivered-To: bounce@example.com\nReceived: by x\n", [], ["bounce@example.com", null]],
    [
      "not from below the top, where the sender writes",
      "Received: by x\nDelivered-To: bounce+evil@example.com\nTo: bounce+evil@example.com\n",
      [],
      [null, null],
    ],
    ["not from a mail that was never received", "Delivered-To: bounce+evil@example.com\n", [], [null, null]],
    [
      "of the given ones, also from To",
      "Received: by x\nTo: Bounces <bounce+two@example.com>, x+y@example.com\n",
      ["bounce@example.com"],
      ["bounce+two@example.com", "two"],
    ],
    [
      "of the given ones, whatever the case",
      "Received: by x\nTo: Bounce+Two@Example.COM\n",
      ["bounce@example.com"],
      ["Bounce+Two@example.com", "Two"],
    ],
    [
      "of the given ones, delivery first",
      `${DELIVERED}To: bounce+forged@example.com\n`,
      ["bounce@example.com"],
      ["bounce+one@example.com", "one"],
    ],
    ["not of others than the given ones", DELIVERED, ["other@example.com"], [null, null]],
  ] as const)("%s", (_, header, addresses, expected) => {
    expect(envelope(header, addresses)).toEqual(expected);
  });
});
