/** `bounces show`: one recorded mail: what was made of it, and the mail itself where it was kept. */
import { loadSettings } from "../config/load.js";
import { EXIT, UsageError } from "../exit.js";
import { bounceRecord, bounceTable, reportRecord, reportText } from "../output/bounces.js";
import { jsonLine } from "../text/jsonl.js";
import { printable } from "../text/escape.js";
import { getReport, keptMail, type KeptMail } from "../store/reports.js";
import { COMMON_OPTIONS, defineCommand } from "./command.js";
import { openCurrent } from "./open-current.js";

/** The kept mail line by line, each made safe for a terminal. */
const keptText = ({ raw }: KeptMail): string =>
  raw
    .toString("utf8")
    .split(/\r?\n/)
    .map((line) => `  ${printable(line)}\n`)
    .join("");

/** The subcommand. */
export const show = defineCommand({
  usage: "show <id>",
  describe: "Show one recorded mail by the id of its report or bounce",
  positionals: { id: { type: "number", demandOption: true, describe: "As `query` prints it" } },
  options: {
    raw: { type: "boolean", describe: "The kept mail as it came, nothing else; not for a terminal" },
    json: { type: "boolean", conflicts: "raw", describe: "One JSON object" },
    ...COMMON_OPTIONS,
  },
  run: async (options, io) => {
    if (!Number.isSafeInteger(options.id)) throw new UsageError("the id is a whole number");
    const { settings } = loadSettings({ db: options.db, config: options.config }, io.environment);
    const store = await openCurrent(settings, io);
    try {
      const report = getReport(store, options.id);
      if (report === null) {
        io.stderr(`bounces: nothing is recorded under ${String(options.id)}\n`);
        return EXIT.noInput;
      }
      const kept = report.isKept ? keptMail(store, report.id) : null;
      if (options.raw === true) {
        if (kept === null) io.stderr("bounces: this mail was understood, so it was not kept\n");
        else io.stdout(kept.raw.toString("latin1"));
      } else if (options.json === true) {
        io.stdout(
          jsonLine({
            ...reportRecord(report),
            bounces: report.bounces.map(bounceRecord),
            kept: kept?.raw.toString("utf8") ?? null,
          }),
        );
      } else {
        io.stdout(
          `${reportText(report)}${bounceTable(report.bounces, io.columns)}${kept === null ? "" : `\n${keptText(kept)}`}`,
        );
      }
      return EXIT.ok;
    } finally {
      store.close();
    }
  },
});
