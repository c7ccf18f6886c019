/** What an error of the program means to an administrator, and what to do about it. */
import { dirname } from "node:path";
import { quoted } from "./commands.js";
import type { Fix } from "./finding.js";

/** How better-sqlite3's native half fails to load: missing, or built for another Node. */
const NATIVE = /NODE_MODULE_VERSION|DLOPEN|bindings file|better_sqlite3\.node|invalid ELF header|better-sqlite3\/build/;

/** Whether an error says that the native half of better-sqlite3 does not load. */
export const isNativeFailure = (text: string): boolean => NATIVE.test(text);

/** Builds the native half anew. `program`: path of bounces.cjs. */
export const rebuildFix = (program: string): Fix => ({
  command: `cd ${quoted(dirname(dirname(program)))} && npm rebuild better-sqlite3`,
});

export const NATIVE_WHY =
  "the native half of better-sqlite3 is missing or belongs to another Node: nothing can be recorded or read";
