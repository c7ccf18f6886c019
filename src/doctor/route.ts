/**
 * Where Postfix takes mail for an address: through virtual_alias_maps (virtual(5)), to a domain's class (ADDRESS_CLASS_README),
 * to a transport (transport(5)). Pure but for the maps, which are asked through a function.
 */
import { splitExtension } from "../verp/encode.js";
import { mapsIn, settingOf, wordsOf, type Ask, type Postfix } from "./postconf.js";

/** Classes of domains that Postfix takes mail for. */
type DomainClass = "local" | "virtual alias" | "virtual mailbox" | "relay";

/** An entry that decided. */
interface Entry {
  readonly map: string;
  readonly key: string;
  readonly value: string;
}

/** Where mail for one address goes. */
export interface Route {
  readonly address: string;
  /** Null when this Postfix takes no mail for the domain. */
  readonly domainClass: DomainClass | null;
  /** Whether the address exists, so that mail for it is not refused with 550. */
  readonly exists: boolean;
  readonly transport: string;
  /** Empty for the domain itself. */
  readonly nextHop: string;
  /** The entry of a transport map; null when the domain's class decided. */
  readonly entry: Entry | null;
}

/** Names of the lists of each class, in the order in which Postfix asks. */
const CLASSES: readonly (readonly [DomainClass, domains: string, recipients: string, transport: string])[] = [
  ["local", "mydestination", "local_recipient_maps", "local_transport"],
  ["virtual alias", "virtual_alias_domains", "virtual_alias_maps", "virtual_transport"],
  ["virtual mailbox", "virtual_mailbox_domains", "virtual_mailbox_maps", "virtual_transport"],
  ["relay", "relay_domains", "relay_recipient_maps", "relay_transport"],
];
/** An alias of an alias of an alias: Postfix's virtual_alias_recursion_limit is 1000, nobody writes ten. */
const DEEPEST = 10;
/** Kinds of maps that hold patterns: Postfix asks them for the whole address only. */
const PATTERNS = /^(?:regexp|pcre|cidr|socketmap):/;

/** The extension that the doctor tries: a map that knows the address knows it with each. */
export const EXTENSION = "doctor";

export const delimitersOf = (postfix: Postfix): string => settingOf(postfix, "recipient_delimiter");

/**
 * An address without its extension, in lower case; a name alone gets Postfix's own domain. A plus begins an extension even
 * where recipient_delimiter, wrongly, does not say so: then `bounce+copy` is still meant to be `bounce`.
 */
export function baseOf(address: string, postfix: Postfix): string {
  const whole = address.includes("@") ? address : `${address}@${settingOf(postfix, "myorigin")}`;
  const { base, domain } = splitExtension(whole, `${delimitersOf(postfix)}+`);
  return `${base}@${domain}`.toLowerCase();
}

/** The address with an extension, as VERP would write it; as it is where there is no delimiter. */
export function extended(address: string, extension: string, postfix: Postfix): string {
  const [delimiter = ""] = delimitersOf(postfix);
  const at = address.lastIndexOf("@");
  return delimiter === "" ? address : `${address.slice(0, at)}${delimiter}${extension}${address.slice(at)}`;
}

/** The first entry for these keys, each asked of all maps before the next. */
function findEntry(maps: readonly string[], keys: readonly string[], ask: Ask): Entry | null {
  for (const key of keys)
    for (const map of maps) {
      if (PATTERNS.test(map) && key !== keys[0]) continue;
      const { value } = ask(map, key);
      if (value !== null) return { map, key, value };
    }
  return null;
}

interface Parts {
  readonly local: string;
  readonly base: string;
  readonly extension: string | null;
  readonly domain: string;
}

function partsOf(address: string, postfix: Postfix): Parts {
  const at = address.lastIndexOf("@");
  const local = address.slice(0, at).toLowerCase();
  const { base, extension } = splitExtension(local, delimitersOf(postfix));
  return { local, base, extension, domain: address.slice(at + 1).toLowerCase() };
}

/** Whether a domain stands in one of Postfix's lists: names, tables, `!` before what is not meant. */
function isListed(list: string, domain: string, ask: Ask): boolean {
  for (const item of mapsIn(list)) {
    const wanted = item.startsWith("!") ? item.slice(1) : item;
    const isFound = wanted.includes(":") ? ask(wanted, domain).value !== null : wanted.toLowerCase() === domain;
    if (isFound) return wanted === item;
  }
  return false;
}

