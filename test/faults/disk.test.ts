/** What is wrong with the disk, on file systems of its own (root only): the mail stays with the mail server until it is mended. */
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { bounces, type Run } from "../support/cli.js";
import { databaseIn, startDaemon, type RunningDaemon } from "../support/daemon.js";
import { send } from "../support/lmtp.js";
import { bounceMail, bounceMbox } from "../support/mails.js";
import { expectEachOnce, newDirectory } from "./state.js";

const mount = (...args: readonly string[]): void => void execFileSync("mount", args, { stdio: "pipe" });

/** A small file system of our own; null where we may not have one. */
function mountTmpfs(size: string): string | null {
  const disk = join(newDirectory(), "disk");
  mkdirSync(disk);
  try {
    mount("-t", "tmpfs", "-o", `size=${size}`, "tmpfs", disk);
  } catch {
    return null;
  }
  onTestFinished(() => void execFileSync("umount", ["--lazy", disk], { stdio: "pipe" }));
  chmodSync(disk, 0o755);
  return disk;
}

const isRoot = process.getuid?.() === 0;

const ingest = (directory: string, number: number): Run =>
  bounces(["ingest", `--db=${databaseIn(directory)}`, `--extension=m${number}`], {
    input: Buffer.from(bounceMail(number), "latin1"),
  });

const importAll = (directory: string, count: number): Run =>
  bounces(["import", "--db", databaseIn(directory), "-"], { input: Buffer.from(bounceMbox(count), "latin1") });

/** Takes what is left of the disk. */
function fillDisk(disk: string): void {
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(join(disk, "filler"), Buffer.alloc(bavail * bsize));
}

async function deliverUntil(daemon: RunningDaemon, pattern: RegExp, numbers: Iterator<number>): Promise<number> {
  for (;;) {
    const number = Number(numbers.next().value);
    const client = await daemon.client();
    const [reply] = await send(client, bounceMail(number), [`bounce+m${number}@example.com`]);
    client.close();
    if (pattern.test(reply ?? "")) return number;
    if (number > 500) throw new Error(`never ${String(pattern)}: ${reply ?? "hung up"}`);
  }
}

function* from(number: number): Generator<number> {
  for (let next = number; ; next += 1) yield next;
}

describe.skipIf(!isRoot)("a disk", { timeout: 60_000 }, () => {
  it("that is full: 451 until there is room again, 75 from ingest, and an import that is done again", async ({
    skip,
  }) => {
    const disk = mountTmpfs("2m") ?? skip();
    const daemon = await startDaemon(disk);
    onTestFinished(() => void daemon.process.kill("SIGKILL"));
    expect(await deliverUntil(daemon, /^250 /, from(0))).toBe(0);
    fillDisk(disk);
    // What was taken into the log before may still be written; sooner or later there is no room.
    const refused = await deliverUntil(daemon, /^451 4\.3\.0 not recorded: .*(?:FULL|IOERR|full|I\/O)/, from(1));
    expect(ingest(disk, refused).status).toBe(75);
    const broken = importAll(disk, refused + 3);
    expect(broken.status).toBe(75);
    expect(broken.stderr).toContain("run the same command again");
    rmSync(join(disk, "filler"));
    expect(await deliverUntil(daemon, /^250 /, from(refused))).toBe(refused);
    await daemon.end("SIGTERM");
    expect(importAll(disk, refused + 3).status).toBe(0);
    expect(ingest(disk, refused + 1).status).toBe(0);
    const database = bounces(["query", "--json", "--db", databaseIn(disk)])
      .stdout.trim()
      .split("\n");
    expect(database).toHaveLength(refused + 3);
  });

  it("that is read-only: nobody begins, nothing changes, and all is taken when it is writable", ({ skip }) => {
    const disk = mountTmpfs("4m") ?? skip();
    expect(ingest(disk, 0).status).toBe(0);
    mount("-o", "remount,ro", disk);
    expect(ingest(disk, 1).status).toBe(75);
    expect(importAll(disk, 3).status).toBe(75);
    expect(bounces(["serve", "--db", databaseIn(disk), "--lmtp-socket", join(disk, "..", "lmtp")]).status).toBe(75);
    mount("-o", "remount,rw", disk);
    expect(ingest(disk, 1).status).toBe(0);
    expect(
      bounces(["import", "--db", databaseIn(disk), "-"], { input: Buffer.from(bounceMail(2), "latin1") }).status,
    ).toBe(0);
    expectEachOnce(disk, 3);
  });
});
