/** IP addresses and networks (RFC 4632, RFC 4291), as settings name them and Received fields write them. */

/** Parts of an address, 16 bits each: two for IPv4, eight for IPv6. */
type Parts = readonly number[];

const isByte = (text: string): boolean => /^\d{1,3}$/.test(text) && Number(text) <= 255;

function ipv4Parts(text: string): Parts | null {
  const bytes = text.split(".");
  if (bytes.length !== 4 || !bytes.every(isByte)) return null;
  const [a = 0, b = 0, c = 0, d = 0] = bytes.map(Number);
  return [a * 256 + b, c * 256 + d];
}

/** Groups of a part of an IPv6 address between colons; the last one may be an IPv4 address. Null when it is none. */
function groupsOf(text: string): Parts | null {
  if (text === "") return [];
  const groups: number[] = [];
  for (const group of text.split(":")) {
    const ipv4 = group.includes(".") ? ipv4Parts(group) : null;
    if (ipv4 !== null) groups.push(...ipv4);
    else if (/^[0-9a-f]{1,4}$/i.test(group)) groups.push(parseInt(group, 16));
    else return null;
  }
  return groups;
}

function ipv6Parts(text: string): Parts | null {
  const [head = "", tail, more] = text.split("::");
  if (more !== undefined) return null;
  const before = groupsOf(head);
  const behind = groupsOf(tail ?? "");
  if (before === null || behind === null) return null;
  const missing = 8 - before.length - behind.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return null;
  return [...before, ...Array.from({ length: missing }, () => 0), ...behind];
}

const MAPPED = /^::ffff:(?=\d+\.)/i;

/** An address in any spelling, `[...]`, `IPv6:` and a zone aside; an IPv4 address mapped into IPv6 is the IPv4 address. */
function partsOf(text: string): Parts | null {
  const bare = text
    .replace(/^\[|\]$/g, "")
    .replace(/^IPv6:/i, "")
    .replace(/%.*$/, "")
    .replace(MAPPED, "");
  return bare.includes(":") ? ipv6Parts(bare) : ipv4Parts(bare);
}

/** A network: the addresses whose first bits are these. */
export interface Network {
  readonly parts: Parts;
  readonly bits: number;
}

/** The network or single address that a text names (`192.0.2.0/24`, `[2001:db8::]/32`, `192.0.2.1`); null when it names none. */
export function parseNetwork(text: string): Network | null {
  const [address = "", length, more] = text.trim().split("/");
  const parts = partsOf(address);
  if (parts === null || more !== undefined) return null;
  const most = parts.length * 16;
  const bits = length === undefined ? most : /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN;
  return bits >= 0 && bits <= most ? { parts, bits } : null;
}

const isWithin = (address: Parts, { parts, bits }: Network): boolean =>
  address.length === parts.length &&
  parts.every((part, place) => {
    const compared = Math.min(Math.max(bits - place * 16, 0), 16);
    const shift = 16 - compared;
    return part >> shift === (address[place] ?? 0) >> shift;
  });

/** Whether an address is in one of these networks; false for what is no address. */
export function isInNetworks(address: string | null, networks: readonly Network[]): boolean {
  const parts = address === null ? null : partsOf(address);
  return parts !== null && networks.some((network) => isWithin(parts, network));
}

const network = (text: string): readonly Network[] => {
  const parsed = parseNetwork(text);
  return parsed === null ? [] : [parsed];
};

/** The networks among some texts; what is none is left out. */
export const networksIn = (texts: readonly string[]): readonly Network[] => texts.flatMap(network);

/** This machine itself. */
const LOOPBACK: readonly Network[] = networksIn(["127.0.0.0/8", "::1"]);

/** Addresses that no message from outside comes from (RFC 1918, RFC 6598, RFC 4193, RFC 4291, RFC 3927). */
export const PRIVATE: readonly Network[] = [
  ...LOOPBACK,
  ...networksIn(["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16"]),
  ...networksIn(["fc00::/7", "fe80::/10"]),
];
