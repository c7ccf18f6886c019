/** The program's tables that docs/generate.mjs turns into pages. */
export { COMMANDS } from "../src/cli/index.js";
export { settingsTable } from "../src/config/table.js";
export { EXIT } from "../src/exit.js";
export { FORMAT_NAMES } from "../src/formats/index.js";
export { REASONS } from "../src/reason.js";
