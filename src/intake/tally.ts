/** What `serve` logs: each message at level debug, and once a minute, when something came, a line that sums up. */
import type { Reading } from "../bounce.js";
import { loggableError, loggableReading, type LogFacts } from "../text/loggable.js";
import type { Answer } from "./receive.js";

/** Where the lines go; `Logger` of log.ts. */
export interface Log {
  readonly debug: (message: string, facts?: LogFacts) => void;
  readonly info: (message: string, facts?: LogFacts) => void;
  readonly warn: (message: string, facts?: LogFacts) => void;
}

/** Counts and logs. */
export interface Tally {
  readonly count: (answer: Answer) => void;
  /** Logs the sum since the last call, if there is any. */
  readonly sumUp: () => void;
}

const NOTHING = { recorded: 0, known: 0, kept: 0, bounces: 0, unrecognized: 0 };

/**
 * A tally that begins at nothing.
 * @param isVerbose whether level debug is logged; what a line would hold is gathered only then
 */
export function createTally(log: Log, isVerbose: boolean): Tally {
  let sum = { ...NOTHING };
  let lastFailure = "";
  const countFailure = (failure: Error): void => {
    sum.kept += 1;
    // A database that stays locked fails for each mail in the same way: once a minute is enough to say so.
    if (failure.message !== lastFailure)
      log.warn("not recorded, the mail server keeps the message", loggableError(failure));
    lastFailure = failure.message;
  };
  const countReading = (reading: Reading, isNew: boolean): void => {
    sum[isNew ? "recorded" : "known"] += 1;
    if (isNew) sum.bounces += reading.bounces.length;
    if (isNew && reading.kind === "unrecognized") sum.unrecognized += 1;
    if (isVerbose) log.debug(isNew ? "recorded" : "already known", loggableReading(reading));
  };
  return {
    count: (answer) => {
      if (answer.kind === "failed") countFailure(answer.error);
      else countReading(answer.reading, answer.isNew);
    },
    sumUp: () => {
      const { recorded, known, kept, bounces, unrecognized } = sum;
      sum = { ...NOTHING };
      lastFailure = "";
      if (recorded + known + kept > 0)
        log.info("mails", { recorded, known, kept_by_mail_server: kept, bounces, unrecognized });
    },
  };
}
