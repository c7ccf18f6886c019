/**
 * Reads a VERP extension: what stands between the delimiter and the @ of a bounce address (variable envelope return
 * path, as Postfix XVERP, ezmlm, Sympa and mailing services write it). The text is the outside world's; nothing here
 * trusts it.
 *
 * A wrong person must never be named, so an extension counts as an address only where its form leaves one reading. Other
 * readings (a list's or account's name in front, `-` for the @) are kept as candidates; the notification may confirm one.
 */
import type { TokenReading, VerpReading } from "../bounce.js";
import { normalizeAddress } from "../mail/address.js";
import { isTokenShaped, withoutSignature } from "./shape.js";

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

/** Letters, or an internationalized name's A-label (RFC 5890): no top-level domain has digits otherwise. */
const isTopLevel = (label: string): boolean =>
  label.length > 1 && (/^xn--/i.test(label) || !/[^a-z\u0080-\uffff]/i.test(label));

/** Whether a text can be a domain of two or more labels; plain looks at characters, since a pattern for it takes a millisecond to compile. */
function isDomain(text: string): boolean {
  const labels = text.split(".");
  return (
    labels.length > 1 &&
    text.length <= LONGEST_DOMAIN &&
    labels.every(isLabel) &&
    isTopLevel(labels.at(-1) ?? "") &&
    !/[^a-z0-9.-]/i.test(text.replace(/[_\u0080-\uffff]/g, ""))
  );
}

const isLocalPart = (text: string): boolean =>
  text !== "" && text.length <= LONGEST_LOCAL_PART && !FORBIDDEN.test(text);

interface Candidate {
  readonly recipient: string;
  readonly prefix: string | null;
  /** Its form leaves no doubt: it counts although no notification confirms it. */
  readonly isPlain: boolean;
}

const candidate = (local: string, domain: string, prefix: string | null, isPlain: boolean): readonly Candidate[] =>
  isLocalPart(local) && isDomain(domain)
    ? [{ recipient: normalizeAddress(`${local}@${domain}`), prefix, isPlain }]
    : [];

/** Sympa: `user==a==host==list`, with the operation or the message's id behind. */
const SYMPA = /^([^=].{0,200}?)==a==([^=]{1,253})(?:==([^=]{1,100}))?(?:==[\w.-]{1,60})?$/;

/** An address with its @ encoded as in the address of a page. */
const ENCODED_AT = /^([^%=]{1,200})%40([^%=]{3,253})$/;
/** SendGrid: `12345-e62a-user=host`. ezmlm: `return-123-user=host`, with a cookie `return-123.abcdef-`. */
const SURE_PREFIX = /^(\d{4,12}-(?=[0-9a-f]{0,3}\d)[0-9a-f]{4}|return-\d{1,10}(?:\.[a-z]{8,40})?)-/i;
/** A number alone may be a message's, or part of the address. */
const NUMBER = /^(\d{1,10})-/;
/** What encoders write for `+`, `=` and `%` (RFC 3461 section 4, RFC 3986): others are more likely a plain extension. */
const ENCODED = /[+%](2B|3D|25)(?=[^.=])/gi;

const undoEncoding = (local: string): string =>
  local.replace(ENCODED, (_, pair: string) => String.fromCharCode(parseInt(pair, 16)));

/** The ways to read what stands before the @ or its substitute, likeliest first. */
function readings(local: string, domain: string, isPlain: boolean): readonly Candidate[] {
  const sure = SURE_PREFIX.exec(local);
  if (sure !== null)
    return [
      ...candidate(local.slice(sure[0].length), domain, sure[1] ?? null, isPlain),
      ...candidate(local, domain, null, false),
    ];
  const numbered = NUMBER.exec(local);
  const decoded = undoEncoding(local);
  const plus = local.indexOf("+");
  const dash = local.indexOf("-");
  return [
    ...candidate(decoded, domain, null, isPlain && numbered === null),
    ...(decoded === local ? [] : candidate(local, domain, null, false)),
    ...(plus > 0 ? candidate(local.slice(plus + 1), domain, local.slice(0, plus), false) : []),
    ...(dash > 0 ? candidate(local.slice(dash + 1), domain, local.slice(0, dash), false) : []),
  ];
}

/** What stands behind a signed token. A name of as many letters looks the same, so other readings may be confirmed. */
function behindToken(extension: string): readonly Candidate[] {
  const [token = ""] = extension.split("+", 1);
  const recipient = extension.slice(token.length + 1);
  const at = recipient.lastIndexOf("=");
  return candidate(recipient.slice(0, at), recipient.slice(at + 1), null, true);
}

/** The readings with each character that may stand for the @: the last = or +, each -, which many tokens hold as well. */
function candidates(extension: string): readonly Candidate[] {
  const [, user = "", host = "", list] = (extension.includes("==a==") ? SYMPA.exec(extension) : null) ?? [];
  if (user !== "") return candidate(user, host, list ?? null, true);
  const [, encodedUser = "", encodedHost = ""] = (extension.includes("%40") ? ENCODED_AT.exec(extension) : null) ?? [];
  if (encodedUser !== "") return readings(encodedUser, encodedHost, true);
  for (const separator of ["=", "+"]) {
    const at = extension.lastIndexOf(separator);
    const found = at > 0 ? readings(extension.slice(0, at), extension.slice(at + 1), true) : [];
    if (found.length > 0) return found;
  }
  const found: Candidate[] = [];
  for (let at = extension.indexOf("-"); at > 0 && found.length < MOST_CANDIDATES; at = extension.indexOf("-", at + 1))
    found.push(...readings(extension.slice(0, at), extension.slice(at + 1), false));
  return found;
}

const fold = (address: string): string => normalizeAddress(address).toLowerCase();

/** What a token that holds says is so, whomever the notification names. */
const proven = (token: TokenReading | null): readonly Candidate[] =>
  token?.state !== "valid" || token.recipient === null
    ? []
    : [{ recipient: normalizeAddress(token.recipient), prefix: null, isPlain: true }];

/**
 * Decodes an extension.
 * @param extension what pipe(8) gives as ${extension}; null or empty when the address had none
 * @param reported the addresses the notification names, original and final; they decide between several readings
 * @param check the check of a signed token in it, null where there is no key
 * @returns null when there is no extension; form "token" when it holds no address, or none that is certain
 */
export function decodeVerp(
  extension: string | null,
  reported: readonly string[] = [],
  check: ((token: string) => TokenReading | null) | null = null,
): VerpReading | null {
  if (extension === null || extension === "") return null;
  const bare = withoutSignature(extension.slice(0, LONGEST));
  const token = check !== null && isTokenShaped(bare) ? check(bare) : null;
  const found = [...proven(token), ...(isTokenShaped(bare) ? behindToken(bare) : []), ...candidates(bare)].slice(
    0,
    MOST_CANDIDATES,
  );
  const known = new Set(reported.map(fold));
  const confirmed = found.find(({ recipient }) => known.has(fold(recipient)));
  const chosen = proven(token)[0] ?? confirmed ?? found.find(({ isPlain }) => isPlain);
  const addresses = [chosen, ...found].flatMap((one) => one?.recipient ?? []);
  const agrees = known.size === 0 ? null : confirmed !== undefined;
  return {
    extension,
    form: chosen === undefined ? "token" : "address",
    recipient: chosen?.recipient ?? null,
    prefix: chosen?.prefix ?? null,
    candidates: [...new Set(addresses)],
    agrees: chosen === undefined ? null : agrees,
    token,
  };
}
