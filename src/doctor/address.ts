/** Whether mail for the bounce address, with and without an extension, comes to the program. */
import { editEntry, setEntry, setMain, type Compiler } from "./commands.js";
import { ok, problem, type Finding, type Fix } from "./finding.js";
import { toPipe } from "./pipe.js";
import { mapsIn, settingOf, wordsOf, type Maps, type Postfix } from "./postconf.js";
import { baseOf, delimitersOf, EXTENSION, expand, extended, routeOf, splitTransport, type Route } from "./route.js";

/** Where an LMTP server listens. */
export type Place = { readonly socket: string } | { readonly port: number };

/** What answered at a place: its greeting, or why there is none. */
export interface Probed {
  readonly greeting: string | null;
  readonly fault: string | null;
}

/** What is known of the places that LMTP transports name, by {@link placeKey}. */
type Probes = ReadonlyMap<string, Probed>;

/** What the route is judged by. */
export interface Surroundings {
  readonly postfix: Postfix;
  readonly maps: Maps;
  readonly probes: Probes;
  /** Where `bounces serve` listens by the configuration. */
  readonly served: readonly Place[];
}

const GREETING = /^220 \S+ LMTP bounces$/;

export const placeKey = (place: Place): string => ("socket" in place ? place.socket : String(place.port));

/** The place that an LMTP transport's next hop names; null for another host. */
function placeOf(nextHop: string, postfix: Postfix): Place | null {
  const [, socket] = /^unix:(.+)$/.exec(nextHop) ?? [];
  if (socket !== undefined)
    return { socket: socket.startsWith("/") ? socket : `${settingOf(postfix, "queue_directory")}/${socket}` };
  const [, port] = /^(?:inet:)?\[?(?:127\.0\.0\.1|localhost|::1)\]?:(\d+)$/.exec(nextHop) ?? [];
  return port === undefined ? null : { port: Number(port) };
}

/** Of two services with one name, Postfix takes the last. */
const serviceOf = ({ services }: Postfix, name: string) =>
  services.findLast((service) => service.name === name && service.type !== "inet");

/** The place that a route over LMTP leads to. */
function lmtpPlace(route: Pick<Route, "transport" | "nextHop">, postfix: Postfix): Place | null {
  return serviceOf(postfix, route.transport)?.command === "lmtp" ? placeOf(route.nextHop, postfix) : null;
}

/** Whether a route ends at `bounces ingest` or `bounces serve`. A server that does not answer is ours by its name. */
function isOurs(route: Pick<Route, "transport" | "nextHop">, { postfix, probes, served }: Surroundings): boolean {
  const service = serviceOf(postfix, route.transport);
  if (service !== undefined && toPipe(service) !== null) return true;
  const place = lmtpPlace(route, postfix);
  if (place === null) return false;
  const key = placeKey(place);
  const greeting = probes.get(key)?.greeting ?? null;
  if (greeting !== null) return GREETING.test(greeting);
  return key.includes("bounces") || served.some((own) => placeKey(own) === key);
}

/** Entries of transport maps for single addresses. */
function addressEntries(postfix: Postfix, { entriesOf }: Maps): (readonly [address: string, value: string])[] {
  return mapsIn(settingOf(postfix, "transport_maps"))
    .flatMap((map) => entriesOf(map))
    .filter(([key]) => /^[^@\s]+@[^@\s]+$/.test(key));
}

const isPerson = (address: string): boolean => /^(?:postmaster|root|hostmaster|abuse|admin)(?:@|$)/i.test(address);

/** The addresses that bounces come to: those that the transport map names, and those of the notices. */
export function bounceAddresses(around: Surroundings, named: string | null): string[] {
  const { postfix, maps } = around;
  if (named !== null) return [baseOf(named, postfix)];
  const routed = addressEntries(postfix, maps)
    .filter(([, value]) => isOurs(splitTransport(value), around))
    .map(([address]) => address);
  const notices = ["bounce_notice_recipient", "delay_notice_recipient"]
    .map((name) => settingOf(postfix, name))
    .filter((address) => address !== "" && !isPerson(address));
  const found = [...routed, ...notices].map((address) => baseOf(address, postfix));
  return found.length > 0 ? [...new Set(found)] : [baseOf(`bounce@${settingOf(postfix, "mydomain")}`, postfix)];
}

