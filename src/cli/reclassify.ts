/**
 * `bounces reclassify`: classifies recorded bounces again with the current rules, and reads unrecognized messages again.
 * Shows what would change; `--apply` changes it.
 */
import type { Reading } from "../bounce.js";
import { classify } from "../classify/classify.js";
import { EXIT } from "../exit.js";
import type { Context } from "../interpret.js";
import type { Store } from "../store/open.js";
import {
  changeJudgements,
  judgedBounces,
  periodSince,
  replaceReading,
  unreadMails,
  type JudgedBounce,
  type Piece,
  type Rejudged,
  type Unread,
} from "../store/reclassify.js";
import type { OnStore } from "../store/sql.js";
import { MOMENT_FORMS, parseMoment } from "../time.js";
import type { Progress } from "../text/progress.js";
import { defineCommand, progressOn, withStore } from "./command.js";
import { contextOf } from "../intake/context.js";
import { NO_ENVELOPE, readMail } from "../intake/read-mail.js";
import { countJudgement, countReading, newTally, tallyJson, tallyText, type Tally } from "./reclassify-tally.js";

/** Bounces judged, and at most changed, at a time. Others who record wait for one transaction: some 50 milliseconds. */
const BATCH = 500;
/** Kept mails held in memory at a time, each up to a quarter of a megabyte. */
const MAILS = 20;

/** One run. */
interface Run {
  readonly store: Store;
  readonly context: Context;
  readonly period: Omit<Piece, "limit">;
  /** Whether to change what is found, or only to count it. */
  readonly isApplied: boolean;
  readonly tally: Tally;
  readonly progress: Progress;
}

/** A period piece by piece; `idOf` tells how far a piece goes. */
async function* pieces<Row>(
  { store, period }: Run,
  read: OnStore<[Piece], readonly Row[]>,
  limit: number,
  idOf: (row: Row) => number,
): AsyncGenerator<readonly Row[], void> {
  let { after } = period;
  for (;;) {
    const rows = await read(store, { ...period, after, limit });
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows;
    after = idOf(last);
  }
}

async function judgeAgain(
  { store, context, isApplied, tally, progress }: Run,
  bounces: readonly JudgedBounce[],
): Promise<void> {
  const changes = bounces.flatMap((bounce): Rejudged[] => {
    const verdict = classify(bounce, context.rules);
    return countJudgement(tally, bounce, verdict) ? [{ bounce, verdict }] : [];
  });
  if (isApplied && changes.length > 0) await changeJudgements(store, changes);
  progress.show(tally.bounces, tally.bounces);
}

const readAgain = ({ raw, size, extension }: Unread, context: Context): Promise<Reading> =>
  readMail(raw, size, { ...NO_ENVELOPE, extension }, context);

async function readKept(run: Run): Promise<void> {
  for await (const mails of pieces(run, unreadMails, MAILS, ({ reportId }) => reportId)) {
    for (const mail of mails) {
      const reading = await readAgain(mail, run.context);
      if (countReading(run.tally, reading) && run.isApplied) await replaceReading(run.store, mail.reportId, reading);
    }
  }
}

async function reclassifyAll(run: Run): Promise<Tally> {
  await readKept(run);
  for await (const bounces of pieces(run, judgedBounces, BATCH, ({ id }) => id)) await judgeAgain(run, bounces);
  run.progress.clear();
  return run.tally;
}

export const reclassify = defineCommand({
  usage: "reclassify",
  describe: "Classify recorded bounces again with the current rules; shows what would change, --apply changes it",
  positionals: {},
  options: {
    apply: { type: "boolean", default: false, describe: "Update verdicts, recipients' states and counters" },
    since: {
      type: "string",
      describe: `Only what came since (default: everything): ${MOMENT_FORMS}`,
      requiresArg: true,
    },
    json: { type: "boolean", default: false, describe: "One JSON object per change, and one with the totals" },
  },
  examples: [
    ["$0 reclassify --since 30d", "What the current rules make of the last 30 days"],
    ["$0 reclassify --apply", "After an upgrade, or after adding a rule of your own"],
  ],
  run: ({ options: { apply, since, json }, settings, io }) => {
    const context = contextOf(settings);
    const from = since === undefined ? 0 : parseMoment(since, io.now());
    return withStore(settings, apply ? "write" : "read", io, async (store) => {
      const { bounces, ...period } = await periodSince(store, from);
      const progress = progressOn(io, { total: bounces, noun: "bounces" });
      const tally = await reclassifyAll({ store, context, period, isApplied: apply, tally: newTally(), progress });
      io.stdout(json ? tallyJson(tally, apply) : tallyText(tally, apply, io.columns));
      return EXIT.ok;
    });
  },
});
