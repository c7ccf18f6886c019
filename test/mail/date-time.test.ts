import { describe, expect, it } from "vitest";
import { dateTimeOf } from "../../src/mail/fields.js";

const NOON = Date.UTC(2025, 2, 1, 12) / 1000;

describe("the date-time of a date field", () => {
  it.each([
    ["Sat, 1 Mar 2025 12:00:00 +0000", NOON],
    ["Sat,  1 Mar 2025 12:00:00 +0100 (CET)", NOON],
    ["01 MARCH 2025 12:00", NOON],
    ["Sat, 1 Mar 2025 12:00:59 -0800", NOON + 59],
  ])("is that of %j, whatever its zone", (text, seconds) => {
    expect(dateTimeOf(text)).toBe(seconds);
  });

  it.each([
    null,
    "",
    "yesterday",
    "1 Mar 1969 12:00:00 +0000",
    "1 Mar 2107 12:00:00 +0000",
    "1 Foo 2025 12:00:00 +0000",
  ])("is none of %j", (text) => {
    expect(dateTimeOf(text)).toBeNull();
  });

  it("is a number of four bytes, whatever the digits say", () => {
    expect(dateTimeOf("99 Dec 2025 99:99:99 +0000")).toBe(Date.UTC(2025, 11, 99, 99, 99, 99) / 1000);
  });
});
