/**
 * What a line of Postfix's log says, by the daemon that wrote it. A line counts only where it begins with what that daemon
 * itself writes there. Strangers choose much of what follows (addresses, logins, replies, Message-IDs): it is cut where
 * Postfix's own format says, from the front or from the end, and never searched.
 *
 * Forms as in Postfix 2.2 to 3.11. Lines that are not understood are dropped here: they can hold credentials.
 */
import { keep, type Front, type Writer } from "./front.js";

/** Server, filter or service that a message was handed to. */
export interface Relay {
  /** Host or service, in lower case; "none", "local". */
  readonly name: string;
  /** Null for what is no server. */
  readonly address: string | null;
  readonly port: string | null;
}

/** What became of a message for one recipient. `soft-bounced`: refused for good, but kept because of soft_bounce. */
type LoggedOutcome = "sent" | "bounced" | "deferred" | "soft-bounced" | "probed";

/** How a message ended that was not delivered. */
export type End = "removed" | "rejected" | "discarded" | "canceled" | "requeued";

/** One recipient's line. */
export interface OutcomeEntry {
  readonly kind: "outcome";
  readonly address: string;
  readonly originalAddress: string | null;
  readonly relay: Relay;
  /** Seconds since the message came, null before Postfix 2.3 and where it makes no sense. */
  readonly delay: number | null;
  readonly status: string | null;
  readonly outcome: LoggedOutcome;
  /** What stands in the brackets; null for what was sent, but for {@link acceptedAs}. */
  readonly text: string | null;
  /** Queue id that the other side says it gave the message. Anyone's word. */
  readonly acceptedAs: string | null;
  /** `local`: local(8) itself made a new message of it. */
  readonly acceptedBy: "local" | "server";
  /** Written by smtp(8). */
  readonly isSmtp: boolean;
}

/** What one line says of a message. */
export type Entry =
  | {
      readonly kind: "client";
      readonly address: string | null;
      readonly login: string | null;
      /** `orig_queue_id=`, by XFORWARD. */
      readonly originalQueueId: string | null;
    }
  | { readonly kind: "pickup"; readonly uid: number; readonly mailFrom: string; readonly requeuedFrom: string | null }
  | { readonly kind: "message-id"; readonly value: string | null }
  | { readonly kind: "queued"; readonly mailFrom: string; readonly recipients: number }
  | { readonly kind: "expired" }
  | OutcomeEntry
  /** A notice of bounce(8), and the queue id that it has. */
  | { readonly kind: "notice"; readonly queueId: string }
  | { readonly kind: "end"; readonly end: End }
  /** A filter before the queue accepted it; the message is the one of the filter's connection. */
  | { readonly kind: "proxied"; readonly login: string | null }
  /** The login of a session whose message gets a queue id behind a filter. */
  | { readonly kind: "session"; readonly login: string | null };

/** A line that was understood. */
export interface Line {
  /** Of the message; empty for a session without one. */
  readonly queueId: string;
  readonly entry: Entry;
}

const SHORTEST_ID = 6;
const LONGEST_ID = 40;
/** Longer ones are cut: of a message's own text only so much is kept. */
const LONGEST_MESSAGE_ID = 400;
const LONGEST_TEXT = 1_000;
const LONGEST_ADDRESS = 512;
const QUOTE = 34;
const BACKSLASH = 92;
const QUEUE_ID = /^[0-9A-Za-z]{6,40}$/;

const isAlphanumeric = (code: number): boolean =>
  (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);

/** Where an address ends that begins at `at`, behind its `<`: the place of its `>`; -1 without one. Quotes are obeyed. */
function closingOf(line: string, at: number, to: number): number {
  let from = at;
  if (line.charCodeAt(at) === QUOTE) {
    for (from += 1; from < to; from += 1) {
      const code = line.charCodeAt(from);
      if (code === BACKSLASH) from += 1;
      else if (code === QUOTE) break;
    }
    if (from >= to) return -1;
  }
  const closing = line.indexOf(">", from);
  return closing < 0 || closing >= to ? -1 : closing;
}

