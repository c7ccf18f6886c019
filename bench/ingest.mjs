/**
 * What one `ingest` costs: user + system CPU of the process, and its peak memory, against an empty script under the same
 * node, interleaved. The mail is a standard Postfix report, recorded and committed to disk each time; once with nothing set
 * but the database, once with a configuration file that names the mail server. Then what reading the mails costs whoever
 * looks at the database next.
 *
 *   npm run build && node bench/ingest.mjs [RUNS] [--mail FILE]
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const mailAt = process.argv.indexOf("--mail");
const mail = readFileSync(mailAt > 0 ? process.argv[mailAt + 1] : join(root, "fixtures/real/postfix-n1-rcpt-n1.eml"));
const runs = Number(process.argv[2]) || 40;
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

const ingest = (...options) => [
  join(root, "bin/bounces.cjs"),
  "ingest",
  `--db=${join(directory, "b.db")}`,
  ...options,
  "--extension=n1",
];
const programs = {
  "empty script": [empty],
  ingest: ingest(),
  "ingest, configured": ingest(`--config=${configuration}`),
};
const environment = { PATH: "/usr/bin:/bin", BOUNCES_CONFIG: "", TIMEFORMAT: "cpu %U %S" };

/** A mail of its own each time, as in life. */
const mailNumber = (number) =>
  Buffer.from(
    mail
      .toString("latin1")
      .replace(/^(Message-Id: <)/m, `$1${number}.`)
      .replace(/^(X-Postfix-Queue-ID: )/m, `$1${number.toString(16).toUpperCase()}`),
    "latin1",
  );

/** bash's time reads the kernel's account of the finished child, to the millisecond. */
function cpu(args, input) {
  const { stderr, status } = spawnSync(
    "bash",
    ["--norc", "-c", 'time "$0" "$@" > /dev/null', process.execPath, ...args],
    { input, env: environment, encoding: "utf8" },
  );
  const [, user, system] = /cpu ([\d.]+) ([\d.]+)/.exec(stderr) ?? [];
  if (status !== 0) throw new Error(`failed: ${stderr}`);
  return (Number(user) + Number(system)) * 1000;
}

function memory(args, input) {
  const { stderr } = spawnSync(process.execPath, ["--require", peak, ...args], {
    input,
    env: environment,
    encoding: "utf8",
  });
  return Number(/peak (\d+)/.exec(stderr)?.[1]) / 1024;
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const measured = Object.fromEntries(Object.keys(programs).map((name) => [name, { cpu: [], memory: [] }]));
let number = 0;
for (let run = 0; run < runs + 2; run++) {
  for (const [name, args] of Object.entries(programs)) {
    const used = cpu(args, mailNumber(++number));
    const held = memory(args, mailNumber(++number));
    if (run < 2) continue; // the first runs create the database and warm the disk's cache
    measured[name].cpu.push(used);
    measured[name].memory.push(held);
  }
}
// The mails wait to be read: once with them, then without.
const look = [join(root, "bin/bounces.cjs"), "stats", `--db=${join(directory, "b.db")}`];
const waiting = ((runs + 2) * 4) % 256;
const reading = (cpu(look, "") - median([1, 2, 3].map(() => cpu(look, "")))) / waiting;
rmSync(directory, { recursive: true, force: true });

const base = measured["empty script"];
console.log(`median of ${runs}, interleaved, node ${process.version}`);
for (const [name, { cpu: used, memory: held }] of Object.entries(measured))
  console.log(
    `${name.padEnd(18)} ${median(used).toFixed(1).padStart(6)} ms CPU = ${(median(used) / median(base.cpu)).toFixed(2)}   ${median(held).toFixed(1).padStart(6)} MB peak = ${(median(held) / median(base.memory)).toFixed(2)}`,
  );
console.log(
  `read later, with ${waiting} others: ${reading.toFixed(2)} ms CPU a mail = ${(reading / median(base.cpu)).toFixed(3)}`,
);
