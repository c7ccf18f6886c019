/** `bounces ingest --dry-run`: prints what would be made of a mail and records nothing. */
import type { Settings } from "../config/settings.js";
import { readingText } from "../output/reading.js";
import type { Told } from "./arrival.js";
import { contextOf } from "./context.js";
import { envelopesOf } from "./envelopes.js";
import type { Input } from "./read-input.js";
import { readMail } from "./read-mail.js";

/** The readings as text, one for each address extension. */
export async function dryRun({ head, size }: Input, told: Told, settings: Settings): Promise<string> {
  const context = contextOf(settings);
  const envelopes = envelopesOf(told.extensions, {
    sender: told.sender ?? null, recipient: told.recipient ?? null, queueId: told["queue-id"] ?? null, clientAddress: told["client-address"] ?? null,
  });
  const readings = await Promise.all(envelopes.map((envelope) => readMail(head, size, envelope, context)));
  return readings.map(readingText).join("");
}
