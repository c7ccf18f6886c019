/**
 * Where the bounced message came into our system, by the Received fields that came back with it. In a notice of our own the
 * topmost of them is evidence, if it has the queue id that the notice names, and so is the next one of that host where a
 * configured filter or a host of ours handed the message on. All others are claims.
 */
import type { ReceivedField } from "../bounce.js";
import { isInNetworks, PRIVATE } from "./networks.js";
import { isByUs, isFromFilter, isFromUs, type Ours } from "./ours.js";

/** Where a message came in. */
export interface Entry {
  readonly field: ReceivedField;
  /** Our own Postfix wrote the field, whoever sent the message. */
  readonly isEvidence: boolean;
  /** The message seems to have come in earlier, and a filter that nobody configured to have handed it on: what it says below is a claim. */
  readonly isBehindFilter: boolean;
}

/** Fields that filters write between two of our own. */
const MOST_BETWEEN = 3;

/** The next field that a host of ours wrote, with those of filters passed over. */
function nextOwn(received: readonly ReceivedField[], from: number, ours: Ours): number {
  const at = received.findIndex(
    (field, index) => index > from && index <= from + 1 + MOST_BETWEEN && isByUs(field, ours),
  );
  return at;
}

/** Follows configured hand-overs down to the field where the message came in. */
function follow(received: readonly ReceivedField[], start: number, ours: Ours): number {
  let at = start;
  for (let field = received[at]; field !== undefined; field = received[at]) {
    const isHandedOn = field.login === null && (isFromFilter(field, ours) || isFromUs(field, ours));
    const next = isHandedOn ? nextOwn(received, at, ours) : -1;
    if (next < 0) break;
    at = next;
  }
  return at;
}

/** Users that packages create for daemons, filters among them (Debian Policy 9.2.2); web servers and people have other ids. */
const isDaemon = (userId: number | null): boolean => userId !== null && userId >= 100 && userId < 1_000;

/** Whether a filter that nobody configured may have handed this on: on this machine or in this network, without a login. */
const mayBeFilter = ({ login, clientAddress, userId }: ReceivedField): boolean =>
  login === null && (isDaemon(userId) || isInNetworks(clientAddress, PRIVATE));

/** The field with a login that stands behind hand-overs of filters that nobody configured; -1 without one. */
function claimedLogin(received: readonly ReceivedField[], start: number, ours: Ours): number {
  let at = start;
  for (let field = received[at]; field !== undefined && mayBeFilter(field); field = received[at]) {
    const next = nextOwn(received, at, ours);
    if (next < 0) return -1;
    at = next;
  }
  return (received[at]?.login ?? null) === null ? -1 : at;
}

/** What a notice of our own says of the message, which its topmost Received field must fit. */
export interface NoticeWords {
  readonly queueId: string | null;
  readonly reporter: string | null;
}

/**
 * Where the message came in, by a notice of our own.
 * @returns null where header_checks removed or replaced the field of our Postfix: what is left can be anybody's
 */
export function entryOfNotice(received: readonly ReceivedField[], notice: NoticeWords, ours: Ours): Entry | null {
  const [top] = received;
  if (top === undefined) return null;
  const isOwn = isByUs(top, ours) || (top.byHost !== null && top.byHost.toLowerCase() === notice.reporter);
  if (!isOwn || (notice.queueId !== null && top.queueId !== notice.queueId)) return null;
  const at = follow(received, 0, ours);
  const claimed = claimedLogin(received, at, ours);
  const isBehindFilter = at === claimed ? false : mayBeFilter(received[at] ?? top) && nextOwn(received, at, ours) >= 0;
  const field = received[claimed < 0 ? at : claimed] ?? top;
  return { field, isEvidence: claimed < 0 || claimed === at, isBehindFilter };
}

/** Where the message came in, by what a stranger's notification claims. */
export function claimedEntry(received: readonly ReceivedField[], ours: Ours): Entry | null {
  const start = received.findIndex((field) => isByUs(field, ours));
  if (start < 0) return null;
  const at = follow(received, start, ours);
  const claimed = claimedLogin(received, at, ours);
  const field = received[claimed < 0 ? at : claimed];
  return field === undefined ? null : { field, isEvidence: false, isBehindFilter: false };
}
