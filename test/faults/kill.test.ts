/** Killed at any moment: what was answered is there, what was not is handed over again, and each counts once. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { BIN, bounces } from "../support/cli.js";
import { databaseIn, recordedIn, startDaemon, type RunningDaemon } from "../support/daemon.js";
import { send } from "../support/lmtp.js";
import { bounceMail, bounceMbox, recipientOf } from "../support/mails.js";
import { deliverAll, queueOf } from "./deliver.js";
import { expectEachOnce, newDirectory, openRaw } from "./state.js";

/** Up to so many milliseconds, by chance. */
const someTime = (most: number): Promise<void> => pause(Math.random() * most);

const ENVIRONMENT = { PATH: "/usr/bin:/bin", BOUNCES_CONFIG: "" };

/** Runs the program with this input and kills it after a while, if it still runs. Resolves to its exit status, null when killed. */
async function runAndKill(args: readonly string[], input: string, after: number): Promise<number | null> {
  const child = spawn(process.execPath, [BIN, ...args], { stdio: ["pipe", "ignore", "ignore"], env: ENVIRONMENT });
  child.stdin.on("error", () => undefined).end(Buffer.from(input, "latin1"));
  const timer = setTimeout(() => void child.kill("SIGKILL"), after);
  await once(child, "exit");
  clearTimeout(timer);
  return child.exitCode;
}

describe("SIGKILL at random points", { timeout: 60_000 }, () => {
  it("of serve, under load from eight connections", async () => {
    const directory = newDirectory();
    const count = 400;
    const queue = queueOf(count);
    let daemon: RunningDaemon = await startDaemon(directory);
    onTestFinished(() => void daemon.process.kill("SIGKILL"));
    const delivered = Promise.all(Array.from({ length: 8 }, () => deliverAll(queue, () => daemon)));
    let kills = 0;
    for (; kills < 6 && queue.length > 0; kills += 1) {
      await someTime(150);
      await daemon.end("SIGKILL");
      daemon = await startDaemon(directory);
    }
    await delivered;
    expect(kills).toBeGreaterThan(1);
    expect(await daemon.end("SIGTERM")).toBe(0);
    expectEachOnce(directory, count);
  });

  it("of import, begun again until it comes to its end", async () => {
    const directory = newDirectory();
    const count = 3000;
    const mbox = join(directory, "mbox");
    writeFileSync(mbox, bounceMbox(count), "latin1");
    let kills = 0;
    // Each time it gets a little longer, so that the test ends on a slow machine too.
    for (
      let time = 300;
      (await runAndKill(["import", "--db", databaseIn(directory), mbox], "", time + Math.random() * 100)) !== 0;
      time += 250
    )
      kills += 1;
    expect(kills).toBeGreaterThan(0);
    expectEachOnce(directory, count);
  });

  it("of ingest, handed over again until it ends in 0", async () => {
    const directory = newDirectory();
    const count = 12;
    let kills = 0;
    const deliver = async (number: number): Promise<void> => {
      const args = ["ingest", `--db=${databaseIn(directory)}`, `--extension=m${number}`];
      for (let time = 20; (await runAndKill(args, bounceMail(number), 2 * time * Math.random())) !== 0; time *= 2)
        kills += 1;
    };
    await Promise.all(
      Array.from({ length: 4 }, async (_, slot) => {
        for (let number = slot; number < count; number += 4) await deliver(number);
      }),
    );
    expect(kills).toBeGreaterThan(0);
    // One more message, and whatever a killed process left is read.
    await deliver(0);
    expectEachOnce(directory, count);
  });
});

describe("a write-ahead log that was cut short, as by a loss of power", { timeout: 60_000 }, () => {
  it("loses no more than its end, and takes everything again", async () => {
    const directory = newDirectory();
    const count = 12;
    const daemon = await startDaemon(directory);
    const client = await daemon.client();
    for (let number = 0; number < count; number += 1)
      await send(client, bounceMail(number), [`bounce+m${number}@example.com`]);
    client.close();
    await daemon.end("SIGKILL");
    const log = statSync(`${databaseIn(directory)}-wal`).size;
    writeFileSync(join(directory, "mbox"), bounceMbox(count), "latin1");
    for (const share of [0.2, 0.5, Math.random(), 0.999]) {
      const cut = join(directory, String(share));
      mkdirSync(cut);
      for (const suffix of ["", "-wal"]) copyFileSync(databaseIn(directory) + suffix, databaseIn(cut) + suffix);
      truncateSync(`${databaseIn(cut)}-wal`, Math.floor(log * share));
      const left = bounces(["ingest", `--db=${databaseIn(cut)}`, "--extension=m0"], {
        input: Buffer.from(bounceMail(0), "latin1"),
      });
      expect(left.status).toBe(0);
      const before = recordedIn(cut);
      expect(before).toEqual(Array.from({ length: before.length }, (_, number) => recipientOf(number)).sort());
      expect(bounces(["import", "--db", databaseIn(cut), join(directory, "mbox")]).status).toBe(0);
      expect(recordedIn(cut)).toHaveLength(count);
      expect(openRaw(databaseIn(cut)).pragma("integrity_check", { simple: true })).toBe("ok");
    }
  });
});
