/**
 * The exit contract of `ingest`: 0 after the commit, else 75 with a first line that begins "4.3.0 " (or death by a signal,
 * which Postfix takes for a deferral as well). A row is a way to fail; after it is mended the same mail is recorded once.
 */
import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { bounces, fixture, jsonLines, ROOT, shell, withFolder, type Run } from "../support/cli.js";

const MAIL = fixture("real/postfix-n1-rcpt-n1.eml");
const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;

const isKept = ({ status, signal, stdout }: Run): boolean =>
  signal !== null || (status === 75 && stdout.startsWith("4.3.0 "));

const ingest = (folder: string, options: Parameters<typeof bounces>[1] = {}, args: readonly string[] = []): Run =>
  bounces(["ingest", `--db=${join(folder, "b.db")}`, ...args, "--extension=n1"], { input: MAIL, ...options });

const recorded = (folder: string): number =>
  jsonLines(bounces(["query", "--json", `--db=${join(folder, "b.db")}`]).stdout).length;

/** The mail is refused with a try-again status, and recorded once when tried again without the fault. */
function expectKeptThenRecorded(folder: string, run: Run): void {
  expect(run).toSatisfy(isKept);
  expect(ingest(folder).status).toBe(0);
  expect(ingest(folder).status).toBe(0);
  expect(recorded(folder)).toBe(1);
}

/** A script loaded before the program, to make something go wrong inside it. */
function preload(folder: string, code: string): readonly string[] {
  const file = join(folder, "preload.cjs");
  writeFileSync(file, code);
  return ["--require", file];
}

/** A copy of the program as npm would install it, without what `without` names. */
function installation(folder: string, without: "dist" | "node_modules"): string {
  cpSync(join(ROOT, "bin"), join(folder, "program/bin"), { recursive: true });
  if (without !== "dist") cpSync(join(ROOT, "dist"), join(folder, "program/dist"), { recursive: true });
  return join(folder, "program/bin/bounces.cjs");
}

