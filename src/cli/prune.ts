/** `bounces prune`: removes old messages and bounces; sums stay, and an address goes with its last bounce. */
import { setTimeout as pause } from "node:timers/promises";
import { EXIT } from "../exit.js";
import { jsonLine } from "../text/jsonl.js";
import type { Store } from "../store/open.js";
import {
  countOld,
  firstKept,
  giveBackSpace,
  NO_IDENTITY,
  pruneIdentities,
  pruneMails,
  type Pruned,
} from "../store/prune.js";
import { storeFacts } from "../store/statistics.js";
import { DURATION_FORMS, formatTime, parseDuration } from "../time.js";
import type { Progress } from "../text/progress.js";
import { defineStoreCommand, progressOn } from "./command.js";

/** What one transaction removes, gives back, or looks at: others who record wait for one, some 20 milliseconds. */
const MAILS = 200;
const PAGES = 200;
const IDENTITIES = 10_000;
/** Least pause between transactions, in milliseconds: who waits for a lock looks again so often. */
const LEAST_PAUSE = 5;

/** Works piece by piece until a piece says that there are no more, and rests for as long as each piece took. */
async function piecewise(work: () => Promise<boolean>): Promise<void> {
  for (;;) {
    const begun = performance.now();
    if (!(await work())) return;
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
  await piecewise(async () => {
    const { reports, bounces, kept } = await pruneMails(store, before, MAILS);
    sum = { reports: sum.reports + reports, bounces: sum.bounces + bounces, kept: sum.kept + kept };
    progress.show(sum.reports, sum.reports);
    return reports + bounces > 0;
  });
  return sum;
}

async function removeIdentities({ store }: Run): Promise<void> {
  let after: string | null = NO_IDENTITY;
  await piecewise(async () => {
    after = after === null ? null : await pruneIdentities(store, after, IDENTITIES);
    return after !== null;
  });
}

async function prune(run: Run): Promise<Pruned> {
  const removed = await removeMails(run);
  run.progress.clear();
  await removeIdentities(run);
  await piecewise(async () => giveBackSpace(run.store, PAGES));
  return removed;
}

const text = ({ reports, bounces, kept }: Pruned, until: string, isDone: boolean): string =>
  `${isDone ? "removed" : "would remove"} ${String(reports)} mails with ${String(bounces)} bounces, ${String(kept)} of them kept whole, of before ${until}\n`;

export const pruneCommand = defineStoreCommand({
  usage: "prune",
  describe: "Delete old messages and bounces, and addresses that have no other; keeps the sums of senders and reasons",
  positionals: {},
  options: {
    "older-than": {
      type: "string",
      demandOption: true,
      describe: `Age, rounded to whole days: ${DURATION_FORMS}`,
      requiresArg: true,
    },
    "dry-run": { type: "boolean", default: false, describe: "Only show what would be deleted" },
    json: { type: "boolean", default: false, describe: "One JSON object" },
  },
  examples: [["$0 prune --older-than 400d", "From a timer, once a week"]],
  access: ({ dryRun }) => (dryRun ? "read" : "write"),
  run: async ({ options: { olderThan, dryRun, json }, store, io }) => {
    const before = io.now() - parseDuration(olderThan);
    const until = formatTime(firstKept(before));
    const old = await countOld(store, before);
    const found = dryRun
      ? old
      : await prune({ store, before, progress: progressOn(io, { total: old.reports, verb: "deleted" }) });
    io.stdout(
      json
        ? jsonLine({ ...found, before: until, isDryRun: dryRun, size: (await storeFacts(store)).size })
        : text(found, until, !dryRun),
    );
    return EXIT.ok;
  },
});
