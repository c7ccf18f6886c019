/**
 * When a message from an archive arrived, and its envelope, as far as its header tells: which of our addresses it came to, and so which
 * extension that address had.
 *
 * Fields above the topmost Received are our own server's; whatever stands below, the sender may have written. So unless
 * the administrator names the address that bounces come to, only the former are believed.
 */
import type { Envelope } from "../../bounce.js";
import { addressesIn } from "../../mail/address.js";
import type { Header } from "../../mail/message.js";
import { splitExtension } from "../../verp/encode.js";
import { first } from "../../mail/fields.js";

/** Before this, 1990-01-01, nobody ran this program's mail servers: such a date is a clock that was never set. */
const EARLIEST = 631_152_000;

function secondsOf(date: string | undefined): number | null {
  const seconds = Math.floor(Date.parse(date ?? "") / 1000);
  return seconds >= EARLIEST ? seconds : null;
}

/**
 * Seconds since 1970, never later than `now`: an archive does not come from the future.
 * @param otherwise the time where the mail says none, for example when its file was written
 */
export function receivedTime(header: Header, otherwise: number, now: number): number {
  const received = first(header, "received");
  const told =
    secondsOf(received?.slice(received.lastIndexOf(";") + 1)) ?? secondsOf(first(header, "date") ?? undefined);
  return Math.min(told ?? otherwise, now);
}

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
    login: null,
  };
}
