import { spawn } from "node:child_process";
import { once } from "node:events";
import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { openStore } from "../../src/store/open.js";
import { entryOf, readingOf, temporaryDirectory } from "../store/readings.js";
import { BIN, bounces, jsonLines, withDirectory } from "../support/cli.js";
import { databaseIn, recordedIn } from "../support/daemon.js";
import { bounceMail } from "../support/mails.js";

const DAY_MS = 86_400_000;
const daysAgo = (days: number): string => new Date(Date.now() - days * DAY_MS).toUTCString();
const dated = (number: number, date: string): string =>
  bounceMail(number).replace(/^Received: /m, `Received: by x.example; ${date}\nReceived: `);

/** Mails of 500, 300 and 1 days ago. */
function fill(directory: string): string {
  const db = databaseIn(directory);
  for (const [number, days] of [
    [1, 500],
    [2, 300],
    [3, 1],
  ] as const)
    expect(
      bounces(["import", "--db", db, "-"], { input: Buffer.from(dated(number, daysAgo(days)), "latin1") }).status,
    ).toBe(0);
  return db;
}

describe("bounces prune", () => {
  it("shows what it would remove, removes it, and finds nothing the next time", () => {
    withDirectory((directory) => {
      const db = fill(directory);
      const prune = (...args: string[]): string =>
        bounces(["prune", "--db", db, "--older-than", "400d", ...args]).stdout;
      expect(prune("--dry-run")).toMatch(
        /^would remove 1 mails with 1 bounces, 0 of them kept whole, of before \d{4}-\d\d-\d\dT00:00:00Z\n$/,
      );
      expect(recordedIn(directory)).toHaveLength(3);
      expect(prune()).toMatch(/^removed 1 mails with 1 bounces/);
      expect(recordedIn(directory)).toHaveLength(2);
      expect(jsonLines(prune("--json"))).toEqual([
        expect.objectContaining({ reports: 0, bounces: 0, isDryRun: false }),
      ]);
    });
  });

  it("lets others record, and loses nothing of theirs", async () => {
    const directory = temporaryDirectory();
    const db = databaseIn(directory);
    const store = openStore(db, { create: true, busyTimeoutMs: 1_000 });
    store.record(Array.from({ length: 3_000 }, (_, index) => entryOf(readingOf({ to: `old${index}@example.net` }))));
    const child = spawn(process.execPath, [BIN, "prune", "--older-than", "1d", "--db", db], {
      env: { PATH: "/usr/bin:/bin", BOUNCES_CONFIG: "" },
      stdio: "ignore",
    });
    const ended = once(child, "exit");
    let recorded = 0;
    while (child.exitCode === null) {
      store.record([entryOf(readingOf({ to: `new${recorded}@example.net` }), Date.now() / 1_000)]);
      recorded += 1;
      await pause(5);
    }
    expect(await ended).toEqual([0, null]);
    expect(store.database.prepare("SELECT count(*) FROM bounce").pluck().get()).toBe(recorded);
    expect(store.database.prepare<[], string>("PRAGMA integrity_check").pluck().get()).toBe("ok");
    store.close();
  });

  it("wants to be told how old", () => {
    withDirectory((directory) => {
      const db = fill(directory);
      expect(bounces(["prune", "--db", db]).status).toBe(64);
      expect(bounces(["prune", "--db", db, "--older-than", "old"]).status).toBe(64);
      expect(recordedIn(directory)).toHaveLength(3);
    });
  });
});

describe("bounces backup", () => {
  it("makes a copy that opens, for its owner alone", () => {
    withDirectory((directory) => {
      const db = fill(directory);
      const copy = join(directory, "copy.db");
      expect(bounces(["backup", copy, "--db", db])).toMatchObject({ status: 0, stdout: "", stderr: "" });
      expect(statSync(copy).mode & 0o777).toBe(0o600);
      expect(jsonLines(bounces(["query", "--json", "--db", copy]).stdout)).toHaveLength(3);
    });
  });

  it("takes no other file's place unless told, and never the database's", () => {
    withDirectory((directory) => {
      const db = fill(directory);
      const copy = join(directory, "copy.db");
      writeFileSync(copy, "mine");
      const refused = bounces(["backup", copy, "--db", db]);
      expect(refused.status).toBe(64);
      expect(refused.stderr).toMatch(/--force/);
      expect(bounces(["backup", copy, "--db", db, "--force"]).status).toBe(0);
      expect(jsonLines(bounces(["query", "--json", "--db", copy]).stdout)).toHaveLength(3);
      expect(bounces(["backup", db, "--db", db, "--force"]).status).toBe(64);
      expect(recordedIn(directory)).toHaveLength(3);
    });
  });
});
