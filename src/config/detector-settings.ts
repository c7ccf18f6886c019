/** The detector's numbers out of the configuration's [detect] table. */
import { ConfigError } from "./error.js";
import type { RawTable } from "./kind.js";
import { DEFAULT_PARAMETERS, parameterRows, withParameters, type Parameters } from "../detect/parameters.js";

/**
 * The parameters with those of the configuration in place of the defaults.
 * @throws ConfigError naming the key that is unknown or no number
 */
export function detectorParameters(table: RawTable): Parameters {
  const known = new Set(parameterRows().map(({ name }) => name));
  const overrides = Object.entries(table).map(([name, value]) => {
    if (!known.has(name))
      throw new ConfigError(`detect.${name}: no parameter of the detector; there are ${[...known].join(", ")}`);
    if (typeof value !== "number" || !Number.isFinite(value) || value < 0)
      throw new ConfigError(`detect.${name}: must be a number of 0 or more`);
    return [name, value] as const;
  });
  return overrides.length === 0 ? DEFAULT_PARAMETERS : withParameters(Object.fromEntries(overrides));
}
