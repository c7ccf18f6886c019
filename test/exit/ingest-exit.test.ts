/**
 * The exit contract of `ingest`: 0 after the commit, else 75 with a first line that begins "4.3.0 " (or death by a signal,
 * which Postfix takes for a deferral as well). A row is a way to fail; after it is mended the same mail is recorded once.
 */
import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { bounces, fixture, jsonLines, ROOT, shell, withDirectory, type Run } from "../support/cli.js";

const MAIL = fixture("real/postfix-n1-rcpt-n1.eml");
const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;

const isKept = ({ status, signal, stdout }: Run): boolean =>
  signal !== null || (status === 75 && stdout.startsWith("4.3.0 "));

const ingest = (directory: string, options: Parameters<typeof bounces>[1] = {}, args: readonly string[] = []): Run =>
  bounces(["ingest", `--db=${join(directory, "b.db")}`, ...args, "--extension=n1"], { input: MAIL, ...options });

const recorded = (directory: string): number =>
  jsonLines(bounces(["query", "--json", `--db=${join(directory, "b.db")}`]).stdout).length;

/** The mail is refused with a try-again status, and recorded once when tried again without the fault. */
function expectKeptThenRecorded(directory: string, run: Run): void {
  expect(run).toSatisfy(isKept);
  expect(ingest(directory).status).toBe(0);
  expect(ingest(directory).status).toBe(0);
  expect(recorded(directory)).toBe(1);
}

/** A script loaded before the program, to make something go wrong inside it. */
function preload(directory: string, code: string): readonly string[] {
  const file = join(directory, "preload.cjs");
  writeFileSync(file, code);
  return ["--require", file];
}

/** A copy of the program as npm would install it, without what `without` names. */
function installation(directory: string, without: "dist" | "node_modules"): string {
  cpSync(join(ROOT, "bin"), join(directory, "program/bin"), { recursive: true });
  if (without !== "dist") cpSync(join(ROOT, "dist"), join(directory, "program/dist"), { recursive: true });
  return join(directory, "program/bin/bounces.cjs");
}

