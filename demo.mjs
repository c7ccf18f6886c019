/**
 * Shows bounces at work, in a directory of its own that goes afterwards: two months of a small mail server's bounces
 * (docs/examples/messages.mjs) with an account that is stolen in the end, then real bounces of eight mailers
 * (fixtures/real), each handed to a process of its own as Postfix's pipe(8) does.
 *
 *   npm run demo
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HOST, messages, toMbox } from "./docs/examples/messages.mjs";

const ROOT = import.meta.dirname;
const REAL = "fixtures/real";
/** Deliveries at a time, as `maxproc` in master.cf.example. */
const PROCESSES = 4;
/** The servers on which the real bounces were made. */
const TEST_HOSTS = ["courier", "dma", "exim", "nm", "osmtpd", "sm"].map((name) => `${name}.sender.test`);

const directory = mkdtempSync(join(tmpdir(), "bounces-demo-"));
const environment = {
  ...process.env,
  BOUNCES_DB: join(directory, "bounces.db"),
  BOUNCES_CONFIG: "",
  BOUNCES_HOSTS: [HOST, "mx.local.test", ...TEST_HOSTS].join(","),
};

/** Runs `bounces ARGS` and resolves to what it prints. */
function bounces(args, input = "") {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(ROOT, "bin/bounces.cjs"), ...args], { cwd: ROOT, env: environment });
    let output = "";
    child.stdout.on("data", (data) => (output += data));
    child.stderr.on("data", (data) => (output += data));
    child.on("error", reject);
    child.on("close", (status) =>
      status === 0 ? resolve(output) : reject(new Error(`bounces ${args.join(" ")} exited ${status}: ${output}`)),
    );
    child.stdin.end(input);
  });
}

async function show(title, args) {
  console.log(`\n# ${title}\n$ bounces ${args.join(" ")}\n${(await bounces(args)).trimEnd()}`);
}

/** Hands over the files, a few at a time; resolves to what each process printed for Postfix's log, by file. */
async function deliver(files) {
  const lines = new Map();
  const waiting = [...files];
  const deliverNext = async () => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift())
      lines.set(file, await bounces(["ingest", "--sender=", "--extension="], readFileSync(join(ROOT, REAL, file))));
  };
  await Promise.all(Array.from({ length: PROCESSES }, deliverNext));
  return lines;
}

async function main() {
  const archive = join(directory, "bounces.mbox");
  writeFileSync(archive, toMbox(messages(Math.floor(Date.now() / 1000))));
  const [read = ""] = (await bounces(["import", archive])).split("\n");
  console.log(`Two months of a small server's bounces, recorded from an archive: ${read}.`);
  await show("Is an account compromised?", ["report"]);
  await show("Which addresses are dead?", [
    "query",
    "--severity",
    "hard",
    "--sender",
    "ben@example.com",
    "--limit",
    "5",
  ]);
  await show("What happened to one of them?", ["query", "lena@firm.example"]);

  const files = readdirSync(join(ROOT, REAL)).filter((file) => file.endsWith(".eml"));
  const lines = await deliver(files);
  console.log(`\n# ${files.length} real bounces of eight mailers, a process each. What Postfix logs of some:`);
  for (const file of files.filter((name) => /rcpt550\.|ldaquota|f3-/.test(name)))
    console.log(`${`${file}:`.padEnd(36)}${lines.get(file).trimEnd()}`);
  await show("Why is this one a bounce, whose is it, and how sure is that?", [
    "parse",
    join(REAL, "postfix-f3-sasl-forged-copy.eml"),
  ]);
}

try {
  await main();
} finally {
  rmSync(directory, { recursive: true, force: true });
}
