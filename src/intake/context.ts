/** What of the settings a mail is read with. */
import { parseAdminRules } from "../classify/admin-rules.js";
import { ConfigError } from "../config/error.js";
import type { Settings } from "../config/settings.js";
import type { Context } from "../interpret.js";

/** The settings that a mail is read with. */
export type ReadingSettings = Pick<Settings, "hosts" | "recipientDelimiter" | "rules">;

/**
 * What of the settings the core needs.
 * @throws ConfigError naming the row when a rule of the administrator's is wrong
 */
export function contextOf({ hosts, recipientDelimiter: delimiters, rules: rows }: ReadingSettings): Context {
  if (rows.length === 0) return { hosts, delimiters, rules: [] };
  const { rules, problems } = parseAdminRules(rows);
  if (problems[0] !== undefined) throw new ConfigError(problems[0]);
  return { hosts, delimiters, rules };
}
