/** What the mail server told of a mail, for each address extension it came to. */
import type { Envelope } from "../bounce.js";

/** A mail sent to several of our addresses at once is read once for each extension; without any it is read once. */
export function envelopesOf(extensions: readonly string[], told: Omit<Envelope, "extension">): Envelope[] {
  return extensions.length === 0 ? [{ ...told, extension: null }] : extensions.map((extension) => ({ ...told, extension }));
}
