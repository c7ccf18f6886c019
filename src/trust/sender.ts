/**
 * Whose message bounced: the account, user, client or address on our side, from the most trustworthy place that names one. The
 * login comes before every address, since a compromised account writes what it likes into the envelope; the From of the
 * returned message comes last, since it proves nothing.
 */
import type { NotificationFacts, ReturnedMessage, Sender, SenderSource, VerpReading } from "../bounce.js";
import { parseAddress, readForwarder } from "../mail/address.js";
import { splitExtension } from "../verp/encode.js";
import { accountOf, type ReturnPathForm } from "./account.js";
import type { Entry } from "./entry.js";
import { isOurAddress, type Ours } from "./ours.js";

/** What the sender is looked for in. */
export interface SenderEvidence extends Omit<ReturnPathForm, "isBulk"> {
  readonly facts: NotificationFacts;
  readonly returned: ReturnedMessage | null;
  readonly verp: VerpReading | null;
  /** Where the message came in; null where nothing says so. */
  readonly entry: Entry | null;
  /** A notice of our own: what Postfix noted is true, and an envelope sender that is not ours was chosen by somebody. */
  readonly isOwnNotice: boolean;
  readonly ours: Ours;
  /** The tag of a sender in a signed token; null where there is no key. */
  readonly tagOf: ((sender: string) => string) | null;
}

/** How a sender is named of whom only the tag in a signed token is known; the store may know more. */
const nameOfTag = (tag: string): string => `verp:${tag}`;

/** The account in a VERP extension such as `alice+user=example.org`, completed with the bounce address's domain. */
function accountOfVerp(verp: VerpReading | null, bounceAddress: string | null): string | null {
  const account = verp?.prefix ?? null;
  if (account === null || bounceAddress === null) return null;
  const { domain } = splitExtension(bounceAddress, "");
  return domain === "" ? null : `${account}@${domain.toLowerCase()}`;
}

/** The name of a user of a host: many of its accounts are websites. */
export const userName = (uid: number, host: string): string => `uid:${uid}@${host.toLowerCase()}`;

/** The name of a client that sends without a login. */
export const clientName = (address: string): string => `client:${address.toLowerCase()}`;

type Place = readonly [SenderSource, () => string | null];

/** What the hop where the message came in says. */
function entryPlaces({ entry, facts }: SenderEvidence): readonly Place[] {
  if (entry === null) return [];
  const { login, userId, byHost } = entry.field;
  const host = byHost ?? facts.reportingMta ?? "";
  return [
    [entry.isEvidence ? "login" : "claimed-login", () => login],
    ["uid", () => (userId === null ? null : userName(userId, host))],
  ];
}

/** The address of a text; null for none, "" for the null sender. */
const address = (text: string | null): string | null => (text === null ? null : parseAddress(text));

/** The envelope sender, as Postfix noted it or the message carries it. */
const envelopeSenders = ({ facts, returned }: SenderEvidence): readonly (readonly [SenderSource, string | null])[] => [
  ["postfix-sender", address(facts.postfixSender)],
  ["return-path", address(returned?.returnPath ?? null)],
];

const isOurs = (sender: string, ours: Ours): boolean => isOurAddress(sender, ours) && readForwarder(sender) === null;

/** A client that chose an envelope sender which is not ours, or that a filter stands before, is named itself. */
function clientPlace(evidence: SenderEvidence): readonly Place[] {
  const { entry, ours } = evidence;
  const client = entry?.isEvidence === true ? entry.field.clientAddress : null;
  if (client === null) return [];
  const chosen = envelopeSenders(evidence).find(([, sender]) => sender !== null)?.[1] ?? "";
  const isOwn = chosen === "" || isOurs(chosen, ours);
  return isOwn && entry?.isBehindFilter === false ? [] : [["client", () => clientName(client)]];
}

/** The accounts behind the envelope sender. In a notice of our own only ours, and those that we rewrote for somebody. */
function envelopePlaces(
  evidence: SenderEvidence,
  account: (address: string | null) => string | null,
): readonly Place[] {
  const { isOwnNotice, ours } = evidence;
  return envelopeSenders(evidence)
    .filter(([, sender]) => !isOwnNotice || sender === null || isOurAddress(sender, ours))
    .map(([source, sender]): Place => [source, () => account(sender)]);
}

/** The sender on our side, or null when nothing names one. Where a token holds, only the one that it was made for. */
export function findSender(evidence: SenderEvidence): Sender | null {
  const { facts, returned, verp, bounceAddress, tagOf } = evidence;
  const form = { ...evidence, isBulk: returned?.isBulk === true };
  const account = (text: string | null): string | null => accountOf(text, form);
  // A message with the null sender is a mailer's own, and an automatic one nobody's decision: their From must not be blamed.
  const isNobodys = (): boolean =>
    returned?.isAutomatic === true ||
    envelopeSenders(evidence).some(([, sender]) => sender !== null && account(sender) === null);
  const places: readonly Place[] = [
    ...entryPlaces(evidence),
    ...clientPlace(evidence),
    ...envelopePlaces(evidence, account),
    ["verp", () => accountOfVerp(verp, bounceAddress)],
    ["original-mail-from", () => account(address(facts.feedback?.originalMailFrom ?? null))],
    ["header-from", () => (isNobodys() ? null : account(address(returned?.headerFrom ?? null)))],
  ];
  const token = verp?.token?.state === "valid" ? verp.token : null;
  for (const [source, find] of places) {
    const name = find();
    if (name !== null && (token === null || tagOf?.(name) === token.senderTag)) return { source, name };
  }
  return token === null ? null : { source: "verp", name: nameOfTag(token.senderTag) };
}
