/**
 * How far a notification can be believed, why, and whose message it is about. Anyone can send a forged notification to a
 * bounce address, and write into the message that it returns whatever our own hosts would have written. So only what our own
 * Postfix wrote or told last is evidence; everything else is a claim, which is shown and counts for nothing.
 */
import type {
  Envelope,
  NotificationFacts,
  ReceivedField,
  ReportedRecipient,
  ReturnedMessage,
  Sender,
  TokenReading,
  Trust,
  VerpReading,
} from "../bounce.js";
import { normalizeAddress, parseAddress, readForwarder } from "../mail/address.js";
import { originOf, type Origin } from "./arrival.js";
import { claimedEntry, entryOfNotice, type Entry } from "./entry.js";
import { isInNetworks } from "./networks.js";
import { isByUs, isOurAddress, oursFor, type Ours, type OwnSettings } from "./ours.js";
import { findSender } from "./sender.js";

/** What a notification is judged by. */
export interface Evidence {
  readonly facts: NotificationFacts;
  readonly recipients: readonly ReportedRecipient[];
  /** All addresses that the notification names. */
  readonly reported: readonly string[];
  readonly returned: ReturnedMessage | null;
  readonly verp: VerpReading | null;
  /** Received fields of the notification itself, newest first. */
  readonly arrival: readonly ReceivedField[];
  readonly envelope: Envelope;
  readonly settings: OwnSettings;
  /** The tag of a sender in a signed token; null where there is no key. */
  readonly tagOf: ((sender: string) => string) | null;
  /** Postfix's recipient_delimiter. */
  readonly delimiters: string;
}

/** How far a notification is believed, and who sent the message that it is about. */
export interface Judgement {
  readonly trust: Trust;
  readonly sender: Sender | null;
  /** The client that handed the message to us; null when that is not told. */
  readonly clientAddress: string | null;
}

const fold = (address: string): string => normalizeAddress(address).toLowerCase();

/** The address of ours that an alias forwards, where a recipient is not whom the message was written to. */
function forwardingAlias({ recipients }: Evidence, entry: Entry | null, ours: Ours): string | null {
  const written = entry?.field.forAddress ?? null;
  const isRecipient = (address: string): boolean => recipients.some((one) => fold(one.recipient) === fold(address));
  if (written !== null) return isRecipient(written) ? null : written;
  const found = recipients.find(
    ({ recipient, originalRecipient }) =>
      originalRecipient !== null &&
      fold(originalRecipient) !== fold(recipient) &&
      isOurAddress(originalRecipient, ours),
  );
  return found?.originalRecipient ?? null;
}

/** The envelope sender that the Sender Rewriting Scheme gave a message which we forwarded. */
const isRewritten = ({ facts }: Evidence): boolean =>
  readForwarder(parseAddress(facts.postfixSender ?? "") ?? "") !== null;

const forwarded = (from: string, alias: string | null): Trust => ({
  level: "forwarded",
  why: `an outsider's message${from}${alias === null ? "" : `, which ${alias} forwards`}`,
});

/**
 * Whether a notice of our own is about an outsider's message: one that came in without a login, from a network where nobody may
 * send without. Only mail to addresses of ours is taken from there.
 * @returns null when it is not
 */
function outsidersMessage(evidence: Evidence, entry: Entry | null, ours: Ours): Trust | null {
  const alias = forwardingAlias(evidence, entry, ours);
  if (entry === null) return alias !== null || isRewritten(evidence) ? forwarded("", alias) : null;
  const { login, userId, clientAddress, forAddress, protocol } = entry.field;
  const hasLogin = login !== null || /^U?[EL]SMTPS?A$|^UTF8SMTPS?A$/.test(protocol ?? "");
  if (hasLogin || userId !== null || entry.isBehindFilter || isInNetworks(clientAddress, ours.home)) return null;
  // Who may write to others through us is no outsider, whatever network that is: here Postfix let it through.
  const isRelayed = alias === null && forAddress !== null && !isOurAddress(forAddress, ours);
  return isRelayed ? null : forwarded(clientAddress === null ? "" : `, from ${clientAddress}`, alias);
}

/** A notification of this very host that comes in from outside was not written by it. */
const isImpostor = (reporter: string | null, [top]: readonly ReceivedField[], ours: Ours): boolean =>
  reporter !== null &&
  top?.byHost?.toLowerCase() === reporter &&
  isByUs(top, ours) &&
  !isInNetworks(top.clientAddress, ours.home);

/** Why a token that does not hold does not. */
const TOKEN_FAULTS: Readonly<Record<Exclude<TokenReading["state"], "valid">, string>> = {
  expired: "is too old",
  forged: "was not made by us",
  "other-recipient": "was made for another recipient than the notification names",
};

/** What the address says that a message came to, if it was signed; null for any other. */
function trustOfToken({ verp }: Evidence): Trust | null {
  const token = verp?.token ?? null;
  if (token === null) return null;
  if (token.state === "valid")
    return {
      level: "signed",
      why: `the address that it came to was made for ${token.recipient ?? ""} on ${token.madeOn}`,
    };
  return { level: "disproved", why: `the token in the address that it came to ${TOKEN_FAULTS[token.state]}` };
}

/** A notice of our own: the signature that it came to adds nothing but whom the message was made for. */
function judgeOwnNotice(evidence: Evidence, why: string, reporter: string | null, ours: Ours): Judgement {
  const { facts, returned, envelope } = evidence;
  const entry = entryOfNotice(returned?.received ?? [], { queueId: facts.postfixQueueId, reporter }, ours);
  const sender = findSender({ ...evidence, entry, ours, isOwnNotice: true, bounceAddress: envelope.recipient });
  const clientAddress = entry?.field.clientAddress ?? null;
  const token = trustOfToken(evidence);
  if (token?.level === "signed") return { trust: token, sender, clientAddress };
  const outsiders = outsidersMessage(evidence, entry, ours);
  if (outsiders === null) return { trust: { level: "own-notice", why }, sender, clientAddress };
  return { trust: outsiders, sender: isRewritten(evidence) ? sender : null, clientAddress };
}

/** Whether it is forged, or nothing proves it. */
function judgeClaims(evidence: Evidence, { origin, why }: Origin, reporter: string | null, ours: Ours): Trust {
  const isForged = origin === "outside" && isImpostor(reporter, evidence.arrival, ours);
  return isForged
    ? { level: "disproved", why: `it says that ${reporter ?? ""} wrote it, but ${why}` }
    : { level: "unproven", why: `nothing but its own words says that the message was ours: ${why}` };
}

/**
 * Judges how far a notification can be believed, and who sent the message that it is about. A token that holds goes before all
 * else. One that does not hold disproves what an outsider sends; what our own Postfix wrote stays true, or an account could hide
 * its failures behind a wrong token.
 */
export function judgeTrust(evidence: Evidence): Judgement {
  const { facts, returned, arrival, envelope, settings } = evidence;
  const ours = oursFor(settings, arrival[0]?.byHost ?? null, envelope.recipient);
  const reporter = facts.reportingMta?.toLowerCase() ?? null;
  const origin = originOf(arrival, envelope, reporter, ours);
  if (origin.origin === "ours") return judgeOwnNotice(evidence, origin.why, reporter, ours);
  const entry = claimedEntry(returned?.received ?? [], ours);
  return {
    trust: trustOfToken(evidence) ?? judgeClaims(evidence, origin, reporter, ours),
    sender: findSender({ ...evidence, entry, ours, isOwnNotice: false, bounceAddress: envelope.recipient }),
    clientAddress: entry?.field.clientAddress ?? null,
  };
}
