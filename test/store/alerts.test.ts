import { describe, expect, it } from "vitest";
import { acknowledge, noAlert, type Alert } from "../../src/detect/alerts.js";
import { alertOf, decide, decisionsOf, liveAlerts, saveAlerts } from "../../src/store/alerts.js";
import { HOUR, NOON, temporaryStore } from "./readings.js";

const ANN = "ann@example.com";
const OPEN: Alert = { ...noAlert(ANN, NOON), status: "open", level: "alert", notifiedCount: 30 };
const WORD = { who: "anna", when: NOON + HOUR, why: "known" };

describe("alerts", () => {
  it("come back as they were saved, until they close", () => {
    const store = temporaryStore();
    saveAlerts(store, [
      { before: null, after: OPEN },
      { before: null, after: { ...OPEN, sender: "bob", level: "notice", opened: NOON - HOUR } },
    ]);
    expect(liveAlerts(store)).toEqual([{ ...OPEN, sender: "bob", level: "notice", opened: NOON - HOUR }, OPEN]);
    saveAlerts(store, [{ before: OPEN, after: { ...OPEN, status: "closed" } }]);
    expect(liveAlerts(store).map(({ sender }) => sender)).toEqual(["bob"]);
    expect(alertOf(store, ANN)).toEqual({ ...OPEN, status: "closed" });
    saveAlerts(store, [{ before: null, after: { ...OPEN, opened: NOON + 9 * HOUR } }]);
    expect(liveAlerts(store)).toContainEqual({ ...OPEN, opened: NOON + 9 * HOUR });
  });

  it("keep what somebody decided while a report was about to be told", () => {
    const store = temporaryStore();
    saveAlerts(store, [{ before: null, after: OPEN }]);
    const decided = decide(
      store,
      ANN,
      { ...WORD, action: "ack", until: null },
      (alert) => alert && acknowledge(alert, WORD),
    );
    saveAlerts(store, [{ before: OPEN, after: { ...OPEN, seen: NOON + HOUR } }]);
    expect(liveAlerts(store)).toEqual([decided]);
    expect(decided).toMatchObject({ status: "acknowledged", decision: WORD });
  });

  it("keep the decision through the steps of later reports, and forget it when they open anew", () => {
    const store = temporaryStore();
    const decided = decide(store, ANN, { ...WORD, action: "ack", until: null }, () => acknowledge(OPEN, WORD));
    if (decided === null) throw new Error("nothing decided");
    const seen = { ...decided, seen: NOON + 2 * HOUR };
    saveAlerts(store, [{ before: decided, after: seen }]);
    expect(liveAlerts(store)).toEqual([seen]);
    saveAlerts(store, [{ before: seen, after: OPEN }]);
    expect(liveAlerts(store)).toEqual([OPEN]);
    expect(decisionsOf(store, ANN)).toEqual([{ ...WORD, action: "ack", until: null }]);
  });

  it("are left alone when there is nothing to decide", () => {
    const store = temporaryStore();
    expect(decide(store, ANN, { ...WORD, action: "ack", until: null }, () => null)).toBeNull();
    expect([alertOf(store, ANN), decisionsOf(store, ANN), liveAlerts(store)]).toEqual([null, [], []]);
  });
});
