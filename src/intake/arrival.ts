/** A mail as `ingest` puts it into the spool. */
import { DEFAULTS } from "../config/defaults.js";
import { maskSecrets } from "../mail/secrets.js";
import type { Arrival } from "../store/spool.js";
import type { ReadingSettings } from "./context.js";
import { toldBy } from "./envelopes.js";
import type { IngestArguments } from "./pipe-arguments.js";
import type { Input } from "./read-input.js";

/** JSON of the settings to read the mail with, whoever reads it; null where they are the defaults. */
function contextText({ hosts, recipientDelimiter, rules }: ReadingSettings): string | null {
  const isDefault = hosts.length === 0 && rules.length === 0 && recipientDelimiter === DEFAULTS.recipientDelimiter;
  return isDefault ? null : JSON.stringify({ hosts, recipientDelimiter, rules });
}

/** `receivedAt`: seconds since 1970, UTC. */
export const toArrival = (
  { head, size }: Input,
  options: IngestArguments,
  settings: ReadingSettings,
  receivedAt: number,
): Arrival => ({
  receivedAt,
  size,
  head: Buffer.from(maskSecrets(head.toString("latin1")), "latin1"),
  extensions: JSON.stringify(options.extensions),
  ...toldBy(options),
  context: contextText(settings),
});
