/** Checks the database: who may use it, whether it is sound, its log, its disk. Reads only. */
import { accessSync, constants, statfsSync } from "node:fs";
import { dirname } from "node:path";
import type { Settings } from "../config/load.js";
import {
  CorruptStoreError,
  ForeignFileError,
  MissingStoreError,
  NewerSchemaError,
  OlderSchemaError,
} from "../store/errors.js";
import { storeHealth, tryDriver, type Health } from "../store/health.js";
import { formatTime, HOUR } from "../time.js";
import { counted, errorMessage } from "../values.js";
import { line, quoted } from "./commands.js";
import { checkDirectory, checkDisk, checkFile, checkOwnAccess, type Recorder } from "./directory.js";
import { isNativeFailure, NATIVE_WHY, rebuildFix } from "./failure.js";
import { ok, problem, warning, type Finding, type Fix } from "./finding.js";
import type { Entry, Host } from "./host.js";

const GIGABYTE = 2 ** 30;
/** Read through in some ten seconds; a larger file takes minutes. */
const LARGEST_READ = 4 * GIGABYTE;
/** SQLite folds the log back at 16 MB (store/database.ts) when nobody reads; this much means that somebody never stops. */
const LONGEST_LOG = 64 * 2 ** 20;
/** Seconds. Each process reads its own message at once, and a report from cron what was left every quarter of an hour. */
const LONGEST_WAIT = HOUR;
/** Seconds that a record may be ahead of the clock. */
const LARGEST_SKEW = HOUR / 2;

/** Why we may not write in a directory, as a code of Node's; null when we may. */
function denial(path: string): string | null {
  try {
    accessSync(path, constants.W_OK | constants.X_OK);
    return null;
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : "";
  }
}

function checkLog(log: Entry | null): Finding[] {
  if (log === null || log.size <= LONGEST_LOG) return [];
  return [
    warning(
      `file ${log.name}`,
      `the log has grown to ${Math.floor(log.size / 2 ** 20)} MB: some program keeps reading, or ended without closing`,
      {
        command: `fuser -v ${quoted(log.name)}`,
        advice: "see who has it open; when they end, the next recording folds it back",
      },
    ),
  ];
}

type StoreErrorRow = readonly [kind: new (message: string) => Error, finding: (file: string, why: string) => Finding];

const named = (file: string): string => `database ${file}`;

/** Puts what can be read of a damaged database in its place, and keeps the damaged one. */
function salvage(file: string): Fix {
  const [damaged, fresh] = [`${file}.damaged`, `${file}.new`].map(quoted);
  const moved = ["-wal", "-shm"].map((ending) => quoted(file + ending)).join(" ");
  return {
    command: `mv ${quoted(file)} ${damaged} && rm -f ${moved} && sqlite3 ${damaged} .recover | sqlite3 ${fresh} && chown --reference=${damaged} ${fresh} && chmod 660 ${fresh} && mv ${fresh} ${quoted(file)}`,
    advice: "a backup is better (docs/operations.md); without one, while nothing records (postfix stop)",
  };
}

/** Errors on opening, and what to do about each. */
const ERRORS: readonly StoreErrorRow[] = [
  [MissingStoreError, (file) => ok(named(file), "nothing is recorded yet; it is made with the first bounce")],
  [
    ForeignFileError,
    (file, why) =>
      problem(named(file), why, {
        command: line("mv", file, `${file}.other`),
        advice: "move it away, or name another file as database",
      }),
  ],
  [CorruptStoreError, (file, why) => problem(named(file), why, salvage(file))],
  [NewerSchemaError, (file, why) => problem(named(file), why, "install the newer version again")],
  [OlderSchemaError, (file, why) => warning(named(file), why, "the next recording brings it up to date")],
];

function explain(file: string, error: unknown, program: string): Finding {
  const why = errorMessage(error);
  const [, finding] = ERRORS.find(([kind]) => error instanceof kind) ?? [];
  if (finding !== undefined) return finding(file, why);
  return isNativeFailure(why)
    ? problem("better-sqlite3", NATIVE_WHY, rebuildFix(program))
    : problem(
        named(file),
        `cannot be read: ${why}`,
        "see the lines on its directory and files; another program may hold a lock",
      );
}

