/** What is wrong with the configuration, in one line that names the key and the place it came from. */

/** Wrong configuration: a syntax error, an unknown key, a value of the wrong kind, a file that cannot be read. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}
