/**
 * What `ingest` logs: what it could not understand, and at level debug every mail. Only to a file, since what a pipe
 * target prints is Postfix's to log; pino is loaded when there is a line to write and not before (it doubles a start).
 */
import type { Reading } from "../bounce.js";
import type { Settings } from "../config/settings.js";
import { loggableError, loggableReading } from "../output/loggable.js";

const isRemarkable = ({ kind, flaws }: Reading): boolean => kind === "unrecognized" || flaws.length > 0;

/** Logs what was recorded. Never rejects: a log that cannot be written must not undo what is committed. */
export async function logIngest(settings: Settings, readings: readonly Reading[]): Promise<void> {
  if (settings.log.file === null) return;
  const worth = settings.log.level === "debug" ? readings : readings.filter(isRemarkable);
  if (worth.length === 0) return;
  const { createLogger } = await import("../log.js");
  const logger = createLogger(settings);
  for (const reading of worth) logger[isRemarkable(reading) ? "info" : "debug"]("recorded", loggableReading(reading));
}

/** Logs why a mail goes back to the queue. Never rejects. */
export async function logFailure(settings: Settings, why: unknown): Promise<void> {
  if (settings.log.file === null) return;
  const { createLogger } = await import("../log.js");
  createLogger(settings).error("not recorded, Postfix keeps the mail", loggableError(why));
}
