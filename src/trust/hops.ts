/**
 * Reads trace fields (RFC 5321 section 4.4) for what our own hosts wrote. A Received field is evidence only if one of our
 * hosts added it; everything below the first field that a stranger could have written is the stranger's text.
 */
import type { ReceivedField } from "../bounce.js";

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
export const isOurs = ({ byHost }: ReceivedField, hosts: HostNames): boolean =>
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
