/**
 * What tells a sender's bounces apart: the client and network that a message was sent from, and whether its From is of
 * another domain.
 */
import { domainOf } from "../mail/address.js";

/**
 * A client and its network, in a form that is good for comparing, not for printing. An IPv6 host changes its lower 64
 * bits at will (RFC 8981), so a client is an IPv4 address or an IPv6 /64; a network is a /24 or a /48, the sizes that
 * providers give out, so that a telephone which gets a new address of the same network is nothing new.
 */
export interface Client {
  readonly address: string;
  readonly network: string;
}

const IPV4 = /^(?:::ffff:)?(\d{1,3}\.\d{1,3}\.\d{1,3})\.(\d{1,3})$/i;
const IPV6 = /^[0-9a-f:]{2,39}$/i;

/** The first four groups of an IPv6 address, `::` written out; shorter when it has fewer. */
function leadingGroups(address: string): readonly string[] {
  const [head = "", tail = ""] = address.split("::");
  const front = head === "" ? [] : head.split(":");
  const back = tail === "" ? [] : tail.split(":");
  const zeros = address.includes("::") ? Math.max(0, 8 - front.length - back.length) : 0;
  return [...front, ...Array.from({ length: zeros }, () => "0"), ...back]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, "").toLowerCase());
}

/** The client and network of a client address as reported, IPv4 or IPv6; null when it is neither. */
export function clientOf(text: string | null): Client | null {
  if (text === null || text.length > 45) return null;
  const ipv4 = IPV4.exec(text);
  if (ipv4?.[1] !== undefined) return { address: `${ipv4[1]}.${ipv4[2] ?? ""}`, network: ipv4[1] };
  if (!text.includes(":") || !IPV6.test(text)) return null;
  const groups = leadingGroups(text);
  return { address: groups.join(":"), network: groups.slice(0, 3).join(":") };
}

const isWithin = (domain: string, other: string): boolean => domain === other || domain.endsWith(`.${other}`);

/**
 * Whether a message's From address is of another domain than its sender. A login without a domain, or a message whose
 * From nobody returned, says nothing: false. Subdomains either way are the same house.
 */
export function isForeignFrom(sender: string, from: string | null): boolean {
  const own = domainOf(sender);
  const shown = from === null ? null : domainOf(from);
  return own !== null && shown !== null && !isWithin(own, shown) && !isWithin(shown, own);
}
