/** See bench/postfix.mjs. */
import { chmodSync, chownSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { foldersOf } from "../../test/postfix/base.js";
import { submit } from "../../test/postfix/client.js";
import { installNode, installProgram } from "../../test/postfix/install.js";
import { examplePart, substitute } from "../../test/postfix/example.js";
import { makeRoot, startPostfix } from "../../test/postfix/instance.js";
import { areEmpty } from "../../test/postfix/queue.js";
import { mustRun } from "../../test/postfix/run.js";
import { until } from "../../test/postfix/wait.js";
import { startDaemon } from "../../test/support/daemon.js";
import { bounceMail } from "../../test/support/mails.js";

const total = Number(process.argv[2]) || 2_000;
/** Sessions that hand mail to Postfix at the same time. */
const SESSIONS = 10;
const LIMIT_MS = 3_600_000;
/** Whom pipe(8) runs the program as: every Debian has it. */
const USER = "mail";

const root = makeRoot();
const directories = foldersOf(root);
const idOf = async (flag: string, user: string): Promise<number> => Number(await mustRun("id", [flag, user]));

/** A directory that this user or group may write to. */
function makeDirectory(name: string, uid: number, gid: number): string {
  const directory = join(root, name);
  mkdirSync(directory);
  chownSync(directory, uid, gid);
  chmodSync(directory, 0o2770);
  return directory;
}

/** What pipe(8) runs: node, with its CPU time noted. */
async function timedNode(log: string): Promise<string> {
  const node = await installNode(join(root, "bin"), { uid: await idOf("-u", USER), gid: await idOf("-g", USER) });
  const script = join(root, "timed-node");
  writeFileSync(script, `#!/bin/bash\nTIMEFORMAT="cpu %U %S"\n{ time ${node} "$@"; } 2>> ${log}\n`, { mode: 0o755 });
  return script;
}

/** User and system CPU in seconds of a process that runs. */
function cpuOf(pid: number): number {
  const fields = (readFileSync(`/proc/${pid}/stat`, "latin1").split(") ")[1] ?? "").split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** The CPU seconds that the timed nodes noted. */
const notedCpu = (log: string): number[] =>
  readFileSync(log, "latin1")
    .split("\n")
    .flatMap(
      (line) =>
        /^cpu ([\d.]+) ([\d.]+)$/
          .exec(line)
          ?.slice(1, 3)
          .map(Number)
          .reduce((sum, part) => sum + part, 0) ?? [],
    );

const pipeDirectory = makeDirectory("pipe", await idOf("-u", USER), await idOf("-g", USER));
const lmtpDirectory = makeDirectory("lmtp", 0, await idOf("-g", "postfix"));
chmodSync(lmtpDirectory, 0o2750);
const log = join(pipeDirectory, "cpu.log");
const program = join(root, "lib/bounces");
installProgram(program);
const postfix = await startPostfix(root, 1, {
  mainCf: `smtpd_sasl_auth_enable = no\nrecipient_delimiter = +\ntransport_maps = texthash:${directories.config}/transport\nbounce-intake_destination_recipient_limit = 1\n`,
  masterCf: `bounce-intake unix - n n - - pipe
  flags=RX user=${USER}:${USER} null_sender=
  argv=${await timedNode(log)} ${program}/bin/bounces.cjs ingest --db=${pipeDirectory}/b.db --extension=\${extension}
${examplePart("lmtp master.cf")}`,
  files: {
    transport: `pipe@example.com bounce-intake:\n${substitute(examplePart("lmtp transport"), { "bounce@": "lmtp@", "private/bounces-lmtp": `${lmtpDirectory}/lmtp` })}`,
    aliases: "pipe: root\nlmtp: root\npostmaster: root\n",
  },
});

/** Hands all mails to Postfix and waits until they are delivered. Seconds that took. */
async function deliverAll(to: string): Promise<number> {
  const begun = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: SESSIONS }, async () => {
      for (let number = next++; number < total; number = next++)
        await submit({
          port: postfix.port,
          from: "",
          to: [`${to}+m${number}@example.com`],
          message: bounceMail(number),
        });
    }),
  );
  await until("empty queues", LIMIT_MS, () => (areEmpty(directories.queue) ? true : null));
  return (performance.now() - begun) / 1000;
}

/** How many bounces are recorded, by the program itself. */
async function recordedIn(directory: string): Promise<string> {
  const printed = await mustRun(process.execPath, [
    join(program, "bin/bounces.cjs"),
    "stats",
    "--db",
    join(directory, "b.db"),
  ]);
  return /^bounces +(\d+)$/m.exec(printed)?.[1] ?? "none";
}

const milliseconds = (seconds: number): string => `${(seconds * 1000).toFixed(2)} ms`;

try {
  const daemon = await startDaemon(lmtpDirectory, { env: { BOUNCES_LOG_LEVEL: "error" } });
  const pid = daemon.process.pid ?? 0;
  const before = cpuOf(pid);
  const lmtpSeconds = await deliverAll("lmtp");
  const lmtp = (cpuOf(pid) - before) / total;
  await daemon.end("SIGTERM");
  const pipeSeconds = await deliverAll("pipe");
  const noted = notedCpu(log);
  const pipe = noted.reduce((sum, cpu) => sum + cpu, 0) / noted.length;
  console.log(`${total} bounces through Postfix, node ${process.version}; processes for mails: ${noted.length}`);
  console.log(
    `pipe: ${milliseconds(pipe)} CPU a mail, all in ${pipeSeconds.toFixed(0)} s, recorded ${await recordedIn(pipeDirectory)}`,
  );
  console.log(
    `lmtp: ${milliseconds(lmtp)} CPU a mail, all in ${lmtpSeconds.toFixed(0)} s, recorded ${await recordedIn(lmtpDirectory)}: ${(pipe / lmtp).toFixed(0)} times less CPU`,
  );
} finally {
  await postfix.stop();
  rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
