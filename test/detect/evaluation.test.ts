/** The evaluation of bench/detect on its smallest world, so that a change which spoils the detector is noticed at once. */
import { describe, expect, it } from "vitest";
import { DEFAULT_PARAMETERS } from "../../src/detect/parameters.js";
import { replay } from "../../src/detect/replay/replay.js";
import { linesOf, senderName, START } from "../../bench/detect/lines.js";
import { runRivals } from "../../bench/detect/rivals.js";
import { EVERY, score, type Score } from "../../bench/detect/score.js";
import { VARIANTS } from "../../bench/detect/variants.js";
import { makeWorld } from "../../bench/detect/world.js";
import { collect } from "./build.js";

const small = VARIANTS.find(({ name }) => name === "small");
if (small === undefined) throw new Error("no small world");
const world = makeWorld(small, 1);

async function ours(): Promise<Score> {
  const numbers = new Map(world.domains.map((_, sender) => [senderName(world, sender), sender]));
  const alerts = await collect(replay(linesOf(world), EVERY, DEFAULT_PARAMETERS));
  return score(
    world,
    alerts.map(({ t, sender }) => ({ time: t - START, sender: numbers.get(sender) ?? -1 })),
  );
}

const mine = ours();

describe("on a server of sixty senders", () => {
  it("the detector finds the compromised accounts, and in two months hardly anybody else", async () => {
    const { incidents, delays, falseAlarms } = await mine;
    expect(incidents).toBe(world.incidents.length);
    expect(delays.length).toBeGreaterThanOrEqual(incidents - 1);
    expect(falseAlarms).toBeLessThanOrEqual(2);
  });

  it("the rivals find fewer or alarm more", async () => {
    const { delays, falseAlarms } = await mine;
    for (const standings of runRivals(world).values()) {
      const rival = score(world, standings);
      expect(rival.delays.length < delays.length || rival.falseAlarms > falseAlarms).toBe(true);
    }
  });

  it("the same seed makes the same world", () => {
    expect([...linesOf(makeWorld(small, 1))].join("\n")).toBe([...linesOf(world)].join("\n"));
    expect([...linesOf(makeWorld(small, 2))].length).not.toBe(world.bounces.length);
  });
});
