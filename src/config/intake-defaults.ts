/**
 * Defaults of what a message is taken in and read with, as plain values: a process for each message has no time for the
 * table of settings, which takes them from here. So is the name of the configuration file.
 */
import { DEFAULT_POLICY } from "../suppress/parameters.js";
import type { Checked } from "./error.js";
import type { AdminRule } from "./schema.js";
import type { LogLevel } from "./settings.js";

/** Where the configuration file is when nobody names another; it may be missing. */
export const DEFAULT_CONFIG_FILE = "/etc/bounces/bounces.toml";

const NONE: readonly string[] = [];
const NO_SECRET: string | null = null;
const NO_RULES: Checked<readonly AdminRule[]> = { rows: [], value: [], problems: [] };
const NO_MAP: string | null = null;
const NO_KEY_FILE: string | null = null;
const LOG_LEVEL: LogLevel = "info";
const NO_STORE: string | null = null;
const NO_LOG_FILE: string | null = null;

export const INTAKE_DEFAULTS = {
  store: NO_STORE,
  storePasswordFile: NO_STORE,
  hosts: NONE,
  domains: NONE,
  networks: NONE,
  filters: NONE,
  noticeSecret: NO_SECRET,
  recipientDelimiter: "+",
  rules: NO_RULES,
  busyTimeoutMs: 10_000,
  deadlineMs: 60_000,
  maxMessageBytes: 1_048_576,
  keepUnrecognizedBytes: 262_144,
  verp: { keyFile: NO_KEY_FILE, maxAge: 2_592_000 },
  suppress: { ...DEFAULT_POLICY, map: NO_MAP, postmap: "/usr/sbin/postmap" },
  mailLog: NO_LOG_FILE,
  log: { level: LOG_LEVEL, file: NO_LOG_FILE },
} as const;
