import { describe, expect, it } from "vitest";
import { acknowledge, advance, mute, reopen, type Alert, type Sighting } from "../../src/detect/alerts.js";
import { DEFAULT_PARAMETERS } from "../../src/detect/parameters.js";
import { DAY, HOUR, NOW } from "./build.js";

const seen = (level: Sighting["level"], dayCount = 30): Sighting => ({
  sender: "ann@customer.example",
  level,
  dayCount,
});
const step = (alert: Alert | null, sighting: Sighting | null, now = NOW) =>
  advance(alert, sighting, now, DEFAULT_PARAMETERS);

const DECISION = { who: "root", when: NOW, why: "a known newsletter" };
const OPEN: Alert = {
  sender: "ann@customer.example",
  status: "open",
  level: "alert",
  opened: NOW - HOUR,
  seen: NOW - HOUR,
  notified: NOW - HOUR,
  notifiedCount: 30,
  until: null,
  decision: null,
};

describe("an alert opens", () => {
  it("when its sender is first found", () => {
    expect(step(null, seen("alert"))).toEqual({
      alert: { ...OPEN, opened: NOW, seen: NOW, notified: NOW },
      news: "opened",
    });
  });

  it("anew after it was closed, without the old decision", () => {
    expect(step({ ...OPEN, status: "closed", decision: DECISION }, seen("notice"))).toMatchObject({
      alert: { status: "open", level: "notice", decision: null },
      news: "opened",
    });
  });

  it("not for an old address list", () => {
    expect(step(null, seen("list"))).toEqual({ alert: null, news: null });
  });

  it("not for nothing", () => {
    expect(step(null, null)).toEqual({ alert: null, news: null });
  });
});

describe("an open alert", () => {
  it.each<readonly [string, Alert, Sighting, string | null]>([
    ["is silent while it goes on", OPEN, seen("alert", 119), null],
    ["is told when it is four times as large", OPEN, seen("alert", 120), "grown"],
    ["is told when a notice becomes an alert", { ...OPEN, level: "notice" }, seen("alert"), "raised"],
    ["is silent when an alert becomes a notice", OPEN, seen("notice"), null],
    ["is told once a day", { ...OPEN, notified: NOW - DAY }, seen("alert"), "reminder"],
    ["is not told before a day is over", { ...OPEN, notified: NOW - DAY + 1 }, seen("alert"), null],
  ])("%s", (_, alert, sighting, news) => {
    expect(step(alert, sighting).news).toBe(news);
  });

  it("remembers what it told", () => {
    expect(step(OPEN, seen("alert", 120)).alert).toMatchObject({ notified: NOW, notifiedCount: 120 });
    expect(step(OPEN, seen("alert", 119)).alert).toMatchObject({ notified: NOW - HOUR, notifiedCount: 30, seen: NOW });
  });

  it("keeps its highest level", () => {
    expect(step(OPEN, seen("notice")).alert?.level).toBe("alert");
  });

  it("closes a day after its sender was last found, and says nothing", () => {
    expect(step({ ...OPEN, seen: NOW - DAY + 1 }, null).alert?.status).toBe("open");
    expect(step({ ...OPEN, seen: NOW - DAY }, null)).toMatchObject({ alert: { status: "closed" }, news: null });
    expect(step({ ...OPEN, seen: NOW - DAY }, seen("list"))).toMatchObject({ alert: { status: "closed" } });
  });
});

describe("an acknowledged alert", () => {
  const known = acknowledge(OPEN, DECISION);

  it.each<readonly [string, Alert, Sighting, string | null, string]>([
    ["is silent", known, seen("alert"), null, "acknowledged"],
    ["is silent after a day as well", { ...known, notified: NOW - 9 * DAY }, seen("alert"), null, "acknowledged"],
    ["is told when it is four times as large", known, seen("alert", 120), "grown", "open"],
    ["is told when what was known was only a notice", { ...known, level: "notice" }, seen("alert"), "raised", "open"],
  ])("%s", (_, alert, sighting, news, status) => {
    const next = step(alert, sighting);
    expect([next.news, next.alert?.status]).toEqual([news, status]);
  });

  it("says who, when and why, until it closes", () => {
    expect(step(known, seen("alert")).alert?.decision).toEqual(DECISION);
    expect(step({ ...known, seen: NOW - DAY }, null).alert).toMatchObject({ status: "closed", decision: DECISION });
  });
});

describe("a muted alert", () => {
  const muted = mute(OPEN, NOW + DAY, DECISION);

  it("is silent whatever comes", () => {
    expect(step(muted, seen("alert", 100_000))).toEqual({ alert: { ...muted, seen: NOW }, news: null });
  });

  it("stays muted while its sender is silent", () => {
    expect(step({ ...muted, seen: NOW - 9 * DAY }, null).alert?.status).toBe("muted");
  });

  it("is told as new when the date has come", () => {
    expect(step(muted, seen("alert"), NOW + DAY)).toMatchObject({
      alert: { status: "open", until: null },
      news: "opened",
    });
  });

  it("closes when the date has come and nothing is found", () => {
    expect(step(muted, null, NOW + DAY)).toMatchObject({ alert: { status: "closed", until: null }, news: null });
  });

  it("can be taken back", () => {
    expect(step(reopen(muted, DECISION), seen("alert"))).toMatchObject({ alert: { status: "open" }, news: "opened" });
  });
});
