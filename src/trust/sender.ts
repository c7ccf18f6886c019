/**
 * Whose message bounced: the account or address on our side, from the most trustworthy place that names one.
 * The login comes before every address, since a compromised account writes what it likes into the envelope; the From of
 * the returned message comes last and is marked, since it proves nothing.
 */
import type { NotificationFacts, ReturnedMessage, Sender, SenderSource, VerpReading } from "../bounce.js";
import { parseAddress, readForwarder } from "../mail/address.js";
import { decodeVerp } from "../verp/decode.js";
import { splitExtension } from "../verp/encode.js";
import { isTokenShaped } from "../verp/shape.js";
import { ownHops, type HostNames } from "./trust.js";

/** What the sender is looked for in. */
export interface SenderEvidence {
  readonly facts: NotificationFacts;
  readonly returned: ReturnedMessage | null;
  readonly verp: VerpReading | null;
  /** Addresses the notification names; they tell a VERP address from an ordinary one with an extension. */
  readonly reported: readonly string[];
  readonly hosts: HostNames;
  /** The address the notification was sent to, as far as the mail server told. */
  readonly bounceAddress: string | null;
  /** Postfix's recipient_delimiter. */
  readonly delimiters: string;
  /** The tag of a sender in a signed token; null where there is no key. */
  readonly tagOf?: ((sender: string) => string) | null;
}

/** Mailers, not accounts: their mail is a notification itself. */
const MAILER = /^(?:mailer-daemon|double-bounce|)$/i;

/** What tells a return path's account from the rest of it. */
interface ReturnPathForm {
  readonly reported: readonly string[];
  readonly delimiters: string;
  /** The address bounces go to; an account that stands in its extension is what sent the message. */
  readonly bounceAddress: string | null;
}

/** `bounce+alice+user=host`, where the notification names user@host, or `bounce+alice` at the bounce address itself: alice. */
function localAccount(
  base: string,
  extension: string | null,
  { reported, delimiters, bounceAddress }: ReturnPathForm,
): string {
  const verp = decodeVerp(extension, reported);
  if (verp?.agrees === true && verp.prefix !== null) return verp.prefix;
  const isOurs =
    bounceAddress !== null && splitExtension(bounceAddress, delimiters).base.toLowerCase() === base.toLowerCase();
  return isOurs && verp?.form === "token" && !isTokenShaped(verp.extension) ? verp.extension : base;
}

/**
 * The account behind an envelope sender: VERP and other extensions taken off, forwarded mail gathered under one name.
 * @returns null for the null sender and for mailers
 */
export function accountOf(address: string | null, form: ReturnPathForm): string | null {
  if (address === null) return null;
  const { base, extension, domain } = splitExtension(address, form.delimiters);
  if (MAILER.test(base)) return null;
  if (domain === "") return base;
  return readForwarder(address) ?? `${localAccount(base, extension, form)}@${domain.toLowerCase()}`;
}

/** The account in a VERP extension such as `alice+user=example.org`, completed with the bounce address's domain. */
function accountOfVerp(verp: VerpReading | null, bounceAddress: string | null): string | null {
  const account = verp?.prefix ?? null;
  if (account === null || bounceAddress === null) return null;
  const { domain } = splitExtension(bounceAddress, "");
  return domain === "" ? null : `${account}@${domain.toLowerCase()}`;
}

/** How a sender is named of whom only the tag in a signed token is known; the store may know more. */
const nameOfTag = (tag: string): string => `verp:${tag}`;

/** The sender on our side, or null when nothing names one. Where a token holds, only the one that it was made for. */
export function findSender({
  facts,
  returned,
  verp,
  reported,
  hosts,
  bounceAddress,
  delimiters,
  tagOf,
}: SenderEvidence): Sender | null {
  const address = (text: string | null): string | null => (text === null ? null : parseAddress(text));
  const account = (text: string | null): string | null =>
    accountOf(address(text), { reported, delimiters, bounceAddress });
  // A message with the null sender is a mailer's own: its From must not be blamed.
  const isMailersOwn = (): boolean =>
    [facts.postfixSender, returned?.returnPath ?? null].some(
      (text) => address(text) !== null && account(text) === null,
    );
  const places: readonly (readonly [SenderSource, () => string | null])[] = [
    ["login", () => ownHops(returned?.received ?? [], hosts).find(({ login }) => login !== null)?.login ?? null],
    ["postfix-sender", () => account(facts.postfixSender)],
    ["return-path", () => account(returned?.returnPath ?? null)],
    ["verp", () => accountOfVerp(verp, bounceAddress)],
    ["original-mail-from", () => account(facts.feedback?.originalMailFrom ?? null)],
    ["header-from", () => (isMailersOwn() ? null : account(returned?.headerFrom ?? null))],
  ];
  const token = verp?.token?.state === "valid" ? verp.token : null;
  for (const [source, find] of places) {
    const name = find();
    if (name !== null && (token === null || tagOf?.(name) === token.senderTag)) return { source, name };
  }
  return token === null ? null : { source: "verp", name: nameOfTag(token.senderTag) };
}

/** The client that handed the message to our system, null when the notification does not show it. */
export const findClientAddress = (returned: ReturnedMessage | null, hosts: HostNames): string | null =>
  ownHops(returned?.received ?? [], hosts).at(-1)?.clientAddress ?? null;