const isWritableMap = (map: string): boolean => editEntry(map, "", "") !== null;
const writableIn = (postfix: Postfix, name: string): string | undefined =>
  mapsIn(settingOf(postfix, name)).find(isWritableMap);

/** What takes mail for an address to a transport. */
function transportFix(postfix: Postfix, address: string, value: string): Fix {
  const map = writableIn(postfix, "transport_maps");
  const command = map === undefined ? null : setEntry(map, address, value);
  if (command !== null) return { command };
  if (settingOf(postfix, "transport_maps") !== "") return `add "${address} ${value}" to transport_maps`;
  const own = `texthash:${settingOf(postfix, "config_directory")}/transport`;
  return { command: `${editEntry(own, address, value) ?? ""} && ${setMain(`transport_maps = ${own}`)}` };
}

/** The transport, as a map names it, that leads to the program; null when nothing does yet. */
function ownTransport(around: Surroundings): string | null {
  const { postfix, served } = around;
  const pipe = postfix.services.find((service) => toPipe(service) !== null);
  if (pipe !== undefined) return `${pipe.name}:`;
  const [place] = served;
  if (place === undefined) return null;
  const lmtp = postfix.services.findLast(({ command }) => command === "lmtp")?.name ?? "lmtp";
  return "socket" in place ? `${lmtp}:unix:${place.socket}` : `${lmtp}:inet:127.0.0.1:${place.port}`;
}

function checkTransport(route: Route, around: Surroundings): Finding[] {
  const { postfix } = around;
  const { address, transport, nextHop, entry } = route;
  const what = `mail to ${address}`;
  if (isOurs(route, around)) return [ok(what, `comes to ${transport}:${nextHop}`)];
  const own = ownTransport(around);
  if (own === null) return [];
  const isKnown = serviceOf(postfix, transport) !== undefined;
  const why = isKnown
    ? `goes to ${transport}:${nextHop}${entry === null ? ", for no transport map names the address" : ` (${entry.map})`}, not to the program: nothing of it is recorded`
    : `goes to the transport ${transport}, which master.cf does not have: Postfix defers it until it expires`;
  return [problem(what, why, transportFix(postfix, baseOf(address, postfix), own))];
}

/** What makes an address exist, by the class of its domain. */
function existenceFix({ address, domainClass }: Route, postfix: Postfix): Fix {
  const base = baseOf(address, postfix);
  const local = base.slice(0, base.lastIndexOf("@"));
  const ways: readonly (readonly [names: readonly string[], key: string, value: string, Compiler])[] =
    domainClass === "local"
      ? [[["alias_maps"], local, "postmaster", "postalias"]]
      : domainClass === "relay"
        ? [[["relay_recipient_maps"], base, "OK", "postmap"]]
        : [
            [["virtual_alias_maps"], base, base, "postmap"],
            [["virtual_mailbox_maps"], base, "bounces/", "postmap"],
          ];
  for (const [[name = ""], key, value, compiler] of ways) {
    const map = writableIn(postfix, name);
    const command = map === undefined ? null : setEntry(map, key, value, compiler);
    if (command !== null) return { command };
  }
  return `add ${base} to ${ways.map(([[name]]) => name).join(" or ")}`;
}

function checkExistence(route: Route, { postfix }: Surroundings): Finding[] {
  const { address, domainClass, exists } = route;
  const domain = address.slice(address.lastIndexOf("@") + 1);
  if (domainClass === null)
    return [
      problem(`mail to ${address}`, `this Postfix takes no mail for ${domain}: other servers' bounces are refused`, {
        command: `postconf -e "mydestination = $(postconf -h mydestination), ${domain}" && postfix reload`,
      }),
    ];
  if (exists) return [];
  return [
    problem(
      `mail to ${address}`,
      "the address does not exist, transport map or not: Postfix refuses it with 550 (User unknown)",
      existenceFix(route, postfix),
    ),
  ];
}

