import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { main } from "../../src/main.js";
import { liveAlerts } from "../../src/store/alerts.js";
import { jsonLines } from "../support/cli.js";
import { DAY, HOUR, NOON, temporaryDirectory, temporaryStore } from "../store/readings.js";
import { ANN, blast, fail, NOTIFY, NOW, ordinarySite, run, compromisedSite } from "./site.js";

const SILENT = { status: 0, stdout: "", stderr: "" };

describe("report --notify", () => {
  it("prints nothing on ordinary days, nor on an empty database", async () => {
    for (const store of [ordinarySite(), temporaryStore()]) expect(await run(store, NOTIFY)).toEqual(SILENT);
  });

  it("names the compromised account with its signals and numbers, once", async () => {
    const store = compromisedSite();
    const { status, stdout, stderr } = await run(store, NOTIFY);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(
      /^ann@customer\.example: alert, \d+\.\d points, since 2025-03-01T12:00:00Z \(30 min ago\), new\n/,
    );
    expect(stdout).toContain(
      "60 recipients failed for the first time within 24 hours, for mail unlike this sender's usual traffic",
    );
    expect(stdout).toContain("30 of 60 (50 %) were refused as spam or by policy.");
    expect(stdout).toContain("failed   30 no such address, 30 refused as spam");
    expect(stdout).toContain("bounces report show ann@customer.example");
    expect(stdout).not.toContain("bob");
    expect(await run(store, NOTIFY, { now: NOW + 900 })).toEqual(SILENT);
  });

  it("notifies on a terminal as it does under cron", async () => {
    const store = compromisedSite();
    expect((await run(store, NOTIFY, { columns: 80 })).stdout).toContain(", new\n");
    expect(await run(store, NOTIFY)).toEqual(SILENT);
  });

  it("notifies again when the alert has grown, and once a day while it stays open", async () => {
    const store = compromisedSite();
    await run(store, NOTIFY);
    blast(store, { count: 200, at: NOON + HOUR });
    expect((await run(store, NOTIFY, { now: NOON + 1.5 * HOUR })).stdout).toMatch(
      /^ann@customer\.example: alert.*, grown\n/,
    );
    blast(store, { count: 100, at: NOON + DAY });
    expect((await run(store, NOTIFY, { now: NOON + DAY + HOUR })).stdout).toBe("");
    expect((await run(store, NOTIFY, { now: NOON + DAY + 2 * HOUR })).stdout).toMatch(/, still open\n/);
  });

  it("notifies as of a new alert when the sender comes back after a quiet time", async () => {
    const store = compromisedSite();
    await run(store, NOTIFY);
    for (const days of [2, 4, 6]) expect((await run(store, NOTIFY, { now: NOW + days * DAY })).stdout).toBe("");
    blast(store, { at: NOON + 7 * DAY, count: 300 });
    expect((await run(store, NOTIFY, { now: NOW + 7 * DAY })).stdout).toMatch(/^ann@customer\.example: alert.*, new\n/);
  });

  it("notifies twice rather than never when it dies while it prints", async () => {
    const store = compromisedSite();
    const io = {
      stdout: (): void => {
        throw new Error("killed");
      },
      stderr: (): void => undefined,
      columns: null,
      now: () => NOW,
      environment: { BOUNCES_DB: store.path },
    };
    expect(await main(NOTIFY, io)).not.toBe(0);
    expect((await run(store, NOTIFY)).stdout).toContain(", new\n");
  });

  it("prints new alerts as JSON with --json, the findings alone", async () => {
    const store = compromisedSite();
    const all = jsonLines((await run(store, ["report", "--json"])).stdout);
    const news = jsonLines((await run(store, [...NOTIFY, "--json"])).stdout);
    expect(news).toEqual(all.filter(({ type }) => type === "finding"));
    expect(news).toHaveLength(1);
    expect(await run(store, [...NOTIFY, "--json"])).toEqual(SILENT);
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
    expect((await run(store, NOTIFY)).stdout).toBe("");
    expect((await run(store, ["report"])).stdout).toMatch(/^ann@customer\.example: notice/);
  });
});

describe("a report that only looks", () => {
  it.each([
    [["report"], 80],
    [["report"], null],
    [["report", "--json"], null],
    [["report", "--csv"], null],
    [["report", "--since", "2h"], null],
    [["report", "--exit-code"], null],
    [["report", "show", ANN], null],
    [["report", "mute", "--list"], null],
  ] as const)("changes nothing: %j on %s columns", async (args, columns) => {
    const store = compromisedSite();
    const first = await run(store, args, { columns });
    expect(await run(store, args, { columns })).toEqual(first);
    expect(liveAlerts(store)).toEqual([]);
    expect((await run(store, NOTIFY)).stdout).toContain(", new\n");
  });

  it("changes nothing while it writes files", async () => {
    const directory = temporaryDirectory();
    const store = compromisedSite();
    await run(store, ["report", "--html", join(directory, "page"), "--prometheus", join(directory, "metrics")]);
    expect(readFileSync(join(directory, "page"), "utf8")).toContain(ANN);
    expect((await run(store, NOTIFY)).stdout).toContain(", new\n");
  });

  it("shows an alert that somebody was notified of", async () => {
    const store = compromisedSite();
    await run(store, NOTIFY);
    expect((await run(store, ["report"], { now: NOW + 900 })).stdout).toMatch(/^ann@customer\.example: alert.*\)\n/);
  });

  it("exits 1 with --exit-code as long as an alert is open", async () => {
    expect((await run(ordinarySite(), ["report", "--exit-code"])).status).toBe(0);
    const store = compromisedSite();
    for (const args of [["report"], NOTIFY, NOTIFY])
      expect((await run(store, [...args, "--exit-code"])).status).toBe(1);
    await run(store, ["report", "ack", ANN]);
    expect((await run(store, [...NOTIFY, "--exit-code"])).status).toBe(0);
  });
});

describe("the allow list", () => {
  const withConfig = async (toml: string) => {
    const file = join(temporaryDirectory(), "bounces.toml");
    writeFileSync(file, toml);
    return run(compromisedSite(), [...NOTIFY, "--config", file]);
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
      expect(stderr).toMatch(/^bounces: \S+\/bounces\.toml: allow 1: /);
    },
  );
});

describe("report --json", () => {
  it("is an object a line, each with its version and type", async () => {
    const store = compromisedSite();
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
    const store = compromisedSite();
    expect((await run(store, ["report", "--since", "3d", "--until", "1d", "--limit", "1"])).stdout).toMatch(
      /^Bounces by sender, 2025-02-26T12:00:00Z to 2025-02-28T13:00:00Z\n\nbob: 9 bounces/,
    );
    const csv = (await run(store, ["report", "--csv"])).stdout.split("\r\n");
    expect(csv[0]).toMatch(/^since,until,sender,bounces,/);
    expect(csv[1]).toContain(",ann@customer.example,");
  });

  it("stands below the findings", async () => {
    expect((await run(compromisedSite(), ["report"])).stdout).toMatch(
      /^ann@customer\.example: alert[^]*\n\nBounces by sender, /,
    );
    expect((await run(ordinarySite(), ["report"])).stdout).toMatch(
      /^No sender looks compromised\.\n\nBounces by sender, /,
    );
  });
});
