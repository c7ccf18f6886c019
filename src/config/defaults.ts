/** The settings where nothing is set. */
import { readSettings, type Settings } from "./settings.js";

/** Every setting's default. */
export const DEFAULTS: Settings = readSettings((setting) => setting.default);
