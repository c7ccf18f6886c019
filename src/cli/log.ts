/** `bounces log`: reads Postfix's log, so that bounces can be proven, and records the refusals that stand in it. */
import { EXIT, UsageError } from "../exit.js";
import { STDIN_FILE } from "../io.js";
import { contextOf } from "../intake/context.js";
import { ForeignLogError, LogReader } from "../intake/log.js";
import { openStore } from "../store/open.js";
import { printable } from "../text/escape.js";
import { jsonLine } from "../text/jsonl.js";
import { counted } from "../values.js";
import { defineCommand } from "./command.js";

const NO_FILES: string[] = [];
const HOUR_OF_GRACE = 3_600;

/** The subcommand. */
export const log = defineCommand({
  usage: "log [files..]",
  describe: "Read Postfix's log: what was sent by whom, and the refusals that stand in it",
  positionals: {
    files: {
      type: "string",
      array: true,
      default: NO_FILES,
      describe: "Log files, rotated and compressed ones too; - for standard input. Default: mail_log",
    },
  },
  options: {
    journal: { type: "boolean", default: false, describe: "Read systemd's journal" },
    json: { type: "boolean", default: false, describe: "Print the summary as one JSON object" },
  },
  examples: [
    ["$0 log /var/log/mail.log*", "All that is there; what was read before is passed over"],
    ["$0 log", "What is new in mail_log"],
  ],
  run: async ({ options: { files, journal, json }, settings, io }) => {
    if (settings.store !== null)
      throw new UsageError("the log can be read into a SQLite database only, not into store");
    if (journal && files.length > 0) throw new UsageError("name files or --journal");
    const { mailLog } = settings;
    if (!journal && files.length === 0 && mailLog === null)
      throw new UsageError("which log? Name files, use --journal, or set mail_log");
    const store = openStore(settings.database, { create: true, busyTimeoutMs: settings.busyTimeoutMs });
    const reader = new LogReader(store, contextOf(settings), io.now());
    try {
      const paths = files.filter((file) => file !== STDIN_FILE);
      if (paths.length > 0) await reader.readFiles(paths);
      if (files.includes(STDIN_FILE)) await reader.readStream(process.stdin);
      if (journal || (files.length === 0 && mailLog === "journal")) await reader.readJournal();
      else if (files.length === 0 && mailLog !== null) await reader.follow(mailLog);
      reader.forget(settings.mailLogRetention + HOUR_OF_GRACE);
    } catch (error) {
      if (!(error instanceof ForeignLogError)) throw error;
      io.stderr(`bounces: ${printable(error.message)}\n`);
      return EXIT.noInput;
    } finally {
      store.close();
    }
    const { lines, messages, bounces } = reader.counts;
    if (json) io.stdout(jsonLine({ ...reader.counts }));
    else
      io.stdout(
        `${counted(lines, "line")} read: ${counted(messages, "change")} of sent messages, ${counted(bounces, "new bounce")}\n`,
      );
    return EXIT.ok;
  },
});