function soundness(file: Entry, { schema, faults }: Health, program: string): Finding {
  const what = named(file.name);
  if (faults === null)
    return ok(what, `schema ${schema}; too large to be read through now: sqlite3 ${file.name} 'PRAGMA quick_check'`);
  if (faults.length === 0) return ok(what, `sound, schema ${schema}, ${Math.ceil(file.size / 2 ** 20)} MB`);
  return explain(file.name, new CorruptStoreError(`is damaged: ${faults.join(", ")}`), program);
}

/** Messages that nobody has read although each process reads its own at once. */
function checkSpool({ waiting, waitingSince }: Health, now: number, reader: string): Finding[] {
  if (waitingSince === null || now - waitingSince < LONGEST_WAIT) return [];
  return [
    warning(
      "spool",
      `${counted(waiting, "message waits", "messages wait")} to be read since ${formatTime(waitingSince)}`,
      { command: reader, advice: "read them now, and have cron do it regularly (packaging/)" },
    ),
  ];
}

/** A record of tomorrow: the clock was wrong then, or is now. */
export function checkClock({ newest }: Pick<Health, "newest">, now: number): Finding[] {
  if (newest === null || newest - now < LARGEST_SKEW) return [];
  return [
    problem(
      "clock",
      `it is ${formatTime(now)}, and something was recorded at ${formatTime(newest)}: windows and baselines are wrong until then`,
      { command: "timedatectl set-ntp true", advice: "have the clock set by NTP" },
    ),
  ];
}

/** Whether the driver that was installed is the one that serves. */
const checkNative = ({ driver }: Health, program: string): readonly Finding[] =>
  driver === "better-sqlite3"
    ? []
    : [
        warning(
          "better-sqlite3",
          `its native half does not load in Node ${process.versions.node}; ${driver} is used, which is slower`,
          rebuildFix(program),
        ),
      ];

function checkContent(file: Entry, around: Around): Finding[] {
  const { settings, now, program } = around;
  try {
    const health = storeHealth(file.name, settings.busyTimeoutMs, file.size <= LARGEST_READ);
    return [
      soundness(file, health, program),
      ...checkNative(health, program),
      ...checkSpool(health, now, around.reader),
      ...checkClock(health, now),
    ];
  } catch (error) {
    return [explain(file.name, error, program)];
  }
}

/** Whether SQLite can be used at all, where there is no file to try it on. */
function checkDriver({ program, settings }: Around): Finding {
  const path = settings.database;
  try {
    tryDriver();
    return ok(named(path), "is not there yet; it is made with the first bounce");
  } catch (error) {
    return explain(path, error, program);
  }
}

function checkFiles(recorder: Recorder, around: Around): Finding[] {
  const path = around.settings.database;
  const [file, log, index] = [path, `${path}-wal`, `${path}-shm`].map(around.entryAt);
  const files = [file, log, index].flatMap((entry) =>
    entry === undefined || entry === null ? [] : [checkFile(entry, recorder)],
  );
  const content = file === null || file === undefined ? [checkDriver(around)] : checkContent(file, around);
  return [...files, ...checkLog(log ?? null), ...content];
}

function diskUnder(directory: string): Finding[] {
  const { type, bavail, bsize } = statfsSync(directory);
  return checkDisk(directory, { type, free: bavail * bsize });
}

/** What the database is judged by. */
interface Around {
  readonly settings: Settings;
  /** Epoch seconds. */
  readonly now: number;
  readonly entryAt: Host["entryAt"];
  /** Path of bounces.cjs. */
  readonly program: string;
  /** The command that reads waiting messages. */
  readonly reader: string;
}

/** Checks the configured database and everything around it. */
export function checkDatabase(recorder: Recorder, around: Around): Finding[] {
  const path = dirname(around.settings.database);
  const directory = around.entryAt(path);
  const found = checkDirectory(path, directory, recorder);
  if (directory?.isDirectory !== true) return [found];
  return [found, checkOwnAccess(directory, denial(path)), ...checkFiles(recorder, around), ...diskUnder(path)];
}
