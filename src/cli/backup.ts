/** `bounces backup`: a copy of the database as of one moment, while messages go on being recorded. */
import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { EXIT, UsageError } from "../exit.js";
import { backUp } from "../store/backup.js";
import { openStore } from "../store/open.js";
import { defineCommand, progressOn } from "./command.js";

/** @throws UsageError */
function refuseExisting(file: string, database: string, isForced: boolean): void {
  if (resolve(file) === resolve(database)) throw new UsageError(`${file} is the database itself`);
  if (existsSync(file) && !isForced) throw new UsageError(`${file} already exists; use --force to replace it`);
}

export const backup = defineCommand({
  usage: "backup <file>",
  describe: "Copy the database while it is in use; the copy is checked before it is renamed into place",
  positionals: { file: { type: "string", demandOption: true, describe: "Where to write the copy" } },
  options: {
    force: { type: "boolean", default: false, describe: "Replace an existing file" },
  },
  examples: [["$0 backup /var/backups/bounces.db --force", "From a timer, once a night"]],
  run: async ({ options: { file, force }, settings, io }) => {
    refuseExisting(file, settings.database, force);
    const { size } = statSync(settings.database);
    const progress = progressOn(io, { total: size, noun: "pages", verb: "copied" });
    const store = openStore(settings.database, { readOnly: true, busyTimeoutMs: settings.busyTimeoutMs });
    try {
      await backUp(store, file, (done, total) => progress.show(done, total === 0 ? size : (done / total) * size));
    } finally {
      progress.clear();
      store.close();
    }
    return EXIT.ok;
  },
});
