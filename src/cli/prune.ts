/** `bounces prune`: removes old mails and bounces, keeps what was counted and what is known of each address. */
import { statSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { loadSettings } from "../config/load.js";
import { EXIT } from "../exit.js";
import { jsonLine } from "../text/jsonl.js";
import { openStore, type Store } from "../store/open.js";
import {
  countOld,
  firstKeptId,
  giveBackSpace,
  NO_DIGEST,
  pruneIdentities,
  pruneMails,
  type Pruned,
} from "../store/prune.js";
import { secondOf } from "../store/time.js";
import { DURATION_FORMS, formatTime, parseDuration } from "../time.js";
import { COMMON_OPTIONS, defineCommand } from "./command.js";
import { createProgress, type Progress } from "../text/progress.js";
import type { Io } from "../io.js";

/** What one transaction removes, gives back, or looks at: others who record wait for one, some 20 milliseconds. */
const MAILS = 200;
const PAGES = 200;
const IDENTITIES = 10_000;
/** Least pause between transactions, in milliseconds: who waits for a lock looks again so often. */
const LEAST_PAUSE = 5;

/** Works piece by piece until a piece says that there are no more, and rests for as long as each piece took. */
async function piecewise(work: () => boolean): Promise<void> {
  for (;;) {
    const begun = performance.now();
    if (!work()) return;
    await pause(Math.max(LEAST_PAUSE, performance.now() - begun));
  }
}

/** One run. */
interface Run {
  readonly store: Store;
  /** Epoch seconds. */
  readonly before: number;
  readonly progress: Progress;
}

async function removeMails({ store, before, progress }: Run): Promise<Pruned> {
  let sum: Pruned = { reports: 0, bounces: 0, kept: 0 };
  await piecewise(() => {
    const { reports, bounces, kept } = pruneMails(store, before, MAILS);
    sum = { reports: sum.reports + reports, bounces: sum.bounces + bounces, kept: sum.kept + kept };
    progress.show(sum.reports, sum.reports);
    return reports > 0;
  });
  return sum;
}

async function removeIdentities({ store, before }: Run): Promise<void> {
  let after: Buffer | null = NO_DIGEST;
  await piecewise(() => {
    after = after === null ? null : pruneIdentities(store, before, after, IDENTITIES);
    return after !== null;
  });
}

async function prune(run: Run): Promise<Pruned> {
  const removed = await removeMails(run);
  run.progress.clear();
  await removeIdentities(run);
  await piecewise(() => giveBackSpace(run.store, PAGES));
  return removed;
}

const newProgress = (total: number, io: Io): Progress =>
  createProgress({
    write: io.stderr,
    columns: process.stderr.isTTY ? process.stderr.columns : null,
    total,
    now: () => performance.now(),
    verb: "removed",
  });

const text = ({ reports, bounces, kept }: Pruned, until: string, isDone: boolean): string =>
  `${isDone ? "removed" : "would remove"} ${String(reports)} mails with ${String(bounces)} bounces, ${String(kept)} of them kept whole, of before ${until}\n`;

/** The subcommand. */
export const pruneCommand = defineCommand({
  usage: "prune",
  describe: "Remove old mails and bounces; counters and what is known of each address stay",
  positionals: {},
  options: {
    "older-than": {
      type: "string",
      demandOption: true,
      describe: `Age, whole days: ${DURATION_FORMS}`,
      requiresArg: true,
    },
    "dry-run": { type: "boolean", default: false, describe: "Only say what would be removed" },
    json: { type: "boolean", default: false, describe: "One JSON object" },
    ...COMMON_OPTIONS,
  },
  examples: [["$0 prune --older-than 400d", "From a timer, once a week"]],
  run: async ({ olderThan, dryRun, json, db, config }, io) => {
    const { settings } = loadSettings({ db, config }, io.environment);
    const before = io.now() - parseDuration(olderThan);
    const until = formatTime(secondOf(firstKeptId(before)));
    const store = openStore(settings.database, { readOnly: dryRun, busyTimeoutMs: settings.busyTimeoutMs });
    let found: Pruned;
    try {
      const old = countOld(store, before);
      found = dryRun ? old : await prune({ store, before, progress: newProgress(old.reports, io) });
    } finally {
      store.close();
    }
    io.stdout(
      json
        ? jsonLine({ ...found, before: until, isDryRun: dryRun, size: statSync(settings.database).size })
        : text(found, until, !dryRun),
    );
    return EXIT.ok;
  },
});
