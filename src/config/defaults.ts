/** The settings where nothing is set. They never change: the build puts them in place of what they are made of. */
import { readSettings, type Settings } from "./settings.js";

/** Every setting's default. */
export const DEFAULTS: Settings = readSettings((setting) => setting.default);
