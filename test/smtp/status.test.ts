import { describe, expect, it } from "vitest";
import { findStatus, isVague, moreSpecificStatus, parseStatus, statusParts } from "../../src/smtp/status.js";

describe("parseStatus", () => {
  it.each([
    ["5.1.1", "5.1.1"],
    [" 4.2.2 (mailbox full)", "4.2.2"],
    ["2.0.0", "2.0.0"],
    ["5.7.750", "5.7.750"],
    ["5.1.1;", "5.1.1"],
    ["3.1.1", null],
    ["5.1", null],
    ["5.01.1", null],
    ["5.1.1.1", null],
    ["5.1.1000", null],
    ["5.1.1@example.org", null],
    ["550 5.1.1", null],
    ["", null],
  ])("%s", (text, expected) => {
    expect(parseStatus(text)).toBe(expected);
  });
});

describe("statusParts", () => {
  it("takes a status apart", () => {
    expect(statusParts("5.7.26")).toEqual({ class: "5", subject: "7", detail: "26" });
    expect(statusParts("none")).toBeNull();
  });
});

describe("findStatus", () => {
  it.each([
    ["550 5.1.1 User unknown", "5.1.1"],
    ["550-5.1.1 first line 550 5.1.1 last", "5.1.1"],
    ["550 #5.1.0 Address rejected", "5.1.0"],
    ["550 (5.7.1) refused", "5.7.1"],
    ["450 [4.2.1] slow", "4.2.1"],
    ["550: 5.1.1 User unknown", "5.1.1"],
    ["host mx.example.net[192.0.2.1] said: 550 5.7.1 blocked", "5.7.1"],
    ["Sorry, no mailbox here by that name. (#5.1.1)", "5.1.1"],
    ["#4.4.1 (connection refused)", "4.4.1"],
    ["rejected [5.7.1]", "5.7.1"],
    ["Status: 5.2.2", "5.2.2"],
    ["dsn=5.4.4, stat", "5.4.4"],
    ["5.3.0 - Other mail system problem 550-'Unknown'", "5.3.0"],
    ["smtp; 5.1.10 RESOLVER.ADR.RecipientNotFound", "5.1.10"],
    ["550 5.0.0 550 5.7.26 nested codes", "5.0.0"],
    ["550 User unknown", null],
    ["550 5.1.1.1 refused", null],
    ["blocked 5.9.10.11 by list", null],
    ["client (5.9.10.11) refused", null],
    ["Exim 4.96.1 refused", null],
    ["version 5.1.1 of the program", null],
    ["on 5.12.2026 at noon", null],
    ["5.12.2026", null],
    ["<rcpt-550-5.1.1@remote.test>", null],
    ["rcpt-550 5.1.1@remote.test", null],
    ["", null],
  ])("%s", (text, expected) => {
    expect(findStatus(text)).toBe(expected);
  });
});

describe("moreSpecificStatus", () => {
  it.each([
    ["5.1.1", "550 5.7.1 blocked", "5.1.1"],
    ["5.0.0", "550 5.7.1 blocked", "5.7.1"],
    ["5.0.0 (permanent failure)", "5.3.0 - Other", "5.3.0"],
    ["5.0.0", "550 User unknown", "5.0.0"],
    ["4.0.0", "450 4.2.0 busy", "4.2.0"],
    ["5.0.0", "450 4.2.0 busy: retry timeout exceeded", "4.2.0"],
    ["4.0.0", "550 5.0.0 no", "4.0.0"],
    [null, "550 5.0.0 no", "5.0.0"],
    [null, "550 5.1.1 no", "5.1.1"],
    ["nonsense", "550 5.1.1 no", "5.1.1"],
    ["5.0.0", null, "5.0.0"],
    [null, null, null],
  ])("%s and %s", (field, reply, expected) => {
    expect(moreSpecificStatus(field, reply)).toBe(expected);
  });
});

describe("isVague", () => {
  it("knows X.0.0", () => {
    expect(isVague("5.0.0")).toBe(true);
    expect(isVague("5.0.1")).toBe(false);
    expect(isVague("5.10.0")).toBe(false);
  });
});
