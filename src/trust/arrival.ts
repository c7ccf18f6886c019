/**
 * Where a message that reached us came from: from the field that our own Postfix wrote last, and from what it told beside the
 * message. All that stands below that field can be the sender's text, so nothing below it makes a message ours.
 */
import type { Envelope, ReceivedField } from "../bounce.js";
import { isByUs, isFromUs, type Ours } from "./ours.js";

/** `ours`: a Postfix of ours made it. `outside`: it contradicts what the message says, if that says otherwise. */
export interface Origin {
  readonly origin: "ours" | "outside" | "unknown";
  readonly why: string;
}

const unknown = (why: string): Origin => ({ origin: "unknown", why });

/** Dovecot and others write a field on top when they deliver to a mailbox, from which a message may have been imported. */
const isDelivery = ({ protocol }: ReceivedField): boolean => protocol !== null && /^LMTPS?A?$/.test(protocol);

/** What pipe(8) or LMTP told must fit the field: header_checks may have removed the one that our Postfix wrote. */
const contradictsTold = (
  { queueId, clientAddress }: ReceivedField,
  { queueId: toldId, clientAddress: toldAddress, login }: Envelope,
): boolean =>
  (toldId !== null && toldId !== "" && toldId !== queueId) ||
  (clientAddress === null && toldAddress !== null && toldAddress !== "") ||
  (login !== null && login !== "");

/**
 * Whether a host of ours made the message. bounce(8) writes one Received field; local(8) writes the same on top of those that
 * stand there when an alias forwards a message, so all of them must have that form.
 */
const isMadeHere = (fields: readonly ReceivedField[], ours: Ours): boolean =>
  fields.length > 0 && fields.every((field) => field.isLocallyGenerated && isByUs(field, ours));

/**
 * Whether what a host of ours handed over may be its own: no field below says that it had the message from somebody else.
 * @param below the fields that this host wrote, or that came to it
 */
function isItsOwn(below: readonly ReceivedField[], ours: Ours): boolean {
  const [field] = below;
  if (field === undefined) return true;
  if (field.userId !== null || field.login !== null) return false;
  if (field.clientAddress !== null || /[EL]?MTP/.test(field.protocol ?? ""))
    return isFromUs(field, ours) && isItsOwn(below.slice(1), ours);
  return field.isLocallyGenerated ? below.every(({ isLocallyGenerated }) => isLocallyGenerated) : true;
}

const hasSecret = ({ extension }: Envelope, { noticeSecret }: Ours): boolean =>
  noticeSecret !== null && (extension === noticeSecret || extension?.endsWith(`.${noticeSecret}`) === true);

/**
 * Where a message came from.
 * @param received Received fields of the message itself, newest first
 * @param reporter the host that the message says wrote it, in lower case; null when it does not say
 */
export function originOf(
  received: readonly ReceivedField[],
  envelope: Envelope,
  reporter: string | null,
  ours: Ours,
): Origin {
  if (hasSecret(envelope, ours))
    return { origin: "ours", why: "it came to the address that only our own notices know" };
  const start = received.findIndex((field) => !isDelivery(field));
  const fields = start < 0 ? [] : received.slice(start);
  const [top] = fields;
  if (top === undefined) return unknown("no Received field says how it came");
  const host = top.byHost ?? "this host";
  if (contradictsTold(top, envelope)) return unknown(`what the mail server told is not what its Received field says`);
  if (isMadeHere(fields, ours)) {
    const isOwn = reporter === null || ours.names.has(reporter);
    return isOwn
      ? { origin: "ours", why: `${reporter ?? host} is ours and wrote this notification itself` }
      : unknown(`${host} forwarded a notification of ${reporter}`);
  }
  if (isFromUs(top, ours) && isItsOwn(fields.slice(1), ours))
    return { origin: "ours", why: `a host of ours, ${top.clientAddress ?? ""}, made it and handed it over` };
  if (top.userId !== null) return unknown(`a local user, uid ${String(top.userId)}, handed it in on ${host}`);
  return top.clientAddress === null
    ? unknown(`${host} does not say where it came from`)
    : { origin: "outside", why: `${top.clientAddress} handed it over` };
}
