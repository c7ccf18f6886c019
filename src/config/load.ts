/**
 * The configuration: flags before environment (`BOUNCES_*`) before one file (TOML 1.0) before defaults. The file is
 * `--config FILE`, else `BOUNCES_CONFIG`, else /etc/bounces/bounces.toml if that is there. File names in flags and
 * environment are relative to the working directory, those in the file to the file's own directory.
 */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { DEFAULT_CONFIG_FILE } from "./intake-defaults.js";
import { ConfigError, type RawTable } from "./error.js";
import { readSettings, type Named, type Settings } from "./settings.js";
import {
  CONFIG_FLAG,
  CONFIG_VARIABLE,
  find,
  refuseUnknown,
  type Environment,
  type Flags,
  type Found,
} from "./sources.js";
import { printable } from "../text/escape.js";
import { TomlError, parse } from "smol-toml";

/** What a file holds, or what is wrong with it and where: "line 3, column 9: ...". */
type ReadToml = { readonly content: RawTable } | { readonly problem: string };

/** Reads a file's text; a byte order mark is skipped. */
function readToml(text: string): ReadToml {
  try {
    return { content: parse(text.replace(/^\ufeff/, "")) };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const reason = (error.message.split("\n")[0] ?? "").replace(/^Invalid TOML document: /, "");
    return { problem: `line ${error.line}, column ${error.column}: ${reason}` };
  }
}

export { DEFAULT_CONFIG_FILE } from "./intake-defaults.js";
export { ConfigError } from "./error.js";
export type { Settings } from "./settings.js";
export type { Environment, Flags } from "./sources.js";

/** Everything the settings can come from, the file already read. */
export interface ConfigInput {
  readonly flags: Flags;
  readonly environment: Environment;
  /** Content of the configuration file; null when there is none. */
  readonly fileText: string | null;
  /** Its name, absolute; it stands in messages, and its directory is where the file's relative names start. */
  readonly fileName: string;
  /** Working directory, absolute; null when it was removed. */
  readonly directory: string | null;
}

/** Where one setting's value came from, for `bounces config`. */
interface Origin extends Pick<Found<unknown>, "from" | "place"> {
  readonly key: string;
  readonly meaning: string;
  /** The value as it would stand in the file. */
  readonly shown: () => string;
}

/** The effective settings, and where each comes from, in the order of the table. */
export interface Resolved {
  readonly settings: Settings;
  readonly origins: readonly Origin[];
}

const contentOf = (text: string, fileName: string): RawTable => {
  const read = readToml(text);
  if ("problem" in read) throw new ConfigError(`${fileName}, ${read.problem}`);
  const { log, ...others } = read.content;
  // A short name: `log` is the table of our own log as well.
  return typeof log === "string" ? { mail_log: log, ...others } : read.content;
};

/** What no single setting can see for itself. */
const checkTogether = ({ busyTimeoutMs, deadlineMs }: Settings): void => {
  if (busyTimeoutMs >= deadlineMs)
    throw new ConfigError(`busy_timeout_ms (${busyTimeoutMs}) must be less than deadline_ms (${deadlineMs})`);
};

const resolveUnescaped = ({ fileText, fileName, ...rest }: ConfigInput): Resolved => {
  const content = fileText === null ? null : contentOf(fileText, fileName);
  const sources = { ...rest, file: content && { name: fileName, content } };
  const origins: Origin[] = [];
  const known: Named[] = [];
  const settings = readSettings((setting) => {
    const { value, from, place } = find(setting, sources);
    known.push(setting);
    origins.push({ key: setting.key, from, place, meaning: setting.meaning, shown: () => setting.kind.show(value) });
    return value;
  });
  refuseUnknown(known, sources);
  checkTogether(settings);
  return { settings, origins };
};

/** The effective settings and where each comes from. Pure. Throws ConfigError with one line, safe to print. */
export const resolveSettings = (input: ConfigInput): Resolved => {
  try {
    return resolveUnescaped(input);
  } catch (error) {
    throw error instanceof ConfigError ? new ConfigError(printable(error.message)) : error;
  }
};

const errorCode = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : String(error);

const readConfigFile = (name: string, mayBeMissing: boolean): string | null => {
  try {
    return readFileSync(name, "utf8");
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENOENT" && mayBeMissing) return null;
    throw new ConfigError(printable(`${name}: cannot read the configuration file (${code})`));
  }
};

const workingDirectory = (): string | null => {
  try {
    return process.cwd();
  } catch {
    return null;
  }
};

const named = (text: string | undefined): string | null => (text === undefined || text === "" ? null : text);

/** Reads the configuration file, if any, and resolves the settings. Throws ConfigError with one line, safe to print. */
export const loadSettings = (flags: Flags, environment: Environment, defaultFile = DEFAULT_CONFIG_FILE): Resolved => {
  const directory = workingDirectory();
  const explicit = named(flags[CONFIG_FLAG]) ?? named(environment[CONFIG_VARIABLE]);
  const fileName = explicit === null ? defaultFile : resolve(directory ?? "/", explicit);
  return resolveSettings({
    flags,
    environment,
    fileText: readConfigFile(fileName, explicit === null),
    fileName,
    directory,
  });
};
