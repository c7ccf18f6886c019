import { describe, expect, it } from "vitest";
import { acknowledge, noAlert, type Alert } from "../../src/detect/alerts.js";
import { alertOf, decide, decisionsOf, liveAlerts, saveAlerts } from "../../src/store/alerts.js";
import { newStore } from "./engine.js";
import { HOUR, NOON } from "./readings.js";

const ANN = "ann@example.com";
const OPEN: Alert = { ...noAlert(ANN, NOON), status: "open", level: "alert", notifiedCount: 30 };
const WORD = { who: "anna", when: NOON + HOUR, why: "known" };

describe("alerts", () => {
  it("come back as they were saved, until they close", async () => {
    const store = await newStore();
    await saveAlerts(store, [
      { before: null, after: OPEN },
      { before: null, after: { ...OPEN, sender: "bob", level: "notice", opened: NOON - HOUR } },
    ]);
    expect(await liveAlerts(store)).toEqual([{ ...OPEN, sender: "bob", level: "notice", opened: NOON - HOUR }, OPEN]);
    await saveAlerts(store, [{ before: OPEN, after: { ...OPEN, status: "closed" } }]);
    expect((await liveAlerts(store)).map(({ sender }) => sender)).toEqual(["bob"]);
    expect(await alertOf(store, ANN)).toEqual({ ...OPEN, status: "closed" });
    await saveAlerts(store, [{ before: null, after: { ...OPEN, opened: NOON + 9 * HOUR } }]);
    expect(await liveAlerts(store)).toContainEqual({ ...OPEN, opened: NOON + 9 * HOUR });
  });

  it("keep what somebody decided while a report was about to be told", async () => {
    const store = await newStore();
    await saveAlerts(store, [{ before: null, after: OPEN }]);
    const decided = await decide(
      store,
      ANN,
      { ...WORD, action: "ack", until: null },
      (alert) => alert && acknowledge(alert, WORD),
    );
    await saveAlerts(store, [{ before: OPEN, after: { ...OPEN, seen: NOON + HOUR } }]);
    expect(await liveAlerts(store)).toEqual([decided]);
    expect(decided).toMatchObject({ status: "acknowledged", decision: WORD });
  });

  it("keep the decision through the steps of later reports, and forget it when they open anew", async () => {
    const store = await newStore();
    const decided = await decide(store, ANN, { ...WORD, action: "ack", until: null }, () => acknowledge(OPEN, WORD));
    if (decided === null) throw new Error("nothing decided");
    const seen = { ...decided, seen: NOON + 2 * HOUR };
    await saveAlerts(store, [{ before: decided, after: seen }]);
    expect(await liveAlerts(store)).toEqual([seen]);
    await saveAlerts(store, [{ before: seen, after: OPEN }]);
    expect(await liveAlerts(store)).toEqual([OPEN]);
    expect(await decisionsOf(store, ANN)).toEqual([{ ...WORD, action: "ack", until: null }]);
  });

  it("are left alone when there is nothing to decide", async () => {
    const store = await newStore();
    expect(await decide(store, ANN, { ...WORD, action: "ack", until: null }, () => null)).toBeNull();
    expect([await alertOf(store, ANN), await decisionsOf(store, ANN), await liveAlerts(store)]).toEqual([null, [], []]);
  });
});
