/**
 * What Postfix's log proves of a bounce. A bounce of unproven origin counts where it names a message of ours and a recipient to
 * whom that was handed outside, no earlier than it was handed over. Who sent the message is the log's word then, never the
 * report's. Pure: the ledger's answer comes in as a value.
 *
 * Whoever received a message knows its ids. So one known id can touch only the recipients of that very message, each once, and
 * where there are several the report must come from where the log says that this recipient's copy went.
 */
import type { Bounce, Reading, Sender, Trust } from "../bounce.js";
import { normalizeAddress } from "../mail/address.js";
import { accountOf } from "./account.js";
import { isCovered, type LedgerAnswer, type LedgerQuestion, type SentMessage, type SentRecipient } from "./ledger.js";
import { isInNetworks, networksIn } from "./networks.js";
import { isByUs, isOurAddress, oursFor, type Ours, type OwnSettings } from "./ours.js";
import { clientName, userName } from "./sender.js";

/** What is ours, and how return paths are read. */
export interface ProofSettings extends OwnSettings {
  /** Postfix's recipient_delimiter. */
  readonly delimiters: string;
}

/** Milliseconds. Reports come within the queue lifetime of the other server (five days), and the log is kept for ten. */
const LONGEST_WAY = 10 * 86_400_000;
/** Clocks of log and pipe are of one host; the log's has whole seconds. */
const TOLERANCE = 5_000;
/** The Date of a message is its client's. */
const WRONG_CLOCK = 300_000;

const fold = (address: string): string => normalizeAddress(address).toLowerCase();

const distinct = (texts: readonly (string | null)[]): readonly string[] =>
  [...new Set(texts.filter((text) => text !== null && text !== ""))].flatMap((text) => text ?? []);

const oursOf = (reading: Reading, settings: OwnSettings): Ours =>
  oursFor(settings, reading.arrival.host, reading.arrival.recipient);

/** What the ledger is to be asked for a message. */
export function ledgerQuestion(reading: Reading, arrivedAt: Date, settings: OwnSettings): LedgerQuestion {
  const { facts, returned, arrival } = reading;
  const ours = oursOf(reading, settings);
  const own = (returned?.received ?? []).filter((field) => isByUs(field, ours)).map(({ queueId }) => queueId);
  return {
    arrivalQueueId: arrival.queueId,
    arrivedAt,
    queueIds: distinct([facts.postfixQueueId, ...own]),
    messageIds: distinct([returned?.messageId ?? null]),
  };
}

/** Host names in the log may be cut after the first label. */
const fullHost = (host: string, { names }: Ours): string =>
  [...names].find((name) => name === host.toLowerCase() || name.startsWith(`${host.toLowerCase()}.`)) ?? host;

/** Who sent a message, by the log: login, user, client, account of the envelope sender; null for nobody of ours. */
function senderOf(
  message: SentMessage,
  ours: Ours,
  { delimiters }: ProofSettings,
  reported: readonly string[],
): Sender | null {
  const { login, uid, clientAddress, mailFrom, host } = message;
  if (message.isForwarded) return null;
  if (login !== null && login !== "") return { source: "login", name: login };
  if (uid !== null) return { source: "uid", name: userName(uid, fullHost(host, ours)) };
  if (mailFrom === "") return null;
  if (clientAddress !== null && !isOurAddress(mailFrom, ours))
    return { source: "client", name: clientName(clientAddress) };
  const account = accountOf(mailFrom, { reported, delimiters, bounceAddress: null, isBulk: false });
  return account === null ? null : { source: "postfix-sender", name: account };
}

/** The part of a host name that one organisation has; two labels, or three below short ones such as co.uk. */
const organisation = (host: string): string => {
  const labels = host.toLowerCase().split(".");
  return labels.slice(-((labels.at(-2) ?? "").length <= 3 && labels.length > 2 ? 3 : 2)).join(".");
};

const nearby = (address: string): string => (address.includes(":") ? `${address}/48` : `${address}/24`);

/** Whether the report came from where this recipient's copy went: by the client's address, or the name that our Postfix verified. */
function isFromRelay({ arrival }: Reading, { relayName, relayAddress }: SentRecipient): boolean {
  const isNear = relayAddress !== null && isInNetworks(arrival.clientAddress, networksIn([nearby(relayAddress)]));
  const { clientName: name } = arrival;
  return isNear || (name !== null && relayName !== null && organisation(name) === organisation(relayName));
}

const names = ({ address, originalAddress }: SentRecipient, { facts }: Bounce): boolean => {
  const told = [facts.recipient, facts.originalRecipient].flatMap((one) => (one === null ? [] : fold(one)));
  return told.includes(fold(address)) || (originalAddress !== null && told.includes(fold(originalAddress)));
};

/** The recipient of a message that a bounce can be about: its copy was handed outside before the report came, not long ago. */
function provenRecipient(
  reading: Reading,
  bounce: Bounce,
  message: SentMessage,
  arrivedAt: Date,
): SentRecipient | null {
  const found = message.recipients.find(
    (recipient) =>
      names(recipient, bounce) &&
      recipient.isOutside &&
      recipient.outcome === "sent" &&
      arrivedAt.getTime() >= recipient.at.getTime() - TOLERANCE &&
      arrivedAt.getTime() - recipient.at.getTime() <= LONGEST_WAY,
  );
  if (found === undefined) return null;
  return message.recipients.length === 1 || isFromRelay(reading, found) ? found : null;
}