describe("ingest keeps the mail in Postfix's queue when", () => {
  const rows: readonly (readonly [string, (directory: string) => Run])[] = [
    ["the program is not built", (directory) => ingest(directory, { bin: installation(directory, "dist") })],
    [
      "the native module is missing",
      (directory) => ingest(directory, { bin: installation(directory, "node_modules") }),
    ],
    [
      "the native module is of another ABI",
      (directory) => {
        const bin = installation(directory, "node_modules");
        const release = join(directory, "program/node_modules/better-sqlite3/build/Release");
        mkdirSync(release, { recursive: true });
        writeFileSync(join(release, "better_sqlite3.node"), "\u007fELF of another world");
        return ingest(directory, { bin });
      },
    ],
    [
      "memory runs out",
      (directory) =>
        ingest(directory, {
          nodeOptions: preload(
            directory,
            "const hold = []; setImmediate(() => { for (;;) hold.push(new Array(1e6).fill({})); });",
          ).concat("--max-old-space-size=20"),
        }),
    ],
    [
      "something throws",
      (directory) =>
        ingest(directory, {
          nodeOptions: preload(
            directory,
            "setTimeout(() => { throw new Error('thrown\\nat a bad time') }); const fs = require('node:fs'); const { read } = fs; fs.read = (...all) => setTimeout(() => read(...all), 500);",
          ),
        }),
    ],
    [
      "a promise is rejected",
      (directory) =>
        ingest(directory, {
          nodeOptions: preload(
            directory,
            "setTimeout(() => { Promise.reject(new Error('rejected')) }); const fs = require('node:fs'); const { read } = fs; fs.read = (...all) => setTimeout(() => read(...all), 500);",
          ),
        }),
    ],
    [
      "a promise never settles",
      (directory) => ingest(directory, { nodeOptions: preload(directory, "require('node:fs').read = () => {};") }),
    ],
    [
      "something exits the process",
      (directory) =>
        ingest(directory, { nodeOptions: preload(directory, "require('node:fs').read = () => process.exit(1);") }),
    ],
    [
      "the directory of the database is missing",
      (directory) => bounces(["ingest", `--db=${join(directory, "none/b.db")}`, "--extension=n1"], { input: MAIL }),
    ],
    [
      "the database is a directory",
      (directory) => bounces(["ingest", `--db=${directory}`, "--extension=n1"], { input: MAIL }),
    ],
    [
      "the database cannot be opened for its path",
      (directory) => bounces(["ingest", `--db=${join(directory, "x".repeat(300))}`, "--extension=n1"], { input: MAIL }),
    ],
    [
      "the file is not a database",
      (directory) => {
        writeFileSync(join(directory, "other.db"), "a letter, not a database".repeat(500));
        return bounces(["ingest", `--db=${join(directory, "other.db")}`, "--extension=n1"], { input: MAIL });
      },
    ],
    [
      "the database is somebody else's",
      (directory) => {
        const other = new Database(join(directory, "other.db"));
        other.exec("CREATE TABLE theirs (x)");
        other.close();
        const run = bounces(["ingest", `--db=${join(directory, "other.db")}`, "--extension=n1"], { input: MAIL });
        const again = new Database(join(directory, "other.db"), { readonly: true });
        expect(again.prepare("SELECT count(*) AS n FROM sqlite_schema").get()).toEqual({ n: 1 });
        again.close();
        return run;
      },
    ],
    [
      "the database is of a newer version",
      (directory) => {
        expect(ingest(directory).status).toBe(0);
        const newer = new Database(join(directory, "b.db"));
        const version = newer.pragma("user_version", { simple: true });
        newer.pragma("user_version = 9999");
        const run = ingest(directory);
        newer.pragma(`user_version = ${String(version)}`);
        newer.close();
        return run;
      },
    ],
    [
      "the database is locked",
      (directory) => {
        expect(ingest(directory).status).toBe(0);
        const holder = new Database(join(directory, "b.db"));
        holder.exec("BEGIN IMMEDIATE");
        const run = bounces(["ingest", `--db=${join(directory, "b.db")}`, "--extension=other"], {
          input: MAIL,
          env: { BOUNCES_BUSY_TIMEOUT_MS: "100" },
        });
        holder.exec("ROLLBACK");
        holder.close();
        return run;
      },
    ],
    [
      "the configuration has an unknown key",
      (directory) => {
        writeFileSync(join(directory, "c.toml"), "databse = '/tmp/x.db'\n");
        return ingest(directory, {}, [`--config=${join(directory, "c.toml")}`]);
      },
    ],
    [
      "the configuration is no TOML",
      (directory) => {
        writeFileSync(join(directory, "c.toml"), "database = = 3\n");
        return ingest(directory, {}, [`--config=${join(directory, "c.toml")}`]);
      },
    ],
    [
      "the configuration has a wrong rule",
      (directory) => {
        writeFileSync(join(directory, "c.toml"), "[[rule]]\nid = 'mine'\nmatch = '('\nreason = 'user-unknown'\n");
        return ingest(directory, {}, [`--config=${join(directory, "c.toml")}`]);
      },
    ],
    [
      "the named configuration is missing",
      (directory) => ingest(directory, {}, [`--config=${join(directory, "none.toml")}`]),
    ],
    [
      "a setting in the environment is wrong",
      (directory) => ingest(directory, { env: { BOUNCES_DEADLINE_MS: "soon" } }),
    ],
    ["an option is unknown", (directory) => ingest(directory, {}, ["--databse=/tmp/x.db"])],
    ["standard input is empty", (directory) => ingest(directory, { input: "" })],
    [
      "standard input is closed",
      (directory) => shell(`exec $NODE $BIN ingest --db=${directory}/b.db --extension=n1 <&-`),
    ],
    [
      "standard input is a directory",
      (directory) => shell(`exec $NODE $BIN ingest --db=${directory}/b.db --extension=n1 < ${directory}`),
    ],
    [
      "standard input never ends",
      (directory) =>
        shell(
          `mkfifo ${directory}/in; sleep 30 > ${directory}/in & BOUNCES_BUSY_TIMEOUT_MS=100 BOUNCES_DEADLINE_MS=1000 $NODE $BIN ingest --db=${directory}/b.db --extension=n1 < ${directory}/in; s=$?; kill $!; [ $s = 137 ] && kill -9 $$; exit $s`,
        ),
    ],
    [
      "no file may grow",
      (directory) =>
        shell(
          `ulimit -f 1; $NODE $BIN ingest --db=${directory}/b.db --extension=n1 < ${ROOT}/fixtures/real/postfix-n1-rcpt-n1.eml`,
        ),
    ],
  ];

  it.each(rows)("%s", (_, fail) => {
    withDirectory((directory) => {
      expectKeptThenRecorded(directory, fail(directory));
    });
  });

  it("its deadline passes, and says so", () => {
    withDirectory((directory) => {
      const run = shell(
        `mkfifo ${directory}/in; sleep 30 > ${directory}/in & BOUNCES_BUSY_TIMEOUT_MS=100 BOUNCES_DEADLINE_MS=1000 $NODE $BIN ingest --db=${directory}/b.db < ${directory}/in 2> /dev/null; kill $!`,
      );
      expect(run.stdout).toBe("4.3.0 bounces: not done after 1 s\n");
    });
  });

  it.skipIf(!isRoot)("another user owns the database, its directory, or the configuration", () => {
    withDirectory((directory) => {
      chmodSync(directory, 0o755);
      const unwritable = ingest(directory, { uid: NOBODY });
      expect(unwritable).toSatisfy(isKept);
      expect(ingest(directory).status).toBe(0);
      for (const mode of [0o600, 0o444]) {
        chmodSync(join(directory, "b.db"), mode);
        expect(ingest(directory, { uid: NOBODY })).toSatisfy(isKept);
      }
      writeFileSync(join(directory, "c.toml"), "", { mode: 0o600 });
      expect(ingest(directory, { uid: NOBODY }, [`--config=${join(directory, "c.toml")}`])).toSatisfy(isKept);
      expectKeptThenRecorded(directory, unwritable);
    });
  });

  it.skipIf(!isRoot)("the disk is full", () => {
    withDirectory((directory) => {
      const disk = join(directory, "disk");
      mkdirSync(disk);
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", disk]);
      try {
        writeFileSync(join(disk, "filler"), Buffer.alloc(2016 * 1024));
        const run = ingest(disk);
        rmSync(join(disk, "filler"));
        expectKeptThenRecorded(disk, run);
      } finally {
        execFileSync("umount", [disk]);
      }
    });
  });
});

