import { describe, expect, it } from "vitest";
import { alertOf, decisionsOf } from "../../src/store/alerts.js";
import { jsonLines } from "../support/cli.js";
import { DAY, HOUR, NOON, temporaryStore } from "../store/readings.js";
import { ANN, blast, fail, NOTIFY, NOW, ordinarySite, run, compromisedSite } from "./site.js";

const LATER = { now: NOW + 900 };

describe("report ack", () => {
  it("keeps an alert silent, past the daily reminder, until it grows", async () => {
    const store = compromisedSite();
    await run(store, NOTIFY);
    expect(await run(store, ["report", "ack", ANN, "--reason", "password changed"], LATER)).toEqual({
      status: 0,
      stderr: "",
      stdout: "ann@customer.example: acknowledged: no further notifications until it closes or grows\n",
    });
    blast(store, { at: NOON + DAY + HOUR / 2 });
    expect((await run(store, NOTIFY, { now: NOON + DAY + HOUR })).stdout).toBe("");
    blast(store, { at: NOON + DAY + HOUR, count: 300 });
    expect((await run(store, NOTIFY, { now: NOON + DAY + 2 * HOUR })).stdout).toMatch(/, grown\n/);
  });

  it("records who, when and why", async () => {
    const store = compromisedSite();
    await run(store, ["report", "ack", ANN, "--reason", "password changed"]);
    await run(store, ["report", "ack", ANN.toUpperCase()], { ...LATER, environment: { SUDO_USER: "berta" } });
    expect(decisionsOf(store, ANN)).toEqual([
      { action: "ack", who: "anna", when: NOW, why: "password changed", until: null },
      { action: "ack", who: "berta", when: NOW + 900, why: "", until: null },
    ]);
    expect(alertOf(store, ANN)).toMatchObject({ status: "acknowledged", decision: { who: "berta" } });
    expect((await run(store, ["report"], { now: NOW + 1800 })).stdout).toMatch(
      /Acknowledged and muted alerts:\n {4}ann@customer\.example: .*; acknowledged by berta, 15 min ago\n/,
    );
  });

  it("works on an alert that somebody saw before anybody was notified", async () => {
    const store = compromisedSite();
    expect((await run(store, ["report", "ack", ANN])).status).toBe(0);
    expect((await run(store, NOTIFY, LATER)).stdout).toBe("");
  });

  it("says when there is nothing to acknowledge", async () => {
    expect(await run(ordinarySite(), ["report", "ack", ANN])).toEqual({
      status: 66,
      stdout: "",
      stderr: "bounces: no open alert for ann@customer.example\n",
    });
    expect(await run(temporaryStore(), ["report", "ack", "\u001b[31mx"])).toEqual({
      status: 66,
      stdout: "",
      stderr: "bounces: no records for \\x1b[31mx\n",
    });
  });
});

describe("report mute", () => {
  it("keeps a sender silent until the day, whatever comes", async () => {
    const store = compromisedSite();
    expect((await run(store, ["report", "mute", ANN, "--for", "2d"])).stdout).toBe(
      "ann@customer.example: muted until 2025-03-03T12:30:00Z\n",
    );
    blast(store, { at: NOON + DAY, count: 900 });
    expect((await run(store, NOTIFY, { now: NOON + DAY + HOUR })).stdout).toBe("");
    expect((await run(store, [...NOTIFY, "--exit-code"], { now: NOON + DAY + HOUR })).status).toBe(0);
    blast(store, { at: NOON + 2 * DAY, count: 900 });
    expect((await run(store, NOTIFY, { now: NOON + 2 * DAY + HOUR })).stdout).toMatch(/, new\n/);
  });

  it("works before there is an alert, and is listed with who, when and why", async () => {
    const store = ordinarySite();
    await run(store, ["report", "mute", "bob", "--for", "30d", "--reason", "moves house"]);
    blast(store, { sender: "bob" });
    expect((await run(store, NOTIFY)).stdout).toBe("");
    expect((await run(store, ["report", "mute", "--list"])).stdout).toBe(
      "sender  until                 who   when                  why\nbob     2025-03-31T12:30:00Z  anna  2025-03-01T12:30:00Z  moves house\n",
    );
    expect(jsonLines((await run(store, ["report", "mute", "--list", "--json"])).stdout)).toMatchObject([
      { version: 1, type: "mute", sender: "bob", who: "anna", why: "moves house" },
    ]);
    expect((await run(store, ["report", "mute", "--list"], { now: NOW + 31 * DAY })).stdout).toBe("");
  });

  it("can be undone", async () => {
    const store = compromisedSite();
    await run(store, ["report", "mute", ANN, "--for", "30d"]);
    expect((await run(store, ["report", "unmute", ANN])).status).toBe(0);
    expect((await run(store, NOTIFY, LATER)).stdout).toMatch(/, new\n/);
  });
});

describe("report show", () => {
  it("shows why, hour by hour, examples, who decided what, and what to do", async () => {
    const store = compromisedSite();
    await run(store, ["report", "ack", ANN, "--reason", "called her"]);
    const { status, stdout } = await run(store, ["report", "show", ANN], LATER);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^ann@customer\.example: alert, /);
    expect(stdout).toContain("60 recipients failed for the first time");
    expect(stdout).toMatch(/\n {2}2025-03-01T12:00:00Z +60 +30 +30 {2}#{40}\n/);
    expect(stdout).toMatch(/Newest bounces\ntime .*\n(?:2025-03-01T12:.*spam-detected|2025-03-01T12:.*user-unknown)/);
    expect(stdout).toContain("2025-03-01T12:30:00Z  acknowledged by anna: called her");
    expect(stdout).toContain("printf '%s %s\\n' ann@customer.example 'REJECT ");
    expect(stdout).toContain("postsuper -h -");
  });

  it("shows a sender without a finding, for programs as well", async () => {
    const store = ordinarySite();
    expect((await run(store, ["report", "show", "BOB"])).stdout).toMatch(/^bob: no finding: /);
    expect(jsonLines((await run(store, ["report", "show", "bob", "--json"])).stdout)).toMatchObject([
      { version: 1, type: "details", sender: "bob", finding: null, decisions: [] },
    ]);
    expect((await run(store, ["report", "show", "nobody@example.com"])).status).toBe(66);
  });

  it("prints nothing that a terminal would act on, and no command that holds it", async () => {
    const store = ordinarySite();
    const hostile = "x\u001b]0;own\u0007\u202e$(reboot)";
    fail(store, { sender: hostile, count: 3, at: NOON });
    const { stdout } = await run(store, ["report", "show", hostile]);
    expect(stdout).not.toMatch(/[\u001b\u0007\u202e]/);
    expect(stdout).toContain("The sender name contains characters that are unsafe on a command line.");
    expect(stdout).not.toContain("postsuper");
  });
});

it.each([
  ["show"],
  ["ack"],
  ["mute", ANN],
  ["ack", ANN, "--for", "2d"],
  ["mute", ANN, "--for", "soon"],
  ["ack", "--list"],
  ["mute", ANN, "--list"],
  ["show", ANN, "--reason", "x"],
  ["burn", ANN],
  ["--reason", "x"],
  ["show", ANN, "--notify"],
])("report %s %s is refused", async (...args) => {
  expect((await run(compromisedSite(), ["report", ...args])).status).toBe(64);
});
