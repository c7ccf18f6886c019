/**
 * The log: structured lines (JSON, by pino) to a file or the standard error output. It never holds a mail's text (what
 * may be logged of a reading is named in output/loggable.ts), and never makes the program fail: a line that cannot be
 * written is dropped. The only importer of pino.
 */
import { closeSync, fchmodSync, openSync, writeFileSync } from "node:fs";
import { pino } from "pino";
import { LOG_LEVELS, type LogLevel, type Settings } from "./config/settings.js";
import { printable } from "./text/escape.js";
import { loggableError, loggableFacts, type LogFacts } from "./text/loggable.js";

type Write = (message: string, facts?: LogFacts) => void;

/** Writes to the log; none of it throws. */
export interface Logger {
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
  /** Opens the log file anew, after somebody moved it away. */
  readonly reopen: () => void;
}

const STDERR = 2;
/** The group may read: admins, where the directory has their group. */
const FILE_MODE = 0o640;

/** Opens to append. Only the maker of a file sets its mode, whatever the umask is (0077 under pipe(8)). */
const openLog = (file: string): number => {
  try {
    const made = openSync(file, "ax", FILE_MODE);
    fchmodSync(made, FILE_MODE);
    return made;
  } catch {
    return openSync(file, "a", FILE_MODE);
  }
};

const quietly = (action: () => void): void => {
  try {
    action();
  } catch {
    // A full disk or a closed output is no reason to lose a bounce.
  }
};

/** Where lines go. Not pino's own destination: that one waits and tries again when a pipe is full. */
const createSink = (file: string | null) => {
  let open: number | null = null;
  const fallBack = (error: unknown): number => {
    const { error: reason = null } = loggableError(error);
    const line = { level: "warn", ...loggableFacts({ file, reason }), msg: "the log file cannot be opened" };
    quietly(() => writeFileSync(STDERR, `${JSON.stringify(line)}\n`));
    return STDERR;
  };
  const openOnce = (): number => {
    if (file === null) return STDERR;
    try {
      return openLog(file);
    } catch (error) {
      return fallBack(error);
    }
  };
  return {
    write: (line: string) => quietly(() => writeFileSync((open ??= openOnce()), line)),
    reopen: () => {
      const old = open;
      open = null;
      if (old !== null && old !== STDERR) quietly(() => closeSync(old));
    },
  };
};

const createPino = (level: LogLevel, sink: { readonly write: (line: string) => void }) =>
  pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    sink,
  );

/** A logger after the settings. Costs nothing until the first line that its level lets through: no pino, no file. */
export const createLogger = ({ log }: Pick<Settings, "log">): Logger => {
  const sink = createSink(log.file);
  let logger: ReturnType<typeof createPino> | null = null;
  const writer =
    (level: Exclude<LogLevel, "silent">): Write =>
    (message, facts = {}) => {
      if (LOG_LEVELS.indexOf(level) < LOG_LEVELS.indexOf(log.level)) return;
      logger ??= createPino(log.level, sink);
      logger[level](loggableFacts(facts), printable(message));
    };
  return {
    debug: writer("debug"),
    info: writer("info"),
    warn: writer("warn"),
    error: writer("error"),
    reopen: sink.reopen,
  };
};
