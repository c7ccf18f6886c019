/** Finds the value of one setting: flag before environment before file before default. Pure. */
import { dirname } from "node:path";
import { ConfigError } from "./error.js";
import { isRawTable, type RawTable } from "./kind.js";
import { flagOf, variableOf, type Setting } from "./settings.js";

/** Values from the command line by the flag's name without its dashes (`db`, `log-level`); undefined when not given. */
export type Flags = Readonly<Record<string, string | undefined>>;

/** The environment, as `process.env` has it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The configuration file, read and parsed; its name is absolute. */
interface ConfigFile {
  readonly name: string;
  readonly content: RawTable;
}

/** Everything a setting can come from. */
export interface Sources {
  readonly flags: Flags;
  readonly environment: Environment;
  readonly file: ConfigFile | null;
  /** Working directory, absolute; null when it was removed. */
  readonly directory: string | null;
}

/** A value and where it came from. */
export interface Found<T> {
  readonly value: T;
  readonly from: "flag" | "environment" | "file" | "default";
  /** The flag, the variable or the file by name; "built in" for a default. */
  readonly place: string;
}

const MAX_SHOWN = 80;

const reject = <T>(setting: Setting<T>, place: string, value: unknown): never => {
  const shown = JSON.stringify(value).slice(0, MAX_SHOWN);
  throw new ConfigError(`${place}: ${setting.key} must be ${setting.kind.expected}, not ${shown}`);
};

const fromFlag = <T>(setting: Setting<T>, flags: Flags): Found<T> | null => {
  const flag = flagOf(setting);
  const text = flags[flag];
  if (text === undefined) return null;
  const value = setting.kind.fromText(text);
  return value === undefined ? reject(setting, `--${flag}`, text) : { value, from: "flag", place: `--${flag}` };
};

/** An empty variable counts as absent: that is how service managers and shells clear one. */
const fromEnvironment = <T>(setting: Setting<T>, environment: Environment): Found<T> | null => {
  const variable = variableOf(setting);
  const text = environment[variable];
  if (text === undefined || text === "") return null;
  const value = setting.kind.fromText(text);
  return value === undefined ? reject(setting, variable, text) : { value, from: "environment", place: variable };
};

/** The value at a dotted key, undefined when absent. */
const lookup = (content: RawTable, key: string): unknown =>
  key
    .split(".")
    .reduce<unknown>((at, part) => (isRawTable(at) && Object.hasOwn(at, part) ? at[part] : undefined), content);

const fromFile = <T>(setting: Setting<T>, file: ConfigFile | null): Found<T> | null => {
  if (file === null) return null;
  const raw = lookup(file.content, setting.key);
  if (raw === undefined) return null;
  const value = setting.kind.fromFile(raw);
  return value === undefined ? reject(setting, file.name, raw) : { value, from: "file", place: file.name };
};

/** The directory that relative file names start from: the configuration file's for its own, else the working directory. */
const baseDirectory = (found: Found<unknown>, sources: Sources): string => {
  if (found.from === "file" && sources.file) return dirname(sources.file.name);
  if (sources.directory !== null) return sources.directory;
  throw new ConfigError(`${found.place}: the file name is relative, but the working directory is gone`);
};

/** The value that holds for a setting, file names made absolute. Throws ConfigError where the first source that has one has a wrong one. */
export const find = <T>(setting: Setting<T>, sources: Sources): Found<T> => {
  const found =
    fromFlag(setting, sources.flags) ??
    fromEnvironment(setting, sources.environment) ??
    fromFile(setting, sources.file) ??
    ({ value: setting.default, from: "default", place: "built in" } as const);
  const { absolute } = setting.kind;
  return absolute ? { ...found, value: absolute(found.value, () => baseDirectory(found, sources)) } : found;
};
