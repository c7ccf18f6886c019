/** Refuses names that are no setting: a misspelt key that is silently ignored is a setting that silently does not hold. */
import { ConfigError } from "./error.js";
import { isRawTable, type RawTable } from "./kind.js";
import { nearest } from "./nearest.js";
import { flagOf, variableOf, type Named } from "./settings.js";
import type { Sources } from "./sources.js";

/** Flag and variable that name the configuration file, so they are no settings. */
export const CONFIG_FLAG = "config";
/** See {@link CONFIG_FLAG}. */
export const CONFIG_VARIABLE = "BOUNCES_CONFIG";

/** Kubernetes and Docker set such variables in every container beside a service that is named "bounces". */
const FOREIGN_VARIABLE = /^BOUNCES_(?:SERVICE_(?:HOST|PORT)|PORT)(?:_|$)/;

const refuse = (place: string, name: string, known: readonly string[]): never => {
  const meant = nearest(name, known);
  throw new ConfigError(`${place}: unknown key "${name}"${meant === null ? "" : ` (did you mean "${meant}"?)`}`);
};

/** Walks down the sections that some key lies in; what a setting takes whole is its own affair. */
const checkTable = (place: string, content: RawTable, prefix: string, keys: readonly string[]): void => {
  for (const [part, value] of Object.entries(content)) {
    const name = prefix + part;
    if (keys.includes(name)) continue;
    const isSection = keys.some((key) => key.startsWith(`${name}.`));
    if (!isSection) refuse(place, name, keys);
    if (!isRawTable(value)) throw new ConfigError(`${place}: ${name} must be a section: [${name}]`);
    checkTable(place, value, `${name}.`, keys);
  }
};

const checkFlags = (settings: readonly Named[], given: readonly string[]): void => {
  if (given.length === 0) return;
  const known = settings.map(flagOf);
  for (const flag of given) if (!known.includes(flag)) refuse("command line", flag, known);
};

const checkVariables = (settings: readonly Named[], given: readonly string[]): void => {
  if (given.length === 0) return;
  const known = settings.map(variableOf);
  for (const name of given) if (!known.includes(name)) refuse("environment", name, [...known, CONFIG_VARIABLE]);
};

const isOurs = (variable: string): boolean =>
  variable.startsWith("BOUNCES_") && variable !== CONFIG_VARIABLE && !FOREIGN_VARIABLE.test(variable);

/** Throws ConfigError for the first flag, BOUNCES_ variable or key of the file that is no setting. */
export const refuseUnknown = (settings: readonly Named[], { flags, environment, file }: Sources): void => {
  checkFlags(
    settings,
    Object.keys(flags).filter((flag) => flag !== CONFIG_FLAG),
  );
  checkVariables(settings, Object.keys(environment).filter(isOurs));
  if (file)
    checkTable(
      file.name,
      file.content,
      "",
      settings.map((setting) => setting.key),
    );
};
