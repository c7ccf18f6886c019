/** Where the configuration file is when nobody names another; it may be missing. */
export const DEFAULT_CONFIG_FILE = "/etc/bounces/bounces.toml";
