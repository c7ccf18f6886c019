/** `bounces report`: which account is compromised, and whose mail bounces. For cron: says nothing when there is nothing to say. */
import type { Settings } from "../config/settings.js";
import { EXIT, UsageError } from "../exit.js";
import type { ReportData } from "../report/data.js";
import { reportJson } from "../report/json.js";
import { isAlarming } from "../report/tell.js";
import { dailyText, newsText, standingText } from "../report/text.js";
import { senderCsv, senderCsvHeader, senderText } from "../output/senders.js";
import { saveAlerts } from "../store/alerts.js";
import type { Store } from "../store/open.js";
import { MOMENT_FORMS, parseDuration } from "../time.js";
import { allowancesOf } from "../config/allowances.js";
import { defineCommand, withStore } from "./command.js";
import { detectorParameters } from "../config/detector-settings.js";
import { readLeftovers } from "../intake/spooled.js";
import type { Io } from "../io.js";
import { replayEvents } from "./replay.js";
import { ACTION_OPTIONS, ACTIONS, isWriting, jobOf, runJob, type Job } from "../report/actions.js";
import { deliver } from "../report/deliver.js";
import { DELIVERY_OPTIONS, deliveryOf, goesOut, isDelivery } from "../report/delivery-options.js";
import { gather, type Gathered } from "../report/gather.js";
import { planOf, type Form, type Plan } from "../report/plan.js";

/** The forms that go to standard output. */
const PRINTED: Readonly<Record<Form, (data: ReportData) => string>> = {
  news: newsText,
  standing: standingText,
  daily: dailyText,
  ranking: ({ ranking, period }) => senderText(ranking, period),
  json: reportJson,
  csv: ({ ranking, period }) => `${senderCsvHeader()}${ranking.map((row) => senderCsv(row, period)).join("")}`,
};

const gatherNow = (
  store: Store,
  settings: Settings,
  { period, limit, withFigures }: Pick<Plan, "period" | "limit" | "withFigures">,
  io: Io,
): Gathered =>
  gather(store, {
    now: io.now(),
    parameters: detectorParameters(settings.detect),
    allowances: allowancesOf(settings.allow),
    period,
    baseline: settings.report.baseline,
    limit,
    withFigures,
  });

/**
 * What is told is on its way before the alerts move on: killed in between, the program tells twice rather than never.
 * @param use answers whether it was told
 */
async function tell(
  settings: Settings,
  plan: Plan,
  io: Io,
  use: (data: ReportData) => Promise<boolean>,
): Promise<void> {
  if (plan.movesOn) await readLeftovers(settings, io.now());
  await withStore(settings, plan.movesOn ? "write" : "read", io, async (store) => {
    const { data, changes } = gatherNow(store, settings, plan, io);
    const isTold = await use(data);
    if (plan.movesOn && isTold) saveAlerts(store, changes);
  });
}

/** An action on one sender; the figures of a period are not needed for it. */
const act = (job: Job, isJson: boolean, settings: Settings, io: Io): Promise<number> =>
  withStore(settings, isWriting(job) ? "write" : "read", io, (store) => {
    const now = io.now();
    const standings = (): ReportData["standings"] =>
      gatherNow(store, settings, { period: { since: now, until: now }, limit: 0, withFigures: false }, io).data
        .standings;
    return runJob(store, job, standings, isJson, io);
  });

/** The subcommand. */
export const report = defineCommand({
  usage: "report [action] [sender]",
  describe: "Name the accounts that look compromised; silent when there is nothing new",
  positionals: {
    action: {
      choices: ACTIONS,
      describe: "What to do about one sender: its evidence; an alert known, muted, taken back",
    },
    sender: { type: "string", describe: "Login or address, as the report names it" },
  },
  options: {
    since: {
      type: "string",
      describe: `Ranking of all senders, from when on (as configured: 24h): ${MOMENT_FORMS}`,
      requiresArg: true,
    },
    until: { type: "string", describe: "Ranking of all senders, before when (now)", requiresArg: true },
    limit: { type: "number", describe: "Ranking of at most so many senders (20)", requiresArg: true },
    always: { type: "boolean", describe: "Everything that stands and the ranking, whether told before or not" },
    json: { type: "boolean", describe: "JSON Lines: report, findings, receivers in trouble, forged, senders" },
    csv: { type: "boolean", conflicts: "json", describe: "The ranking in RFC 4180, with a header" },
    "exit-code": { type: "boolean", describe: "End in 1 when an alert stands that nobody acknowledged or muted" },
    replay: {
      type: "string",
      conflicts: ["csv", "since", "until"],
      describe: "What the detector says of a file of events, run by run, instead",
      requiresArg: true,
    },
    every: { type: "string", default: "15m", describe: "Time between two runs of a replay", requiresArg: true },
    ...ACTION_OPTIONS,
    ...DELIVERY_OPTIONS,
  },
  examples: [
    ["$0 report", "For cron: what is new; on a terminal: what stands"],
    ["$0 report show alice@example.com", "The evidence against one sender, and what to do"],
    ["$0 report ack alice@example.com --reason 'password changed'", "Known: silent until it grows"],
    ["$0 report --since 2h", "Who bounces right now"],
  ],
  run: async ({ options, settings, io }) => {
    if (options.replay !== undefined) {
      await replayEvents(
        {
          file: options.replay,
          every: parseDuration(options.every),
          parameters: detectorParameters(settings.detect),
          isJson: options.json === true,
        },
        io,
      );
      return EXIT.ok;
    }
    if (options.action !== undefined && isDelivery(options))
      throw new UsageError("--html, --prometheus, --mail-to and --exec go with the report itself");
    if (options.action !== undefined)
      return act(jobOf({ ...options, action: options.action }, io.now()), options.json === true, settings, io);
    if (Object.keys(ACTION_OPTIONS).some((name) => options[name] !== undefined))
      throw new UsageError("--reason, --for and --list go with ack, mute and unmute");
    const plan = planOf(options, settings, io.now(), io.columns !== null && !goesOut(options));
    const delivery = deliveryOf(options, settings);
    let status: number = EXIT.ok;
    await tell(settings, plan, io, async (data) => {
      const { isComplete, isTold } = await deliver(data, PRINTED[plan.form](data), delivery, io);
      if (options["exit-code"] === true && isAlarming(data)) status = EXIT.found;
      if (!isComplete) status = EXIT.unavailable;
      return isTold;
    });
    return status;
  },
});