describe("ingest keeps the mail in Postfix's queue when", () => {
  const rows: readonly (readonly [string, (folder: string) => Run])[] = [
    ["the program is not built", (folder) => ingest(folder, { bin: installation(folder, "dist") })],
    ["the native module is missing", (folder) => ingest(folder, { bin: installation(folder, "node_modules") })],
    [
      "the native module is of another ABI",
      (folder) => {
        const bin = installation(folder, "node_modules");
        const release = join(folder, "program/node_modules/better-sqlite3/build/Release");
        mkdirSync(release, { recursive: true });
        writeFileSync(join(release, "better_sqlite3.node"), "\u007fELF of another world");
        return ingest(folder, { bin });
      },
    ],
    [
      "memory runs out",
      (folder) =>
        ingest(folder, {
          nodeOptions: preload(
            folder,
            "const hold = []; setImmediate(() => { for (;;) hold.push(new Array(1e6).fill({})); });",
          ).concat("--max-old-space-size=20"),
        }),
    ],
    [
      "something throws",
      (folder) =>
        ingest(folder, {
          nodeOptions: preload(
            folder,
            "setTimeout(() => { throw new Error('thrown\\nat a bad time') }); const fs = require('node:fs'); const { read } = fs; fs.read = (...all) => setTimeout(() => read(...all), 500);",
          ),
        }),
    ],
    [
      "a promise is rejected",
      (folder) =>
        ingest(folder, {
          nodeOptions: preload(
            folder,
            "setTimeout(() => { Promise.reject(new Error('rejected')) }); const fs = require('node:fs'); const { read } = fs; fs.read = (...all) => setTimeout(() => read(...all), 500);",
          ),
        }),
    ],
    [
      "a promise never settles",
      (folder) => ingest(folder, { nodeOptions: preload(folder, "require('node:fs').read = () => {};") }),
    ],
    [
      "something exits the process",
      (folder) => ingest(folder, { nodeOptions: preload(folder, "require('node:fs').read = () => process.exit(1);") }),
    ],
    [
      "the folder of the database is missing",
      (folder) => bounces(["ingest", `--db=${join(folder, "none/b.db")}`, "--extension=n1"], { input: MAIL }),
    ],
    ["the database is a folder", (folder) => bounces(["ingest", `--db=${folder}`, "--extension=n1"], { input: MAIL })],
    [
      "the database cannot be opened for its path",
      (folder) => bounces(["ingest", `--db=${join(folder, "x".repeat(300))}`, "--extension=n1"], { input: MAIL }),
    ],
    [
      "the file is not a database",
      (folder) => {
        writeFileSync(join(folder, "other.db"), "a letter, not a database".repeat(500));
        return bounces(["ingest", `--db=${join(folder, "other.db")}`, "--extension=n1"], { input: MAIL });
      },
    ],
    [
      "the database is somebody else's",
      (folder) => {
        const other = new Database(join(folder, "other.db"));
        other.exec("CREATE TABLE theirs (x)");
        other.close();
        const run = bounces(["ingest", `--db=${join(folder, "other.db")}`, "--extension=n1"], { input: MAIL });
        const again = new Database(join(folder, "other.db"), { readonly: true });
        expect(again.prepare("SELECT count(*) AS n FROM sqlite_schema").get()).toEqual({ n: 1 });
        again.close();
        return run;
      },
    ],
    [
      "the database is of a newer version",
      (folder) => {
        expect(ingest(folder).status).toBe(0);
        const newer = new Database(join(folder, "b.db"));
        const version = newer.pragma("user_version", { simple: true });
        newer.pragma("user_version = 9999");
        const run = ingest(folder);
        newer.pragma(`user_version = ${String(version)}`);
        newer.close();
        return run;
      },
    ],
    [
      "the database is locked",
      (folder) => {
        expect(ingest(folder).status).toBe(0);
        const holder = new Database(join(folder, "b.db"));
        holder.exec("BEGIN IMMEDIATE");
        const run = bounces(["ingest", `--db=${join(folder, "b.db")}`, "--extension=other"], {
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
      (folder) => {
        writeFileSync(join(folder, "c.toml"), "databse = '/tmp/x.db'\n");
        return ingest(folder, {}, [`--config=${join(folder, "c.toml")}`]);
      },
    ],
    [
      "the configuration is no TOML",
      (folder) => {
        writeFileSync(join(folder, "c.toml"), "database = = 3\n");
        return ingest(folder, {}, [`--config=${join(folder, "c.toml")}`]);
      },
    ],
    [
      "the configuration has a wrong rule",
      (folder) => {
        writeFileSync(join(folder, "c.toml"), "[[rule]]\nid = 'mine'\nmatch = '('\nreason = 'user-unknown'\n");
        return ingest(folder, {}, [`--config=${join(folder, "c.toml")}`]);
      },
    ],
    ["the named configuration is missing", (folder) => ingest(folder, {}, [`--config=${join(folder, "none.toml")}`])],
    ["a setting in the environment is wrong", (folder) => ingest(folder, { env: { BOUNCES_DEADLINE_MS: "soon" } })],
    ["an option is unknown", (folder) => ingest(folder, {}, ["--databse=/tmp/x.db"])],
    ["standard input is empty", (folder) => ingest(folder, { input: "" })],
    ["standard input is closed", (folder) => shell(`exec $NODE $BIN ingest --db=${folder}/b.db --extension=n1 <&-`)],
    [
      "standard input is a folder",
      (folder) => shell(`exec $NODE $BIN ingest --db=${folder}/b.db --extension=n1 < ${folder}`),
    ],
    [
      "standard input never ends",
      (folder) =>
        shell(
          `mkfifo ${folder}/in; sleep 30 > ${folder}/in & BOUNCES_BUSY_TIMEOUT_MS=100 BOUNCES_DEADLINE_MS=1000 $NODE $BIN ingest --db=${folder}/b.db --extension=n1 < ${folder}/in; s=$?; kill $!; [ $s = 137 ] && kill -9 $$; exit $s`,
        ),
    ],
    [
      "no file may grow",
      (folder) =>
        shell(
          `ulimit -f 1; $NODE $BIN ingest --db=${folder}/b.db --extension=n1 < ${ROOT}/fixtures/real/postfix-n1-rcpt-n1.eml`,
        ),
    ],
  ];

  it.each(rows)("%s", (_, fail) => {
    withFolder((folder) => {
      expectKeptThenRecorded(folder, fail(folder));
    });
  });

  it("its deadline passes, and says so", () => {
    withFolder((folder) => {
      const run = shell(
        `mkfifo ${folder}/in; sleep 30 > ${folder}/in & BOUNCES_BUSY_TIMEOUT_MS=100 BOUNCES_DEADLINE_MS=1000 $NODE $BIN ingest --db=${folder}/b.db < ${folder}/in 2> /dev/null; kill $!`,
      );
      expect(run.stdout).toBe("4.3.0 bounces: not done after 1 s\n");
    });
  });

  it.skipIf(!isRoot)("another user owns the database, its folder, or the configuration", () => {
    withFolder((folder) => {
      chmodSync(folder, 0o755);
      const unwritable = ingest(folder, { uid: NOBODY });
      expect(unwritable).toSatisfy(isKept);
      expect(ingest(folder).status).toBe(0);
      for (const mode of [0o600, 0o444]) {
        chmodSync(join(folder, "b.db"), mode);
        expect(ingest(folder, { uid: NOBODY })).toSatisfy(isKept);
      }
      writeFileSync(join(folder, "c.toml"), "", { mode: 0o600 });
      expect(ingest(folder, { uid: NOBODY }, [`--config=${join(folder, "c.toml")}`])).toSatisfy(isKept);
      expectKeptThenRecorded(folder, unwritable);
    });
  });

  it.skipIf(!isRoot)("the disk is full", () => {
    withFolder((folder) => {
      const disk = join(folder, "disk");
      mkdirSync(disk);
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=512k", "tmpfs", disk]);
      try {
        writeFileSync(join(disk, "filler"), Buffer.alloc(480 * 1024));
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
  const rows: readonly (readonly [string, (folder: string) => Run])[] = [
    [
      "without environment, home or working folder",
      (folder) =>
        shell(
          `mkdir ${folder}/gone; cd ${folder}/gone; rmdir ${folder}/gone; exec env -i $NODE $BIN ingest --db=${folder}/b.db --extension=n1 < ${ROOT}/fixtures/real/postfix-n1-rcpt-n1.eml`,
        ),
    ],
    [
      "through a symbolic link",
      (folder) =>
        shell(
          `ln -s $BIN ${folder}/link; exec $NODE ${folder}/link ingest --db=${folder}/b.db --extension=n1 < ${ROOT}/fixtures/real/postfix-n1-rcpt-n1.eml`,
        ),
    ],
    [
      "with standard output closed",
      (folder) =>
        shell(
          `exec $NODE $BIN ingest --db=${folder}/b.db --extension=n1 < ${ROOT}/fixtures/real/postfix-n1-rcpt-n1.eml >&-`,
        ),
    ],
    [
      "with nobody reading what it says",
      (folder) =>
        shell(
          `$NODE $BIN ingest --db=${folder}/b.db --extension=n1 < ${ROOT}/fixtures/real/postfix-n1-rcpt-n1.eml | true; exit \${PIPESTATUS[0]}`,
        ),
    ],
    [
      "from a slow, non-blocking pipe",
      (folder) =>
        shell(
          `(sleep 0.3; cat ${ROOT}/fixtures/real/postfix-n1-rcpt-n1.eml) | python3 -c 'import os,sys; os.set_blocking(0, False); os.execv(sys.argv[1], sys.argv[1:])' $NODE $BIN ingest --db=${folder}/b.db --extension=n1`,
        ),
    ],
    [
      "when the log cannot be written",
      (folder) => ingest(folder, { env: { BOUNCES_LOG_FILE: join(folder, "none/log"), BOUNCES_LOG_LEVEL: "debug" } }),
    ],
  ];

  it.each(rows)("%s", (_, run) => {
    withFolder((folder) => {
      expect(run(folder)).toMatchObject({ status: 0, signal: null });
      expect(recorded(folder)).toBe(1);
    });
  });

  it("called by its own name, without node before it", () => {
    withFolder((folder) => {
      const run = shell(
        `PATH=$(dirname $NODE):/usr/bin:/bin; exec $BIN ingest --db=${folder}/b.db --extension=n1 < ${ROOT}/fixtures/real/postfix-n1-rcpt-n1.eml`,
      );
      expect(run).toMatchObject({ status: 0, signal: null });
      expect(recorded(folder)).toBe(1);
    });
  });

  it("in one line of at most 100 characters that says what was recorded", () => {
    withFolder((folder) => {
      const { stdout, stderr } = ingest(folder);
      expect(stdout).toBe("recorded: mail 1, 2334 octets, extension n1\n");
      expect(stderr).toBe("");
      const long = bounces(["ingest", `--db=${join(folder, "b.db")}`, `--extension=${"\n\u001b[31m".repeat(300)}`], {
        input: MAIL,
      }).stdout;
      expect(long).toMatch(/^recorded: mail 2, [ -~]{80,90}\n$/);
      expect(long.length).toBeLessThanOrEqual(101);
    });
  });

  it("and never takes an extension for an option", () => {
    withFolder((folder) => {
      const env = { BOUNCES_DB: join(folder, "b.db") };
      const evil = `--db=${join(folder, "evil.db")}`;
      for (const args of [
        ["ingest", evil],
        ["ingest", `--extension=${evil}`],
        ["ingest", "--", evil],
      ])
        expect(bounces(args, { input: MAIL, env }).status).toBe(0);
      expect(existsSync(join(folder, "evil.db"))).toBe(false);
    });
  });

  it("with a dry run, which shows the reading and records nothing", () => {
    withFolder((folder) => {
      const run = ingest(folder, {}, ["--dry-run"]);
      expect(run.status).toBe(0);
      expect(run.stdout).toContain("user-unknown");
      expect(existsSync(join(folder, "b.db"))).toBe(false);
    });
  });
});
