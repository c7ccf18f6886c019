/**
 * The envelope of a mail from an archive, as far as its header tells: which of our addresses it came to, and so which
 * extension that address had.
 *
 * Fields above the topmost Received are our own server's; whatever stands below, the sender may have written. So unless
 * the administrator names the address that bounces come to, only the former are believed.
 */
import type { Envelope } from "../../bounce.js";
import { addressesIn } from "../../mail/address.js";
import type { Header } from "../../mail/message.js";
import { splitExtension } from "../../verp/encode.js";

/** Written on delivery (Postfix local(8), virtual(8), pipe(8); Exim): the first that is there counts. */
const ON_DELIVERY = ["x-original-to", "delivered-to", "envelope-to"];
const ANYWHERE = [...ON_DELIVERY, "to", "cc"];

/** Where an address might stand. */
export interface AddressRule {
  /** The addresses that bounces come to, without extension; empty: any. */
  readonly addresses: readonly string[];
  /** Postfix's recipient_delimiter. */
  readonly delimiters: string;
}

const topOf = (header: Header): Header => {
  const received = header.findIndex(({ name }) => name === "received");
  return received < 0 ? [] : header.slice(0, received);
};

/** The addresses in the fields of these names, in the order of the names. */
const addressesOf = (header: Header, names: readonly string[]): string[] =>
  names.flatMap((name) => header.filter((field) => field.name === name).flatMap(({ value }) => addressesIn(value)));

const baseOf = (address: string, delimiters: string): string => {
  const { base, domain } = splitExtension(address, delimiters);
  return `${base}@${domain}`.toLowerCase();
};

/** The envelope; everything null where nothing tells. */
export function archivedEnvelope(header: Header, { addresses, delimiters }: AddressRule): Envelope {
  const wanted = addresses.map((address) => address.toLowerCase());
  const found =
    wanted.length === 0
      ? addressesOf(topOf(header), ON_DELIVERY)
      : addressesOf(header, ANYWHERE).filter((address) => wanted.includes(baseOf(address, delimiters)));
  const recipient = found.find((address) => splitExtension(address, delimiters).extension !== null) ?? found[0] ?? null;
  const extension = recipient === null ? null : splitExtension(recipient, delimiters).extension;
  return {
    extension: extension === "" ? null : extension,
    sender: null,
    recipient,
    queueId: null,
    clientAddress: null,
  };
}
