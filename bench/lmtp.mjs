/**
 * What the daemon takes: mails per CPU second of `bounces serve` (user + system of its process), with 20 connections that
 * are reused and every mail answered after its commit is on disk (synchronous FULL): over all mails, start included, and
 * over the last three quarters, when the code has been compiled. The mails are made beforehand, and the clients do as little
 * as they can: where two processors share a core, a busy client makes the daemon's CPU seconds a fifth longer. For
 * comparison, in the same run: an empty script under the same node, which is what a process for each mail costs at the very least.
 *
 *   npm run build && node bench/lmtp.mjs [MAILS] [CONNECTIONS]
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { cpuOf, numbered, peakOf, reports, root } from "./mails.mjs";

// Fewer would be half compiler: V8 goes on optimizing for some ten thousand mails.
const total = Number(process.argv[2]) || 60_000;
const connections = Number(process.argv[3]) || 20;
const directory = mkdtempSync(join(tmpdir(), "bounces-bench-"));
const environment = { PATH: "/usr/bin:/bin", BOUNCES_CONFIG: "", BOUNCES_LOG_LEVEL: "error" };
const socketPath = join(directory, "lmtp");

const empty = join(directory, "empty.cjs");
writeFileSync(empty, "");

/** CPU seconds of twenty starts of node. */
const runEmpty = () =>
  Array.from({ length: 20 }, () => {
    const { stderr } = spawnSync("bash", ["-c", 'TIMEFORMAT="%U %S"; time "$0" "$@"', process.execPath, empty], {
      encoding: "utf8",
      env: environment,
      stdio: ["ignore", "ignore", "pipe"],
    });
    const [user, system] = stderr.trim().split(" ").map(Number);
    return user + system;
  });

// Before and after: how fast a shared machine is changes while the daemon runs.
const emptyRuns = runEmpty();
const kinds = reports();
const mails = Array.from({ length: total }, (_, number) => {
  const mail = numbered(kinds[number % kinds.length], number)
    .replace(/\r?\n/g, "\r\n")
    .replace(/^\./gm, "..");
  return {
    commands: Buffer.from(
      `MAIL FROM:<> SIZE=${mail.length}\r\nRCPT TO:<bounce+list${number % 7}@example.com>\r\nDATA\r\n`,
    ),
    text: Buffer.from(`${mail}\r\n.\r\n`, "latin1"),
  };
});

const server = spawn(
  process.execPath,
  [join(root, "bin/bounces.cjs"), "serve", "--lmtp-socket", socketPath, "--db", join(directory, "b.db")],
  { env: environment, stdio: ["ignore", "ignore", "inherit"] },
);
while (!existsSync(socketPath)) await pause(20);

const quarter = Math.floor(total / 4);
let quarterCpu = 0;
let next = 0;

/** One client: a mail after the other over one connection. Returns how many were accepted. */
async function client() {
  const socket = connect(socketPath);
  let answered = null;
  // No reply but the one to LHLO is longer than a line for each command, and each comes in one piece.
  socket.setEncoding("latin1").on("data", (text) => answered(text));
  const reply = () =>
    new Promise((resolve) => {
      answered = resolve;
    });
  await reply();
  const greeted = reply();
  socket.write("LHLO bench.example.com\r\n");
  await greeted;
  let accepted = 0;
  while (next < total) {
    const number = next++;
    if (number === quarter) quarterCpu = cpuOf(server.pid);
    const { commands, text } = mails[number];
    const goAhead = reply();
    socket.write(commands);
    if (!(await goAhead).includes("354 ")) throw new Error("DATA was refused");
    const outcome = reply();
    socket.write(text);
    if ((await outcome).startsWith("250 2.6")) accepted += 1;
  }
  socket.end("QUIT\r\n");
  return accepted;
}

const begun = performance.now();
const accepted = (await Promise.all(Array.from({ length: connections }, client))).reduce(
  (sum, count) => sum + count,
  0,
);
const seconds = (performance.now() - begun) / 1000;
const cpu = cpuOf(server.pid);
const peak = peakOf(server.pid);
server.kill("SIGTERM");
await once(server, "exit");

emptyRuns.push(...runEmpty());
emptyRuns.sort((a, b) => a - b);
rmSync(directory, { recursive: true, force: true });

const all = cpu / total;
const steady = (cpu - quarterCpu) / (total - quarter);
console.log(
  `${accepted} of ${total} mails accepted over ${connections} connections in ${seconds.toFixed(1)} s, node ${process.version}`,
);
console.log(
  `daemon: ${(1 / all).toFixed(0)} mails per CPU second, start included; ${(1 / steady).toFixed(0)} after the first quarter, ${(steady * 1000).toFixed(3)} ms CPU a mail; ${peak.toFixed(0)} MB peak`,
);
console.log(
  `empty script: ${(emptyRuns[20] * 1000).toFixed(1)} ms CPU, ${(emptyRuns[20] / steady).toFixed(0)} times a mail in the daemon`,
);
