/** The pipe with real processes: each reads its own message, and what others left. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { expectEachOnce, newDirectory } from "../faults/state.js";
import { BIN, bounces, jsonLines, withDirectory, type Run } from "../support/cli.js";
import { databaseIn, startDaemon } from "../support/daemon.js";
import { HANDED_OVER, reportOn } from "../support/handed-over.js";
import { bounceMail, recipientOf } from "../support/mails.js";

const takeUp = (directory: string, message: string, options: readonly string[] = [], preload?: string): Run =>
  bounces(["ingest", `--db=${databaseIn(directory)}`, ...options, "--extension=n1"], {
    input: Buffer.from(message, "latin1"),
    nodeOptions: preload === undefined ? [] : ["--require", preload],
  });

/** Asks the database itself, and closes it. */
function inDatabase<Result>(directory: string, use: (database: Database.Database) => Result): Result {
  const database = new Database(databaseIn(directory));
  try {
    return use(database);
  } finally {
    database.close();
  }
}

const valueIn = (directory: string, sql: string): unknown =>
  inDatabase(directory, (database) => database.prepare(sql).pluck().get());
const waitingIn = (directory: string): unknown => valueIn(directory, "SELECT count(*) FROM spool");
const bouncesIn = (directory: string): unknown => valueIn(directory, "SELECT count(*) FROM bounce");

/** Messages from `first` on in the spool, whose readers have died. */
function leave(directory: string, first: number, count: number, change = ""): void {
  inDatabase(directory, (database) => {
    const insert = database.prepare(
      "INSERT INTO spool (received_at, size, extensions, tries, claimed_at, claimed_by, raw) VALUES (unixepoch(), 2334, '[]', 1, 0, 0, ?)",
    );
    for (let number = first; number < first + count; number += 1) insert.run(Buffer.from(bounceMail(number), "latin1"));
    database.exec(change);
  });
}

describe("a process of the pipe", () => {
  it("records its message before it ends", () => {
    withDirectory((directory) => {
      expect(takeUp(directory, bounceMail(1))).toMatchObject({ status: 0, stderr: "" });
      expect([bouncesIn(directory), waitingIn(directory)]).toEqual([1, 0]);
    });
  });

  it("proves a bounce by the log of what was sent, where one is configured", () => {
    withDirectory((directory) => {
      const now = Math.floor(Date.now() / 1_000);
      const log = join(directory, "mail.log");
      writeFileSync(log, HANDED_OVER(now - 60));
      const env = { BOUNCES_DB: databaseIn(directory), BOUNCES_MAIL_LOG: log, BOUNCES_HOSTS: "mx.example.com" };
      expect(bounces(["log"], { env }).status).toBe(0);
      const input = Buffer.from(reportOn("bob@example.org", now));
      expect(bounces(["ingest", "--extension=n1"], { env, input })).toMatchObject({ status: 0, stderr: "" });
      expect(valueIn(directory, "SELECT trust || ' ' || sender FROM bounces")).toBe("known alice");
    });
  });

  it("prints the verdict, and says when a message is already known", () => {
    withDirectory((directory) => {
      const verdict = `hard user-unknown 5.1.1 ${recipientOf(1)} from alice`;
      expect(takeUp(directory, bounceMail(1)).stdout).toBe(`recorded: ${verdict}\n`);
      expect(takeUp(directory, bounceMail(1)).stdout).toBe(`already known: ${verdict}\n`);
    });
  });

  it("judges with its own settings", () => {
    withDirectory((directory) => {
      const file = join(directory, "bounces.toml");
      writeFileSync(
        file,
        'hosts = ["elsewhere.test"]\n[[rule]]\nid = "mine"\nmatch = "User unknown"\nreason = "mailbox-full"\n',
      );
      takeUp(directory, bounceMail(1), [`--config=${file}`]);
      takeUp(directory, bounceMail(2));
      expect(jsonLines(bounces(["query", "--json", `--db=${databaseIn(directory)}`]).stdout)).toMatchObject([
        { recipient: recipientOf(2), trust: "own-notice", reason: "user-unknown" },
        { recipient: recipientOf(1), trust: "unproven", reason: "mailbox-full", rule: "admin:mine" },
      ]);
    });
  });

  it("keeps no password of a message that it did not understand", () => {
    withDirectory((directory) => {
      takeUp(directory, "Subject: transcript\n\n In:  AUTH PLAIN c2VjcmV0cGFzc3dvcmQ=\n");
      expect(bounces(["show", "1", "--raw", `--db=${databaseIn(directory)}`]).stdout).not.toContain("c2VjcmV0");
      expect(readFileSync(databaseIn(directory)).includes("c2VjcmV0")).toBe(false);
    });
  });

  it("reads what others left, 16 messages at most", () => {
    withDirectory((directory) => {
      takeUp(directory, bounceMail(0));
      leave(directory, 1, 20);
      takeUp(directory, bounceMail(21));
      expect([bouncesIn(directory), waitingIn(directory)]).toEqual([18, 4]);
      takeUp(directory, bounceMail(22));
      expect([bouncesIn(directory), waitingIn(directory)]).toEqual([23, 0]);
    });
  });

  it("leaves alone what another process has just begun to read", () => {
    withDirectory((directory) => {
      takeUp(directory, bounceMail(0));
      leave(directory, 1, 1, `UPDATE spool SET claimed_at = unixepoch(), claimed_by = ${process.pid}`);
      takeUp(directory, bounceMail(2));
      expect([bouncesIn(directory), waitingIn(directory)]).toEqual([2, 1]);
    });
  });
});

