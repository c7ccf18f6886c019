/**
 * Shows the main job on real mails: each of the bounces in fixtures/real goes through the executable as Postfix's pipe(8)
 * would hand it over, into a database of its own; then the questions an administrator asks.
 *
 *   npm run demo
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const bin = join(import.meta.dirname, "bin/bounces.cjs");
const mails = join(import.meta.dirname, "fixtures/real");
const directory = mkdtempSync(join(tmpdir(), "bounces-demo-"));
const environment = {
  ...process.env,
  BOUNCES_DB: join(directory, "bounces.db"),
  BOUNCES_CONFIG: "",
  BOUNCES_HOSTS: "mx.local.test",
};

function bounces(args, input) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
    input,
    env: environment,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`bounces ${args.join(" ")} ended in ${status}: ${stdout}${stderr}`);
  return stdout;
}

function show(title, args) {
  console.log(`\n# ${title}\n$ bounces ${args.join(" ")}\n${bounces(args).trimEnd()}`);
}

const files = readdirSync(mails)
  .filter((file) => file.endsWith(".eml"))
  .sort();
const said = files.map((file) => bounces(["ingest", "--extension="], readFileSync(join(mails, file))));
console.log(
  `${files.length} mails ingested, one process each, as Postfix's pipe(8) does. What Postfix logs of the last three:`,
);
console.log(said.slice(-3).join("").trimEnd());
show("Which addresses are dead?", ["query", "--severity", "hard", "--limit", "8"]);
show("What happened to one address?", ["query", "rcpt-550-5.1.1@remote.test", "--limit", "3"]);
show("Which account is compromised, and whose mail bounces?", ["report", "--always"]);
show("Why was this one called a bounce?", ["parse", join("fixtures/real", "postfix-f3-sasl-forged-copy.eml")]);
rmSync(directory, { recursive: true, force: true });
