/** What the mail server told of a mail, for each address extension it came to. */
import type { Envelope } from "../bounce.js";
import type { IngestArguments } from "./pipe-arguments.js";

/** All of an envelope but for the extension. */
export type Told = Omit<Envelope, "extension">;

/** What the command line of `ingest` says beside the extensions. */
export const toldBy = ({
  sender,
  recipient,
  "queue-id": queueId,
  "client-address": clientAddress,
}: IngestArguments): Told => ({
  sender: sender ?? null,
  recipient: recipient ?? null,
  queueId: queueId ?? null,
  clientAddress: clientAddress ?? null,
});

/** A mail sent to several of our addresses at once is read once for each extension; without any it is read once. */
export function envelopesOf(extensions: readonly string[], told: Told): Envelope[] {
  return extensions.length === 0
    ? [{ ...told, extension: null }]
    : extensions.map((extension) => ({ ...told, extension }));
}
