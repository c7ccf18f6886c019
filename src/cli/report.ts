/** `bounces report`: which accounts look compromised, and whose mail bounces. */
import { valid } from "../config/error.js";
import { isPlainAddress } from "../config/schema.js";
import type { Settings } from "../config/settings.js";
import { EXIT, UsageError } from "../exit.js";
import { drain } from "../intake/drain.js";
import { readLeftovers } from "../intake/leftovers.js";
import type { Io } from "../io.js";
import { senderCsv, senderCsvHeader, senderText, type Period } from "../output/senders.js";
import { ACTIONS, isWriting, runAction, type Action } from "../report/actions.js";
import { hasOpenAlert, type ReportData } from "../report/data.js";
import { deliver, type Delivery } from "../report/deliver.js";
import { gather, type Gathered, type GatherOptions } from "../report/gather.js";
import { newsJson, reportJson } from "../report/json.js";
import { newsText, reportText } from "../report/text.js";
import { saveAlerts } from "../store/alerts.js";
import { StoreError } from "../store/errors.js";
import type { Store } from "../store/open.js";
import { printable } from "../text/escape.js";
import { errorMessage } from "../values.js";
import { DURATION_FORMS, MOMENT_FORMS, parseDuration } from "../time.js";
import { defineCommand, withStore, type OptionTable, type Parsed, type PositionalTable } from "./command.js";
import { parseSpan, wholeNumber } from "./options.js";
import { replayEvents } from "./replay.js";

const POSITIONALS = {
  action: {
    choices: ACTIONS,
    describe: "show a sender's details; ack, mute or unmute its alert",
  },
  sender: { type: "string", describe: "Login or address, as the report names it" },
} as const satisfies PositionalTable;

/** Options that print the ranking of all senders, or run no report: nobody is notified by them. */
const WITHOUT_ALERTS = ["csv", "since", "until", "limit", "replay"] as const;

const OPTIONS = {
  notify: {
    type: "boolean",
    conflicts: [...WITHOUT_ALERTS],
    describe: "For cron: print only new alerts, nothing if there are none, and mark them as notified",
  },
  "mail-to": {
    type: "string",
    array: true,
    conflicts: [...WITHOUT_ALERTS],
    describe: "Mail new alerts as text and HTML, and mark them as notified",
    requiresArg: true,
  },
  exec: {
    type: "string",
    conflicts: [...WITHOUT_ALERTS],
    describe: "Run /bin/sh -c for each new alert, with the finding as JSON on stdin, and mark it as notified",
    requiresArg: true,
  },
  "exec-timeout": {
    type: "string",
    default: "30s",
    describe: `Time limit of the command: ${DURATION_FORMS}`,
    requiresArg: true,
  },
  html: { type: "string", conflicts: "replay", describe: "Also write an HTML page with charts", requiresArg: true },
  prometheus: {
    type: "string",
    conflicts: "replay",
    describe: "Also write metrics for the node exporter's textfile collector",
    requiresArg: true,
  },
  since: {
    type: "string",
    describe: `Rank all senders from this time on (default 24h, see report.window): ${MOMENT_FORMS}`,
    requiresArg: true,
  },
  until: { type: "string", describe: "Rank all senders up to this time (default now)", requiresArg: true },
  limit: {
    type: "number",
    coerce: wholeNumber("--limit", 0),
    describe: "Rank at most this many senders (default 20)",
    requiresArg: true,
  },
  json: { type: "boolean", describe: "Print JSON Lines" },
  csv: { type: "boolean", conflicts: "json", describe: "Print the ranking as CSV (RFC 4180) with a header" },
  "exit-code": { type: "boolean", describe: "Exit 1 if an alert is open that nobody acknowledged or muted" },
  replay: {
    type: "string",
    conflicts: ["csv", "since", "until"],
    describe: "Run the detector over a file of events instead of the database",
    requiresArg: true,
  },
  sent: {
    type: "string",
    implies: "replay",
    describe: "With --replay: what was sent, a CSV file of epoch seconds, sender, network of the client",
    requiresArg: true,
  },
  every: { type: "string", default: "15m", describe: "Time between two runs of a replay", requiresArg: true },
  reason: { type: "string", describe: "ack, mute, unmute: why; kept with the alert", requiresArg: true },
  for: { type: "string", describe: `mute: for how long: ${DURATION_FORMS}`, requiresArg: true },
  list: { type: "boolean", describe: "mute: list muted senders" },
} as const satisfies OptionTable;

