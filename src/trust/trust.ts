/**
 * How far a notification can be believed, and why. Anyone can send a forged notification to a bounce address, so a record is worth
 * what can be proved: our own Postfix made it, or the message that it returns went through our own host. A valid
 * signature in the VERP address, once addresses are signed, goes before both.
 *
 * A trace field (RFC 5321 section 4.4) is evidence only if one of our hosts added it; everything below the first field that a
 * stranger could have written is the stranger's text.
 */
import type { ReceivedField, NotificationFacts, ReturnedMessage, TokenReading, Trust } from "../bounce.js";
import { counted } from "../values.js";

/** Host names that are ours, in lower case. */
export type HostNames = ReadonlySet<string>;

const LOOPBACK = /^(?:127\.|::1$)/;

/** The host names that are ours: those configured, else the host that delivered the message to us (its topmost Received). */
export function ownHosts(configured: readonly string[], arrival: () => readonly ReceivedField[]): HostNames {
  if (configured.length > 0) return new Set(configured.map((host) => host.toLowerCase()));
  const here = arrival()[0]?.byHost;
  return new Set(here === null || here === undefined ? [] : [here.toLowerCase()]);
}

/** Whether one of our hosts wrote this field. */
const isOurs = ({ byHost }: ReceivedField, hosts: HostNames): boolean =>
  byHost !== null && hosts.has(byHost.toLowerCase());

/** Whether the client of this hop is one of our own: then the field below it can be believed as well. */
const cameFromUs = ({ clientName, clientAddress }: ReceivedField, hosts: HostNames): boolean =>
  (clientName !== null && hosts.has(clientName.toLowerCase())) ||
  (clientAddress !== null && LOOPBACK.test(clientAddress));

/**
 * The hops within our own system, newest first: from the first field that we wrote down to the one where the message
 * came in from outside. Empty when it never passed us.
 */
export function ownHops(received: readonly ReceivedField[], hosts: HostNames): readonly ReceivedField[] {
  const start = received.findIndex((field) => isOurs(field, hosts));
  if (start < 0) return [];
  const entry = received.findIndex(
    (field, index) => index >= start && (!cameFromUs(field, hosts) || field.login !== null),
  );
  const end = received.findIndex((field, index) => index > start && !isOurs(field, hosts));
  const last = Math.min(entry < 0 ? received.length : entry + 1, end < 0 ? received.length : end);
  return received.slice(start, last);
}

/** What trust is judged by. */
interface TrustEvidence {
  /** The signed token in the address that the message came to. */
  readonly token?: TokenReading | null;
  readonly facts: NotificationFacts;
  readonly returned: ReturnedMessage | null;
  /** Received fields of the notification itself, newest first; read only when a host of ours is said to have made it. */
  readonly arrival: () => readonly ReceivedField[];
  readonly hosts: HostNames;
  /** Whether the administrator named our hosts. Without that a missing Received of ours proves nothing. */
  readonly areHostsConfigured: boolean;
}

/**
 * Whether the message was made by a Postfix of ours and never came in from outside: the hop that made it has no client, and
 * all hops above it are ours too.
 */
function isMadeHere(arrival: readonly ReceivedField[], hosts: HostNames): boolean {
  const made = arrival.findIndex(({ isLocallyGenerated }) => isLocallyGenerated);
  return (
    made >= 0 &&
    arrival.slice(0, made + 1).every((field) => isOurs(field, hosts)) &&
    ownHops(arrival, hosts).length > made
  );
}

/** Why a token that does not hold does not. */
const TOKEN_FAULTS: Readonly<Record<Exclude<TokenReading["state"], "valid">, string>> = {
  expired: "is too old",
  forged: "was not made by us",
  "other-recipient": "was made for another recipient than the notification names",
};

/**
 * Judges how far a notification can be believed. A token that holds goes before all else. One that does not hold disproves what
 * an outsider sends; what our own Postfix wrote stays true, or an account could hide its failures behind a wrong token.
 */
export function judgeTrust({
  token = null,
  facts,
  returned,
  arrival,
  hosts,
  areHostsConfigured,
}: TrustEvidence): Trust {
  if (token?.state === "valid")
    return {
      level: "signed",
      why: `the address that it came to was made for ${token.recipient ?? ""} on ${token.madeOn}`,
    };
  const reporter = facts.reportingMta?.toLowerCase() ?? "";
  if (hosts.has(reporter) && isMadeHere(arrival(), hosts))
    return { level: "own-notice", why: `${reporter} is ours and wrote this notification itself` };
  if (token !== null)
    return { level: "disproved", why: `the token in the address that it came to ${TOKEN_FAULTS[token.state]}` };
  const received = returned?.received ?? [];
  const passed = ownHops(received, hosts).find(({ queueId }) => queueId !== null);
  if (passed)
    return { level: "passed-us", why: `the returned message passed ${passed.byHost ?? ""} as ${passed.queueId ?? ""}` };
  if (returned === null || received.length === 0)
    return { level: "unproven", why: "no Received headers of the message came back" };
  if (!areHostsConfigured)
    return {
      level: "unproven",
      why: "the returned message names none of our hosts (set `hosts` to recognise forgeries)",
    };
  return { level: "disproved", why: `the returned message passed ${counted(received.length, "host")}, none of ours` };
}
