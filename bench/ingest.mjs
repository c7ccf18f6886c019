/**
 * What one `ingest` costs: user + system CPU of the process, and its peak memory, against an empty script under the same
 * node, interleaved. Each process gets a standard Postfix notification of its own, commits it, reads it, judges it and records
 * it; once with nothing set but the database, once with a configuration file that names the mail server. Then a wave: many
 * messages, so many processes at a time; every one must print its verdict, and all must be recorded when the last has ended.
 *
 *   npm run build && node bench/ingest.mjs [RUNS] [--wave MESSAGES] [--mail FILE] [--bin FILE]
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const option = (name, otherwise) => {
  const at = process.argv.indexOf(name);
  return at > 0 ? process.argv[at + 1] : otherwise;
};
const runs = Number(process.argv[2]) || 40;
const waveSize = Number(option("--wave", "1000"));
const AT_A_TIME = 20;
const bin = option("--bin", join(root, "bin/bounces.cjs"));
const message = readFileSync(option("--mail", join(root, "fixtures/real/postfix-n1-rcpt-n1.eml"))).toString("latin1");
const directory = mkdtempSync(join(tmpdir(), "bounces-bench-"));
const empty = join(directory, "empty.cjs");
const peak = join(directory, "peak.cjs");
const configuration = join(directory, "bounces.toml");
writeFileSync(empty, "");
writeFileSync(configuration, 'hosts = ["mx.local.test"]\n');
writeFileSync(
  peak,
  "process.on('exit', () => require('node:fs').writeSync(2, `peak ${process.resourceUsage().maxRSS}\\n`));",
);

const ingest = (database, ...options) => [
  bin,
  "ingest",
  `--db=${join(directory, database)}`,
  ...options,
  "--extension=n1",
];
const programs = {
  "empty script": [empty],
  ingest: ingest("b.db"),
  "ingest, configured": ingest("b.db", `--config=${configuration}`),
};
const env = { PATH: "/usr/bin:/bin", BOUNCES_CONFIG: "", TIMEFORMAT: "cpu %U %S" };

/** A message of its own each time, about a recipient of its own. */
let number = 0;
const nextMessage = () => {
  number += 1;
  const hex = number.toString(16).toUpperCase();
  const own = message
    .replace(/^(Message-Id: <)/m, `$1${number}.`)
    .replace(/^(X-Postfix-Queue-ID: )/m, `$1${hex}`)
    .replaceAll("rcpt-550-5.1.1@", `r${number}@`);
  return Buffer.from(own, "latin1");
};

/** bash's time reads the kernel's account of the finished child, to the millisecond. */
const timed = (args) => ["--norc", "-c", 'time "$0" "$@"', process.execPath, ...args];
const cpuIn = (text) => {
  const [, user, system] = /cpu ([\d.]+) ([\d.]+)/.exec(text) ?? [];
  return (Number(user) + Number(system)) * 1000;
};

function cpu(args, input) {
  const { stderr, status } = spawnSync("bash", timed(args), { input, env, encoding: "utf8" });
  if (status !== 0) throw new Error(`failed: ${stderr}`);
  return cpuIn(stderr);
}

function memory(args, input) {
  const { stderr } = spawnSync(process.execPath, ["--require", peak, ...args], { input, env, encoding: "utf8" });
  return Number(/peak (\d+)/.exec(stderr)?.[1]) / 1024;
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const mean = (numbers) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

function alone() {
  const measured = Object.fromEntries(Object.keys(programs).map((name) => [name, { cpu: [], memory: [] }]));
  for (let run = 0; run < runs + 2; run++) {
    for (const [name, args] of Object.entries(programs)) {
      const used = cpu(args, nextMessage());
      const held = memory(args, nextMessage());
      if (run < 2) continue; // the first runs create the database and warm the disk's cache
      measured[name].cpu.push(used);
      measured[name].memory.push(held);
    }
  }
  const base = measured["empty script"];
  console.log(`median of ${runs}, interleaved, node ${process.version}`);
  for (const [name, { cpu: used, memory: held }] of Object.entries(measured))
    console.log(
      `${name.padEnd(18)} ${median(used).toFixed(1).padStart(6)} ms CPU = ${(median(used) / median(base.cpu)).toFixed(2)}   ${median(held).toFixed(1).padStart(6)} MB peak = ${(median(held) / median(base.memory)).toFixed(2)}`,
    );
}

async function one(args, input) {
  const child = spawn("bash", timed(args), { env, stdio: ["pipe", "pipe", "pipe"] });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (data) => (stdout += data));
  child.stderr.on("data", (data) => (stderr += data));
  child.stdin.end(input);
  const [status] = await once(child, "close");
  return { status, stdout, cpu: cpuIn(stderr) };
}

/** Both programs in turn, so many at a time. */
async function wave() {
  const jobs = Array.from({ length: waveSize }, () => ["empty", "ingest"]).flat();
  const ended = { empty: [], ingest: [] };
  const worker = async () => {
    for (let job = jobs.shift(); job !== undefined; job = jobs.shift())
      ended[job].push(job === "empty" ? await one([empty], "") : await one(ingest("wave.db"), nextMessage()));
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  const { stdout } = spawnSync(process.execPath, [bin, "stats", "--json", "--db", join(directory, "wave.db")], {
    env,
    encoding: "utf8",
  });
  const { bounces, waiting } = JSON.parse(stdout);
  const verdicts = ended.ingest.filter((run) => run.stdout.startsWith("recorded: hard user-unknown")).length;
  const deferred = ended.ingest.filter(({ status }) => status !== 0).length;
  const ratio = mean(ended.ingest.map((run) => run.cpu)) / mean(ended.empty.map((run) => run.cpu));
  console.log(
    `wave of ${waveSize}, ${AT_A_TIME} at a time: ${ratio.toFixed(2)} on average; ${verdicts} verdicts, ${bounces} recorded, ${waiting} waiting, ${deferred} deferred`,
  );
}

try {
  alone();
  if (waveSize > 0) await wave();
} finally {
  rmSync(directory, { recursive: true, force: true });
}
