/**
 * Reads a VERP extension: what stands between the delimiter and the @ of a bounce address (variable envelope return
 * path, as Postfix XVERP, ezmlm and list managers write it). The text is the outside world's; nothing here trusts it.
 *
 * Which character stands for the @ is the sender's choice (Postfix: verp_delimiter_filter, "-=+"), and a list's or an
 * account's name may stand in front, so one extension can often be read in several ways. All of them are kept; the one
 * that the report confirms is chosen, else the likeliest.
 */
import type { VerpReading } from "../bounce.js";

/** Octets of an extension that are looked at; Postfix was seen to hand over 1,500. */
const LONGEST = 512;
/** Readings kept of one extension. */
const MOST_CANDIDATES = 8;

const DOMAIN = /^(?=.{4,253}$)(?:[a-z0-9_\u0080-\uffff](?:[a-z0-9_\u0080-\uffff-]{0,61}[a-z0-9_\u0080-\uffff])?\.)+[a-z\u0080-\uffff][a-z0-9\u0080-\uffff-]{1,62}$/i;
/** A local part that may stand unquoted, RFC 5321 dot-string loosely, with 8-bit letters (RFC 6531). */
const LOCAL_PART = /^[^\s"(),:;<>@[\\\]\u0000-\u001f\u007f]{1,200}$/;
/** ezmlm counts its messages: `return-123-user=host`. */
const EZMLM_NUMBER = /^(?:return-)?\d{1,10}-/;

interface Candidate {
  readonly recipient: string;
  readonly prefix: string | null;
}

/** The separators that can stand for @, likeliest first, with every place they may do so: the last = or +, each -. */
function splits(extension: string): { local: string; domain: string }[] {
  const found: { local: string; domain: string }[] = [];
  for (const separator of ["=", "+"]) {
    const at = extension.lastIndexOf(separator);
    if (at > 0) found.push({ local: extension.slice(0, at), domain: extension.slice(at + 1) });
    if (found.some(({ domain }) => DOMAIN.test(domain))) return found;
  }
  for (let at = extension.indexOf("-"); at > 0 && found.length < MOST_CANDIDATES; at = extension.indexOf("-", at + 1))
    found.push({ local: extension.slice(0, at), domain: extension.slice(at + 1) });
  return found;
}

/** The ways a local part can be split into a list's or account's name and the recipient's own local part. */
function prefixes(local: string): { prefix: string | null; own: string }[] {
  const numbered = EZMLM_NUMBER.exec(local)?.[0];
  if (numbered !== undefined) return [{ prefix: numbered.slice(0, -1), own: local.slice(numbered.length) }, { prefix: null, own: local }];
  const plus = local.indexOf("+");
  const dash = local.indexOf("-");
  const whole = { prefix: null, own: local };
  const afterPlus = plus > 0 ? [{ prefix: local.slice(0, plus), own: local.slice(plus + 1) }] : [];
  const afterDash = dash > 0 ? [{ prefix: local.slice(0, dash), own: local.slice(dash + 1) }] : [];
  return [...afterPlus, whole, ...afterDash];
}

function candidates(extension: string): Candidate[] {
  return splits(extension)
    .filter(({ domain }) => DOMAIN.test(domain))
    .flatMap(({ local, domain }) => prefixes(local)
      .filter(({ own }) => LOCAL_PART.test(own))
      .map(({ prefix, own }) => ({ prefix, recipient: `${own}@${domain.toLowerCase()}` })))
    .slice(0, MOST_CANDIDATES);
}

const fold = (address: string): string => address.toLowerCase();

/**
 * Decodes an extension.
 * @param extension what pipe(8) gives as ${extension}; null or empty when the address had none
 * @param reported the addresses the report names, original and final; they decide between several readings
 * @returns null when there is no extension; form "token" when it holds no address
 */
export function decodeVerp(extension: string | null, reported: readonly string[]): VerpReading | null {
  if (extension === null || extension === "") return null;
  const readings = candidates(extension.slice(0, LONGEST));
  const known = new Set(reported.map(fold));
  const confirmed = readings.find(({ recipient }) => known.has(fold(recipient)));
  const chosen = confirmed ?? readings[0];
  if (chosen === undefined) return { extension, form: "token", recipient: null, prefix: null, candidates: [], agrees: null };
  const others = readings.filter((reading) => reading !== chosen).map(({ recipient }) => recipient);
  return {
    extension,
    form: "address",
    recipient: chosen.recipient,
    prefix: chosen.prefix,
    candidates: [...new Set([chosen.recipient, ...others])],
    agrees: known.size === 0 ? null : confirmed !== undefined,
  };
}
