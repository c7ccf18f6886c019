import { describe, expect, it } from "vitest";
import { INTAKE_DEFAULTS } from "../../src/config/intake-defaults.js";
import { pipeSettings } from "../../src/intake/settings.js";
import { loadSettings } from "../../src/config/load.js";

describe("the settings of the pipe", () => {
  const db = "/var/lib/bounces/b.db";

  it.each([
    {},
    { PATH: "/usr/bin", BOUNCES_CONFIG: "" },
    { BOUNCES_DEADLINE_MS: "30000" },
    { BOUNCES_DB: "/elsewhere/b.db" },
  ])("are what the whole configuration says, with %j", async (environment) => {
    const { settings } = loadSettings({ db }, environment);
    expect(settings).toMatchObject(await pipeSettings({ db, config: undefined }, environment));
  });

  it("are the defaults of the configuration where nothing is set", async () => {
    const { settings } = loadSettings({ db }, {});
    expect(settings).toMatchObject(INTAKE_DEFAULTS);
    expect(await pipeSettings({ db, config: undefined }, {})).toEqual({ ...INTAKE_DEFAULTS, database: db });
  });

  it("take a relative name as relative to the working directory", async () => {
    expect((await pipeSettings({ db: "b.db", config: undefined }, {})).database).toBe(`${process.cwd()}/b.db`);
  });

  it("are refused where the whole configuration refuses them", async () => {
    const refused = (db: string, config: string | undefined, environment = {}): Promise<unknown> =>
      pipeSettings({ db, config }, environment);
    await expect(refused(db, undefined, { BOUNCES_NONSENSE: "1" })).rejects.toThrow("BOUNCES_NONSENSE");
    await expect(refused("/tmp/\0", undefined)).rejects.toThrow("must be a file name");
    await expect(refused(db, "/nowhere/bounces.toml")).rejects.toThrow("/nowhere/bounces.toml");
  });
});
