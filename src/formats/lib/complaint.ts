/** What the message that somebody complained about says of itself, where the complaint leaves it out. */
import type { Feedback } from "../../bounce.js";
import { addressesIn, parseAddress } from "../../mail/address.js";
import { first } from "../../mail/fields.js";
import { readHeader } from "../../mail/header.js";
import type { Header, Message } from "../../mail/message.js";

/** Types of a returned message, whole or its header, with the misspelt one. */
const RETURNED = new Set(["message/rfc822", "text/rfc822-headers", "text/rfc822-header", "message/rfc822-headers"]);

/** Header of the message complained about; empty when it is not attached. */
export const returnedHeader = (message: Message): Header =>
  readHeader(message.leaves.findLast(({ type }) => RETURNED.has(type))?.text ?? "");

/** One address, null for the null sender and for what is no address. */
export const addressIn = (value: string | null): string | null => {
  const address = value === null ? null : parseAddress(value);
  return address === "" ? null : address;
};

/**
 * Who got the message: the field in which Microsoft keeps the recipient, else the addressee, if it is the only one. With
 * several nobody can say which of them complained.
 */
function complainant(returned: Header): readonly string[] {
  const kept = addressIn(first(returned, "x-hmxmroriginalrecipient"));
  if (kept !== null) return [kept];
  const addressees = addressesIn([first(returned, "to"), first(returned, "cc")].join(" "));
  return addressees.length === 1 ? addressees : [];
}

/** The complaint with what it leaves out taken from the returned message's header. */
export const withReturned = (feedback: Feedback, returned: Header): Feedback => ({
  ...feedback,
  originalMailFrom: feedback.originalMailFrom ?? addressIn(first(returned, "return-path")),
  originalRcptTo: feedback.originalRcptTo.length > 0 ? feedback.originalRcptTo : complainant(returned),
});

/** A complaint that says nothing but its type. */
export const complaintOf = (type: string): Feedback => ({
  type,
  userAgent: null,
  sourceIp: null,
  originalMailFrom: null,
  originalRcptTo: [],
  arrivalDate: null,
});
