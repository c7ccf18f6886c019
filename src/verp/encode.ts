/** Writes a VERP address as Postfix's XVERP does: sender's local part, delimiter, recipient with its @ replaced. */

/**
 * The VERP form of a return path: `bounce@example.tld` and `user@host` give `bounce+user=host@example.tld`.
 * @param sender the address bounces go to
 * @param recipient the address the message goes to
 * @param delimiters two characters, as Postfix's default_verp_delimiters: before the recipient, and for its @
 * @returns null when either address has no @
 */
export function encodeVerp(sender: string, recipient: string, delimiters = "+="): string | null {
  const senderAt = sender.lastIndexOf("@");
  const recipientAt = recipient.lastIndexOf("@");
  if (senderAt < 1 || recipientAt < 1) return null;
  const encoded = `${recipient.slice(0, recipientAt)}${delimiters.charAt(1)}${recipient.slice(recipientAt + 1)}`;
  return `${sender.slice(0, senderAt)}${delimiters.charAt(0)}${encoded}${sender.slice(senderAt)}`;
}

/**
 * The extension of an address: what follows the first delimiter in its local part.
 * @param delimiters Postfix's recipient_delimiter: any of these characters
 * @returns base local part and extension; extension null when there is none
 */
export function splitExtension(
  address: string,
  delimiters: string,
): { base: string; extension: string | null; domain: string } {
  const at = address.lastIndexOf("@");
  const local = at < 0 ? address : address.slice(0, at);
  const domain = at < 0 ? "" : address.slice(at + 1);
  let cut = local.length;
  for (const delimiter of delimiters) {
    const found = local.indexOf(delimiter, 1);
    if (found > 0 && found < cut) cut = found;
  }
  return cut === local.length
    ? { base: local, extension: null, domain }
    : { base: local.slice(0, cut), extension: local.slice(cut + 1), domain };
}