type Options = Parsed<typeof POSITIONALS, typeof OPTIONS>;

/** Senders in a ranking nobody asked to be longer. */
const DEFAULT_LIMIT = 20;
const HOUR = 3_600;
/** Longer than any command may take. */
const LONGEST_EXEC = 86_400;

const isNotifying = (options: Options): boolean =>
  options.notify === true || options["mail-to"] !== undefined || options.exec !== undefined;

/** The period of the ranking, widened to whole hours, by which the counters are kept. @throws TimeError, UsageError */
function toPeriod(options: Options, settings: Settings, now: number): Period {
  const span = parseSpan(options, now);
  const end = span.until ?? now;
  const start = span.since ?? end - settings.report.window;
  return { since: Math.floor(start / HOUR) * HOUR, until: Math.ceil(end / HOUR) * HOUR };
}

/** What goes to standard output; null for nothing, when the alerts go elsewhere. */
function toPrinter(options: Options): Delivery["print"] {
  if (options.notify === true) return options.json === true ? newsJson : newsText;
  if (isNotifying(options)) return null;
  if (options.json === true) return reportJson;
  if (options.csv === true)
    return ({ ranking, period }) => `${senderCsvHeader()}${ranking.map((row) => senderCsv(row, period)).join("")}`;
  return [options.since, options.until, options.limit].some((given) => given !== undefined)
    ? ({ ranking, period }) => senderText(ranking, period)
    : reportText;
}

/** @throws UsageError naming what is not an address */
function toAddresses(addresses: readonly string[]): readonly string[] {
  for (const address of addresses)
    if (!isPlainAddress(address)) throw new UsageError(`--mail-to ${JSON.stringify(address)}: not a plain address`);
  return addresses;
}

/** @throws UsageError, TimeError */
function toExec(command: string, timeout: string): Delivery["exec"] {
  const seconds = parseDuration(timeout);
  if (seconds < 1 || seconds > LONGEST_EXEC) throw new UsageError(`--exec-timeout ${timeout}: use 1s to 1d`);
  return { command, limitMs: seconds * 1000 };
}

/** Where the report goes. @throws UsageError, TimeError */
function toDelivery(options: Options, { report }: Settings): Delivery {
  const { json, exec, "mail-to": mailTo } = options;
  const print = toPrinter(options);
  if (json === true && print === null)
    throw new UsageError("--json prints, which --mail-to and --exec do not; add --notify to print new alerts as well");
  return {
    html: options.html ?? null,
    prometheus: options.prometheus ?? null,
    print,
    printNotifies: options.notify === true,
    mail: mailTo === undefined ? null : { from: report.mailFrom, to: toAddresses(mailTo), sendmail: report.sendmail },
    exec: exec === undefined ? null : toExec(exec, options["exec-timeout"]),
  };
}

/** @throws UsageError, TimeError */
function toAction(kind: (typeof ACTIONS)[number], options: Options, now: number): Action {
  const { sender, reason, for: duration, list } = options;
  if (isNotifying(options) || options.html !== undefined || options.prometheus !== undefined)
    throw new UsageError("--notify, --mail-to, --exec, --html and --prometheus go with the report itself");
  if (list === true) {
    if (kind !== "mute" || sender !== undefined) throw new UsageError("use --list as: bounces report mute --list");
    return { kind: "list" };
  }
  if (sender === undefined || sender === "") throw new UsageError(`which sender? bounces report ${kind} SENDER`);
  if (kind !== "mute" && duration !== undefined) throw new UsageError("--for goes with mute");
  if (kind === "mute" && duration === undefined) throw new UsageError("how long? bounces report mute SENDER --for 30d");
  if (kind === "show" && reason !== undefined) throw new UsageError("--reason goes with ack, mute and unmute");
  if (kind === "show") return { kind, sender };
  return { kind, sender, until: duration === undefined ? null : now + parseDuration(duration), why: reason ?? "" };
}

