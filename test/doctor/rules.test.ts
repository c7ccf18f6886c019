import { describe, expect, it } from "vitest";
import { checkRules as readRules } from "../../src/config/schema.js";
import { checkRules } from "../../src/doctor/configuration.js";

const FILE = "/etc/bounces/bounces.toml";
const holiday = {
  id: "holiday",
  match: "closed for holidays",
  reason: "mailbox-full",
  example: "550 5.2.1 mailbox is closed for holidays",
};

describe("rules of one's own", () => {
  it("are counted when there is nothing to say", () => {
    expect(checkRules(readRules([holiday, { id: "plain", status: "5.7.1", reason: "blocked" }], FILE))).toMatchObject([
      { level: "ok", why: "2 of your own, 1 checked against their examples" },
    ]);
    expect(checkRules(readRules([], FILE))).toMatchObject([{ level: "ok", why: "none of your own" }]);
  });

  it.each([
    [{ ...holiday, id: "not an id" }, /id must be a name/],
    [{ ...holiday, match: "(a+)+" }, /repeats a group/],
    [{ ...holiday, match: "(" }, /regular expression/],
    [{ ...holiday, reason: "no-such-reason" }, /reason must be one of/],
    [{ ...holiday, example: 5 }, /example must be a reply/],
    [{ ...holiday, pattern: "x" }, /unknown key "pattern"/],
    [{ id: "empty", reason: "blocked" }, /would decide everything/],
  ])("are refused when they are wrong: %j", (row, why) => {
    const [found] = checkRules(readRules([row], FILE));
    expect(found).toMatchObject({ level: "problem", what: "rules" });
    expect(found?.why).toMatch(why);
    expect(found?.why).toContain(FILE);
  });

  it("that do not match their own example are reported", () => {
    expect(checkRules(readRules([{ ...holiday, example: "550 5.1.1 user unknown" }], FILE))).toMatchObject([
      { level: "problem", what: "rule admin:holiday", why: "does not match its own example" },
    ]);
  });

  it("that come after one which decides their example are reported with its name", () => {
    const wide = { id: "wide", match: "mailbox", reason: "mailbox-disabled" };
    const [found, ...others] = checkRules(readRules([wide, holiday], FILE));
    expect(found).toMatchObject({ level: "problem", what: "rule admin:holiday" });
    expect(found?.why).toContain("decided by admin:wide (mailbox-disabled)");
    expect(others).toEqual([]);
    expect(checkRules(readRules([holiday, wide], FILE))).toMatchObject([{ level: "ok" }]);
  });

  it("see status, reply code and host in the text of an example", () => {
    const rows = [
      { id: "by-status", status: "5.7.*", reason: "blocked", example: "550 5.7.26 not today" },
      { id: "by-code", "reply-code": "552", reason: "mailbox-full", example: "552 no room" },
      { id: "by-host", host: "example.net", reason: "rejected", example: "host mx.example.net said: go away" },
    ];
    expect(checkRules(readRules(rows, FILE))).toMatchObject([{ level: "ok" }]);
  });
});
