/**
 * Addresses, logins, domains, hosts and client addresses as integers. An address is its domain's number and its local
 * part, so that a domain is one string however many addresses it has, and an address costs its local part twice (table and index).
 */
import { insertedId, scalar, statement, type Connection } from "./connection.js";
import { remembered } from "./remembered.js";

/** Stands for "no domain" (a login without one) and "no sender". No row has it, and it takes no room. */
export const NONE = 0;
/** RFC 5321 allows 320 bytes; what is longer is nobody's address, and is cut. */
const LONGEST_NAME = 512;

const selectHost = scalar<[string], number>("SELECT id FROM host WHERE name = ?");
const insertHost = statement<[string]>("INSERT INTO host (name) VALUES (?)");
const selectAddress = scalar<[number, string], number>("SELECT id FROM address WHERE domain = ? AND local = ?");
const insertAddress = statement<[number, string]>("INSERT INTO address (domain, local) VALUES (?, ?)");

/** An address in two: the domain in lower case, "" when there is none. */
export function splitAddress(address: string): { readonly local: string; readonly domain: string } {
  const at = address.lastIndexOf("@");
  const hasDomain = at >= 0 && at < address.length - 1;
  return hasDomain
    ? { local: address.slice(0, at), domain: hostName(address.slice(at + 1)) }
    : { local: address, domain: "" };
}

/** An address as it comes back from the database: domain in lower case, cut to the length we keep. */
export function storedAddress(address: string): string {
  const { local, domain } = splitAddress(address.slice(0, LONGEST_NAME));
  return domain === "" ? local : `${local}@${domain}`;
}

/** A host or domain name as it is stored. */
export const hostName = (name: string): string => name.slice(0, LONGEST_NAME).toLowerCase();

/** Number of a domain, host or client address; undefined when the database has never seen it. */
export const findHost = (connection: Connection, name: string): number | undefined =>
  selectHost(connection).get(hostName(name));

/** Number of a domain, host or client address, which is stored if it is new. */
export function internHost(connection: Connection, name: string): number {
  const stored = hostName(name);
  return remembered(
    connection,
    "host",
    stored,
    () => selectHost(connection).get(stored) ?? insertedId(insertHost(connection).run(stored)),
  );
}

/** The number of an address, and of its domain. */
export interface AddressIds {
  readonly address: number;
  readonly domain: number;
}

/** Number of an address or login, ASCII case aside; undefined when the database has never seen it. */
export function findAddress(connection: Connection, address: string): number | undefined {
  const { local, domain } = splitAddress(address.slice(0, LONGEST_NAME));
  const domainId = domain === "" ? NONE : findHost(connection, domain);
  return domainId === undefined ? undefined : selectAddress(connection).get(domainId, local);
}

/** Number of an address or login, which is stored if it is new. The spelling first seen is the one kept. */
export function internAddress(connection: Connection, address: string): AddressIds {
  const { local, domain } = splitAddress(address.slice(0, LONGEST_NAME));
  const domainId = domain === "" ? NONE : internHost(connection, domain);
  const id =
    selectAddress(connection).get(domainId, local) ?? insertedId(insertAddress(connection).run(domainId, local));
  return { address: id, domain: domainId };
}

/** SQL for an address's text, given the expression of its number. */
export const addressSql = (id: string): string =>
  `(SELECT CASE WHEN a.domain = ${NONE} THEN a.local ELSE a.local || '@' || (SELECT name FROM host WHERE id = a.domain) END FROM address a WHERE a.id = ${id})`;

/** SQL for a host's name, given the expression of its number. */
export const hostSql = (id: string): string => `(SELECT name FROM host WHERE id = ${id})`;
