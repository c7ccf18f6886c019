/**
 * Reading a log of Postfix beside pflogsumm: lines per CPU second of both over the same made-up log, taken in turns, and the
 * memory that it takes. Run: `node bench/ledger.mjs [messages] [rounds]`; pflogsumm must be installed for the comparison.
 */
import { build } from "esbuild";
import { execFileSync, spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = new URL("..", import.meta.url).pathname;
const messages = Number(process.argv[2] ?? 100_000);
const rounds = Number(process.argv[3] ?? 3);

const BASE52 = "0123456789BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz";
const base52 = (number, width) => {
  let text = "";
  for (let rest = number; text.length < width; rest = Math.floor(rest / 52)) text = BASE52[rest % 52] + text;
  return text;
};
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const stamp = (at) => {
  const date = new Date(at * 1000);
  return `${MONTHS[date.getMonth()]} ${String(date.getDate()).padStart(2)} ${date.toTimeString().slice(0, 8)}`;
};

/** Lines of one message: a login, its recipients, one in five refused, with its notice. */
function* linesOf(number, at) {
  const id = (place) => `${base52(at, 6)}${base52(number * 8 + place, 4)}z${base52(number % 3000, 4)}`;
  const time = stamp(at);
  const line = (daemon, text) => `${time} mx postfix/${daemon}[${1000 + (number % 50)}]: ${text}\n`;
  const own = id(0);
  const isRefused = number % 5 === 0;
  const recipients = 1 + (number % 3 === 0 ? 1 : 0);
  const client = `host${number % 500}.isp.example[198.51.100.${number % 250}]`;
  yield line("submission/smtpd", `connect from ${client}`);
  yield line(
    "submission/smtpd",
    `${own}: client=${client}, sasl_method=PLAIN, sasl_username=user${number % 800}@example.com`,
  );
  yield line("cleanup", `${own}: message-id=<${number}.${at}@client${number % 500}.example>`);
  yield line(
    "qmgr",
    `${own}: from=<user${number % 800}@example.com>, size=${1000 + number}, nrcpt=${recipients} (queue active)`,
  );
  yield line(
    "submission/smtpd",
    `disconnect from ${client} ehlo=1 auth=1 mail=1 rcpt=${recipients} data=1 quit=1 commands=6`,
  );
  for (let place = 0; place < recipients; place += 1) {
    const domain = `example${number % 300}.org`;
    const relay = `relay=mx.${domain}[203.0.113.${number % 250}]:25, delay=0.9, delays=0.1/0/0.4/0.4`;
    yield isRefused && place === 0
      ? line(
          "smtp",
          `${own}: to=<r${number}@${domain}>, ${relay}, dsn=5.1.1, status=bounced (host mx.${domain}[203.0.113.${number % 250}] said: 550 5.1.1 <r${number}@${domain}>: Recipient address rejected: User unknown (in reply to RCPT TO command))`,
        )
      : line(
          "smtp",
          `${own}: to=<s${place}.${number}@${domain}>, ${relay}, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as ${base52(number, 11)})`,
        );
  }
  if (isRefused) {
    const notice = id(1);
    yield line("cleanup", `${notice}: message-id=<${notice}@mx.example.com>`);
    yield line("bounce", `${own}: sender non-delivery notification: ${notice}`);
    yield line("qmgr", `${notice}: from=<>, size=3000, nrcpt=1 (queue active)`);
    yield line(
      "local",
      `${notice}: to=<user${number % 800}@example.com>, relay=local, delay=0.1, delays=0.1/0/0/0, dsn=2.0.0, status=sent (delivered to mailbox)`,
    );
    yield line("qmgr", `${notice}: removed`);
  }
  yield line("qmgr", `${own}: removed`);
}

function writeLog(path) {
  const file = openSync(path, "w");
  const start = Math.floor(Date.now() / 1000) - 86_400;
  let lines = 0;
  let text = "";
  for (let number = 0; number < messages; number += 1) {
    for (const line of linesOf(number, start + Math.floor((number * 86_000) / messages))) {
      text += line;
      lines += 1;
    }
    if (text.length > 1 << 20) {
      writeSync(file, text);
      text = "";
    }
  }
  writeSync(file, text);
  closeSync(file);
  return lines;
}

const READER = `
  import { FrontReader } from "./src/ledger/front.js";
  import { Joiner } from "./src/ledger/join.js";
  import { logChunks } from "./src/ledger/follow.js";
  const options = { isFilter: () => false, filterUids: new Set(), recall: () => null };
  const fronts = new FrontReader(Date.now() / 1000);
  const joiner = new Joiner(options);
  const began = process.cpuUsage();
  let messages = 0;
  for await (const { text } of logChunks(process.argv[2], 0, true)) {
    for (let at = 0; at < text.length; ) {
      const end = text.indexOf("\\n", at);
      const front = fronts.read(text, at, end);
      if (front !== null) joiner.take(front);
      at = end + 1;
    }
    messages += joiner.changes().messages.length;
    joiner.forget();
  }
  const { user, system } = process.cpuUsage(began);
  console.log(JSON.stringify({ seconds: (user + system) / 1e6, messages, mb: process.memoryUsage().rss / 1e6 }));`;

const cpuOf = (command, args) => {
  const { stderr } = spawnSync("bash", ["-c", `TIMEFORMAT='%U %S'; time ${[command, ...args].join(" ")} > /dev/null`], {
    encoding: "utf8",
  });
  const [user = 0, system = 0] = stderr.trim().split("\n").at(-1).split(" ").map(Number);
  return user + system;
};

const directory = mkdtempSync(join(tmpdir(), "bounces-ledger-"));
try {
  const log = join(directory, "mail.log");
  const lines = writeLog(log);
  const program = join(directory, "reader.mjs");
  await build({
    stdin: { contents: READER, resolveDir: root, loader: "ts" },
    bundle: true,
    platform: "node",
    format: "esm",
    outfile: program,
  });
  const hasPflogsumm = spawnSync("which", ["pflogsumm"]).status === 0;
  for (let round = 0; round < rounds; round += 1) {
    const ours = JSON.parse(execFileSync(process.execPath, [program, log], { encoding: "utf8" }));
    const theirs = hasPflogsumm ? cpuOf("pflogsumm", [log]) : null;
    const rate = Math.round(lines / ours.seconds).toLocaleString("en");
    const times = theirs === null ? "" : `, ${(theirs / ours.seconds).toFixed(1)} times pflogsumm's`;
    console.log(`${lines} lines: ${rate} a CPU second${times}; ${ours.mb.toFixed(0)} MB`);
  }
} finally {
  if (process.env.KEEP) console.log(directory);
  else rmSync(directory, { recursive: true });
}
