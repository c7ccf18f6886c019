import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { jsonLines } from "../support/cli.js";
import { DAY, HOUR, NOON, temporaryDirectory, temporaryStore } from "../store/readings.js";
import { ANN, blast, fail, NOW, ordinarySite, run, stolenSite } from "./site.js";

describe("report for cron", () => {
  it("says nothing of ordinary days, nor of none", async () => {
    for (const store of [ordinarySite(), temporaryStore()])
      expect(await run(store, ["report"])).toEqual({ status: 0, stdout: "", stderr: "" });
  });

  it("names the stolen account with its reasons and numbers, once", async () => {
    const store = stolenSite();
    const { status, stdout, stderr } = await run(store, ["report"]);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(
      /^ann@customer\.example: alert, \d+\.\d points, since 2025-03-01T12:00:00Z \(30 min ago\), new\n/,
    );
    expect(stdout).toContain(
      "60 recipients failed for the first time within 24 hours for mail that is unlike this sender's",
    );
    expect(stdout).toContain("30 of 60 (50 %) were refused as spam or by policy.");
    expect(stdout).toContain("failed   30 no such address, 30 refused as spam");
    expect(stdout).toContain("bounces report show ann@customer.example");
    expect(stdout).not.toContain("bob");
    expect(await run(store, ["report"], { now: NOW + 900 })).toEqual({ status: 0, stdout: "", stderr: "" });
  });

  it("tells it again when it has grown, and once a day while it goes on", async () => {
    const store = stolenSite();
    await run(store, ["report"]);
    blast(store, { count: 200, at: NOON + HOUR });
    expect((await run(store, ["report"], { now: NOON + 1.5 * HOUR })).stdout).toMatch(
      /^ann@customer\.example: alert.*, has grown\n/,
    );
    blast(store, { count: 100, at: NOON + DAY });
    expect((await run(store, ["report"], { now: NOON + DAY + HOUR })).stdout).toBe("");
    expect((await run(store, ["report"], { now: NOON + DAY + 2 * HOUR })).stdout).toMatch(/, goes on\n/);
  });

  it("tells it as new when it comes back after a quiet time", async () => {
    const store = stolenSite();
    await run(store, ["report"]);
    for (const days of [2, 4, 6]) expect((await run(store, ["report"], { now: NOW + days * DAY })).stdout).toBe("");
    blast(store, { at: NOON + 7 * DAY, count: 300 });
    expect((await run(store, ["report"], { now: NOW + 7 * DAY })).stdout).toMatch(
      /^ann@customer\.example: alert.*, new\n/,
    );
  });

  it.each([
    [["report"], 80],
    [["report", "--always"], null],
    [["report", "--json"], null],
    [["report", "--csv"], null],
    [["report", "--since", "2h"], null],
    [["report", "show", ANN], null],
  ] as const)("%j on %s columns shows, and takes nothing away from it", async (args, columns) => {
    const store = stolenSite();
    expect((await run(store, args, { columns })).stdout).toContain(ANN);
    expect((await run(store, args, { columns })).stdout).toContain(ANN);
    expect((await run(store, ["report"])).stdout).toContain(", new\n");
  });

  it("says nothing of a notice alone", async () => {
    const store = ordinarySite();
    fail(store, {
      sender: ANN,
      count: 24,
      at: NOON,
      within: HOUR / 3,
      client: (index) => (index % 4 === 0 ? "192.0.2.1" : "198.51.100.9"),
    });
    expect((await run(store, ["report"])).stdout).toBe("");
    expect((await run(store, ["report"], { columns: 80 })).stdout).toMatch(/^ann@customer\.example: notice/);
  });

  it("ends in 1 with --exit-code as long as an alert stands that nobody took up", async () => {
    expect((await run(ordinarySite(), ["report", "--exit-code"])).status).toBe(0);
    const store = stolenSite();
    for (let turn = 0; turn < 2; turn++) expect((await run(store, ["report", "--exit-code"])).status).toBe(1);
    await run(store, ["report", "ack", ANN]);
    expect((await run(store, ["report", "--exit-code"])).status).toBe(0);
  });
});

describe("the allow list", () => {
  const withConfig = async (toml: string) => {
    const file = join(temporaryDirectory(), "bounces.toml");
    writeFileSync(file, toml);
    return run(stolenSite(), ["report", "--config", file]);
  };

  it("keeps a sender out up to its ceiling", async () => {
    expect(
      (await withConfig(`[[allow]]\nsender = "*@customer.example"\nwhy = "a shop"\nwho = "anna"\nwhen = 2025-02-01\n`))
        .stdout,
    ).toBe("");
    expect((await withConfig(`[[allow]]\nsender = "ann@*"\nup-to = 59\n`)).stdout).toContain(ANN);
    expect((await withConfig(`[[allow]]\nsender = "ann@*"\nup-to = 60\n`)).stdout).toBe("");
  });

  it.each([`sender = 1`, `sender = ""`, `sender = "a"\nup-to = -1`, `sender = "a"\nupto = 1`, `sender = "a"\nwhy = 1`])(
    "refuses %j",
    async (entry) => {
      const { status, stderr } = await withConfig(`[[allow]]\n${entry}\n`);
      expect(status).toBe(78);
      expect(stderr).toMatch(/^bounces: allow 1: /);
    },
  );
});

describe("report --json", () => {
  it("is an object a line, each with its version and type", async () => {
    const store = stolenSite();
    const lines = jsonLines((await run(store, ["report", "--json"])).stdout);
    expect(lines.map(({ version }) => version)).toEqual(lines.map(() => 1));
    expect(lines.map(({ type }) => type)).toEqual(["report", "finding", "sender", "sender"]);
    expect(lines[0]).toMatchObject({ time: "2025-03-01T12:30:00Z", learning: null, alerts: 1, notices: 0 });
    expect(lines[1]).toMatchObject({
      sender: ANN,
      level: "alert",
      window: "day",
      isUnfamiliar: true,
      count: 60,
      peak: 0,
      dayCount: 60,
      causes: { dead: 30, spam: 30 },
      news: "opened",
      alert: { status: "open", decision: null },
    });
    expect(lines[2]).toMatchObject({
      since: "2025-02-28T12:00:00Z",
      until: "2025-03-01T13:00:00Z",
      sender: ANN,
      bounces: 62,
      hard: 32,
      refused: 30,
      daily: { maximum: 2 },
    });
  });
});

describe("the ranking", () => {
  it("is that of the period that was asked for", async () => {
    const store = stolenSite();
    expect((await run(store, ["report", "--since", "3d", "--until", "1d", "--limit", "1"])).stdout).toMatch(
      /^Bounces by sender, 2025-02-26T12:00:00Z to 2025-02-28T13:00:00Z\n\nbob: 9 bounces/,
    );
    const csv = (await run(store, ["report", "--csv"])).stdout.split("\r\n");
    expect(csv[0]).toMatch(/^since,until,sender,bounces,/);
    expect(csv[1]).toContain(",ann@customer.example,");
  });

  it("stands below what stands out with --always", async () => {
    expect((await run(stolenSite(), ["report", "--always"])).stdout).toMatch(
      /^ann@customer\.example: alert[^]*\n\nBounces by sender, /,
    );
    expect((await run(ordinarySite(), ["report", "--always"])).stdout).toMatch(
      /^Nobody stands out\.\n\nBounces by sender, /,
    );
  });
});
