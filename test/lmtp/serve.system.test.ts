/** `bounces serve` as an administrator runs it. */
import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { BIN, bounces, fixture, jsonLines } from "../support/cli.js";
import { databaseIn, recordedIn, startDaemon, type DaemonChoices, type RunningDaemon } from "../support/daemon.js";
import { begin, onTheWire, openClient, send } from "../support/lmtp.js";

const MAIL = fixture("real/postfix-n1-rcpt-n1.eml");

function newDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "bounces-serve-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

async function start(directory: string, choices?: DaemonChoices): Promise<RunningDaemon> {
  const daemon = await startDaemon(directory, choices);
  onTestFinished(() => void daemon.process.kill("SIGKILL"));
  return daemon;
}

const check = (directory: string) => bounces(["serve", "--check", "--lmtp-socket", join(directory, "lmtp")]);

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}

describe("bounces serve", () => {
  it("records a failure once, whichever extensions it comes to, and says so in the reply", async () => {
    const directory = newDirectory();
    const daemon = await start(directory);
    const client = await daemon.client();
    const recipients = ["bounce+one@example.com", "bounce+two@example.com"];
    const [first, second] = await send(client, MAIL, recipients);
    expect(first).toMatch(/^250 2\.6\.0 recorded: hard user-unknown 5\.1\.1 rcpt-550-5\.1\.1@remote\.test/);
    expect(second).toMatch(/^250 2\.6\.0 already known/);
    expect(await send(client, MAIL, recipients)).toEqual([
      expect.stringContaining("already known"),
      expect.stringContaining("already known"),
    ]);
    expect(recordedIn(directory)).toEqual(["rcpt-550-5.1.1@remote.test"]);
    client.close();
    expect(await daemon.end("SIGTERM")).toBe(0);
    expect(daemon.log().map(({ msg }) => msg)).toEqual(["listening", "ending", "messages"]);
    expect(daemon.log().at(-1)).toMatchObject({ recorded: 1, known: 3, kept_by_mail_server: 0, level: "info" });
  });

  it("records every recipient that the extensions of one message name", async () => {
    const directory = newDirectory();
    const client = await (await start(directory)).client();
    const replies = await send(client, MAIL, [
      "bounce+ann=example.org@example.com",
      "bounce+bob=example.org@example.com",
    ]);
    expect(replies).toEqual([expect.stringContaining("2.6.0 recorded"), expect.stringContaining("2.6.0 recorded")]);
    expect(recordedIn(directory)).toEqual(["ann@example.org", "bob@example.org", "rcpt-550-5.1.1@remote.test"]);
    client.close();
  });

  it("finishes what it accepted on SIGTERM, and ends in 0 without its socket", async () => {
    const directory = newDirectory();
    const daemon = await start(directory);
    const client = await daemon.client();
    expect(await begin(client, ["bounce+one@example.com"])).toBeNull();
    const ended = daemon.end("SIGTERM");
    await expect.poll(() => daemon.log().some(({ msg }) => msg === "ending")).toBe(true);
    client.write(Buffer.from(onTheWire(MAIL), "latin1"));
    expect(await client.reply()).toMatch(/^250 /);
    expect(await client.reply()).toMatch(/^421 /);
    client.close();
    expect(await ended).toBe(0);
    expect(existsSync(join(directory, "lmtp"))).toBe(false);
    expect(recordedIn(directory)).toHaveLength(1);
  });

  it("makes a socket that its group may use and others may not", async () => {
    const directory = newDirectory();
    await start(directory);
    expect(statSync(join(directory, "lmtp")).mode & 0o777).toBe(0o660);
  });

  it("takes the place of a daemon that was killed, and not of one that lives", async () => {
    const directory = newDirectory();
    const killed = await start(directory);
    await killed.end("SIGKILL");
    expect(existsSync(join(directory, "lmtp"))).toBe(true);
    await start(directory);
    const other = bounces(["serve", "--lmtp-socket", join(directory, "lmtp"), "--db", databaseIn(directory)]);
    expect(other.status).toBe(74);
    expect(other.stderr).toContain("cannot listen on unix:");
    expect(check(directory).status).toBe(0);
  });

  it("never removes what is no socket", () => {
    const directory = newDirectory();
    writeFileSync(join(directory, "lmtp"), "precious");
    expect(bounces(["serve", "--lmtp-socket", join(directory, "lmtp"), "--db", databaseIn(directory)]).status).toBe(74);
    expect(statSync(join(directory, "lmtp")).isFile()).toBe(true);
  });

  it("listens on a port of the loopback interface as well", async () => {
    const directory = newDirectory();
    const port = await freePort();
    await start(directory, { args: ["--lmtp-port", String(port)] });
    const client = await openClient({ port });
    onTestFinished(client.close);
    expect(await send(client, MAIL, ["bounce+x@example.com"])).toEqual([expect.stringMatching(/^250 /)]);
    expect(bounces(["serve", "--check", "--lmtp-port", String(port)]).status).toBe(0);
  });

  it("does not start without a place to listen, or without a database that it can write", () => {
    const nowhere = bounces(["serve"]);
    expect(nowhere.status).toBe(64);
    expect(nowhere.stderr).toContain("nowhere to listen");
    const directory = newDirectory();
    expect(
      bounces(["serve", "--lmtp-socket", join(directory, "lmtp"), "--db", join(directory, "none/b.db")]).status,
    ).toBe(66);
    expect(existsSync(join(directory, "lmtp"))).toBe(false);
  });

  it("has a health check that ends in 75 when nobody answers", async () => {
    const directory = newDirectory();
    expect(check(directory).status).toBe(75);
    const mute = createServer(() => undefined);
    await new Promise<void>((resolve) => mute.listen(join(directory, "lmtp"), resolve));
    onTestFinished(() => void mute.close());
    expect(check(directory).status).toBe(75);
  });

  it("logs a line for each message at level debug, and opens a moved log anew on SIGHUP", async () => {
    const directory = newDirectory();
    const file = join(directory, "log");
    const daemon = await start(directory, { env: { BOUNCES_LOG_FILE: file, BOUNCES_LOG_LEVEL: "debug" } });
    const client = await daemon.client();
    await send(client, MAIL, ["bounce+one@example.com"]);
    renameSync(file, `${file}.1`);
    daemon.process.kill("SIGHUP");
    await send(client, MAIL, ["bounce+two@example.com"]);
    client.close();
    await daemon.end("SIGTERM");
    const [before, after] = [`${file}.1`, file].map((name) => jsonLines(readFileSync(name, "utf8")));
    expect(before?.map(({ msg }) => msg)).toEqual(["listening", "recorded"]);
    expect(before?.[1]).toMatchObject({ level: "debug", kind: "bounce", bounces: 1, reasons: ["user-unknown"] });
    expect(after?.map(({ msg }) => msg)).toEqual(["already known", "ending", "messages"]);
  });

  it.skipIf(!existsSync("/usr/bin/systemd-socket-activate"))("takes sockets that systemd opened", async () => {
    const directory = newDirectory();
    chmodSync(directory, 0o755);
    const path = join(directory, "activated");
    const child = spawn(
      "/usr/bin/systemd-socket-activate",
      [
        `--listen=${path}`,
        "-E",
        "PATH",
        "-E",
        "BOUNCES_CONFIG=",
        process.execPath,
        BIN,
        "serve",
        "--db",
        databaseIn(directory),
      ],
      { stdio: "ignore" },
    );
    onTestFinished(() => void child.kill("SIGKILL"));
    await expect.poll(() => existsSync(path)).toBe(true);
    const client = await openClient({ path });
    expect(await send(client, MAIL, ["bounce+x@example.com"])).toEqual([expect.stringMatching(/^250 /)]);
    client.close();
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
    expect(recordedIn(directory)).toHaveLength(1);
  });

  it("needs little memory for many large mails at once", async () => {
    const directory = newDirectory();
    const daemon = await start(directory);
    const large = Buffer.concat([MAIL, Buffer.alloc(16 << 20, `${"x".repeat(76)}\r\n`)]);
    const clients = await Promise.all(Array.from({ length: 10 }, daemon.client));
    const replies = await Promise.all(
      clients.map((client, index) => send(client, large, [`bounce+${index}@example.com`])),
    );
    for (const reply of replies.flat()) expect(reply).toMatch(/^250 /);
    clients.forEach((client) => client.close());
    const peak =
      Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${daemon.process.pid ?? 0}/status`, "utf8"))?.[1]) / 1024;
    expect(peak).toBeLessThan(300);
  });
});
