/** What of the settings a message is judged with. */
import { parseAdminRules } from "../classify/admin-rules.js";
import { ConfigError } from "../config/error.js";
import type { Context } from "../interpret.js";
import type { IntakeSettings } from "./settings.js";

/** The settings that a message is judged with. */
export type ReadingSettings = Pick<IntakeSettings, "hosts" | "recipientDelimiter" | "rules">;

/**
 * What of the settings the core needs.
 * @throws ConfigError naming the row when a rule of the administrator's is wrong
 */
export function contextOf({ hosts, recipientDelimiter: delimiters, rules: rows }: ReadingSettings): Context {
  const { rules, problems } = parseAdminRules(rows);
  if (problems[0] !== undefined) throw new ConfigError(problems[0]);
  return { hosts, delimiters, rules };
}