/** What is proven of one bounce. */
interface Proof {
  readonly bounce: Bounce;
  readonly message: SentMessage;
}

function proofOf(reading: Reading, bounce: Bounce, { candidates }: LedgerAnswer, arrivedAt: Date): Proof | null {
  for (const message of candidates) {
    const recipient = provenRecipient(reading, bounce, message, arrivedAt);
    if (recipient === null) continue;
    const why = `the log says that ${message.queueId} was handed to ${recipient.relayName ?? recipient.relayAddress ?? "another server"} for ${recipient.address}`;
    const trust: Trust = message.isForwarded
      ? { level: "forwarded", why: `an outsider's message, which ${recipient.originalAddress ?? "an alias"} forwards` }
      : { level: "known", why };
    const pair = `sent ${message.host} ${message.instance} ${message.queueId} ${message.at.toISOString()} ${recipient.address}`;
    const identity = `${pair} ${bounce.facts.action}`.toLowerCase();
    return { bounce: { ...bounce, trust, identity, identityTime: Math.floor(message.at.getTime() / 1000) }, message };
  }
  return null;
}

/**
 * Whether the ledger would have to know the message that a report returns, and does not. A message can be sent long after its Date,
 * so the ledger must reach from there to the report.
 */
function isUnknownMessage(reading: Reading, answer: LedgerAnswer, question: LedgerQuestion): boolean {
  if (answer.candidates.length > 0 || question.queueIds.length + question.messageIds.length === 0) return false;
  const written = Date.parse(reading.returned?.date ?? reading.facts.arrivalDate ?? "");
  const until = question.arrivedAt;
  return written <= until.getTime() && isCovered(answer, { from: new Date(written - WRONG_CLOCK), until });
}

const withTrust = (reading: Reading, trust: Trust): Reading => ({ ...reading, trust });

/** A notice of our own, whose message the log knows: who sent that is the log's word. */
function ownNotice(reading: Reading, parent: SentMessage | null, ours: Ours, settings: ProofSettings): Reading {
  const why = `the log says that ${reading.arrival.queueId ?? "it"} is a notification of our own Postfix`;
  const notice: Trust = reading.trust.level === "own-notice" ? reading.trust : { level: "own-notice", why };
  if (parent === null) return reading.trust.level === "forwarded" ? reading : withTrust(reading, notice);
  const reported = reading.bounces.map(({ facts }) => facts.recipient);
  const alias =
    parent.recipients.find(({ originalAddress }) => originalAddress !== null)?.originalAddress ?? "an alias";
  const forwarded: Trust = { level: "forwarded", why: `an outsider's message, which ${alias} forwards` };
  return {
    ...withTrust(reading, parent.isForwarded ? forwarded : notice),
    sender: senderOf(parent, ours, settings, reported),
    clientAddress: parent.clientAddress,
  };
}

/** A report of others: each of its bounces is proven by itself. */
function others(
  reading: Reading,
  answer: LedgerAnswer,
  question: LedgerQuestion,
  settings: ProofSettings,
  ours: Ours,
): Reading {
  const proofs = reading.bounces.map((bounce) => proofOf(reading, bounce, answer, question.arrivedAt));
  const message = proofs.find((proof) => proof !== null)?.message;
  if (message === undefined) {
    const why = "the log has no such message, although it covers that time";
    return isUnknownMessage(reading, answer, question) ? withTrust(reading, { level: "disproved", why }) : reading;
  }
  const isSame = (proof: Proof | null): proof is Proof => proof?.message === message;
  return {
    ...reading,
    bounces: reading.bounces.map((bounce, place) => {
      const proof = proofs[place] ?? null;
      return isSame(proof) ? proof.bounce : { ...bounce, trust: reading.trust };
    }),
    trust: proofs.find(isSame)?.bounce.trust ?? reading.trust,
    sender: senderOf(
      message,
      ours,
      settings,
      reading.bounces.map(({ facts }) => facts.recipient),
    ),
    clientAddress: message.clientAddress,
  };
}

/** What the log says of the message that arrived: a notice of ours, somebody else's, or nothing yet. */
function arrivalIs({ arrival }: LedgerAnswer, ours: Ours): "notice" | "others" | "unknown" {
  if (arrival === null) return "unknown";
  if (arrival.noticeOf !== null) return "notice";
  const isOthers = arrival.login !== null || arrival.uid !== null || arrival.clientAddress !== null;
  return isOthers && !isInNetworks(arrival.clientAddress, ours.addresses) ? "others" : "unknown";
}

/**
 * A reading with what the ledger proves. What a signature proves stands. What the log says of the message that arrived goes
 * before its Received fields; without a ledger nothing changes.
 */
export function proveByLedger(
  reading: Reading,
  answer: LedgerAnswer,
  arrivedAt: Date,
  settings: ProofSettings,
): Reading {
  if (answer.covers === null || reading.trust.level === "signed") return reading;
  const ours = oursOf(reading, settings);
  const arrival = arrivalIs(answer, ours);
  const isOwn = reading.trust.level === "own-notice" || reading.trust.level === "forwarded";
  if (arrival === "notice" || (isOwn && arrival === "unknown"))
    return ownNotice(reading, answer.parentOfArrival, ours, settings);
  const claims: Reading = isOwn
    ? { ...withTrust(reading, { level: "unproven", why: "the log says that others handed it over" }), sender: null }
    : reading;
  return others(claims, answer, ledgerQuestion(reading, arrivedAt, settings), settings, ours);
}
