/** Refuses names that are no setting: a misspelt key that is silently ignored is a setting that silently does not hold. */
import { ConfigError } from "./error.js";
import { isRawTable, type RawTable } from "./kind.js";
import { nearest } from "./nearest.js";
import { namesOf, type Setting } from "./settings.js";
import type { Sources } from "./sources.js";

type Named = Pick<Setting<unknown>, "key" | "short">;

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

/** Throws ConfigError for the first flag, BOUNCES_ variable or key of the file that is no setting. */
export const refuseUnknown = (settings: readonly Named[], { flags, environment, file }: Sources): void => {
  const flagNames = settings.map((setting) => namesOf(setting).flag);
  for (const flag of Object.keys(flags))
    if (flag !== CONFIG_FLAG && !flagNames.includes(flag)) refuse("command line", flag, flagNames);
  const variables: readonly string[] = settings.map((setting) => namesOf(setting).variable);
  for (const name of Object.keys(environment)) {
    if (!name.startsWith("BOUNCES_") || name === CONFIG_VARIABLE || FOREIGN_VARIABLE.test(name)) continue;
    if (!variables.includes(name)) refuse("environment", name, [...variables, CONFIG_VARIABLE]);
  }
  if (file) checkTable(file.name, file.content, "", settings.map((setting) => setting.key));
};
