/**
 * What `report` costs over a database of many bounces: CPU (user + system) and time of the whole program, over the same
 * program on a database that is all but empty, in turn. The clock is set to the end of the recorded time.
 *
 *   npm run build && node bench/report.mjs [EVENTS] [--db FILE] [--runs N]
 *
 * EVENTS (default 200,000) are made by bench/store.mjs, 25,000 a day from 2,000 senders; ten million take about half an
 * hour and 2 GB. FILE is kept, and only looked at when it is there: then EVENTS must be what it was made with.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const option = (name) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined);
const events = Number(process.argv[2]) || 200_000;
const runs = Number(option("--runs")) || 11;
const directory = mkdtempSync(join(tmpdir(), "bounces-bench-"));
const file = option("--db") ?? join(directory, "full.db");
const empty = join(directory, "empty.db");

function make(count, path) {
  const { status } = spawnSync(
    process.execPath,
    [join(root, "bench/store.mjs"), String(count), "--batch", "1000", "--db", path],
    { stdio: ["ignore", "ignore", "inherit"] },
  );
  if (status !== 0) throw new Error("bench/store.mjs failed");
}

if (!existsSync(file)) make(events, file);
make(10, empty);

/** bench/store makes 25,000 a day from 2024-01-01 on. */
const end = 1_704_067_200 + Math.ceil(events / 25_000) * 86_400;
const clock = join(directory, "clock.cjs");
writeFileSync(clock, `const now = Date.now, shift = now() - ${end} * 1000; Date.now = () => now() - shift;`);
const environment = { PATH: "/usr/bin:/bin", BOUNCES_CONFIG: "", TIMEFORMAT: "took %R %U %S" };

/** bash's time reads the kernel's account of the finished child, to the millisecond. */
function measure(args) {
  const { stderr, status } = spawnSync(
    "bash",
    [
      "--norc",
      "-c",
      'time "$0" "$@" > /dev/null',
      process.execPath,
      "--require",
      clock,
      join(root, "bin/bounces.cjs"),
      ...args,
    ],
    { env: environment, encoding: "utf8" },
  );
  const [, real, user, system] = /took ([\d.]+) ([\d.]+) ([\d.]+)/.exec(stderr) ?? [];
  if (status !== 0) throw new Error(`failed: ${stderr}`);
  return { time: Number(real) * 1000, cpu: (Number(user) + Number(system)) * 1000 };
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const forms = {
  "report --notify": ["--notify"],
  report: [],
  "report --json": ["--json"],
  "report --html --prometheus": [
    "--html",
    join(directory, "page.html"),
    "--prometheus",
    join(directory, "metrics.prom"),
  ],
};
console.log(
  `${"".padEnd(30)} ${"start".padStart(8)} ${"over it".padStart(8)}  ms CPU ${"start".padStart(8)} ${"over it".padStart(8)}  ms`,
);
for (const [name, args] of Object.entries(forms)) {
  const measured = { full: [], empty: [] };
  for (let run = 0; run <= runs; run++) {
    const pair = {
      full: measure(["report", "--db", file, ...args]),
      empty: measure(["report", "--db", empty, ...args]),
    };
    if (run > 0) for (const key of ["full", "empty"]) measured[key].push(pair[key]);
  }
  const column = (what) => {
    const start = median(measured.empty.map((one) => one[what]));
    return `${start.toFixed(0).padStart(8)} ${(median(measured.full.map((one) => one[what])) - start).toFixed(0).padStart(8)}`;
  };
  console.log(`${name.padEnd(30)} ${column("cpu")}         ${column("time")}`);
}
rmSync(directory, { recursive: true });