const CLIENT =
  /^([^,[]*)\[([^\]]*)\](?::\d+)?(?:, sasl_method=([^,]*))?(?:, sasl_username=(.*?))?(?:, sasl_sender=([^,]*))?(?:, orig_queue_id=([0-9A-Za-z]+))?(?:, orig_client=([^,]*))?$/;

/** `NAME[ADDRESS]`, and who logged in. A login may hold anything; what XFORWARD told stands behind it. */
function clientOf(text: string): Extract<Entry, { kind: "client" }> | null {
  const match = CLIENT.exec(text);
  if (match === null) return null;
  const [, , address = "", , login, , originalQueueId] = match;
  return {
    kind: "client",
    address: address === "" || address === "unknown" ? null : keep(address),
    login: login === undefined || login === "" ? null : keep(login.slice(0, LONGEST_ADDRESS)),
    originalQueueId: originalQueueId === undefined ? null : keep(originalQueueId),
  };
}

const PICKUP = /^uid=(\d{1,10}) from=<(.*)>(?: orig_id=([0-9A-Za-z]+))?$/;

function pickupOf(text: string): Entry | null {
  const [, uid, mailFrom = "", requeuedFrom] = PICKUP.exec(text) ?? [];
  if (uid === undefined) return null;
  return {
    kind: "pickup",
    uid: Number(uid),
    mailFrom: keep(mailFrom.slice(0, LONGEST_ADDRESS)),
    requeuedFrom: requeuedFrom === undefined ? null : keep(requeuedFrom),
  };
}

function messageIdOf(line: string, from: number, to: number): Entry {
  const value = line.slice(from, Math.min(to, from + LONGEST_MESSAGE_ID)).trim();
  return { kind: "message-id", value: value === "" || value === "<>" ? null : keep(value) };
}

const QUEUED = /^from=<(.*)>, size=\d+, nrcpt=(\d{1,9}) \(queue active\)$/;
const EXPIRED = /^from=<.*>, status=(?:force-)?expired, returned to sender$/;

/** The address may hold anything, also what looks like the end of the line: the fields are cut from the end. */
function queuedOf(text: string): Entry | null {
  const [, mailFrom, recipients = "0"] = QUEUED.exec(text) ?? [];
  if (mailFrom !== undefined)
    return { kind: "queued", mailFrom: keep(mailFrom.slice(0, LONGEST_ADDRESS)), recipients: Number(recipients) };
  return EXPIRED.test(text) ? { kind: "expired" } : null;
}

const NOTICE = /^(?:sender|postmaster) (?:non-delivery|delay|delivery status) notification: ([0-9A-Za-z]{6,40})$/;

function noticeOf(text: string): Entry | null {
  const [, queueId] = NOTICE.exec(text) ?? [];
  return queueId === undefined ? null : { kind: "notice", queueId: keep(queueId) };
}

const OUTCOMES: ReadonlyMap<string, LoggedOutcome> = new Map([
  ["sent", "sent"],
  ["bounced", "bounced"],
  ["deferred", "deferred"],
  ["SOFTBOUNCE", "soft-bounced"],
  ["deliverable", "probed"],
  ["undeliverable", "probed"],
  ["undeliverable-but-not-cached", "probed"],
]);

const MOST_RELAYS = 5_000;
const relays = new Map<string, Relay>();
const RELAY = /^([^[]*)\[([^\]]+)\](?::(\d{1,5}))?$/;

/** `NAME[ADDRESS]:PORT`. Few servers take most messages. */
function relayOf(text: string): Relay {
  const known = relays.get(text);
  if (known !== undefined) return known;
  const copy = keep(text.slice(0, LONGEST_ADDRESS));
  const [, name, address = null, port = null] = RELAY.exec(copy) ?? [];
  const relay = { name: (name ?? copy).toLowerCase(), address: address?.toLowerCase() ?? null, port };
  if (relays.size >= MOST_RELAYS) relays.clear();
  relays.set(keep(text), relay);
  return relay;
}

