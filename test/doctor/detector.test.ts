import { expect, it } from "vitest";
import { resolveSettings } from "../../src/config/load.js";
import { checkDetector } from "../../src/doctor/configuration.js";

const FILE = "/etc/bounces/bounces.toml";
const findings = (fileText: string) =>
  checkDetector(resolveSettings({ flags: {}, environment: {}, fileText, fileName: FILE, directory: "/" }).settings);

it("counts what is set", () => {
  expect(findings('[detect]\nalertPoints = 6\n[[allow]]\nsender = "a@*"\n[[allow]]\nsender = "b"')).toEqual([
    {
      level: "ok",
      what: "detector",
      why: "numbers of your own: 1; senders on the allow list: 2",
      advice: null,
      command: null,
    },
  ]);
});

it.each([
  ["[detect]\nalertpoints = 6", "detect.alertpoints"],
  ['[detect]\nalertPoints = "6"', "detect.alertPoints"],
  ['[[allow]]\nsender = "a"\n[[allow]]\npattern = "b"', "allow 2"],
])("names the key that is wrong in %j", (text, key) => {
  const [finding] = findings(text);
  expect(finding?.level).toBe("problem");
  expect(finding?.why).toContain(key);
});
