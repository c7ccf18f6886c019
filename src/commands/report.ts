/** `bounces report`: whose mail bounces, against the days before. For cron: says nothing when there is nothing to say. */
import { loadSettings } from "../config.js";
import type { Settings } from "../config/settings.js";
import { EXIT } from "../exit.js";
import { senderCsv, senderCsvHeader, senderJson, senderText, type Period } from "../output/senders.js";
import { openStore } from "../store/open.js";
import { senderRanking, type SenderRow } from "../store/senders.js";
import { MOMENT_FORMS, parseDuration, parseMoment } from "../time.js";
import { COMMON_OPTIONS, defineCommand } from "./command.js";
import { detectorParameters } from "./detector-settings.js";
import type { Io } from "./io.js";
import { replayEvents } from "./replay.js";

/** Senders in a report nobody asked to be longer. */
const DEFAULT_LIMIT = 20;
const HOUR = 3_600;

function periodOf(since: string | undefined, until: string | undefined, settings: Settings, now: number): Period {
  const end = until === undefined ? now : parseMoment(until, now);
  return { since: since === undefined ? end - settings.report.window : parseMoment(since, now), until: end };
}

/** The counters are kept by the hour, so a period is widened to whole hours. */
const inHours = ({ since, until }: Period): Period => ({ since: Math.floor(since / HOUR) * HOUR, until: Math.ceil(until / HOUR) * HOUR });

function rank(settings: Settings, { since, until }: Period, limit: number): SenderRow[] {
  const store = openStore(settings.database, { readOnly: true, busyTimeoutMs: settings.busyTimeoutMs });
  try {
    return senderRanking(store, { since, until, baselineSince: since - settings.report.baseline, limit });
  } finally {
    store.close();
  }
}

function print(rows: readonly SenderRow[], period: Period, form: "text" | "json" | "csv", io: Io): void {
  if (form === "text") io.stdout(senderText(rows, period));
  else if (form === "json") io.stdout(rows.map((row) => senderJson(row, period)).join(""));
  else io.stdout(`${senderCsvHeader()}${rows.map((row) => senderCsv(row, period)).join("")}`);
}

/** The subcommand. */
export const report = defineCommand({
  usage: "report",
  describe: "Rank senders by their bounces, against the days before; silent when there are none",
  positionals: {},
  options: {
    since: { type: "string", describe: `From when on (as configured: 24h): ${MOMENT_FORMS}`, requiresArg: true },
    until: { type: "string", describe: "Before when (now)", requiresArg: true },
    limit: { type: "number", default: DEFAULT_LIMIT, describe: "At most so many senders", requiresArg: true },
    json: { type: "boolean", describe: "One JSON object a sender" },
    csv: { type: "boolean", conflicts: "json", describe: "RFC 4180, with a header" },
    replay: { type: "string", conflicts: ["csv", "since", "until"], describe: "What the detector says of a file of events, run by run, instead", requiresArg: true },
    every: { type: "string", default: "15m", describe: "Time between two runs of a replay", requiresArg: true },
    ...COMMON_OPTIONS,
  },
  examples: [["$0 report --since 2h", "Who bounces right now"]],
  run: async (options, io) => {
    const { settings } = loadSettings({ db: options.db, config: options.config }, io.environment);
    if (options.replay !== undefined) {
      await replayEvents({ file: options.replay, every: parseDuration(options.every), parameters: detectorParameters(settings.detect), isJson: options.json === true }, io);
      return EXIT.ok;
    }
    const period = inHours(periodOf(options.since, options.until, settings, io.now()));
    const rows = rank(settings, period, options.limit);
    print(rows, period, options.json === true ? "json" : options.csv === true ? "csv" : "text", io);
    return EXIT.ok;
  },
});
