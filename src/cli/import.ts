/**
 * `bounces import`: messages from archives, with the time at which they arrived. Each counts once, however often it is
 * imported, so an import that was interrupted is resumed by the same command.
 */
import type { Settings } from "../config/settings.js";
import { EXIT, UsageError } from "../exit.js";
import { printable } from "../text/escape.js";
import { openConfigured, type Store } from "../store/open.js";
import { defineCommand, progressOn } from "./command.js";
import { createBatch, importPaths, type Job } from "../intake/files/pipeline.js";
import { countResults, countsJson, countsText, noCounts } from "../intake/files/count.js";
import type { Progress } from "../text/progress.js";
import { totalBytes } from "../intake/files/files.js";
import type { Io } from "../io.js";
import { contextOf } from "../intake/context.js";
import { errorMessage } from "../values.js";

/** What waits for a transaction at most. Other writers of the database wait as long as it takes: some 50 milliseconds. */
const LIMITS = { messages: 500, bytes: 16 << 20 } as const;

/** What a run was asked for, beside the settings. */
interface Request {
  readonly paths: readonly string[];
  readonly addresses: readonly string[];
  readonly skipsUnrecognized: boolean;
  readonly isDry: boolean;
  readonly isJson: boolean;
}

async function newProgress(paths: readonly string[], io: Io): Promise<Progress> {
  return progressOn(io, { total: process.stderr.isTTY ? await totalBytes(paths) : null });
}

function newJob(
  { addresses, skipsUnrecognized }: Request,
  settings: Settings,
  store: Store | null,
  progress: Progress,
  io: Io,
): Job {
  const counts = noCounts();
  const onUnreadable = (path: string, error: unknown): void => {
    progress.clear();
    io.stderr(`bounces: ${printable(path)}: ${printable(errorMessage(error))}\n`);
  };
  const batch = createBatch((entries) => store?.record(entries) ?? [], LIMITS, {
    onRecorded: (results) => countResults(counts, results),
    onFailure: (error) => {
      counts.unreadable += 1;
      onUnreadable("a message cannot be recorded", error);
    },
  });
  return {
    settings,
    store,
    batch,
    counts,
    skipsUnrecognized,
    onUnreadable,
    context: contextOf(settings),
    rule: { addresses, delimiters: settings.recipientDelimiter },
    now: io.now,
    onProgress: ({ messages, bytes }) => progress.show(messages, bytes),
  };
}

async function run(request: Request, settings: Settings, io: Io): Promise<number> {
  const progress = await newProgress(request.paths, io);
  const store = request.isDry ? null : await openConfigured(settings, { create: true });
  const job = newJob(request, settings, store, progress, io);
  const { counts } = job;
  try {
    await importPaths(request.paths, job);
  } catch (error) {
    io.stderr(
      `bounces: stopped after ${counts.newMessages + counts.knownMessages} messages; run the same command again to resume\n`,
    );
    throw error;
  } finally {
    progress.clear();
    await store?.close();
  }
  io.stdout((request.isJson ? countsJson : countsText)(counts, request.isDry));
  return counts.unreadable > 0 ? EXIT.noInput : EXIT.ok;
}

function checkedAddresses(addresses: readonly string[]): readonly string[] {
  const wrong = addresses.find((address) => !/^[^@]+@[^@]+$/.test(address));
  if (wrong !== undefined) throw new UsageError(`--address ${wrong}: must be an address, such as bounce@example.com`);
  return addresses;
}

/** The subcommand. */
export const importMails = defineCommand({
  usage: "import <paths..>",
  describe: "Record messages from mbox files, Maildirs, directories and single files",
  positionals: {
    paths: { type: "string", array: true, demandOption: true, describe: "Files and directories; - for standard input" },
  },
  options: {
    address: {
      type: "string",
      array: true,
      nargs: 1,
      default: [],
      describe:
        "Address that the bounces were sent to, with any extension. Without it, only headers that our own server wrote on delivery are believed",
    },
    "skip-unrecognized": {
      type: "boolean",
      default: false,
      describe: "Do not record messages that are not recognized",
    },
    "dry-run": { type: "boolean", default: false, describe: "Read, but record nothing" },
    json: { type: "boolean", default: false, describe: "Print the summary as one JSON object" },
  },
  examples: [
    ["$0 import /var/mail/bounces --address bounce@example.com", "An mbox"],
    ["zcat old.mbox.gz | $0 import -", "A compressed one"],
  ],
  run: ({ options: { paths, address, skipUnrecognized, dryRun, json }, settings, io }) =>
    run(
      { paths, addresses: checkedAddresses(address), skipsUnrecognized: skipUnrecognized, isDry: dryRun, isJson: json },
      settings,
      io,
    ),
});
