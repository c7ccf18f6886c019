/** What of a reading and its mail goes into the store. */
import type { Reading } from "../bounce.js";
import type { Settings } from "../config/settings.js";
import { maskSecrets } from "../mail/secrets.js";
import type { RecordEntry } from "../store/open.js";

/** The bytes worth keeping of a mail nobody understood, without passwords; null for every other mail. */
function bytesToKeep({ kind }: Reading, head: Buffer, most: number): Buffer | null {
  if (kind !== "unrecognized" || most === 0) return null;
  return Buffer.from(maskSecrets(head.subarray(0, most).toString("latin1")), "latin1");
}

/** The store's entry for one mail. `head`: the bytes that were read; `receivedAt`: seconds since 1970, UTC. */
export const toRecord = (reading: Reading, head: Buffer, receivedAt: number, settings: Settings): RecordEntry => ({
  reading,
  receivedAt,
  raw: bytesToKeep(reading, head, settings.keepUnrecognizedBytes),
});
