import { describe, expect, it } from "vitest";
import { openingOf } from "../../src/smtp/status.js";

describe("openingOf", () => {
  it.each([
    ["550 5.1.1 User unknown", { code: "550", status: "5.1.1" }],
    ["421-4.7.28 Our system has detected", { code: "421", status: "4.7.28" }],
    ["250 2.0.0 Ok", { code: "250", status: "2.0.0" }],
  ])("reads %j", (text, opening) => {
    expect(openingOf(text)).toEqual(opening);
  });

  it.each([
    "",
    "550 User unknown",
    "550 5.1.1",
    "550 4.2.1 of two classes",
    "550  5.1.1 two blanks",
    " 550 5.1.1 indented",
    "550 5.1.1: colon",
    "550 5.1.1.2 text",
    "560 5.1.1 no reply code",
    "550 5.01.1 text",
    "5.1.1 550 text",
  ])("leaves %j to the patterns", (text) => {
    expect(openingOf(text)).toBeNull();
  });
});
