/** `bounces backup`: a copy of the database as of one moment, while mails go on being recorded. */
import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { loadSettings } from "../config/load.js";
import { EXIT, UsageError } from "../exit.js";
import { backUp } from "../store/backup.js";
import { openStore } from "../store/open.js";
import { COMMON_OPTIONS, defineCommand } from "./command.js";
import { createProgress } from "../text/progress.js";

/** @throws UsageError */
function refuseExisting(file: string, database: string, isForced: boolean): void {
  if (resolve(file) === resolve(database)) throw new UsageError(`${file} is the database itself`);
  if (existsSync(file) && !isForced)
    throw new UsageError(`${file} is there already; --force puts the new copy in its place`);
}

/** The subcommand. */
export const backup = defineCommand({
  usage: "backup <file>",
  describe: "Copy the database while mails go on being recorded; the copy is checked before it gets its name",
  positionals: { file: { type: "string", demandOption: true, describe: "Where the copy goes" } },
  options: {
    force: { type: "boolean", default: false, describe: "Put it in the place of a file that is there" },
    ...COMMON_OPTIONS,
  },
  examples: [["$0 backup /var/backups/bounces.db --force", "From a timer, once a night"]],
  run: async ({ file, force, db, config }, io) => {
    const { settings } = loadSettings({ db, config }, io.environment);
    refuseExisting(file, settings.database, force);
    const store = openStore(settings.database, { readOnly: true, busyTimeoutMs: settings.busyTimeoutMs });
    const { size } = statSync(settings.database);
    const progress = createProgress({
      write: io.stderr,
      columns: process.stderr.isTTY ? process.stderr.columns : null,
      total: size,
      now: () => performance.now(),
      noun: "pages",
      verb: "copied",
    });
    try {
      await backUp(store, file, (done, total) => progress.show(done, total === 0 ? size : (done / total) * size));
    } finally {
      progress.clear();
      store.close();
    }
    return EXIT.ok;
  },
});