/** Addresses that mail to an address of ours comes to in the end, through virtual and local aliases; those on the way too. */
function targetsOf(address: string, around: Surroundings, depth = 10): string[] {
  const { postfix, maps } = around;
  return expand(address, postfix, maps.ask).flatMap((target) => {
    const base = baseOf(target, postfix);
    if (depth === 0 || routeOf(base, postfix, maps.ask).domainClass !== "local") return [base];
    const local = base.slice(0, base.lastIndexOf("@"));
    const values = mapsIn(settingOf(postfix, "alias_maps")).map((map) => maps.ask(map, local).value);
    const next = wordsOf(values.find((found) => found !== null) ?? "").filter(
      (word) => /^[^|/:"]+$/.test(word) && word !== local,
    );
    return [base, ...next.flatMap((word) => targetsOf(baseOf(word, postfix), around, depth - 1))];
  });
}

/** The address that a bounce comes to which the program could not take; never the program's own. */
export function checkLastResort(addresses: readonly string[], around: Surroundings): Finding {
  const { postfix } = around;
  const name = "2bounce_notice_recipient";
  const last = settingOf(postfix, name);
  const base = baseOf(last, postfix);
  const isLoop = (address: string): boolean => targetsOf(address, around).some((target) => addresses.includes(target));
  if (addresses.includes(base))
    return problem(
      `main.cf: ${name}`,
      `${last} is the program's own address: a bounce that it could not take is sent to it again, and lost`,
      { command: setMain(`${name} = postmaster@${settingOf(postfix, "mydomain")}`) },
    );
  if (!isLoop(base)) return ok(`main.cf: ${name}`, last);
  const local = base.slice(0, base.lastIndexOf("@"));
  const map = writableIn(postfix, "alias_maps");
  const command = map === undefined ? null : setEntry(map, local, "root", "postalias");
  return problem(
    `main.cf: ${name}`,
    `${last} is an alias of the program's own address: a bounce that it could not take is sent to it again, and lost`,
    command === null || local === "root"
      ? "let a person have the mail of postmaster and root"
      : { command, advice: "let a person have it" },
  );
}

/** The routes of an address and of the same with an extension: of each, those of all that virtual aliases make of it. */
function routesOf(address: string, { postfix, maps }: Pick<Surroundings, "postfix" | "maps">): Route[][] {
  const forms = delimitersOf(postfix) === "" ? [address] : [address, extended(address, EXTENSION, postfix)];
  return forms.map((form) => expand(form, postfix, maps.ask).map((target) => routeOf(target, postfix, maps.ask)));
}

/** The places of LMTP servers that mail for these addresses may come to. */
export const placesOf = (addresses: readonly string[], around: Pick<Surroundings, "postfix" | "maps">): Place[] =>
  addresses
    .flatMap((address) => routesOf(address, around).flat())
    .flatMap((route) => lmtpPlace(route, around.postfix) ?? []);

/** Whether mail for one of these addresses comes to the program. */
export const isReached = (addresses: readonly string[], around: Surroundings): boolean =>
  addresses.some((address) =>
    routesOf(address, around)
      .flat()
      .some((route) => isOurs(route, around)),
  );

/** What is wrong with the way to one address. */
function checkAddress(address: string, around: Surroundings): Finding[] {
  const forms = routesOf(address, around);
  const lost = forms.find((routes) => !routes.some((route) => isOurs(route, around)));
  const shown = lost?.[0] ?? forms.flat().find((route) => isOurs(route, around));
  const existence = checkExistence(routeOf(address, around.postfix, around.maps.ask), around);
  return [...existence, ...(shown === undefined ? [] : checkTransport(shown, around))];
}

/** What has systemd, or a person, start the server. */
const startFix = (place: Place): Fix =>
  "socket" in place && place.socket.endsWith("/private/bounces-lmtp")
    ? { command: "systemctl enable --now bounces.socket" }
    : { command: "systemctl restart bounces.service", advice: "start bounces serve" };

/** Whether the servers answer that mail goes to. */
function checkServers(places: readonly Place[], probes: Probes): Finding[] {
  return places.flatMap((place) => {
    const key = placeKey(place);
    const { greeting, fault } = probes.get(key) ?? { greeting: null, fault: null };
    if (fault !== null)
      return [problem(`LMTP server ${key}`, `does not answer (${fault}): Postfix defers the bounces`, startFix(place))];
    return greeting === null || !GREETING.test(greeting) ? [] : [ok(`LMTP server ${key}`, "answers")];
  });
}

/** Checks the ways to these addresses, and the servers at their ends. */
export function checkAddresses(addresses: readonly string[], around: Surroundings): Finding[] {
  const places = new Map([...around.served, ...placesOf(addresses, around)].map((place) => [placeKey(place), place]));
  return [
    ...addresses.flatMap((address) => checkAddress(address, around)),
    ...checkServers([...places.values()], around.probes),
  ];
}
