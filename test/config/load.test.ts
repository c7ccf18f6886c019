import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ConfigError, loadSettings } from "../../src/config/load.js";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "bounces-config-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

const file = (text: string): string => {
  const name = join(directory, "bounces.toml");
  writeFileSync(name, text);
  return name;
};

describe("loadSettings", () => {
  it("reads the file that the flag names before the one of the environment", () => {
    const config = file('database = "own.db"');
    const { settings } = loadSettings({ config }, { BOUNCES_CONFIG: "/nonexistent.toml" });
    expect(settings.database).toBe(join(directory, "own.db"));
  });

  it("reads the file that the environment names", () => {
    expect(loadSettings({}, { BOUNCES_CONFIG: file('hosts = ["mx.example.com"]') }).settings.hosts).toEqual([
      "mx.example.com",
    ]);
  });

  it("refuses a named file that is missing or a directory", () => {
    const missing = join(directory, "missing.toml");
    expect(() => loadSettings({ config: missing }, {})).toThrow(
      new ConfigError(`${missing}: cannot read the configuration file (ENOENT)`),
    );
    expect(() => loadSettings({ config: directory }, {})).toThrow(
      new ConfigError(`${directory}: cannot read the configuration file (EISDIR)`),
    );
  });

  it("takes a default file that is missing for no file, but not one that cannot be read", () => {
    const none = loadSettings({}, {}, join(directory, "missing.toml"));
    expect(new Set(none.origins.map((origin) => origin.from))).toEqual(new Set(["default"]));
    expect(loadSettings({}, {}, file("deadline_ms = 20000")).settings.deadlineMs).toBe(20_000);
    expect(() => loadSettings({}, {}, join(file(""), "below-a-file.toml"))).toThrow(
      /cannot read the configuration file \(ENOTDIR\)/,
    );
  });
});
