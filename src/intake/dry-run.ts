/** `bounces ingest --dry-run`: prints what would be made of a mail and records nothing. */
import type { Settings } from "../config/settings.js";
import { readingText } from "../output/reading.js";
import { contextOf } from "./context.js";
import { envelopesOf, toldBy } from "./envelopes.js";
import type { IngestArguments } from "./pipe-arguments.js";
import type { Input } from "./read-input.js";
import { readMail } from "./read-mail.js";

/** The readings as text, one for each address extension. */
export async function dryRun({ head, size }: Input, options: IngestArguments, settings: Settings): Promise<string> {
  const context = contextOf(settings);
  const envelopes = envelopesOf(options.extensions, toldBy(options));
  const readings = await Promise.all(envelopes.map((envelope) => readMail(head, size, envelope, context)));
  return readings.map(readingText).join("");
}