describe("a message whose reading does not end", { timeout: 60_000 }, () => {
  /** A script that makes whoever splits the text of bounce 7 into lines run for ever. */
  function endless(directory: string): string {
    const file = join(directory, "endless.cjs");
    writeFileSync(
      file,
      `const { indexOf } = String.prototype;
       String.prototype.indexOf = function (...all) { while (String(this).includes(${JSON.stringify(recipientOf(7))})); return indexOf.apply(this, all); };`,
    );
    return file;
  }

  it("is accepted all the same, and waits for another process", () => {
    withDirectory((directory) => {
      const run = takeUp(directory, bounceMail(7), [], endless(directory));
      expect(run).toMatchObject({ status: 0, signal: null });
      expect(run.stdout).toBe("recorded: message waits to be read (reading took too long)\n");
      expect(waitingIn(directory)).toBe(1);
      takeUp(directory, bounceMail(1));
      expect([bouncesIn(directory), waitingIn(directory)]).toEqual([2, 0]);
    });
  });

  it("is recorded unread when it has defeated several readers, and keeps no other message waiting", () => {
    withDirectory((directory) => {
      takeUp(directory, bounceMail(0));
      leave(directory, 7, 1, "UPDATE spool SET tries = 5, received_at = received_at - 600");
      expect(takeUp(directory, bounceMail(1), [], endless(directory))).toMatchObject({ status: 0 });
      expect([bouncesIn(directory), waitingIn(directory)]).toEqual([2, 0]);
      expect(bounces(["query", "--unrecognized", "--json", `--db=${databaseIn(directory)}`]).stdout).toContain(
        '"unread"',
      );
    });
  });

  it("is recorded once when Postfix ends its reader and hands it over again", async () => {
    const directory = newDirectory();
    const child = spawn(
      process.execPath,
      ["--require", endless(directory), BIN, "ingest", `--db=${databaseIn(directory)}`, "--extension=n1"],
      { stdio: ["pipe", "ignore", "ignore"], env: { PATH: "/usr/bin:/bin", BOUNCES_CONFIG: "" } },
    );
    child.stdin.end(Buffer.from(bounceMail(7), "latin1"));
    await pause(2_000);
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(waitingIn(directory)).toBe(1);
    expect(takeUp(directory, bounceMail(7)).stdout).toMatch(/^recorded: hard/);
    expect([bouncesIn(directory), waitingIn(directory)]).toEqual([1, 0]);
  });
});

