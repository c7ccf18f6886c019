/**
 * Reads a VERP extension: what stands between the delimiter and the @ of a bounce address (variable envelope return
 * path, as Postfix XVERP, ezmlm and list managers write it). The text is the outside world's; nothing here trusts it.
 *
 * Which character stands for the @ is the sender's choice (Postfix: verp_delimiter_filter, "-=+"), and a list's or an
 * account's name may stand in front, so one extension can often be read in several ways. All of them are kept; the one
 * that the notification confirms is chosen, else the likeliest.
 */
import type { VerpReading } from "../bounce.js";

/** Bytes of an extension that are looked at; Postfix was seen to hand over 1,500. */
const LONGEST = 512;
/** Readings kept of one extension. */
const MOST_CANDIDATES = 8;

/** What no unquoted local part and no domain holds: blanks, controls, and what separates addresses. 8-bit letters may (RFC 6531). */
const FORBIDDEN = /[\s"(),:;<>@[\\\]\u0000-\u001f\u007f]/;
const LONGEST_LOCAL_PART = 200;
const LONGEST_DOMAIN = 253;
const LONGEST_LABEL = 63;

const isLabel = (label: string): boolean =>
  label !== "" && label.length <= LONGEST_LABEL && !label.startsWith("-") && !label.endsWith("-");

/** Whether a text can be a domain of two or more labels; plain looks at characters, since a pattern for it takes a millisecond to compile. */
function isDomain(text: string): boolean {
  const labels = text.split(".");
  const top = labels.at(-1) ?? "";
  return (
    labels.length > 1 &&
    text.length <= LONGEST_DOMAIN &&
    labels.every(isLabel) &&
    top.length > 1 &&
    !/[^a-z0-9.-]/i.test(text.replace(/[_\u0080-\uffff]/g, "")) &&
    !/^[0-9]/.test(top)
  );
}

const isLocalPart = (text: string): boolean =>
  text !== "" && text.length <= LONGEST_LOCAL_PART && !FORBIDDEN.test(text);

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
    if (found.some(({ domain }) => isDomain(domain))) return found;
  }
  for (let at = extension.indexOf("-"); at > 0 && found.length < MOST_CANDIDATES; at = extension.indexOf("-", at + 1))
    found.push({ local: extension.slice(0, at), domain: extension.slice(at + 1) });
  return found;
}

/** The ways a local part can be split into a list's or account's name and the recipient's own local part. */
function prefixes(local: string): { prefix: string | null; own: string }[] {
  const numbered = EZMLM_NUMBER.exec(local)?.[0];
  if (numbered !== undefined)
    return [
      { prefix: numbered.slice(0, -1), own: local.slice(numbered.length) },
      { prefix: null, own: local },
    ];
  const plus = local.indexOf("+");
  const dash = local.indexOf("-");
  const whole = { prefix: null, own: local };
  const afterPlus = plus > 0 ? [{ prefix: local.slice(0, plus), own: local.slice(plus + 1) }] : [];
  const afterDash = dash > 0 ? [{ prefix: local.slice(0, dash), own: local.slice(dash + 1) }] : [];
  return [...afterPlus, whole, ...afterDash];
}

function candidates(extension: string): Candidate[] {
  return splits(extension)
    .filter(({ domain }) => isDomain(domain))
    .flatMap(({ local, domain }) =>
      prefixes(local)
        .filter(({ own }) => isLocalPart(own))
        .map(({ prefix, own }) => ({ prefix, recipient: `${own}@${domain.toLowerCase()}` })),
    )
    .slice(0, MOST_CANDIDATES);
}

const fold = (address: string): string => address.toLowerCase();

/**
 * Decodes an extension.
 * @param extension what pipe(8) gives as ${extension}; null or empty when the address had none
 * @param reported the addresses the notification names, original and final; they decide between several readings
 * @returns null when there is no extension; form "token" when it holds no address
 */
export function decodeVerp(extension: string | null, reported: readonly string[] = []): VerpReading | null {
  if (extension === null || extension === "") return null;
  const readings = candidates(extension.slice(0, LONGEST));
  const known = new Set(reported.map(fold));
  const confirmed = readings.find(({ recipient }) => known.has(fold(recipient)));
  const chosen = confirmed ?? readings[0];
  if (chosen === undefined)
    return { extension, form: "token", recipient: null, prefix: null, candidates: [], agrees: null };
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
