/**
 * What an import costs: mails per CPU second of `bounces import` (user + system of the process, start included) from an
 * mbox into a new database, and its peak memory for half of the mails and for all, which shows whether it is flat: the
 * database's cache and what node compiles and keeps young are full after some thirty thousand.
 * For comparison, in the same run: an empty script under the same node.
 *
 *   npm run build && node bench/import.mjs [MAILS]
 */
import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { numbered, reports, root } from "./mails.mjs";

const total = Number(process.argv[2]) || 100_000;
const directory = mkdtempSync(join(tmpdir(), "bounces-bench-"));
const usage = join(directory, "usage.cjs");
const empty = join(directory, "empty.cjs");
writeFileSync(empty, "");
writeFileSync(
  usage,
  `process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  require("node:fs").writeSync(2, \`usage \${userCPUTime + systemCPUTime} \${maxRSS}\\n\`);
});`,
);

/** CPU seconds and peak megabytes of a run. */
function measured(args) {
  const { stderr, stdout, status } = spawnSync(process.execPath, ["--require", usage, ...args], {
    encoding: "utf8",
    env: { PATH: "/usr/bin:/bin", BOUNCES_CONFIG: "" },
  });
  const [, cpu, peak] = /usage (\d+) (\d+)/.exec(stderr) ?? [];
  if (status !== 0) throw new Error(stderr);
  return { cpu: Number(cpu) / 1e6, peak: Number(peak) / 1024, stdout };
}

function makeMbox(name, count) {
  const path = join(directory, name);
  const file = openSync(path, "w");
  const kinds = reports();
  for (let number = 0; number < count; number += 1) {
    const mail = numbered(kinds[number % kinds.length], number)
      .replace(/\r\n/g, "\n")
      .replace(/^(>*From )/gm, ">$1");
    writeSync(
      file,
      `From MAILER-DAEMON Sat Mar  1 12:00:00 2025\n${mail}${mail.endsWith("\n") ? "" : "\n"}\n`,
      null,
      "latin1",
    );
  }
  closeSync(file);
  return path;
}

const importInto = (mbox, database) =>
  measured([join(root, "bin/bounces.cjs"), "import", "--db", join(directory, database), mbox]);

const half = importInto(makeMbox("half", total / 2), "half.db");
const mbox = makeMbox("all", total);
const all = importInto(mbox, "all.db");
const again = importInto(mbox, "all.db");
const baseline = Array.from({ length: 11 }, () => measured([empty]).cpu).sort((a, b) => a - b)[5];
rmSync(directory, { recursive: true, force: true });

const each = all.cpu / total;
console.log(`${all.stdout}node ${process.version}`);
console.log(
  `import of ${total}: ${(total / all.cpu).toFixed(0)} mails per CPU second, ${(each * 1000).toFixed(3)} ms a mail (an empty script is ${(baseline * 1000).toFixed(1)} ms, ${(baseline / each).toFixed(0)} times that)`,
);
console.log(
  `the same again, nothing new: ${(total / again.cpu).toFixed(0)} mails per CPU second; ${/new 0, already known/.test(again.stdout) ? "nothing changed" : again.stdout}`,
);
console.log(`peak memory: ${half.peak.toFixed(0)} MB for ${total / 2}, ${all.peak.toFixed(0)} MB for ${total}`);
