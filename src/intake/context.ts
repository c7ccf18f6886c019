/** What of the settings a message is judged with. */
import { valid } from "../config/error.js";
import type { Context } from "../interpret.js";
import { plainContext, type ReadingSettings } from "./settings.js";

/**
 * What of the settings the core needs.
 * @throws ConfigError naming the row when a rule of the administrator's is wrong
 */
export const contextOf = (settings: ReadingSettings): Context => plainContext(settings, valid(settings.rules));
