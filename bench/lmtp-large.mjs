/**
 * Whether large mails stay out of the daemon's memory: CONNECTIONS (50) clients send a mail of MEGABYTES (50) each at the
 * same time; prints the peak memory of `bounces serve`.
 *
 *   npm run build && node bench/lmtp-large.mjs [CONNECTIONS] [MEGABYTES]
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { cpuOf, numbered, peakOf, reports, root } from "./mails.mjs";

const connections = Number(process.argv[2]) || 50;
const megabytes = Number(process.argv[3]) || 50;
const directory = mkdtempSync(join(tmpdir(), "bounces-bench-"));
const socketPath = join(directory, "lmtp");
const server = spawn(
  process.execPath,
  [join(root, "bin/bounces.cjs"), "serve", "--lmtp-socket", socketPath, "--db", join(directory, "b.db")],
  {
    env: { PATH: "/usr/bin:/bin", BOUNCES_CONFIG: "", BOUNCES_LOG_LEVEL: "error" },
    stdio: ["ignore", "ignore", "inherit"],
  },
);
while (!existsSync(socketPath)) await pause(20);

const [report] = reports(/^postfix-n1/);
const filler = Buffer.alloc(1 << 20, `${"x".repeat(76)}\r\n`);

async function client(number) {
  const socket = connect(socketPath);
  let text = "";
  let wake = () => undefined;
  socket.setEncoding("latin1").on("data", (data) => {
    text += data;
    wake();
  });
  const until = async (pattern) => {
    while (!pattern.test(text))
      await new Promise((resolve) => {
        wake = resolve;
      });
  };
  await until(/^220/m);
  socket.write(`LHLO bench.example.com\r\nMAIL FROM:<>\r\nRCPT TO:<bounce+${number}@example.com>\r\nDATA\r\n`);
  await until(/^354/m);
  socket.write(numbered(report, number).replace(/\r?\n/g, "\r\n"));
  for (let sent = 0; sent < megabytes; sent += 1) if (!socket.write(filler)) await once(socket, "drain");
  socket.write("\r\n.\r\n");
  await until(/^[245]\d\d 2\.6/m);
  socket.end("QUIT\r\n");
  return /^250 2\.6/m.test(text);
}

const begun = performance.now();
const accepted = (await Promise.all(Array.from({ length: connections }, (_, number) => client(number)))).filter(
  Boolean,
).length;
console.log(
  `${accepted} of ${connections} mails of ${megabytes} MB accepted in ${((performance.now() - begun) / 1000).toFixed(1)} s, node ${process.version}`,
);
console.log(`daemon: ${peakOf(server.pid).toFixed(0)} MB peak, ${cpuOf(server.pid).toFixed(1)} s CPU`);
server.kill("SIGTERM");
await once(server, "exit");
rmSync(directory, { recursive: true, force: true });
