/** The program's tables that docs/generate.mjs turns into pages. */
export { COMMANDS } from "../src/cli/index.js";
export { settingsTable } from "../src/config/table.js";
export { EXIT } from "../src/exit.js";
export { FORMAT_NAMES } from "../src/formats/index.js";
export { REASONS } from "../src/reason.js";
export { RULES } from "../src/classify/rules/index.js";
export { PROVIDER_REPLIES } from "../test/classify/provider-replies.js";
export { WORDINGS } from "../test/classify/wordings.js";
export { TABLES } from "../src/store/schema.js";
export { VIEWS } from "../src/store/views.js";
