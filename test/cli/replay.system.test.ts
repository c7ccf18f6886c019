/** `report --replay` through the executable: a burst of an account that never bounced is named, an ordinary one is not. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { bounces, jsonLines, withDirectory } from "../support/cli.js";

const START = 1_735_689_600;
const DAY = 86_400;

interface Burst {
  readonly sender: string;
  readonly at: number;
  readonly count: number;
  readonly ip: string;
}

/** Bounces of one sender, one every ten seconds. */
const eventsOf = ({ sender, at, count, ip }: Burst) =>
  Array.from({ length: count }, (_, n) => ({
    t: at + 10 * n,
    sender,
    rcpt: `r${String(n)}-${String(at)}@d${String(n % 17)}.example`,
    status: n % 2 === 0 ? "5.1.1" : "5.7.1",
    reason: n % 2 === 0 ? "unknown" : "spam",
    hard: n % 2 === 0 ? 1 : 0,
    ip,
    sasl: sender,
    from_mismatch: 0,
    subj: 1,
    bulk: 0,
    ours: 1,
  }));

const world = (): string => {
  const calm = Array.from({ length: 30 }, (_, day) =>
    eventsOf({ sender: "calm@a.example", at: START + day * DAY + 36_000, count: 1, ip: "198.51.100.7" }),
  ).flat();
  const taken = [
    ...Array.from({ length: 30 }, (_, day) =>
      eventsOf({ sender: "taken@b.example", at: START + day * DAY + 40_000, count: 1, ip: "198.51.100.8" }),
    ).flat(),
    ...eventsOf({ sender: "taken@b.example", at: START + 25 * DAY, count: 120, ip: "203.0.113.9" }),
  ];
  return [...calm, ...taken]
    .sort((a, b) => a.t - b.t)
    .map((event) => JSON.stringify(event))
    .join("\n");
};

describe("report --replay", () => {
  it("names the account that suddenly bounces, within the hour, and no other", () =>
    withDirectory((directory) => {
      const file = join(directory, "events.jsonl");
      writeFileSync(file, world());
      const alerts = jsonLines(bounces(["report", "--replay", file, "--every", "15m", "--json"]).stdout);
      expect(new Set(alerts.map(({ sender }) => sender))).toEqual(new Set(["taken@b.example"]));
      expect(Number(alerts[0]?.t)).toBeLessThanOrEqual(START + 25 * DAY + 3_600);
    }));

  it("says which line it cannot read, and which parameter it does not know", () =>
    withDirectory((directory) => {
      const file = join(directory, "events.jsonl");
      writeFileSync(file, "no event\n");
      expect(bounces(["report", "--replay", file])).toMatchObject({ status: 66 });
      expect(bounces(["report", "--replay", file]).stderr).toContain("line 1");
      const config = join(directory, "c.toml");
      writeFileSync(config, "[detect]\nalertPoint = 4\n");
      expect(bounces(["report", "--replay", file, "--config", config])).toMatchObject({ status: 78 });
    }));
});
