/**
 * What is ours, out of the settings: host names and addresses, domains, networks that may send without a login, content filters.
 * Where a setting is empty, the little that can be presumed without asking anybody stands in for it.
 */
import type { ReceivedField } from "../bounce.js";
import { isInNetworks, networksIn, PRIVATE, type Network } from "./networks.js";

/** The settings that say what is ours. */
export interface OwnSettings {
  /** Names of our mail servers, and addresses and networks that only our mail servers have. Without a name: the host that delivered the message. */
  readonly hosts: readonly string[];
  /** Domains that we send from, with all below them; none: those of `hosts` and of the bounce address. */
  readonly domains: readonly string[];
  /** Addresses and networks that may send without a login (Postfix: mynetworks), beside private ones. */
  readonly networks: readonly string[];
  /** Content filters: addresses, networks, and `uid:N` for those that call sendmail(1). */
  readonly filters: readonly string[];
  /** The last part of the extension of the address that our own notices are sent to; null: there is none. */
  readonly noticeSecret: string | null;
}

/** What is ours, ready to be asked. */
export interface Ours {
  /** Host names in lower case. */
  readonly names: ReadonlySet<string>;
  readonly addresses: readonly Network[];
  /** Where messages without a login may come from. */
  readonly home: readonly Network[];
  readonly domains: readonly string[];
  readonly filterNetworks: readonly Network[];
  readonly filterUids: ReadonlySet<number>;
  readonly noticeSecret: string | null;
}

const isNetwork = (text: string): boolean => networksIn([text]).length > 0;

const UID = /^uid:(\d{1,10})$/i;

const uidIn = (filter: string): readonly number[] => {
  const uid = UID.exec(filter)?.[1];
  return uid === undefined ? [] : [Number(uid)];
};

function toOurs({ hosts, domains, networks, filters, noticeSecret }: OwnSettings): Ours {
  const addresses = networksIn(hosts);
  return {
    names: new Set(hosts.filter((host) => !isNetwork(host)).map((host) => host.toLowerCase())),
    addresses,
    home: [...PRIVATE, ...networksIn(networks), ...addresses],
    domains: domains.map((domain) => domain.toLowerCase()),
    filterNetworks: networksIn(filters),
    filterUids: new Set(filters.flatMap(uidIn)),
    noticeSecret: noticeSecret === "" ? null : noticeSecret,
  };
}

const known = new WeakMap<OwnSettings, Ours>();

function configured(settings: OwnSettings): Ours {
  const before = known.get(settings);
  if (before !== undefined) return before;
  const made = toOurs(settings);
  known.set(settings, made);
  return made;
}

/** A host's own name, and the domain that it is in: mail.example.com is of example.com, but example.com not of com. */
function domainsOfHost(host: string): readonly string[] {
  const parent = host.slice(host.indexOf(".") + 1);
  return host.includes(".") && parent.includes(".") ? [host, parent] : [host];
}

/**
 * What is ours, for one message.
 * @param arrivalHost the host that delivered it, by the topmost Received field
 * @param bounceAddress the address that it came to; null when nobody told
 */
export function oursFor(settings: OwnSettings, arrivalHost: string | null, bounceAddress: string | null): Ours {
  const ours = configured(settings);
  const here = ours.names.size > 0 ? null : (arrivalHost?.toLowerCase() ?? null);
  const names = here === null ? ours.names : new Set([here]);
  if (ours.domains.length > 0) return { ...ours, names };
  const bounceDomain = bounceAddress === null ? [] : [bounceAddress.slice(bounceAddress.lastIndexOf("@") + 1)];
  return {
    ...ours,
    names,
    domains: [...[...names].flatMap(domainsOfHost), ...bounceDomain.map((one) => one.toLowerCase())],
  };
}

/** Whether an address is of one of our domains; a name without a domain is a local user's. */
export function isOurAddress(address: string, { domains }: Ours): boolean {
  const at = address.lastIndexOf("@");
  const domain = address.slice(at + 1).toLowerCase();
  return at < 0 || domains.some((own) => domain === own || domain.endsWith(`.${own.replace(/^\./, "")}`));
}

/** Whether one of our hosts says that it wrote this field. */
export const isByUs = ({ byHost }: ReceivedField, { names }: Ours): boolean =>
  byHost !== null && names.has(byHost.toLowerCase());

/** Whether a host of ours handed the message over, by the address that the receiving host saw. */
export const isFromUs = ({ clientAddress }: ReceivedField, { addresses }: Ours): boolean =>
  isInNetworks(clientAddress, addresses);

/** Whether a configured filter handed the message over. */
export const isFromFilter = ({ clientAddress, userId }: ReceivedField, { filterNetworks, filterUids }: Ours): boolean =>
  (userId !== null && filterUids.has(userId)) || isInNetworks(clientAddress, filterNetworks);
