/**
 * The settings of `ingest`. Where the command line names the database and nobody sets anything else, they are known
 * beforehand; else the whole configuration is loaded, which a process per mail feels.
 */
import { existsSync } from "node:fs";
import { loadSettings } from "../config/load.js";
import { DEFAULTS } from "../config/defaults.js";
import { DEFAULT_CONFIG_FILE } from "../config/default-file.js";
import type { Settings } from "../config/settings.js";
import type { Environment } from "../config/sources.js";

/** What the command line says of the settings. */
export interface IngestFlags {
  readonly db: string | undefined;
  readonly config: string | undefined;
}

const isSet = ([name, value]: readonly [string, string | undefined]): boolean =>
  name.startsWith("BOUNCES_") && !(name === "BOUNCES_CONFIG" && value === "");

/** @throws ConfigError with one line, safe to print */
export function settingsOf({ db, config }: IngestFlags, environment: Environment): Settings {
  const isPlain = db?.startsWith("/") === true && !db.includes("\0") && config === undefined;
  if (isPlain && !Object.entries(environment).some(isSet) && !existsSync(DEFAULT_CONFIG_FILE))
    return { ...DEFAULTS, database: db };
  return loadSettings({ db, config }, environment).settings;
}
