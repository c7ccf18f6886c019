/** The evaluation: makes worlds, runs the detector and its rivals over them, prints what each is worth. See bench/detect.mjs. */
import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { parseArgs } from "node:util";
import { DEFAULT_PARAMETERS } from "../../src/detect/parameters.js";
import { detections } from "../../src/detect/replay/replay.js";
import { linesOf, senderName, START } from "./lines.js";
import { runRivals } from "./rivals.js";
import { addScores, EVERY, score, type Score, type Standing } from "./score.js";
import type { World } from "./traffic.js";
import { VARIANTS, type Variant } from "./variants.js";
import { makeWorld } from "./world.js";

const OURS = "bounces report";
const NOTICES = "the same, notices too";

/** "1-3,7" as 1, 2, 3, 7. */
const parseSeeds = (text: string): number[] =>
  text.split(",").flatMap((part) => {
    const [first = 0, last = first] = part.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });

/** What the detector finds in a world, at level alert and at any. */
async function runDetector(world: World): Promise<ReadonlyMap<string, readonly Standing[]>> {
  const numbers = new Map(world.domains.map((_, sender) => [senderName(world, sender), sender]));
  const alerts: Standing[] = [];
  const notices: Standing[] = [];
  for await (const { now, findings } of detections(linesOf(world), EVERY, DEFAULT_PARAMETERS)) {
    for (const { sender, level } of findings) {
      const standing = { time: now - START, sender: numbers.get(sender) ?? -1 };
      if (level === "alert") alerts.push(standing);
      if (level !== "list") notices.push(standing);
    }
  }
  return new Map([
    [OURS, alerts],
    [NOTICES, notices],
  ]);
}

const middle = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;

function row(name: string, { incidents, delays, falseAlarms, days, types }: Score): string {
  const found = delays.length;
  return [
    name.padEnd(24),
    (found / Math.max(1, found + falseAlarms)).toFixed(2).padStart(9),
    (found / Math.max(1, incidents)).toFixed(2).padStart(6),
    (falseAlarms / days).toFixed(2).padStart(15),
    middle(delays).toFixed(0).padStart(15),
    `  ${[...types].map(([type, [hits, all]]) => `${type} ${hits}/${all}`).join(" ")}`,
  ].join(" ");
}

const HEAD = `${"".padEnd(24)} precision recall false alarms/day median delay/min`;

/** The scores of everybody on one world, by name. */
async function scoresOn(variant: Variant, seed: number): Promise<ReadonlyMap<string, Score>> {
  const world = makeWorld(variant, seed);
  const all = [...(await runDetector(world)), ...runRivals(world)];
  return new Map(all.map(([name, standings]) => [name, score(world, standings)]));
}

async function evaluate(variant: Variant, seeds: readonly number[]): Promise<void> {
  console.log(`\n${variant.name}: ${variant.meaning}; ${seeds.length} seeds`);
  console.log(HEAD);
  const scores: ReadonlyMap<string, Score>[] = [];
  for (const seed of seeds) scores.push(await scoresOn(variant, seed));
  for (const name of scores[0]?.keys() ?? [])
    console.log(row(name, addScores(scores.flatMap((each) => each.get(name) ?? []))));
}

/** Writes one world as an events file. */
async function writeWorld(variant: Variant, seed: number, file: string): Promise<void> {
  const stream = createWriteStream(file);
  for (const line of linesOf(makeWorld(variant, seed))) if (!stream.write(`${line}\n`)) await once(stream, "drain");
  stream.end();
  await once(stream, "finish");
}

const { values } = parseArgs({
  options: { seeds: { type: "string", default: "1-2" }, variant: { type: "string" }, events: { type: "string" } },
});
const seeds = parseSeeds(values.seeds);
const chosen = VARIANTS.filter(({ name }) => values.variant === undefined || values.variant.split(",").includes(name));
if (values.events === undefined) for (const variant of chosen) await evaluate(variant, seeds);
else if (chosen[0] !== undefined) await writeWorld(chosen[0], seeds[0] ?? 1, values.events);
