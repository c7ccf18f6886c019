/** What `ingest` logs of its failures. Only to a file, since what a pipe target prints is Postfix's to log; pino is loaded when there is a line to write. */
import type { Settings } from "../config/settings.js";
import { loggableError } from "../text/loggable.js";

/** Logs what went wrong. Never rejects. */
export async function logFailure(settings: Settings, what: string, why: unknown): Promise<void> {
  if (settings.log.file === null) return;
  const { createLogger } = await import("../log.js");
  createLogger(settings).error(what, loggableError(why));
}