function classOf(domain: string, postfix: Postfix, ask: Ask): (typeof CLASSES)[number] | null {
  return CLASSES.find(([, domains]) => isListed(settingOf(postfix, domains), domain, ask)) ?? null;
}

/** What virtual_alias_maps makes of an address once; null when it has no entry. */
function aliasesOf(address: string, postfix: Postfix, ask: Ask): string[] | null {
  const { local, base, extension, domain } = partsOf(address, postfix);
  const isOwn = domain === settingOf(postfix, "myorigin") || isListed(settingOf(postfix, "mydestination"), domain, ask);
  const keys = [`${local}@${domain}`, `${base}@${domain}`, ...(isOwn ? [local, base] : []), `@${domain}`];
  const entry = findEntry(mapsIn(settingOf(postfix, "virtual_alias_maps")), keys, ask);
  if (entry === null) return null;
  const targets = wordsOf(entry.value).map((target) => {
    if (target.startsWith("@")) return `${local}${target}`;
    return target.includes("@") ? target : `${target}@${settingOf(postfix, "myorigin")}`;
  });
  const isPropagated = entry.key !== keys[0] && extension !== null && !entry.key.startsWith("@");
  return isPropagated ? targets.map((target) => extended(target, extension, postfix)) : targets;
}

/** The addresses that an address comes to through virtual_alias_maps; itself where it has no entry. */
export function expand(address: string, postfix: Postfix, ask: Ask, depth = DEEPEST): string[] {
  const targets = depth === 0 ? null : aliasesOf(address, postfix, ask);
  if (targets === null) return [address];
  return targets.flatMap((target) =>
    target.toLowerCase() === address.toLowerCase() ? [target] : expand(target, postfix, ask, depth - 1),
  );
}

/** Whether mail for the address is taken: reject_unlisted_recipient, and local(8) after it. */
function exists(parts: Parts, found: (typeof CLASSES)[number], postfix: Postfix, ask: Ask): boolean {
  const { local, base, domain } = parts;
  const maps = mapsIn(settingOf(postfix, found[2]));
  const whole = [`${local}@${domain}`, `${base}@${domain}`];
  const keys = found[0] === "local" ? [...whole, local, base, `@${domain}`] : [...whole, `@${domain}`];
  const virtual = mapsIn(settingOf(postfix, "virtual_alias_maps"));
  return (
    (maps.length === 0 && found[0] !== "virtual alias") ||
    findEntry(maps, keys, ask) !== null ||
    findEntry(virtual, keys, ask) !== null
  );
}

/** Parts of a transport: "lmtp:unix:private/x" is "lmtp" and "unix:private/x". */
export function splitTransport(value: string): { readonly transport: string; readonly nextHop: string } {
  const colon = value.indexOf(":");
  return colon < 0
    ? { transport: value, nextHop: "" }
    : { transport: value.slice(0, colon), nextHop: value.slice(colon + 1) };
}

const parentsOf = (domain: string): string[] => {
  const labels = domain.split(".");
  return labels.slice(1).map((_, index) => `.${labels.slice(index + 1).join(".")}`);
};

/** Where mail for an address goes that virtual_alias_maps leaves as it is. */
export function routeOf(address: string, postfix: Postfix, ask: Ask): Route {
  const parts = partsOf(address, postfix);
  const { local, base, domain } = parts;
  const found = classOf(domain, postfix, ask);
  const keys = [`${local}@${domain}`, `${base}@${domain}`, domain, ...parentsOf(domain), "*"];
  const entry = findEntry(mapsIn(settingOf(postfix, "transport_maps")), keys, ask);
  const usual = splitTransport(settingOf(postfix, found?.[3] ?? "default_transport"));
  const chosen = entry === null ? usual : splitTransport(entry.value);
  return {
    address,
    domainClass: found?.[0] ?? null,
    exists: found === null || exists(parts, found, postfix, ask),
    transport: chosen.transport === "" ? usual.transport : chosen.transport,
    nextHop: chosen.nextHop,
    entry,
  };
}
