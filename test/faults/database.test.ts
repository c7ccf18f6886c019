/** What is wrong with the database: every way in says "try again", nothing is damaged, and when it is mended each mail counts once. */
import { copyFileSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { describe, expect, it, onTestFinished } from "vitest";
import { createGroupCommit } from "../../src/store/group-commit.js";
import { openStore } from "../../src/store/open.js";
import { bounces, type Run } from "../support/cli.js";
import { databaseIn, startDaemon, type DaemonChoices, type RunningDaemon } from "../support/daemon.js";
import { send } from "../support/lmtp.js";
import { bounceMail, bounceMbox } from "../support/mails.js";
import { run } from "../postfix/run.js";
import { bounceOf, entryOf, readingOf } from "../store/readings.js";
import { expectEachOnce, newDirectory, openRaw } from "./state.js";

/** Milliseconds to wait for a locked database, in the configuration of these tests. */
const BUSY = { BOUNCES_BUSY_TIMEOUT_MS: "200" };

async function start(directory: string, choices: DaemonChoices = {}): Promise<RunningDaemon> {
  const daemon = await startDaemon(directory, { ...choices, env: { ...BUSY, ...choices.env } });
  onTestFinished(() => void daemon.process.kill("SIGKILL"));
  return daemon;
}

/** Hands bounce `number` to the daemon and returns the reply. */
async function deliver(daemon: RunningDaemon, number: number): Promise<string> {
  const client = await daemon.client();
  const [reply] = await send(client, bounceMail(number), [`bounce+m${number}@example.com`]);
  client.close();
  return reply ?? "hung up";
}

const ingest = (directory: string, number: number): Run =>
  bounces(["ingest", `--db=${databaseIn(directory)}`, `--extension=m${number}`], {
    input: Buffer.from(bounceMail(number), "latin1"),
    env: BUSY,
  });

const importAll = (directory: string, count: number): Run =>
  bounces(["import", "--db", databaseIn(directory), "-"], {
    input: Buffer.from(bounceMbox(count), "latin1"),
    env: BUSY,
  });

/** What can be wrong with a database that somebody has open: how it is broken, and mended by the function returned. */
const FAULTS: readonly (readonly [string, (directory: string) => () => void])[] = [
  [
    "locked for longer than the timeout",
    (directory) => {
      const holder = openRaw(databaseIn(directory));
      holder.exec("BEGIN IMMEDIATE");
      return () => void holder.exec("ROLLBACK");
    },
  ],
  [
    "of a newer version of the program",
    (directory) => {
      const newer = openRaw(databaseIn(directory));
      const version = Number(newer.pragma("user_version", { simple: true }));
      newer.pragma("user_version = 9999");
      return () => void newer.pragma(`user_version = ${version}`);
    },
  ],
  [
    "replaced by something that is no database",
    (directory) => {
      const file = databaseIn(directory);
      const checkpointed = openRaw(file);
      checkpointed.pragma("wal_checkpoint(TRUNCATE)");
      checkpointed.close();
      copyFileSync(file, `${file}.saved`);
      writeFileSync(`${file}.other`, "a letter, not a database\n".repeat(400));
      const other = readFileSync(`${file}.other`);
      renameSync(`${file}.other`, file);
      return () => {
        expect(readFileSync(file).equals(other)).toBe(true);
        renameSync(`${file}.saved`, file);
      };
    },
  ],
];

describe("a database that is", { timeout: 60_000 }, () => {
  it.each(FAULTS)("%s: 451 from serve, 75 from ingest, no end of import, and nothing is lost", async (_, breakIt) => {
    const directory = newDirectory();
    const daemon = await start(directory);
    expect(await deliver(daemon, 0)).toMatch(/^250 /);
    const mend = breakIt(directory);
    expect(await deliver(daemon, 1)).toMatch(/^451 4\.3\.0 not recorded: /);
    const run = ingest(directory, 2);
    expect(run).toMatchObject({ status: 75, signal: null });
    expect(run.stdout).toMatch(/^4\.3\.0 /);
    const broken = importAll(directory, 4);
    expect(broken.status).not.toBe(0);
    expect(broken.stdout).toBe("");
    mend();
    expect(await deliver(daemon, 1)).toMatch(/^250 /);
    expect(ingest(directory, 2).status).toBe(0);
    expect(await deliver(daemon, 3)).toMatch(/^250 /);
    expect(await daemon.end("SIGTERM")).toBe(0);
    expectEachOnce(directory, 4);
  });

  it("of a newer version: serve does not begin", async () => {
    const directory = newDirectory();
    expect(ingest(directory, 0).status).toBe(0);
    openRaw(databaseIn(directory)).pragma("user_version = 9999");
    const refused = bounces(["serve", "--db", databaseIn(directory), "--lmtp-socket", `${directory}/lmtp`]);
    expect(refused.status).toBe(74);
    expect(refused.stderr).toContain("written by a newer version");
    await expect(start(directory)).rejects.toThrow("newer version");
  });
});

describe("a clock that goes backwards", { timeout: 60_000 }, () => {
  it("costs no mail and counts none twice", async () => {
    const directory = newDirectory();
    // A day back with each call, then forth again: far beyond what a time server ever does.
    const clock =
      "data:text/javascript,let calls = 0; const now = Date.now; Date.now = () => now() - 86400000 * (calls++ & 3);";
    const daemon = await start(directory, { nodeOptions: ["--import", clock] });
    for (let number = 0; number < 12; number += 1) expect(await deliver(daemon, number)).toMatch(/^250 /);
    expect(await deliver(daemon, 5)).toContain("already known");
    expect(await daemon.end("SIGTERM")).toBe(0);
    expectEachOnce(directory, 12);
    expect(
      Number(openRaw(databaseIn(directory)).prepare("SELECT count(*) FROM sender_day").pluck().get()),
    ).toBeGreaterThan(1);
  });
});

describe("everything at once", { timeout: 60_000 }, () => {
  it("serve, ingest and import on one database, with the same mails, record each once", async () => {
    const directory = newDirectory();
    const count = 60;
    const daemon = await startDaemon(directory);
    onTestFinished(() => void daemon.process.kill("SIGKILL"));
    const served = Promise.all(
      Array.from({ length: 4 }, async (_, slot) => {
        for (let number = slot; number < count; number += 4) expect(await deliver(daemon, number)).toMatch(/^250 /);
      }),
    );
    const program = (args: readonly string[], input: string) =>
      run(process.execPath, ["bin/bounces.cjs", ...args], {
        input,
        env: { PATH: "/usr/bin:/bin", BOUNCES_CONFIG: "" },
      });
    const runs = [
      program(["import", "--db", databaseIn(directory), "-"], bounceMbox(count)),
      ...Array.from({ length: 20 }, (_, number) =>
        program(["ingest", `--db=${databaseIn(directory)}`, `--extension=m${number}`], bounceMail(number)),
      ),
    ];
    expect((await Promise.all(runs)).map(({ status }) => status)).toEqual(runs.map(() => 0));
    await served;
    await daemon.end("SIGTERM");
    const database = openRaw(databaseIn(directory));
    for (const sum of ["count(*) FROM bounce", "count(*) FROM recipient", "sum(bounces) FROM sender_day"])
      expect([sum, database.prepare(`SELECT ${sum}`).pluck().get()]).toEqual([sum, count]);
  });
});

describe("a mail that the store chokes on", () => {
  it("fails alone; the others of its group are recorded", async () => {
    const path = databaseIn(newDirectory());
    const store = openStore(path, { create: true });
    onTestFinished(() => store.close());
    const add = createGroupCommit(store.record);
    const bounce = {
      ...bounceOf("new@poison.example"),
      get verdict(): never {
        throw new RangeError("poison");
      },
    };
    const poison = readingOf({ bounces: [bounce] });
    const outcomes = (
      await Promise.all([
        add([entryOf(readingOf({ to: "one@new.example", from: "first@example.com" }))]),
        add([entryOf(poison)]),
        add([entryOf(readingOf({ to: "two@new.example" }))]),
      ])
    ).flat();
    expect(outcomes.map((outcome) => (outcome instanceof Error ? outcome.message : outcome.newBounces))).toEqual([
      1,
      "poison",
      1,
    ]);
    const database = openRaw(path);
    expect(database.prepare("SELECT count(*) FROM bounce").pluck().get()).toBe(2);
    expect(database.prepare("SELECT name FROM host ORDER BY name").pluck().all()).not.toContain("poison.example");
    expect(
      database
        .prepare("SELECT count(*) FROM bounce b JOIN host h ON h.id = b.domain_id WHERE h.name = 'new.example'")
        .pluck()
        .get(),
    ).toBe(2);
  });
});
