/** `bounces show`: one recorded message: its reading, and the message itself if it was kept. */
import { EXIT } from "../exit.js";
import { bounceRecord, detailedBounceTable, reportRecord, reportText } from "../output/bounces.js";
import { jsonLine } from "../text/jsonl.js";
import { printable } from "../text/escape.js";
import { getReport, keptMail, type KeptMail } from "../store/reports.js";
import { defineStoreCommand } from "./command.js";
import { TIME_OPTIONS, timeForm, wholeNumber } from "./options.js";

/** The raw message line by line, each made safe for a terminal. */
const keptText = ({ raw }: KeptMail): string =>
  raw
    .toString("utf8")
    .split(/\r?\n/)
    .map((line) => `  ${printable(line)}\n`)
    .join("");

export const show = defineStoreCommand({
  usage: "show <id>",
  describe: "Show one recorded message by its id, or by the id of one of its bounces",
  positionals: {
    id: {
      type: "number",
      coerce: wholeNumber("the id", 1),
      demandOption: true,
      describe: "As printed by `bounces query`",
    },
  },
  options: {
    raw: { type: "boolean", describe: "Only the raw message, exactly as it came; not for a terminal" },
    ...TIME_OPTIONS,
    json: { type: "boolean", conflicts: "raw", describe: "One JSON object" },
  },
  run: async ({ options, store, io }) => {
    const { id, raw, json } = options;
    const report = await getReport(store, id);
    if (report === null) {
      io.stderr(`bounces: no record with id ${String(id)}\n`);
      return EXIT.noInput;
    }
    const kept = report.isKept ? await keptMail(store, report.id) : null;
    if (raw === true) {
      if (kept === null) io.stderr("bounces: this message was recognized, so its raw form was not kept\n");
      else io.stdout(kept.raw.toString("latin1"));
    } else if (json === true) {
      const bounces = report.bounces.map(bounceRecord);
      io.stdout(jsonLine({ ...reportRecord(report), bounces, kept: kept?.raw.toString("utf8") ?? null }));
    } else {
      const time = timeForm(options, io);
      const text = kept === null ? "" : `\n${keptText(kept)}`;
      io.stdout(`${reportText(report, time)}${detailedBounceTable(report.bounces, io.columns, time)}${text}`);
    }
    return EXIT.ok;
  },
});
