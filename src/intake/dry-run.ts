/** `bounces ingest --dry-run`: prints what would be made of a message and records nothing. */
import type { Context } from "../interpret.js";
import { readingText } from "../output/reading.js";
import { toEnvelopes, toldByArguments } from "./envelope.js";
import type { Input } from "./input.js";
import type { IngestArguments } from "./pipe-arguments.js";
import { readMail } from "./read-mail.js";

/** The readings as text, one for each address extension. */
export async function dryRun({ head, size }: Input, options: IngestArguments, context: Context): Promise<string> {
  const envelopes = toEnvelopes(options.extensions, toldByArguments(options), null);
  const readings = await Promise.all(envelopes.map((envelope) => readMail(head, size, envelope, context)));
  return readings.map(readingText).join("");
}