/** Number behind `, delay=`; before 2.3 it is there as well, but whole. */
function delayIn(line: string, from: number, to: number): number | null {
  const at = line.indexOf(", delay=", from);
  if (at < 0 || at >= to) return null;
  const delay = Number.parseFloat(line.slice(at + 8, at + 24));
  return Number.isFinite(delay) && delay >= 0 ? delay : null;
}

const STATUSES = new Map<string, string>();

/** A status code, of which there are few. */
function statusOf(text: string): string {
  const known = STATUSES.get(text);
  if (known !== undefined) return known;
  const status = keep(text.slice(0, 16));
  if (STATUSES.size < 1_000) STATUSES.set(status, status);
  return status;
}

const QUEUED_AS = "queued as ";
const FORWARDED_AS = "forwarded as ";

/** The queue id at the end of what the other side answered; null without one. */
function acceptedAs(line: string, from: number, to: number): string | null {
  const end = line.charCodeAt(to - 1) === 41 ? to - 1 : to;
  const at = line.lastIndexOf(QUEUED_AS, end);
  const start = line.startsWith(FORWARDED_AS, from)
    ? from + FORWARDED_AS.length
    : at < from
      ? -1
      : at + QUEUED_AS.length;
  if (start < 0 || end - start > LONGEST_ID) return null;
  const id = line.slice(start, end);
  return QUEUE_ID.test(id) ? keep(id) : null;
}

/** An address as it is compared: in lower case, without brackets. */
const addressAt = (line: string, from: number, to: number): string =>
  keep(line.slice(from, Math.min(to, from + LONGEST_ADDRESS)).toLowerCase());

/**
 * `to=<R>, orig_to=<O>, relay=..., delay=..., dsn=..., status=sent (TEXT)`: all before the first bracket behind `relay=` is
 * Postfix's.
 */
function outcomeOf(line: string, from: number, to: number, writer: Writer): OutcomeEntry | null {
  const closing = closingOf(line, from + 4, to);
  if (closing < 0) return null;
  let at = closing + 1;
  let originalAddress: string | null = null;
  if (line.startsWith(", orig_to=<", at)) {
    const end = closingOf(line, at + 11, to);
    if (end < 0) return null;
    originalAddress = addressAt(line, at + 11, end);
    at = end + 1;
  }
  if (!line.startsWith(", relay=", at)) return null;
  const relayEnd = line.indexOf(", ", at + 8);
  const bracket = line.indexOf(" (", at);
  if (bracket < 0 || bracket >= to || relayEnd < 0 || relayEnd > bracket) return null;
  const status = line.lastIndexOf(", status=", bracket);
  if (status < relayEnd) return null;
  const outcome = OUTCOMES.get(line.slice(status + 9, bracket));
  if (outcome === undefined) return null;
  const relay = relayOf(line.slice(at + 8, relayEnd));
  const dsn = line.lastIndexOf(", dsn=", status);
  const isSent = outcome === "sent" || outcome === "probed";
  const end = line.charCodeAt(to - 1) === 41 ? to - 1 : to;
  return {
    kind: "outcome",
    address: addressAt(line, from + 4, closing),
    originalAddress,
    relay,
    delay: delayIn(line, relayEnd, status),
    status: dsn < relayEnd ? null : statusOf(line.slice(dsn + 6, status)),
    outcome,
    text: isSent ? null : keep(line.slice(bracket + 2, Math.min(end, bracket + 2 + LONGEST_TEXT))),
    acceptedAs: outcome === "sent" ? acceptedAs(line, bracket + 2, to) : null,
    acceptedBy: line.startsWith(FORWARDED_AS, bracket + 2) && writer !== "smtp" ? "local" : "server",
    isSmtp: writer === "smtp" || (writer === "any" && relay.address !== null),
  };
}

const ENDS: readonly (readonly [string, End])[] = [
  ["milter-reject: ", "rejected"],
  ["milter-discard: ", "discarded"],
  ["reject: ", "rejected"],
  ["discard: ", "discarded"],
  ["canceled", "canceled"],
  ["removed", "removed"],
];

