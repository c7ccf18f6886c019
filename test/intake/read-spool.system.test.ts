/** The spool: what `ingest` took is recorded by whoever looks, once, whatever it says and whoever dies over it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { DEFAULTS } from "../../src/config/defaults.js";
import { readSpool } from "../../src/intake/read-spool.js";
import { queryBounces } from "../../src/store/query.js";
import { unrecognized } from "../../src/store/reports.js";
import { countSpooled, putIntoSpool, type Arrival } from "../../src/store/spool.js";
import { expectEachOnce, newDirectory, openRaw } from "../faults/state.js";
import { BIN, bounces, fixture, jsonLines, withDirectory } from "../support/cli.js";
import { databaseIn } from "../support/daemon.js";
import { bounceMail, recipientOf } from "../support/mails.js";
import { NOON, temporaryStore } from "../store/readings.js";

const FATAL = "this mail makes its reader throw";

// The reader has no known fault; one is made for it.
vi.mock(import("../../src/mail/reader.js"), async (importOriginal) => {
  const reader = await importOriginal();
  return {
    ...reader,
    readMessage: (bytes: Buffer, size?: number) => {
      if (bytes.includes(FATAL)) throw new Error("thrown while reading");
      return reader.readMessage(bytes, size);
    },
  };
});

const arrivalOf = (mail: string, changes: Partial<Arrival> = {}): Arrival => ({
  receivedAt: NOON,
  head: Buffer.from(mail, "latin1"),
  size: mail.length,
  extensions: "[]",
  sender: null,
  recipient: null,
  queueId: null,
  clientAddress: null,
  context: null,
  ...changes,
});

const takeUp = (directory: string, mail: string | Buffer, ...options: string[]): ReturnType<typeof bounces> =>
  bounces(["ingest", `--db=${databaseIn(directory)}`, ...options, "--extension=n1"], {
    input: typeof mail === "string" ? Buffer.from(mail, "latin1") : mail,
  });

const waitingIn = (directory: string): unknown =>
  openRaw(databaseIn(directory)).prepare("SELECT count(*) FROM spool").pluck().get();

describe("a mail in the spool", () => {
  it("is recorded as of when it came, for each address that it came to", async () => {
    const store = temporaryStore();
    putIntoSpool(store, arrivalOf(bounceMail(1), { extensions: '["r1=remote.test", "n2"]' }));
    await readSpool(store, DEFAULTS, NOON + 1000);
    expect(countSpooled(store)).toBe(0);
    expect(queryBounces(store, {})).toMatchObject([{ recipient: recipientOf(1), receivedAt: NOON }]);
    expect(store.database.prepare("SELECT extension FROM report ORDER BY id").pluck().all()).toEqual([
      "r1=remote.test",
      "n2",
    ]);
  });

  it.each([
    ["the defaults", null, "own-notice"],
    ["hosts of its own", '{"hosts":["elsewhere.test"],"recipientDelimiter":"+","rules":[]}', "disproved"],
    ["settings that are none", '{"hosts":7}', "own-notice"],
    ["a rule that is good no more", '{"hosts":[],"recipientDelimiter":"+","rules":[{"id":"?"}]}', "own-notice"],
    ["a text that is no JSON", "{", "own-notice"],
  ])("is judged with the settings it came with: %s", async (_, context, trust) => {
    const store = temporaryStore();
    putIntoSpool(store, arrivalOf(bounceMail(1), { context }));
    await readSpool(store, { ...DEFAULTS, hosts: ["other.test"] }, NOON);
    expect(queryBounces(store, {})).toMatchObject([{ trust }]);
  });

  it("is recorded as it is when reading it fails, and stops no other", async () => {
    const store = temporaryStore();
    putIntoSpool(store, arrivalOf(`Subject: ${FATAL}\n\n`));
    putIntoSpool(store, arrivalOf(bounceMail(1)));
    await readSpool(store, DEFAULTS, NOON);
    expect(countSpooled(store)).toBe(0);
    expect(queryBounces(store, {})).toMatchObject([{ recipient: recipientOf(1) }]);
    expect(unrecognized(store, {})).toMatchObject([{ isKept: true, defects: ["unread"] }]);
  });

  it.each([
    [4, 600, "bounce"],
    [5, 599, "bounce"],
    [5, 600, "unrecognized"],
  ])("begun by %d processes and %d seconds old comes out as %s", async (tries, age, kind) => {
    const store = temporaryStore();
    putIntoSpool(store, arrivalOf(bounceMail(1)));
    store.database.exec(`UPDATE spool SET tries = ${String(tries)}`);
    await readSpool(store, DEFAULTS, NOON + age);
    expect(countSpooled(store)).toBe(0);
    expect(queryBounces(store, {})).toHaveLength(kind === "bounce" ? 1 : 0);
    expect(unrecognized(store, {})).toHaveLength(kind === "bounce" ? 0 : 1);
  });

  it("that others have begun to read comes after those that nobody has", async () => {
    const store = temporaryStore();
    for (const number of [1, 2]) putIntoSpool(store, arrivalOf(bounceMail(number)));
    store.database.exec("UPDATE spool SET tries = 1 WHERE id = 1");
    await readSpool(store, DEFAULTS, NOON);
    expect(queryBounces(store, {}).map(({ recipient }) => recipient)).toEqual([recipientOf(1), recipientOf(2)]);
  });

  it("holds no password", () => {
    withDirectory((directory) => {
      takeUp(directory, "Subject: transcript\n\n In:  AUTH PLAIN c2VjcmV0cGFzc3dvcmQ=\n");
      expect(openRaw(databaseIn(directory)).prepare("SELECT head FROM spool").pluck().get()).toSatisfy(
        (head) => Buffer.isBuffer(head) && !head.includes("c2VjcmV0") && head.includes("AUTH PLAIN"),
      );
    });
  });
});

describe("the spool is read", () => {
  const LOOKS: readonly (readonly string[])[] = [
    ["query"],
    ["report", "--always"],
    ["stats"],
    ["reclassify"],
    ["show", "1"],
  ];
  it.each(LOOKS)("by bounces %s", (...look) => {
    withDirectory((directory) => {
      takeUp(directory, bounceMail(1));
      expect(waitingIn(directory)).toBe(1);
      expect(bounces([...look, `--db=${databaseIn(directory)}`]).stderr).not.toContain("wait");
      expect(waitingIn(directory)).toBe(0);
    });
  });

  it("by the mail that has 255 before it, and by a large one", () => {
    withDirectory((directory) => {
      takeUp(directory, bounceMail(1));
      openRaw(databaseIn(directory)).exec("UPDATE sqlite_sequence SET seq = 254 WHERE name = 'spool'");
      expect(takeUp(directory, bounceMail(2)).stdout).toContain("mail 255,");
      expect(waitingIn(directory)).toBe(2);
      expect(takeUp(directory, bounceMail(3))).toMatchObject({ status: 0, stderr: "" });
      expect(waitingIn(directory)).toBe(0);
      takeUp(directory, bounceMail(4));
      expect(
        takeUp(directory, Buffer.concat([fixture("real/postfix-n1-rcpt-n1.eml"), Buffer.alloc(140_000, "x\n")])),
      ).toMatchObject({ status: 0, stderr: "" });
      expect(waitingIn(directory)).toBe(0);
      expect(jsonLines(bounces(["query", "--json", `--db=${databaseIn(directory)}`]).stdout)).toHaveLength(5);
    });
  });

  it("with the settings of the process that took the mail", () => {
    withDirectory((directory) => {
      const file = join(directory, "bounces.toml");
      writeFileSync(
        file,
        'hosts = ["elsewhere.test"]\n[[rule]]\nid = "mine"\nmatch = "User unknown"\nreason = "mailbox-full"\n',
      );
      takeUp(directory, bounceMail(1), `--config=${file}`);
      takeUp(directory, bounceMail(2));
      expect(jsonLines(bounces(["query", "--json", `--db=${databaseIn(directory)}`]).stdout)).toMatchObject([
        { recipient: recipientOf(2), trust: "own-notice", reason: "user-unknown" },
        { recipient: recipientOf(1), trust: "disproved", reason: "mailbox-full", rule: "admin:mine" },
      ]);
    });
  });

  it.skipIf(process.getuid?.() !== 0)("by nobody who may not write: he sees the rest and is told", () => {
    withDirectory((directory) => {
      takeUp(directory, bounceMail(1));
      bounces(["stats", `--db=${databaseIn(directory)}`]);
      takeUp(directory, bounceMail(2));
      chmodSync(directory, 0o777);
      chmodSync(databaseIn(directory), 0o644);
      const run = bounces(["query", "--json", `--db=${databaseIn(directory)}`], { uid: 65_534 });
      expect(run.status).toBe(0);
      expect(run.stderr).toMatch(/^bounces: 1 mail waits to be read and is not part of this: /);
      expect(jsonLines(run.stdout)).toMatchObject([{ recipient: recipientOf(1) }]);
      expect(bounces(["stats", `--db=${databaseIn(directory)}`], { uid: 65_534 }).stdout).toContain(
        "waiting       1 to be read",
      );
    });
  });
});

describe("processes at the same spool", { timeout: 60_000 }, () => {
  const ENVIRONMENT = { PATH: "/usr/bin:/bin", BOUNCES_CONFIG: "" };

  async function look(directory: string, killedAfter: number | null): Promise<boolean> {
    const child = spawn(process.execPath, [BIN, "query", `--db=${databaseIn(directory)}`], {
      stdio: "ignore",
      env: ENVIRONMENT,
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
    const database = openRaw(databaseIn(directory));
    const copy = database.prepare(
      "INSERT INTO spool (received, size, extensions, head) SELECT received, size, extensions, ? FROM spool WHERE id = 1",
    );
    database.transaction(() => {
      for (let number = 1; number < count; number += 1) copy.run(Buffer.from(bounceMail(number), "latin1"));
    })();
    return directory;
  }

  it("record each mail once when they read at the same time", async () => {
    const directory = filled(600);
    await Promise.all(Array.from({ length: 6 }, () => look(directory, null)));
    expectEachOnce(directory, 600);
  });

  it("lose none and record none twice when they are killed over it", async () => {
    const directory = filled(600);
    let kills = 0;
    for (let round = 0; round < 8; round += 1)
      if (await look(directory, 150 + 40 * round + Math.random() * 40)) kills += 1;
    expect(kills).toBeGreaterThan(0);
    expectEachOnce(directory, 600);
  });
});
