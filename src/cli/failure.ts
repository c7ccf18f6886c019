/** Which exit status an error of a command ends in. */
import { ConfigError } from "../config/error.js";
import { EventError } from "../detect/replay/event.js";
import { EXIT, UsageError } from "../exit.js";
import { MissingStoreError, TemporaryStoreError } from "../store/errors.js";
import { TimeError } from "../time.js";

/** Node's error codes for a file that is not there or may not be read. */
const NO_INPUT: readonly unknown[] = ["ENOENT", "EACCES", "EISDIR", "EPERM", "ENOTDIR"];

/** First fitting row decides. */
const ROWS: readonly { readonly fits: (error: Error) => boolean; readonly status: number }[] = [
  // yargs' own complaint about a command line is a YError.
  {
    fits: (error) => error instanceof UsageError || error instanceof TimeError || error.name === "YError",
    status: EXIT.usage,
  },
  { fits: (error) => error instanceof ConfigError, status: EXIT.config },
  { fits: (error) => error instanceof MissingStoreError || error instanceof EventError, status: EXIT.noInput },
  { fits: (error) => error instanceof TemporaryStoreError, status: EXIT.tempFail },
  { fits: (error) => "code" in error && NO_INPUT.includes(error.code), status: EXIT.noInput },
];

/** The exit status for an error that reached the top of a command. */
export function statusOf(error: unknown): number {
  if (!(error instanceof Error)) return EXIT.io;
  return ROWS.find(({ fits }) => fits(error))?.status ?? EXIT.io;
}
