import { describe, expect, it } from "vitest";
import { settingsOf } from "../../src/intake/pipe-settings.js";
import { loadSettings } from "../../src/config/load.js";

describe("settingsOf", () => {
  const db = "/var/lib/bounces/b.db";

  it.each([
    {},
    { PATH: "/usr/bin", BOUNCES_CONFIG: "" },
    { BOUNCES_DEADLINE_MS: "30000" },
    { BOUNCES_DB: "/elsewhere/b.db" },
  ])("is what the whole configuration says, with %j", (environment) => {
    expect(settingsOf({ db, config: undefined }, environment)).toEqual(loadSettings({ db }, environment).settings);
  });

  it("reads a relative name as relative to the working directory", () => {
    expect(settingsOf({ db: "b.db", config: undefined }, {}).database).toBe(`${process.cwd()}/b.db`);
  });

  it("refuses what the whole configuration refuses", () => {
    expect(() => settingsOf({ db, config: undefined }, { BOUNCES_NONSENSE: "1" })).toThrow("BOUNCES_NONSENSE");
    expect(() => settingsOf({ db: "/tmp/\0", config: undefined }, {})).toThrow("must be a file name");
    expect(() => settingsOf({ db, config: "/nowhere/bounces.toml" }, {})).toThrow("/nowhere/bounces.toml");
  });
});
