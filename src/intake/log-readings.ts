/**
 * What is logged of the mails that came through the spool: what was not understood, and at level debug every mail. Only to
 * a file, since the process that reads them prints for somebody else; pino is loaded when there is a line to write.
 */
import type { Reading } from "../bounce.js";
import type { Settings } from "../config/settings.js";
import { loggableReading } from "../text/loggable.js";

const isRemarkable = ({ kind, defects }: Reading): boolean => kind === "unrecognized" || defects.length > 0;

/** Logs what was recorded. Never rejects: a log that cannot be written must not undo what is committed. */
export async function logReadings(settings: Settings, readings: readonly Reading[]): Promise<void> {
  if (settings.log.file === null) return;
  const worth = settings.log.level === "debug" ? readings : readings.filter(isRemarkable);
  if (worth.length === 0) return;
  const { createLogger } = await import("../log.js");
  const logger = createLogger(settings);
  for (const reading of worth) logger[isRemarkable(reading) ? "info" : "debug"]("recorded", loggableReading(reading));
}
