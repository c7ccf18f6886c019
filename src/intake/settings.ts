/** What of the settings a message is taken in with. */
import { existsSync } from "node:fs";
import { DEFAULT_CONFIG_FILE, INTAKE_DEFAULTS } from "../config/intake-defaults.js";
import type { Settings } from "../config/settings.js";
import type { Environment } from "../config/sources.js";
import type { Context } from "../interpret.js";

/** The settings that intake reads. */
export type IntakeSettings = Pick<Settings, "database" | keyof typeof INTAKE_DEFAULTS>;

/** The settings that a message is judged with. */
export type ReadingSettings = Pick<
  IntakeSettings,
  "hosts" | "domains" | "networks" | "filters" | "noticeSecret" | "recipientDelimiter" | "rules" | "verp"
>;

/** What the command line of `ingest` says of the settings. */
export interface SettingFlags {
  readonly db: string | undefined;
  readonly config: string | undefined;
}

const isSet = ([name, value]: readonly [string, string | undefined]): boolean =>
  name.startsWith("BOUNCES_") && !(name === "BOUNCES_CONFIG" && value === "");

/**
 * The settings of a process of the pipe. Where the command line names the database and nobody sets anything else they are
 * the defaults, and the configuration is not loaded.
 * @throws ConfigError with one line, safe to print, by rejecting
 */
export async function pipeSettings({ db, config }: SettingFlags, environment: Environment): Promise<IntakeSettings> {
  const isPlain = db?.startsWith("/") === true && !db.includes("\0") && config === undefined;
  if (isPlain && !Object.entries(environment).some(isSet) && !existsSync(DEFAULT_CONFIG_FILE))
    return { ...INTAKE_DEFAULTS, database: db };
  const { loadSettings } = await import("../config/load.js");
  return loadSettings({ db, config }, environment).settings;
}

/** Where a message's context gets from what checks signed VERP: the key file is read when a token comes. */
const tokenSource = ({ keyFile, maxAge }: IntakeSettings["verp"]): Pick<Context, "loadTokens"> =>
  keyFile === null ? {} : { loadTokens: async () => (await import("./signed.js")).readVerifier(keyFile, maxAge) };

/** What of the settings the core needs, with rules that are known to be good. */
export const plainContext = (
  {
    hosts,
    domains,
    networks,
    filters,
    noticeSecret,
    recipientDelimiter: delimiters,
    verp,
  }: Omit<ReadingSettings, "rules">,
  rules: Context["rules"],
): Context => ({ hosts, domains, networks, filters, noticeSecret, delimiters, rules, ...tokenSource(verp) });
