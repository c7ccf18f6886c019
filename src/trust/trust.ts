/**
 * How far a notification can be believed, and why. Anyone can send a forged notification to a bounce address, so a record is worth
 * what can be proved: our own Postfix made it, or the message that it returns went through our own host. A valid
 * signature in the VERP address, once addresses are signed, goes before both.
 */
import type { ReceivedField, NotificationFacts, ReturnedMessage, Trust } from "../bounce.js";
import { counted } from "../values.js";
import { isOurs, ownHops, type HostNames } from "./hops.js";

/** What trust is judged by. */
export interface TrustEvidence {
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

/** Judges how far a notification can be believed. */
export function judgeTrust({ facts, returned, arrival, hosts, areHostsConfigured }: TrustEvidence): Trust {
  const reporter = facts.reportingMta?.toLowerCase() ?? "";
  if (hosts.has(reporter) && isMadeHere(arrival(), hosts))
    return { level: "own-notice", why: `${reporter} is ours and wrote this notification itself` };
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
