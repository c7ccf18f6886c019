/** Finds the value of one setting: flag before environment before file before default. Pure. */
import { dirname } from "node:path";
import { isRecord } from "../values.js";
import { ConfigError, mustBe, type RawTable, unknownKey } from "./error.js";
import { flagOf, variableOf, type Named, type Setting } from "./settings.js";

/** Flag and variable that name the configuration file, so they are no settings. */
export const CONFIG_FLAG = "config";
/** See {@link CONFIG_FLAG}. */
export const CONFIG_VARIABLE = "BOUNCES_CONFIG";

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

const reject = <T>({ key, kind }: Setting<T>, place: string, value: unknown): never => {
  throw new ConfigError(`${place}: ${mustBe(key, kind.expected, kind.masked?.(value) ?? value)}`);
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
    .reduce<unknown>((at, part) => (isRecord(at) && Object.hasOwn(at, part) ? at[part] : undefined), content);

const fromFile = <T>(setting: Setting<T>, file: ConfigFile | null): Found<T> | null => {
  if (file === null) return null;
  const raw = lookup(file.content, setting.key);
  if (raw === undefined) return null;
  const value = setting.kind.fromFile(raw, file.name);
  return value === undefined ? reject(setting, file.name, raw) : { value, from: "file", place: file.name };
};

/** The directory that relative file names start from: the configuration file's for its own, else the working directory. */
const baseDirectory = (found: Found<unknown>, sources: Sources): string => {
  if (found.from === "file" && sources.file) return dirname(sources.file.name);
  if (sources.directory !== null) return sources.directory;
  throw new ConfigError(`${found.place}: the file name is relative, but the working directory is gone`);
};

/** The effective value of a setting, file names made absolute. Throws ConfigError where the first source that has one has a wrong one. */
export const find = <T>(setting: Setting<T>, sources: Sources): Found<T> => {
  const found =
    fromFlag(setting, sources.flags) ??
    fromEnvironment(setting, sources.environment) ??
    fromFile(setting, sources.file) ??
    ({ value: setting.default, from: "default", place: "built in" } as const);
  const { absolute } = setting.kind;
  return absolute ? { ...found, value: absolute(found.value, () => baseDirectory(found, sources)) } : found;
};

/** Kubernetes and Docker set such variables in every container beside a service that is named "bounces". */
const FOREIGN_VARIABLE = /^BOUNCES_(?:SERVICE_(?:HOST|PORT)|PORT)(?:_|$)/;

const isOurs = (variable: string): boolean =>
  variable.startsWith("BOUNCES_") && variable !== CONFIG_VARIABLE && !FOREIGN_VARIABLE.test(variable);

const refuseOthers = (place: string, given: readonly string[], toKnown: () => readonly string[]): void => {
  if (given.length === 0) return;
  const known = toKnown();
  for (const name of given) if (!known.includes(name)) throw new ConfigError(`${place}: ${unknownKey(name, known)}`);
};

/** Walks down the sections that some key lies in; a table that is a setting as a whole has its own keys. */
const checkTable = (place: string, content: RawTable, prefix: string, keys: readonly string[]): void => {
  for (const [part, value] of Object.entries(content)) {
    const name = prefix + part;
    if (keys.includes(name)) continue;
    const isSection = keys.some((key) => key.startsWith(`${name}.`));
    if (!isSection) throw new ConfigError(`${place}: ${unknownKey(name, keys)}`);
    if (!isRecord(value)) throw new ConfigError(`${place}: ${mustBe(name, `a section: [${name}]`, value)}`);
    checkTable(place, value, `${name}.`, keys);
  }
};

/** Throws ConfigError for the first flag, BOUNCES_ variable or key of the file that is no setting. */
export const refuseUnknown = (settings: readonly Named[], { flags, environment, file }: Sources): void => {
  const ownFlags = Object.keys(flags).filter((flag) => flag !== CONFIG_FLAG);
  refuseOthers("command line", ownFlags, () => settings.map(flagOf));
  const variables = Object.keys(environment).filter(isOurs);
  refuseOthers("environment", variables, () => [...settings.map(variableOf), CONFIG_VARIABLE]);
  const keys = settings.map(({ key }) => key);
  if (file) checkTable(file.name, file.content, "", keys);
};
