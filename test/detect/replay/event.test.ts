import { describe, expect, it } from "vitest";
import { EventError, parseEvent } from "../../../src/detect/replay/event.js";

const LINE = {
  t: 1736121600.3,
  sender: "ann@customer.example",
  rcpt: "r1@big.example",
  status: "5.1.1",
  reason: "unknown",
  hard: 1,
  ip: "192.0.2.1",
  from_mismatch: 1,
  bulk: 1,
  ours: 1,
};
const parse = (change: Readonly<Record<string, unknown>>) => parseEvent(JSON.stringify({ ...LINE, ...change }));

describe("parseEvent", () => {
  it("reads what the detector needs", () => {
    expect(parse({})).toEqual({
      time: 1736121600.3,
      sender: "ann@customer.example",
      recipient: "r1@big.example",
      cause: "dead",
      isDelay: false,
      clientAddress: "192.0.2.1",
      hasForeignFrom: true,
      isBulk: true,
      isBan: false,
      proof: "ours",
    });
  });

  it.each([
    ["unknown", "dead"],
    ["disabled", "dead"],
    ["baddomain", "dead"],
    ["spam", "spam"],
    ["policy", "policy"],
    ["other", "other"],
    ["full", "temporary"],
    ["delay", "temporary"],
    ["complaint", null],
    ["user-unknown", "dead"],
    ["spam-detected", "spam"],
    ["mailbox-full", "temporary"],
  ])("takes %s for %s", (reason, cause) => {
    expect(parse({ reason }).cause).toBe(cause);
  });

  it("tells a delay from a failure", () => {
    expect([parse({ reason: "delay" }).isDelay, parse({ reason: "full" }).isDelay]).toEqual([true, false]);
  });

  it.each([
    [1, "ours"],
    [0, "disproved"],
    [2, "none"],
    [undefined, "ours"],
  ])("ours %s is %s", (ours, proof) => {
    expect(parse({ ours }).proof).toBe(proof);
  });

  it("knows nothing of what is not told", () => {
    expect(parseEvent(JSON.stringify({ t: 1, sender: "a", rcpt: "b", reason: "spam", ip: "" }))).toMatchObject({
      clientAddress: null,
      hasForeignFrom: false,
      isBulk: false,
    });
  });

  it.each([
    ["{", "is not JSON"],
    ["[]", `"t" is not a time`],
    ["7", "is not a JSON object"],
    [JSON.stringify({ ...LINE, t: "now" }), `"t" is not a time`],
    [JSON.stringify({ ...LINE, t: 1e300 }), `"t" is not a time`],
    [JSON.stringify({ ...LINE, t: -1 }), `"t" is not a time`],
    [JSON.stringify({ ...LINE, sender: 7 }), `"sender" is not a string`],
    [JSON.stringify({ ...LINE, reason: "bad luck" }), `"reason" "bad luck" is not known`],
    [JSON.stringify({ ...LINE, reason: "constructor" }), `"reason" "constructor" is not known`],
  ])("refuses %s", (line, message) => {
    expect(() => parseEvent(line)).toThrow(new EventError(message));
  });
});