const endOf = (line: string, from: number): Entry | null => {
  const end = ENDS.find(([word]) => line.startsWith(word, from))?.[1];
  return end === undefined ? null : { kind: "end", end };
};

/** `removed`, or `removed (canceled)`, and no more. */
const isRemoved = (line: string, from: number, to: number): boolean =>
  line.startsWith("removed", from) && (to === from + 7 || line.startsWith(" (", from + 7));

const PROXIED =
  /^proxy-accept: END-OF-MESSAGE: 250 .{0,300}?queued as ([0-9A-Za-z]{6,40})\)?; from=<.* helo=<[^<>]*>(?: sasl_username=<([^<>]*)>)?$/;

/** What smtpd(8) says of a session whose message is queued by a filter (smtpd_proxy_filter). */
function sessionOf(line: string, from: number, to: number): Line | null {
  if (line.startsWith("NOQUEUE: client=", from)) {
    const client = clientOf(line.slice(from + 16, to));
    return client === null ? null : { queueId: "", entry: { kind: "session", login: client.login } };
  }
  if (!line.startsWith("proxy-accept: END-OF-MESSAGE: ", from)) return null;
  const [, queueId, login] = PROXIED.exec(line.slice(from, to)) ?? [];
  if (queueId === undefined) return null;
  return {
    queueId: keep(queueId),
    entry: { kind: "proxied", login: login === undefined || login === "" ? null : keep(login) },
  };
}

/** The daemon, by the first word, where the log leaves it out. */
const WORDS: readonly (readonly [string, Writer])[] = [
  ["client=", "smtpd"],
  ["uid=", "pickup"],
  ["message-id=", "cleanup"],
  ["from=<", "qmgr"],
  ["removed", "qmgr"],
  ["to=<", "smtp"],
  ["sender ", "bounce"],
  ["postmaster ", "bounce"],
];

function entryOf(line: string, from: number, to: number, writer: Writer): Entry | null {
  // Any delivering daemon, and seldom cleanup and qmgr.
  if (writer !== "smtpd" && writer !== "pickup" && line.startsWith("to=<", from))
    return outcomeOf(line, from, to, writer);
  switch (writer) {
    case "smtpd":
      return line.startsWith("client=", from) ? clientOf(line.slice(from + 7, to)) : null;
    case "cleanup":
      return line.startsWith("message-id=", from) ? messageIdOf(line, from + 11, to) : endOf(line, from);
    case "pickup":
      return pickupOf(line.slice(from, to));
    case "qmgr":
      if (line.startsWith("from=<", from)) return queuedOf(line.slice(from, to));
      return isRemoved(line, from, to) ? { kind: "end", end: "removed" } : null;
    case "bounce":
      return noticeOf(line.slice(from, to));
    case "postsuper":
      if (isRemoved(line, from, to)) return { kind: "end", end: "removed" };
      return line.startsWith("requeued", from) && to === from + 8 ? { kind: "end", end: "requeued" } : null;
    case "smtp":
    case "delivery":
      return null;
    case "any": {
      const told = WORDS.find(([word]) => line.startsWith(word, from))?.[1];
      return told === undefined ? null : entryOf(line, from, to, told);
    }
  }
}

/** Reads the text of a line. @returns null for one that tells nothing of a message */
export function readLine({ line, from, to, tag: { writer } }: Front): Line | null {
  let end = from;
  while (isAlphanumeric(line.charCodeAt(end))) end += 1;
  const length = end - from;
  if (line.charCodeAt(end) !== 58 || line.charCodeAt(end + 1) !== 32 || length < SHORTEST_ID || length > LONGEST_ID)
    return writer === "smtpd" || writer === "any" ? sessionOf(line, from, to) : null;
  if (length === 7 && line.startsWith("NOQUEUE", from))
    return writer === "smtpd" || writer === "any" ? sessionOf(line, from, to) : null;
  const entry = entryOf(line, end + 2, to, writer);
  return entry === null ? null : { queueId: line.slice(from, end), entry };
}
