/** Checks the configuration: that it can be read and holds, and that it names our hosts. */
import { resolve } from "node:path";
import {
  ConfigError,
  DEFAULT_CONFIG_FILE,
  loadSettings,
  resolveSettings,
  type Flags,
  type Resolved,
  type Settings,
} from "../config/load.js";
import { ok, problem, warning, type Finding } from "./finding.js";

/** What is checked further, and what was found on the way. */
export interface Configuration {
  readonly settings: Settings;
  /** The file in use, for advice. */
  readonly file: string;
  readonly findings: readonly Finding[];
}

/** The file that a setting came from, null when none did. */
const fileOf = ({ origins }: Resolved): string | null => origins.find(({ from }) => from === "file")?.place ?? null;

const defaultsWith = (database: string | undefined): Settings =>
  resolveSettings({
    flags: { db: database === undefined ? undefined : resolve(database) },
    environment: {},
    fileText: null,
    fileName: DEFAULT_CONFIG_FILE,
    directory: null,
  }).settings;

function checkHosts(hosts: readonly string[], file: string): Finding {
  return hosts.length > 0
    ? ok("hosts", hosts.join(", "))
    : warning(
        "hosts",
        "none is configured, so forged bounces cannot be told from those of our own mail",
        `write hosts = ["..."] into ${file}, with what postconf -h myhostname says`,
      );
}

/** Loads the configuration as every command does. Where that fails, the rest is checked with the defaults. */
export function checkConfiguration(
  flags: Flags,
  environment: Readonly<Record<string, string | undefined>>,
): Configuration {
  try {
    const resolved = loadSettings(flags, environment);
    const file = fileOf(resolved);
    const found = ok("configuration", file ?? "no file; flags, environment and defaults");
    return {
      settings: resolved.settings,
      file: file ?? DEFAULT_CONFIG_FILE,
      findings: [found, checkHosts(resolved.settings.hosts, file ?? DEFAULT_CONFIG_FILE)],
    };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const found = problem(
      "configuration",
      error.message,
      "mend it: until then every command ends in 78, and every mail is put off (75). The rest is checked with the defaults",
    );
    return { settings: defaultsWith(flags.db), file: DEFAULT_CONFIG_FILE, findings: [found] };
  }
}
