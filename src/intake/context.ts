/** What of the settings a message is judged with. */
import { valid } from "../config/error.js";
import type { Context } from "../interpret.js";
import { tokenSource, type IntakeSettings } from "./settings.js";

/** The settings that a message is judged with. */
export type ReadingSettings = Pick<IntakeSettings, "hosts" | "recipientDelimiter" | "rules" | "verp">;

/**
 * What of the settings the core needs.
 * @throws ConfigError naming the row when a rule of the administrator's is wrong
 */
export const contextOf = ({ hosts, recipientDelimiter: delimiters, rules, verp }: ReadingSettings): Context => ({
  hosts,
  delimiters,
  rules: valid(rules),
  ...tokenSource(verp),
});
