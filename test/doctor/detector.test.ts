import { expect, it } from "vitest";
import { checkDetector } from "../../src/doctor/detector.js";

it("counts what is set", () => {
  expect(checkDetector({ detect: { alertPoints: 6 }, allow: [{ sender: "a@*" }, { sender: "b" }] }, "b.toml")).toEqual([
    { level: "ok", what: "detector", why: "numbers of your own: 1; senders on the allow list: 2", advice: null },
  ]);
});

it.each([
  [{ alertpoints: 6 }, [], "detect.alertpoints"],
  [{ alertPoints: "6" }, [], "detect.alertPoints"],
  [{}, [{ sender: "a" }, { pattern: "b" }], "allow 2"],
] as const)("names the key that is wrong in %j %j", (detect, allow, key) => {
  const [finding] = checkDetector({ detect, allow }, "b.toml");
  expect(finding?.level).toBe("problem");
  expect(JSON.stringify(finding)).toContain(key);
});
