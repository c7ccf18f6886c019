/**
 * Mails read and judged per CPU second, by one process, mails in memory, no database: what `import` and the daemon do with a
 * mail but for storing it. For scale: the CPU time of an empty script under the same node, and the mails in that time; and
 * what Sisimai makes of the same mails in a process that stays, where it is installed (Debian: libsisimai-perl).
 *
 *   node bench/parse.mjs [FOLDER ...] [--seconds N] [--slowest N]
 *
 * FOLDER: mails, one a file (.eml or .txt), at any depth; the fixtures unless told. --slowest: the mails that took longest.
 */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { loadCore, root } from "./core.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: "string", default: "2" }, slowest: { type: "string", default: "0" } },
});

const filesIn = (directory) =>
  readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(?:eml|txt)$/.test(name))
    .map((name) => join(directory, name))
    .filter((file) => statSync(file).isFile())
    .sort();

const directories = positionals.length > 0 ? positionals : [join(root, "fixtures")];
const mails = directories.flatMap((directory) =>
  filesIn(directory).map((file) => ({
    file: resolve(file),
    name: relative(directory, file),
    bytes: readFileSync(file),
  })),
);
const { readMessage, needsFallback, interpret, NO_ENVELOPE, CONTEXT } = await loadCore();

const cpuSeconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

const read = ({ bytes }) => interpret(readMessage(bytes), NO_ENVELOPE, CONTEXT);

/** Mails per CPU second of one round over all mails, as often as `seconds` takes. */
function rate(seconds) {
  const start = cpuSeconds();
  let count = 0;
  let used = 0;
  while (used < seconds) {
    for (const mail of mails) read(mail);
    count += mails.length;
    used = cpuSeconds() - start;
  }
  return count / used;
}

const emptyScript = () => {
  const runs = Array.from({ length: 15 }, () => {
    const { stderr } = spawnSync("bash", ["--norc", "-c", 'time "$0" -e 0', process.execPath], {
      encoding: "utf8",
      env: { PATH: "/usr/bin:/bin", TIMEFORMAT: "%U %S" },
    });
    const [user, system] = stderr.trim().split(" ").map(Number);
    return user + system;
  });
  return runs.sort((a, b) => a - b)[7];
};

const SISIMAI = `
  my @mails; for my $file (<STDIN>) { chomp $file; open my $mail, "<", $file or die $!; local $/; push @mails, scalar <$mail>; }
  my $best = 0;
  for (0 .. 4) {
    my ($user, $system) = times;
    for my $mail (@mails) { my $copy = $mail; eval { Sisimai->make(\\$copy, delivered => 1) }; }
    my ($u, $s) = times;
    my $rate = @mails / ($u - $user + $s - $system);
    $best = $rate if $rate > $best;
  }
  printf "%s %.0f", Sisimai->version, $best;`;

/** Sisimai's version and mails per CPU second; null where it is not installed. */
function sisimai() {
  const { status, stdout } = spawnSync("perl", ["-MSisimai", "-e", SISIMAI], {
    input: mails.map(({ file }) => file).join("\n"),
    encoding: "utf8",
  });
  const [version, rate] = status === 0 ? stdout.split(" ") : [];
  return rate === undefined ? null : { version, rate: Number(rate) };
}

const seconds = Number(values.seconds);
// A process that stays: what V8 takes to compile the program for good is not part of it.
rate(4 * seconds);
const rates = Array.from({ length: 5 }, () => rate(seconds));
const best = Math.round(Math.max(...rates));
const start = emptyScript();
const kinds = new Map();
for (const mail of mails) {
  const { kind } = read(mail);
  kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
}

const bytes = mails.reduce((sum, { bytes }) => sum + bytes.length, 0);
console.log(
  `${mails.length} mails, ${Math.round(bytes / mails.length)} bytes each: ${[...kinds].map(([kind, count]) => `${kind} ${count}`).join(", ")}`,
);
console.log(
  `${mails.filter(({ bytes }) => needsFallback(readMessage(bytes))).length} of them would also be given to the general parser, which is not part of this`,
);
console.log(
  `read and judged: ${best} mails per CPU second (best of ${rates.map(Math.round).join(", ")}), ${((best * bytes) / mails.length / 1e6).toFixed(0)} MB per CPU second`,
);
console.log(
  `node -e 0: ${(start * 1000).toFixed(1)} ms CPU, the time of ${Math.round(best * start)} mails; node ${process.version}`,
);

const peer = sisimai();
if (peer !== null)
  console.log(
    `Sisimai ${peer.version} (Perl): ${peer.rate} mails per CPU second; ours are ${(best / peer.rate).toFixed(1)} times as many`,
  );

/** Microseconds of CPU for one mail: the least of several runs of many. */
function cost(mail) {
  const rounds = Array.from({ length: 5 }, () => {
    const from = process.hrtime.bigint();
    for (let run = 0; run < 40; run++) read(mail);
    return Number(process.hrtime.bigint() - from) / 40_000;
  });
  return Math.min(...rounds);
}

const most = Number(values.slowest);
const costs = most === 0 ? [] : mails.map((mail) => ({ ...mail, cost: cost(mail) })).sort((a, b) => b.cost - a.cost);
for (const { name, bytes, cost: microseconds } of costs.slice(0, most))
  console.log(
    `${microseconds.toFixed(0).padStart(6)} µs  ${String(bytes.length).padStart(7)} bytes  ${read({ bytes }).format.padEnd(14)} ${name}`,
  );
