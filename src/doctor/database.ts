/** Checks the database: who may use it, whether it is sound, its log, its disk. Reads only. */
import { accessSync, constants, statfsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { Settings } from "../config/load.js";
import {
  CorruptStoreError,
  ForeignFileError,
  MissingStoreError,
  NewerSchemaError,
  OlderSchemaError,
} from "../store/errors.js";
import { storeHealth, type Health } from "../store/health.js";
import { DAY, formatTime } from "../time.js";
import { ok, problem, warning, type Finding } from "./finding.js";
import { checkDirectory, checkDisk, checkFile, type Entry } from "./directory.js";
import { errorMessage } from "../values.js";

const GIGABYTE = 2 ** 30;
/** Read through in some ten seconds; a larger file takes minutes. */
const LARGEST_READ = 4 * GIGABYTE;
/** SQLite folds the log back at 16 MB (store/database.ts) when nobody reads; this much means that somebody never stops. */
const LONGEST_LOG = 64 * 2 ** 20;
/** Seconds. A report from cron reads them every quarter of an hour. */
const LONGEST_WAIT = DAY;

/** What is at a path; null when nothing is, or it cannot be seen. */
function entryAt(name: string): Entry | null {
  const found = statSync(name, { throwIfNoEntry: false });
  return found === undefined
    ? null
    : { name, uid: found.uid, gid: found.gid, mode: found.mode, isDirectory: found.isDirectory(), size: found.size };
}

/** As `entryAt`; a directory on the way that may not be entered counts as nothing there. */
function visibleEntry(name: string): Entry | null {
  try {
    return entryAt(name);
  } catch {
    return null;
  }
}

function checkOwnAccess(directory: string): Finding {
  try {
    accessSync(directory, constants.W_OK | constants.X_OK);
    return ok("you", "can use the database");
  } catch {
    return problem(
      "you",
      `cannot write in ${directory}, which reading needs as well`,
      "become a member of its group (adduser NAME bounces, then log in again), or run this as its owner",
    );
  }
}

function checkLog(log: Entry | null): Finding[] {
  if (log === null || log.size <= LONGEST_LOG) return [];
  return [
    warning(
      `file ${log.name}`,
      `the log has grown to ${Math.floor(log.size / 2 ** 20)} MB: some program keeps reading, or ended without closing`,
      `fuser -v ${log.name} shows who has it open; when they end, the next recording folds it back`,
    ),
  ];
}

type StoreErrorRow = readonly [kind: new (message: string) => Error, finding: (what: string, why: string) => Finding];

/** Errors on opening, and what to do about each. */
const ERRORS: readonly StoreErrorRow[] = [
  [MissingStoreError, (what) => ok(what, "nothing is recorded yet; it is made with the first bounce")],
  [ForeignFileError, (what, why) => problem(what, why, "name another file as database, or move this one away")],
  [
    CorruptStoreError,
    (what, why) =>
      problem(
        what,
        why,
        "stop recording (postfix stop, or hold the transport: postconf -e defer_transports=NAME), copy the file and its -wal aside, then: sqlite3 FILE .recover | sqlite3 NEW",
      ),
  ],
  [NewerSchemaError, (what, why) => problem(what, why, "install the newer version again")],
  [OlderSchemaError, (what, why) => warning(what, why, "the next recording brings it up to date")],
];

function explain(what: string, error: unknown): Finding {
  const why = errorMessage(error);
  const row = ERRORS.find(([kind]) => error instanceof kind);
  return row === undefined
    ? problem(
        what,
        `cannot be read: ${why}`,
        "see the lines on its directory and files; another program may hold a lock",
      )
    : row[1](what, why);
}

function soundness(what: string, file: Entry, { schema, faults }: Health): Finding {
  if (faults === null)
    return ok(what, `schema ${schema}; too large to be read through now: sqlite3 ${file.name} 'PRAGMA quick_check'`);
  if (faults.length === 0) return ok(what, `sound, schema ${schema}, ${Math.ceil(file.size / 2 ** 20)} MB`);
  return explain(what, new CorruptStoreError(`is damaged: ${faults.join(", ")}`));
}

/** Messages that nobody has read although a report should have run. */
function checkSpool({ waitingSince }: Health, now: number): Finding[] {
  if (waitingSince === null || now - waitingSince < LONGEST_WAIT) return [];
  return [
    warning(
      "spool",
      `messages wait to be read since ${formatTime(waitingSince)}`,
      "run bounces report --notify as a user who may write, and see what it says; run from cron (packaging/), it reads them regularly",
    ),
  ];
}

function checkContent(file: Entry, settings: Settings, now: number): Finding[] {
  const what = `database ${file.name}`;
  try {
    const health = storeHealth(file.name, settings.busyTimeoutMs, file.size <= LARGEST_READ);
    return [soundness(what, file, health), ...checkSpool(health, now)];
  } catch (error) {
    return [explain(what, error)];
  }
}

function checkFiles(path: string, directory: Entry, settings: Settings, now: number): Finding[] {
  const [file, log, index] = [path, `${path}-wal`, `${path}-shm`].map(visibleEntry);
  const files = [file, log, index].flatMap((entry) =>
    entry === undefined || entry === null ? [] : [checkFile(entry, directory)],
  );
  const content =
    file === null || file === undefined
      ? [ok(`database ${path}`, "is not there yet; it is made with the first bounce")]
      : checkContent(file, settings, now);
  return [...files, ...checkLog(log ?? null), ...content];
}

function diskUnder(directory: string): Finding[] {
  const { type, bavail, bsize } = statfsSync(directory);
  return checkDisk(directory, { type, free: bavail * bsize });
}

/** Checks the configured database and everything around it. `now`: epoch seconds. */
export function checkDatabase(settings: Settings, now: number): Finding[] {
  const path = settings.database;
  const directoryPath = dirname(path);
  const directory = visibleEntry(directoryPath);
  const found = checkDirectory(directoryPath, directory);
  if (directory?.isDirectory !== true) return [found];
  return [
    found,
    checkOwnAccess(directoryPath),
    ...checkFiles(path, directory, settings, now),
    ...diskUnder(directoryPath),
  ];
}
