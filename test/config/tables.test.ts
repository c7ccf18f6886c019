/** The tables `[detect]` and `[[allow]]`, and the manual's rows of all tables. */
import { describe, expect, it } from "vitest";
import { ConfigError, valid } from "../../src/config/error.js";
import { resolveSettings } from "../../src/config/load.js";
import { settingsTable } from "../../src/config/table.js";

const FILE = "/etc/bounces/bounces.toml";
const settingsOf = (fileText: string) =>
  resolveSettings({ flags: {}, environment: {}, fileText, fileName: FILE, directory: "/" }).settings;

describe("[detect]", () => {
  it("takes the place of the defaults", () => {
    const { detect } = settingsOf("[detect]\nalertPoints = 6");
    expect(valid(detect)).toEqual({ ...valid(settingsOf("").detect), alertPoints: 6 });
  });

  it.each([
    ["alertpoints = 6", 'unknown key "detect.alertpoints" (did you mean "detect.alertPoints"?)'],
    ['alertPoints = "6"', 'detect.alertPoints must be a number of 0 or more, not "6"'],
    ["alertPoints = -1", "detect.alertPoints must be a number of 0 or more, not -1"],
    ["alertPoints = inf", "detect.alertPoints must be a number of 0 or more, not null"],
  ])("is refused by file and key: %s", (line, problem) => {
    const { detect } = settingsOf(`[detect]\n${line}`);
    expect(() => valid(detect)).toThrow(new ConfigError(`${FILE}: ${problem}`));
  });

  it("concerns only those who use it when it is wrong", () => {
    expect(settingsOf('hosts = ["mx.example.com"]\n[detect]\nx = 1').hosts).toEqual(["mx.example.com"]);
  });
});

describe("[[allow]]", () => {
  it("names senders, and how much is expected of them", () => {
    const text = '[[allow]]\nsender = "news@*"\nwhy = "list"\nwhen = 2025-01-31\n[[allow]]\nsender = "a"\nup-to = 50';
    expect(valid(settingsOf(text).allow)).toEqual([
      { pattern: "news@*", upTo: null },
      { pattern: "a", upTo: 50 },
    ]);
  });

  it.each([
    ["up-to = 5", "allow 1: sender is missing; it must be a login or an address; * stands for any characters"],
    ['sender = ""', 'allow 1: sender must be a login or an address; * stands for any characters, not ""'],
    ['sender = "a"\nup-to = -1', "allow 1: up-to must be a whole number of bounces a day, not -1"],
    ['sender = "a"\nwhy = 1', "allow 1: why must be a text, not 1"],
    ['sender = "a"\nup_to = 1', 'allow 1: unknown key "up_to" (did you mean "up-to"?)'],
  ])("is refused by file, row and key: %j", (lines, problem) => {
    const { allow } = settingsOf(`[[allow]]\n${lines}`);
    expect(() => valid(allow)).toThrow(new ConfigError(`${FILE}: ${problem}`));
  });
});

describe("the rows for the manual", () => {
  it("say of each setting what sets it", () => {
    const rows = settingsTable();
    expect(rows.find(({ key }) => key === "database")).toMatchObject({ variable: "BOUNCES_DB", flag: "--db" });
    expect(rows.find(({ key }) => key === "log.level")).toMatchObject({
      table: "settings",
      default: '"info"',
      variable: "BOUNCES_LOG_LEVEL",
      flag: null,
    });
  });

  it("hold the keys of every table", () => {
    const keys = (table: string) => settingsTable().flatMap((row) => (row.table === table ? [row.key] : []));
    expect(keys("[[rule]]")).toContain("reply-code");
    expect(keys("[[allow]]")).toContain("up-to");
    expect(keys("[detect]")).toContain("alertPoints");
    expect(settingsTable().every(({ expected, description }) => expected !== "" && description !== "")).toBe(true);
  });
});
