/**
 * Spoils the fixtures and reads what comes of it, as often as one likes, each mail the way `ingest` would (general parser
 * included), and measures: never a throw, always a reading, no mail over a second of CPU or 100 MB over the base.
 *
 *   node bench/fuzz.mjs [--mails 20000] [--seed 1] [--save FOLDER] [--originals FOLDER]
 *
 * Mails that break a bound are saved in FOLDER (fuzz-findings under the temporary directory unless told), beside a file that
 * says what was done to them. The slowest and those that took most memory are read again, each in a process of its own.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { build } from "esbuild";
import { root } from "./core.mjs";

const { values } = parseArgs({
  options: {
    mails: { type: "string", default: "20000" },
    seed: { type: "string", default: "1" },
    save: { type: "string", default: join(tmpdir(), "fuzz-findings") },
    originals: { type: "string", default: join(root, "fixtures") },
  },
});
const mails = Number(values.mails);
const seed = Number(values.seed);

const SECOND = 1_000;
const MEGABYTE = 1 << 20;
const MOST_MEMORY = 100 * MEGABYTE;
/** A mail that takes this long hangs: the worker is ended. */
const HANG = 20 * SECOND;
/** So many of the slowest are told and measured once more. */
const TOLD = 10;

// Beside the packages that it imports.
const cache = join(root, "node_modules/.cache");
mkdirSync(cache, { recursive: true });
const directory = mkdtempSync(join(cache, "fuzz-"));
const bundle = join(directory, "worker.mjs");
await build({
  entryPoints: [join(root, "bench/fuzz/worker.ts")],
  outfile: bundle,
  bundle: true,
  platform: "node",
  format: "esm",
  logLevel: "warning",
  packages: "external",
});

mkdirSync(values.save, { recursive: true });
const findings = [];
const save = ({ number, mail, from, done, problems }) => {
  const name = join(values.save, `${seed}-${number}`);
  writeFileSync(`${name}.eml`, Buffer.from(mail, "latin1"));
  writeFileSync(
    `${name}.txt`,
    `seed ${seed}, mail ${number}, from ${from}\n${done.join(", ")}\n${problems.join("\n")}\n`,
  );
  findings.push({ number, problems });
  console.log(`mail ${number} (${done.join(", ")}): ${problems[0].split("\n").slice(0, 2).join(" ")}`);
};

/** Reads mails `from` to the last in a worker; answers the number of one that hung, or null. */
const run = (from, slowest) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(bundle, {
      argv: ["many", values.originals, seed, from, mails],
      resourceLimits: { maxOldGenerationSizeMb: 1024 },
    });
    let current = from;
    let beat = Date.now();
    const guard = setInterval(() => {
      if (Date.now() - beat < HANG) return;
      clearInterval(guard);
      void worker.terminate().then(() => resolve(current));
    }, SECOND);
    worker.on("message", (message) => {
      beat = Date.now();
      if (message.type === "finding") save(message);
      else if (message.type === "slow") slowest.push(message);
      else current = message.number;
      if (message.type === "beat" && process.stdout.isTTY) process.stdout.write(`\r${current} of ${mails} mails`);
    });
    worker.on("error", (error) => {
      clearInterval(guard);
      reject(error);
    });
    worker.on("exit", () => {
      clearInterval(guard);
      resolve(null);
    });
  });

/** "make": the mail and what was done to it; "measure": also CPU milliseconds and bytes of memory it takes, beside those of its process. */
function inProcess(what, number) {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [bundle, what, values.originals, seed, number].map(String),
    { encoding: "utf8", maxBuffer: 1 << 26 },
  );
  if (status !== 0) return { cpu: Infinity, memory: Infinity, error: stderr.slice(0, 500) };
  return JSON.parse(stdout);
}

const start = process.cpuUsage();
const slowest = [];
let from = 0;
for (;;) {
  const hung = await run(from, slowest);
  if (hung === null) break;
  const { mail, from: original, done } = inProcess("make", hung);
  save({ number: hung, mail, from: original, done, problems: [`takes more than ${HANG / SECOND} s`] });
  from = hung + 1;
}
const { user, system } = process.cpuUsage(start);

slowest.sort((a, b) => b.cpu - a.cpu);
const largest = slowest.toSorted((a, b) => b.heap - a.heap).slice(0, TOLD);
console.log(
  `\n${mails} mails of seed ${seed}, ${((user + system) / 1e6).toFixed(0)} s CPU; the slowest, and the largest, each once more in a cold process:`,
);
for (const one of [...new Set([...slowest.slice(0, TOLD), ...largest])]) {
  const { cpu, memory, mail, from: original, done, error } = inProcess("measure", one.number);
  console.log(
    `${one.cpu.toFixed(0).padStart(6)} ms, cold ${cpu.toFixed(0).padStart(5)} ms, ${(memory / MEGABYTE).toFixed(0).padStart(4)} MB  mail ${one.number}: ${original}: ${done?.join(", ")} (${mail?.length} bytes)`,
  );
  const problems = [
    cpu > SECOND && `takes ${cpu.toFixed(0)} ms`,
    memory > MOST_MEMORY && `takes ${(memory / MEGABYTE).toFixed(0)} MB`,
    error,
  ].filter(Boolean);
  if (problems.length > 0) save({ number: one.number, mail: mail ?? "", from: original, done: done ?? [], problems });
}
rmSync(directory, { recursive: true });
console.log(findings.length === 0 ? "nothing found" : `${findings.length} findings in ${values.save}`);
process.exitCode = findings.length === 0 ? 0 : 1;
