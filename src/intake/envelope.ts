/** What the mail server tells beside a message. */
import type { Envelope } from "../bounce.js";
import { splitExtension } from "../verp/encode.js";
import type { IngestArguments } from "./pipe-arguments.js";

/** All of an envelope but the extension and the time. */
export type Told = Omit<Envelope, "extension" | "receivedAt">;

/** Nothing told. */
export const NO_ENVELOPE: Envelope = {
  extension: null,
  sender: null,
  recipient: null,
  queueId: null,
  clientAddress: null,
  login: null,
};

/** What the command line of `ingest` says beside the extensions. */
export const toldByArguments = ({
  sender,
  recipient,
  "queue-id": queueId,
  "client-address": clientAddress,
  login,
}: IngestArguments): Told => ({
  sender: sender ?? null,
  recipient: recipient ?? null,
  queueId: queueId ?? null,
  clientAddress: clientAddress ?? null,
  login: login ?? null,
});

/**
 * A message that came to several of our addresses at once is read once for each extension; without any it is read once.
 * @param receivedAt epoch seconds (UTC), null for now
 */
export const toEnvelopes = (
  extensions: readonly string[],
  { sender, recipient, queueId, clientAddress, login }: Told,
  receivedAt: number | null,
): readonly Envelope[] =>
  (extensions.length === 0 ? [null] : extensions).map((extension) => ({
    extension,
    sender,
    recipient,
    queueId,
    clientAddress,
    login,
    receivedAt,
  }));

/**
 * The envelope of a recipient of LMTP. The extension is what Postfix would put in place of a pipe's ${extension}; an empty
 * one is none.
 */
export function toEnvelope(recipient: string, sender: string, delimiters: string): Envelope {
  const { extension } = splitExtension(recipient, delimiters);
  return { ...NO_ENVELOPE, extension: extension === "" ? null : extension, sender, recipient };
}