describe("ingest records and ends in 0", () => {
  const rows: readonly (readonly [string, (directory: string) => Run])[] = [
    [
      "without environment, home or working directory",
      (directory) =>
        shell(
          `mkdir ${directory}/gone; cd ${directory}/gone; rmdir ${directory}/gone; exec env -i $NODE $BIN ingest --db=${directory}/b.db --extension=n1 < ${ROOT}/fixtures/real/postfix-n1-rcpt-n1.eml`,
        ),
    ],
    [
      "through a symbolic link",
      (directory) =>
        shell(
          `ln -s $BIN ${directory}/link; exec $NODE ${directory}/link ingest --db=${directory}/b.db --extension=n1 < ${ROOT}/fixtures/real/postfix-n1-rcpt-n1.eml`,
        ),
    ],
    [
      "with standard output closed",
      (directory) =>
        shell(
          `exec $NODE $BIN ingest --db=${directory}/b.db --extension=n1 < ${ROOT}/fixtures/real/postfix-n1-rcpt-n1.eml >&-`,
        ),
    ],
    [
      "with nobody reading what it says",
      (directory) =>
        shell(
          `$NODE $BIN ingest --db=${directory}/b.db --extension=n1 < ${ROOT}/fixtures/real/postfix-n1-rcpt-n1.eml | true; exit \${PIPESTATUS[0]}`,
        ),
    ],
    [
      "from a slow, non-blocking pipe",
      (directory) =>
        shell(
          `(sleep 0.3; cat ${ROOT}/fixtures/real/postfix-n1-rcpt-n1.eml) | python3 -c 'import os,sys; os.set_blocking(0, False); os.execv(sys.argv[1], sys.argv[1:])' $NODE $BIN ingest --db=${directory}/b.db --extension=n1`,
        ),
    ],
    [
      "when the log cannot be written",
      (directory) =>
        ingest(directory, { env: { BOUNCES_LOG_FILE: join(directory, "none/log"), BOUNCES_LOG_LEVEL: "debug" } }),
    ],
  ];

  it.each(rows)("%s", (_, run) => {
    withDirectory((directory) => {
      expect(run(directory)).toMatchObject({ status: 0, signal: null });
      expect(recorded(directory)).toBe(1);
    });
  });

  it("called by its own name, without node before it", () => {
    withDirectory((directory) => {
      const run = shell(
        `PATH=$(dirname $NODE):/usr/bin:/bin; exec $BIN ingest --db=${directory}/b.db --extension=n1 < ${ROOT}/fixtures/real/postfix-n1-rcpt-n1.eml`,
      );
      expect(run).toMatchObject({ status: 0, signal: null });
      expect(recorded(directory)).toBe(1);
    });
  });

  it("in one line of at most 100 characters that says what was recorded", () => {
    withDirectory((directory) => {
      const { stdout, stderr } = ingest(directory);
      expect(stdout).toBe("recorded: hard user-unknown 5.1.1 rcpt-550-5.1.1@remote.test from alice\n");
      expect(stderr).toBe("");
      const message = MAIL.toString("latin1").replaceAll("rcpt-550-5.1.1@", `${"long".repeat(20)}@`);
      const long = ingest(directory, { input: Buffer.from(message, "latin1") }).stdout;
      expect(long).toMatch(/^recorded: hard user-unknown 5\.1\.1 [ -~]{40,60} from alice\n$/);
      expect(long.length).toBeLessThanOrEqual(101);
    });
  });

  it("and never takes an extension for an option", () => {
    withDirectory((directory) => {
      const env = { BOUNCES_DB: join(directory, "b.db") };
      const evil = `--db=${join(directory, "evil.db")}`;
      for (const args of [
        ["ingest", evil],
        ["ingest", `--extension=${evil}`],
        ["ingest", "--", evil],
      ])
        expect(bounces(args, { input: MAIL, env }).status).toBe(0);
      expect(existsSync(join(directory, "evil.db"))).toBe(false);
    });
  });

  it("with a dry run, which shows the reading and records nothing", () => {
    withDirectory((directory) => {
      const run = ingest(directory, {}, ["--dry-run"]);
      expect(run.status).toBe(0);
      expect(run.stdout).toContain("user-unknown");
      expect(existsSync(join(directory, "b.db"))).toBe(false);
    });
  });
});