/** Reads what is new in Postfix's log. When that fails, less is proven, and nothing else changes. */
async function catchUpWithMailLog(settings: Settings, io: Io): Promise<void> {
  const [{ catchUpWithLog }, { contextOf }] = await Promise.all([
    import("../intake/log.js"),
    import("../intake/context.js"),
  ]);
  await catchUpWithLog(settings, contextOf(settings), io.now()).catch((error: unknown) => {
    io.stderr(`bounces: cannot read the log: ${printable(errorMessage(error))}\n`);
  });
}

/** Reads messages that a killed or failed process left in the spool. When that fails, the report goes without them. */
async function catchUp(settings: Settings, io: Io): Promise<void> {
  try {
    if (settings.mailLog !== null) await catchUpWithMailLog(settings, io);
    await (settings.store === null ? readLeftovers(settings, io.now()) : drain(settings, io.now()));
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    io.stderr(`bounces: cannot read the waiting messages: ${error.message}\n`);
  }
}

const gatherNow = (
  store: Store,
  settings: Settings,
  io: Io,
  what: Pick<GatherOptions, "period" | "limit" | "withFigures">,
): Promise<Gathered> =>
  gather(store, {
    now: io.now(),
    parameters: valid(settings.detect),
    allowances: valid(settings.allow),
    baseline: settings.report.baseline,
    ...what,
  });

/** An action on one sender; the figures of a period are not needed for it. */
const act = (action: Action, options: Options, settings: Settings, io: Io): Promise<number> =>
  withStore(settings, isWriting(action) ? "write" : "read", io, (store) => {
    const now = io.now();
    const standings = async (): Promise<ReportData["standings"]> => {
      const what = { period: { since: now, until: now }, limit: 0, withFigures: false };
      return (await gatherNow(store, settings, io, what)).data.standings;
    };
    return runAction(store, action, standings, options.json === true ? "json" : "text", io);
  });

/**
 * The report itself. Alerts are marked as notified after somebody was notified of them: killed in between, the program
 * notifies twice rather than never.
 */
async function makeReport(options: Options, settings: Settings, io: Io): Promise<number> {
  const delivery = toDelivery(options, settings);
  const notifies = isNotifying(options);
  const what = {
    period: toPeriod(options, settings, io.now()),
    limit: options.limit ?? DEFAULT_LIMIT,
    withFigures: !notifies || delivery.html !== null || delivery.prometheus !== null || delivery.mail !== null,
  };
  if (notifies) await catchUp(settings, io);
  return withStore(settings, notifies ? "write" : "read", io, async (store) => {
    const { data, changes } = await gatherNow(store, settings, io, what);
    const { isComplete, missed } = await deliver(data, delivery, io);
    const senders = new Set(missed.map(({ finding }) => finding.sender));
    if (notifies)
      await saveAlerts(
        store,
        changes.filter(({ after }) => !senders.has(after.sender)),
      );
    if (!isComplete) return EXIT.unavailable;
    return options["exit-code"] === true && hasOpenAlert(data) ? EXIT.found : EXIT.ok;
  });
}

export const report = defineCommand({
  usage: "report [action] [sender]",
  describe: "Report accounts that look compromised, and whose mail bounces",
  positionals: POSITIONALS,
  options: OPTIONS,
  examples: [
    ["$0 report", "All open alerts, notices and the ranking; changes nothing"],
    ["$0 report --notify", "For cron: print new alerts only"],
    ["$0 report show alice@example.com", "Why this sender stands out, and what to do"],
    ["$0 report ack alice@example.com --reason 'password changed'", "No further notifications until it grows"],
    ["$0 report --since 2h", "Whose mail bounces right now"],
  ],
  run: async ({ options, settings, io }) => {
    const { action, replay } = options;
    if (replay !== undefined) {
      const parameters = valid(settings.detect);
      const every = parseDuration(options.every);
      await replayEvents(
        { file: replay, every, parameters, sent: options.sent ?? null, isJson: options.json === true },
        io,
      );
      return EXIT.ok;
    }
    if (action !== undefined) return act(toAction(action, options, io.now()), options, settings, io);
    if (options.reason !== undefined || options.for !== undefined || options.list !== undefined)
      throw new UsageError("--reason, --for and --list go with ack, mute and unmute");
    return makeReport(options, settings, io);
  },
});
