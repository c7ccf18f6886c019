/** `bounces drain`: moves what waits on this host to the store that several hosts share, for cron or a timer. */
import { EXIT, UsageError } from "../exit.js";
import { drain as moveAll } from "../intake/drain.js";
import { jsonLine } from "../text/jsonl.js";
import { defineCommand } from "./command.js";

export const drain = defineCommand({
  usage: "drain",
  describe: "Move the messages that wait on this host to the PostgreSQL store",
  positionals: {},
  options: { json: { type: "boolean", default: false, describe: "One JSON object" } },
  examples: [["$0 drain", "From a timer, every minute; silent unless something is wrong"]],
  run: async ({ options: { json }, settings, io }) => {
    if (settings.store === null) throw new UsageError("no store is configured: with SQLite nothing has to be moved");
    const moved = await moveAll(settings, io.now());
    if (json) io.stdout(jsonLine({ moved }));
    return EXIT.ok;
  },
});
