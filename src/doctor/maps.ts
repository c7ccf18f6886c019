/** Whether the maps of the route can be asked: built, readable, no older than their sources. */
import { compile, COMPILED, line, partsOf, type Compiler } from "./commands.js";
import { problem, type Finding } from "./finding.js";
import type { Host } from "./host.js";
import { mapsIn, settingOf, type Maps, type Postfix } from "./postconf.js";

/** Lists of maps that the route asks, and what compiles them. */
const MAPS: readonly (readonly [name: string, Compiler])[] = [
  ["alias_maps", "postalias"],
  ["transport_maps", "postmap"],
  ["virtual_alias_maps", "postmap"],
  ["virtual_mailbox_maps", "postmap"],
  ["relay_recipient_maps", "postmap"],
  ["local_recipient_maps", "postmap"],
];

function checkMap(map: string, name: string, compiler: Compiler, { maps, entryAt }: MapSources): Finding[] {
  const { kind, file } = partsOf(map);
  const what = `main.cf: ${name}: ${map}`;
  const ending = COMPILED.get(kind);
  const [source, compiled] = ending === undefined ? [null, null] : [entryAt(file), entryAt(`${file}${ending}`)];
  const { fault } = maps.ask(map, "postmaster");
  if (fault !== null) {
    const isUnbuilt = source !== null && compiled === null && !fault.includes("unsupported");
    return [
      problem(
        what,
        `Postfix cannot read it, and defers all mail that asks it: ${fault}`,
        isUnbuilt
          ? { command: compile(map, compiler) }
          : `mend it until ${line("postmap", "-q", "postmaster", map)} is silent`,
      ),
    ];
  }
  if (source === null || compiled === null || source.changedAt <= compiled.changedAt) return [];
  return [
    problem(what, `${file} was changed, and its compiled form was not: what was changed does not hold`, {
      command: compile(map, compiler),
    }),
  ];
}

interface MapSources {
  readonly maps: Maps;
  readonly entryAt: Host["entryAt"];
}

/** Checks that the maps of the route can be asked, and are no older than their sources. */
export function checkMaps(postfix: Postfix, sources: MapSources): Finding[] {
  const seen = new Set<string>();
  return MAPS.flatMap(([name, compiler]) =>
    mapsIn(settingOf(postfix, name)).flatMap((map) => {
      if (seen.has(map)) return [];
      seen.add(map);
      return checkMap(map, name, compiler, sources);
    }),
  );
}