describe("commands that look", () => {
  const LOOKS: readonly (readonly string[])[] = [["query"], ["stats"], ["show", "ID"], ["reclassify"], ["doctor"]];

  it.each(LOOKS)("change nothing: bounces %s", (...look) => {
    withDirectory((directory) => {
      const file = databaseIn(directory);
      const bytes = (): Buffer[] =>
        [file, `${file}-wal`].map((name) => (existsSync(name) ? readFileSync(name) : Buffer.of()));
      takeUp(directory, bounceMail(0));
      leave(directory, 1, 2);
      const id = String(valueIn(directory, "SELECT id FROM bounce"));
      const before = bytes();
      const run = bounces([...look.map((word) => (word === "ID" ? id : word)), `--db=${file}`]);
      expect(run.stderr).toBe(look[0] === "doctor" ? "" : "bounces: 2 messages wait to be read\n");
      expect(bytes()).toEqual(before);
      expect(waitingIn(directory)).toBe(2);
    });
  });

  it.skipIf(process.getuid?.() !== 0)("say so to a user who may only read", () => {
    withDirectory((directory) => {
      takeUp(directory, bounceMail(0));
      leave(directory, 1, 1);
      chmodSync(directory, 0o777);
      chmodSync(databaseIn(directory), 0o644);
      const run = bounces(["query", "--json", `--db=${databaseIn(directory)}`], { uid: 65_534 });
      expect(run).toMatchObject({ status: 0, stderr: "bounces: 1 message waits to be read\n" });
      expect(jsonLines(run.stdout)).toMatchObject([{ recipient: recipientOf(0) }]);
    });
  });
});

describe("what was left is read", { timeout: 60_000 }, () => {
  it("by serve when it starts", async () => {
    const directory = newDirectory();
    takeUp(directory, bounceMail(0));
    leave(directory, 1, 3);
    const daemon = await startDaemon(directory);
    for (let attempt = 0; waitingIn(directory) !== 0 && attempt < 100; attempt += 1) await pause(100);
    await daemon.end("SIGTERM");
    expectEachOnce(directory, 4);
  });

  const env = { PATH: "/usr/bin:/bin", BOUNCES_CONFIG: "" };

  /** Cron's report, perhaps killed; whether it was. */
  async function report(directory: string, killedAfter: number | null): Promise<boolean> {
    const child = spawn(process.execPath, [BIN, "report", "--notify", `--db=${databaseIn(directory)}`], {
      stdio: "ignore",
      env,
    });
    const isEnded = once(child, "exit");
    if (killedAfter !== null) await Promise.race([pause(killedAfter), isEnded]);
    if (killedAfter !== null) child.kill("SIGKILL");
    await isEnded;
    return child.signalCode === "SIGKILL";
  }

  function filled(count: number): string {
    const directory = newDirectory();
    takeUp(directory, bounceMail(0));
    leave(directory, 1, count - 1);
    return directory;
  }

  it("once, by many processes at the same time", async () => {
    const directory = filled(300);
    await Promise.all(Array.from({ length: 6 }, () => report(directory, null)));
    expectEachOnce(directory, 300);
  });

  it("once, by processes that are killed over it", async () => {
    const directory = filled(300);
    let kills = 0;
    for (let round = 0; round < 8; round += 1)
      if (await report(directory, 300 + 60 * round + Math.random() * 60)) kills += 1;
    expect(kills).toBeGreaterThan(0);
    inDatabase(directory, (database) => database.exec("UPDATE spool SET claimed_at = 0"));
    await report(directory, null);
    expectEachOnce(directory, 300);
  });
});
