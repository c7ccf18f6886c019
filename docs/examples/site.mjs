/**
 * The server on which the examples of README and docs/ run: a directory with a configuration, a database of the messages in
 * messages.mjs, and the files that the examples name. An example is a fenced block of the language `console`; each line
 * that begins with `$ ` is run by the shell, and what follows must be what it prints. Its database is as the example
 * before left it, and fresh for each document. Paths are those of a real installation.
 */
import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { HOST, messages, toMbox } from "./messages.mjs";

const ROOT = resolve(import.meta.dirname, "../..");
/** 2026-03-02, a Monday, 09:45 UTC: when the examples are run. */
const NOW = Date.UTC(2026, 2, 2, 9, 45) / 1000;
/** The terminal of the examples; lines that go through a pipe see none. */
const COLUMNS = 110;

const CONFIGURATION = `hosts = ["${HOST}"]\n`;

/** What stands in /usr/local/bin/bounces of the site. */
const program = `#!/bin/sh\nexec "${process.execPath}" "${join(ROOT, "bin/bounces.cjs")}" "$@"\n`;

const environment = (directory, line) => ({
  TZ: "UTC",
  PATH: `${join(directory, "usr/local/bin")}:/usr/bin:/bin`,
  NODE_OPTIONS: `--require "${join(import.meta.dirname, "clock.cjs")}"`,
  EXAMPLE_NOW: String(NOW),
  BOUNCES_CONFIG: join(directory, "etc/bounces/bounces.toml"),
  BOUNCES_DB: join(directory, "var/lib/bounces/bounces.db"),
  SUDO_USER: "anna",
  ...(/[|>]/.test(line) ? {} : { EXAMPLE_COLUMNS: String(COLUMNS) }),
});

/** What a command line prints, on both outputs, with the site's own directory left out of all paths. */
function run(directory, line) {
  const { stdout } = spawnSync("/bin/sh", ["-c", `exec 2>&1\n${line}`], {
    cwd: join(directory, "work"),
    env: environment(directory, line),
    encoding: "utf8",
    timeout: 60_000,
  });
  return stdout.replaceAll(directory, "");
}

/** Makes the site; `work` is the directory in which the commands run. */
function makeSite() {
  const directory = mkdtempSync(join(tmpdir(), "bounces-examples-"));
  for (const name of ["work", "etc/bounces", "var/lib/bounces", "usr/local/bin"])
    mkdirSync(join(directory, name), { recursive: true });
  writeFileSync(join(directory, "usr/local/bin/bounces"), program);
  chmodSync(join(directory, "usr/local/bin/bounces"), 0o755);
  writeFileSync(join(directory, "etc/bounces/bounces.toml"), CONFIGURATION);
  const work = join(directory, "work");
  const sent = messages(NOW);
  const [latest, archived] = [sent.at(-1), sent.slice(0, -1)];
  writeFileSync(join(work, "old.mbox"), toMbox(archived));
  writeFileSync(join(work, "bounce.eml"), latest.text);
  for (const name of ["strange.eml", "rules.toml"]) cpSync(join(import.meta.dirname, name), join(work, name));
  symlinkSync(join(ROOT, "fixtures"), join(work, "fixtures"));
  const imported = run(directory, "bounces import old.mbox strange.eml");
  if (!imported.includes(`new ${archived.length + 1}`)) throw new Error(`the site cannot be made: ${imported}`);
  return directory;
}

const EXAMPLE = /^```console\n([^]*?)^```$/gm;

/** A block as it should be: its commands, each followed by what it prints. */
const replay = (directory, text) =>
  text
    .split("\n")
    .filter((line) => line.startsWith("$ "))
    .map((line) => `${line}\n${run(directory, line.slice(2)).trimEnd()}\n`.replace(/\n\n$/, "\n"))
    .join("\n");

/**
 * Runs the examples of some documents.
 * @param files their paths from the project's directory
 * @yields for each document with examples its path, its text, and its text with the examples as they should be
 */
export function* replayed(files) {
  const site = makeSite();
  try {
    for (const file of files) {
      const text = readFileSync(join(ROOT, file), "utf8");
      if (text.search(EXAMPLE) < 0) continue;
      const own = mkdtempSync(join(tmpdir(), "bounces-examples-"));
      cpSync(site, own, { recursive: true, verbatimSymlinks: true });
      const current = text.replaceAll(
        EXAMPLE,
        (_, block) => `\`\`\`console
${replay(own, block)}\`\`\``,
      );
      rmSync(own, { recursive: true });
      yield { file, text, current };
    }
  } finally {
    rmSync(site, { recursive: true });
  }
}
