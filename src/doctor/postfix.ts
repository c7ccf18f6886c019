/** The Postfix of this machine, from master.cf to the end of a bounce's way; see the comments of master.cf.example. */
import type { Settings } from "../config/load.js";
import { errorMessage } from "../values.js";
import {
  bounceAddresses,
  checkAddresses,
  checkLastResort,
  isReached,
  placeKey,
  placesOf,
  type Place,
  type Probed,
  type Surroundings,
} from "./address.js";
import { setServices } from "./commands.js";
import { problem, type Finding } from "./finding.js";
import type { Entry, Host } from "./host.js";
import { checkMaps } from "./maps.js";
import { checkNotices, type ConfigFile } from "./notices.js";
import { checkPipe, checkServiceNames, pipesIn, usualService } from "./pipe.js";
import { mapsOf, type Postfix } from "./postconf.js";
import { checkQueue } from "./queue.js";
import { baseOf } from "./route.js";
import { properUser, tryPipe } from "./trial.js";

/** Whom to ask about Postfix. */
export interface PostfixSources {
  readonly host: Host;
  /** The bounce address, where it is given. */
  readonly address: string | null;
  /** Asks an LMTP server for its greeting; rejects when none answers. */
  readonly greet: (place: Place) => Promise<string>;
}

/** Where `bounces serve` listens by the configuration. */
const servedPlaces = ({ lmtp: { socket, port } }: Settings): Place[] => [
  ...(socket === null ? [] : [{ socket }]),
  ...(port === 0 ? [] : [{ port }]),
];

async function probe(place: Place, greet: PostfixSources["greet"]): Promise<[string, Probed]> {
  return greet(place).then(
    (greeting): [string, Probed] => [placeKey(place), { greeting, fault: null }],
    (error: unknown): [string, Probed] => [placeKey(place), { greeting: null, fault: errorMessage(error) }],
  );
}

/** The addresses that may be bounces', and what the servers say that mail for them comes to. */
async function survey(postfix: Postfix, settings: Settings, { host, greet, address }: PostfixSources) {
  const around = { postfix, maps: mapsOf(host), served: servedPlaces(settings), probes: new Map<string, Probed>() };
  const places = [...around.served, ...placesOf(bounceAddresses(around, address), around)];
  const probes = new Map(await Promise.all(places.map((place) => probe(place, greet))));
  const found: Surroundings = { ...around, probes };
  return { around: found, addresses: bounceAddresses(found, address) };
}

/** Nothing takes messages: the transport of the example, with our own node and program. */
function checkIntake(
  postfix: Postfix,
  { around, addresses }: Awaited<ReturnType<typeof survey>>,
  host: Host,
  directory: Entry | null,
) {
  const isServed = around.served.length > 0 || isReached(addresses, around);
  if (pipesIn(postfix).length > 0 || isServed) return [];
  return [
    problem(
      "master.cf",
      "no service runs bounces ingest, and no LMTP transport leads to bounces serve: nothing is recorded",
      {
        command: setServices(usualService(host.node, host.program, properUser(directory))),
        advice: "add the parts of master.cf.example",
      },
    ),
  ];
}

/** What was found before. */
export interface Scene {
  readonly settings: Settings;
  readonly file: ConfigFile;
  readonly directory: Entry | null;
  readonly isDatabaseFine: boolean;
}

/** Checks everything that an administrator sets in Postfix, and what Postfix runs. */
export async function checkPostfix(
  postfix: Postfix,
  scene: Scene,
  sources: PostfixSources,
): Promise<{ readonly findings: readonly Finding[]; readonly addresses: readonly string[] }> {
  const { settings, file } = scene;
  const { host } = sources;
  const surveyed = await survey(postfix, settings, sources);
  const { around, addresses } = surveyed;
  const pipes = pipesIn(postfix);
  const wrongMaps = checkMaps(postfix, { maps: around.maps, entryAt: host.entryAt });
  const bench = { host, postfix, ...scene };
  const findings = [
    ...checkServiceNames(postfix),
    ...checkIntake(postfix, surveyed, host, scene.directory),
    ...pipes.flatMap((pipe) => [...checkPipe(postfix, pipe, settings), ...tryPipe(pipe, bench)]),
    ...wrongMaps,
    ...(wrongMaps.length > 0 ? [] : [...checkAddresses(addresses, around), checkLastResort(addresses, around)]),
    ...checkNotices(postfix, settings, { ask: around.maps.ask, file, host, address: addresses[0] ?? "" }),
    ...checkQueue(host.run("postqueue", ["-j"]), (address) => addresses.includes(baseOf(address, postfix))),
  ];
  return { findings, addresses };
}
