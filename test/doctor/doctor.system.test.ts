/** `bounces doctor` as an admin runs it, on a directory of its own. */
import { chmodSync, chownSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { bounces, fixture, jsonLines, withDirectory, type Run } from "../support/cli.js";

const REPORT = fixture("real/postfix-n1-rcpt-n1.eml");

/** A directory as the manual wants it, with a configuration that names it. */
function prepare(
  directory: string,
  toml = 'hosts = ["mx.local.test"]\n',
): { readonly database: string; readonly config: string } {
  const data = join(directory, "data");
  mkdirSync(data);
  chownSync(data, process.getuid?.() ?? 0, process.getgid?.() ?? 0);
  chmodSync(data, 0o2770);
  const config = join(directory, "bounces.toml");
  writeFileSync(config, `database = "data/bounces.db"\n${toml}`);
  return { database: join(data, "bounces.db"), config };
}

/** A postconf that says what a Postfix set up by the example says; `main` is added. */
function fakePostconf(directory: string, main = ""): string {
  const programs = join(directory, "programs");
  mkdirSync(programs);
  const answers = {
    "-x": `recipient_delimiter = +\nnotify_classes = bounce, 2bounce\nbounce_notice_recipient = bounce+copy@example.com\n2bounce_notice_recipient = postmaster\nsmtpd_sasl_authenticated_header = yes\nintake_destination_recipient_limit = 1\n${main}`,
    "-M": "intake unix - n n - 4 pipe -o soft_bounce=yes null_sender= argv=/usr/bin/bounces ingest --extension=${extension}\n",
    "-P": "",
  };
  for (const [option, text] of Object.entries(answers)) writeFileSync(join(programs, `answer${option}`), text);
  writeFileSync(join(programs, "postconf"), `#!/bin/sh\nexec cat "${programs}/answer$1"\n`, { mode: 0o755 });
  return `${programs}:/usr/bin:/bin`;
}

const examine = (config: string, path: string, ...options: string[]): Run =>
  bounces(["doctor", `--config=${config}`, ...options], { env: { PATH: path } });
const problems = ({ stdout }: Run): string[] => stdout.split("\n").filter((line) => line.startsWith("problem: "));

describe("bounces doctor", () => {
  it("finds nothing wrong with what the manual sets up, and says so line by line", () =>
    withDirectory((directory) => {
      const { config, database } = prepare(directory);
      const path = fakePostconf(directory);
      expect(bounces(["ingest", `--config=${config}`, "--extension="], { input: REPORT }).status).toBe(0);
      const before = readFileSync(database);
      const run = examine(config, path);
      expect(run.stdout).not.toMatch(/^problem: /m);
      expect(run).toMatchObject({ status: 0, stderr: "" });
      for (const line of [
        `ok: configuration: ${config}`,
        "ok: hosts: mx.local.test",
        "ok: rules: none of your own",
        `ok: database ${database}: sound, schema 1`,
        "ok: main.cf: recipient_delimiter: +",
      ])
        expect(run.stdout).toContain(line);
      expect(readFileSync(database).equals(before)).toBe(true);
    }));

  it("finds messages that nobody has read for a day", () =>
    withDirectory((directory) => {
      const { config, database } = prepare(directory);
      const path = fakePostconf(directory);
      expect(bounces(["ingest", `--config=${config}`, "--extension="], { input: REPORT }).status).toBe(0);
      expect(examine(config, path).stdout).not.toContain("spool");
      const file = new Database(database);
      file
        .prepare(
          "INSERT INTO spool (received_at, size, extensions, tries, claimed_at, claimed_by, raw) VALUES (unixepoch() - 90000, ?, '[]', 0, 0, 0, ?)",
        )
        .run(REPORT.length, REPORT);
      file.close();
      expect(examine(config, path).stdout).toMatch(/^warning: spool: messages wait to be read since \d{4}-/m);
      expect(bounces(["report", "--notify", `--config=${config}`]).status).toBe(0);
      expect(examine(config, path).stdout).not.toContain("spool");
    }));

  it("is content where nothing is recorded yet, and leaves it so", () =>
    withDirectory((directory) => {
      const { config, database } = prepare(directory);
      const run = examine(config, fakePostconf(directory));
      expect(run.status).toBe(0);
      expect(run.stdout).toContain(`ok: database ${database}: is not there yet`);
      expect(() => readFileSync(database)).toThrow("ENOENT");
    }));

  it("goes on behind a configuration that is wrong", () =>
    withDirectory((directory) => {
      const { config, database } = prepare(directory, "hsots = []\n");
      const run = examine(config, fakePostconf(directory), `--db=${database}`);
      expect(run.status).toBe(1);
      expect(problems(run)).toHaveLength(1);
      expect(run.stdout).toMatch(/^problem: configuration: .*unknown key "hsots"/m);
      expect(run.stdout).toContain(`ok: database ${database}`);
    }));

  it("finds a damaged database, and what is none of ours", () =>
    withDirectory((directory) => {
      const { config, database } = prepare(directory);
      const path = fakePostconf(directory);
      expect(bounces(["ingest", `--config=${config}`, "--extension="], { input: REPORT }).status).toBe(0);
      const bytes = readFileSync(database);
      writeFileSync(database, Buffer.concat([bytes.subarray(0, 8_192), Buffer.alloc(bytes.length - 8_192, 7)]));
      const damaged = examine(config, path);
      expect(damaged.status).toBe(1);
      expect(problems(damaged).join("\n")).toMatch(/database .*; stop recording/);
      writeFileSync(database, "These are notes of mine, and no database at all.\n".repeat(100));
      expect(problems(examine(config, path)).join("\n")).toMatch(/name another file as database/);
    }));

  it("finds a directory that is missing, and one that everybody may write", () =>
    withDirectory((directory) => {
      const { config, database } = prepare(directory);
      const path = fakePostconf(directory);
      chmodSync(join(database, ".."), 0o777);
      expect(problems(examine(config, path)).join("\n")).toContain("everybody can put another database in its place");
      expect(problems(examine(config, path, `--db=${join(directory, "nowhere/b.db")}`)).join("\n")).toMatch(
        /directory .*nowhere: is not there.*install -d/,
      );
    }));

  it("asks Postfix, and says when Postfix does not answer", () =>
    withDirectory((directory) => {
      const { config } = prepare(directory);
      const path = fakePostconf(directory, "2bounce_notice_recipient = bounce@example.com\n");
      expect(problems(examine(config, path))).toEqual([expect.stringContaining("2bounce_notice_recipient")]);
      writeFileSync(join(directory, "programs/postconf"), "#!/bin/sh\necho fatal: bad >&2\nexit 1\n");
      expect(problems(examine(config, path))).toEqual([expect.stringContaining("postconf fails")]);
    }));

  it("tells a program the same as a person", () =>
    withDirectory((directory) => {
      const { config } = prepare(directory, "");
      const found = jsonLines(examine(config, fakePostconf(directory), "--json").stdout);
      expect(found).toContainEqual(expect.objectContaining({ level: "warning", what: "hosts" }));
      for (const finding of found) expect(Object.keys(finding)).toEqual(["level", "what", "why", "advice"]);
    }));
});

describe("bounces doctor --rules", () => {
  it("looks at the file alone", () =>
    withDirectory((directory) => {
      const file = join(directory, "rules.toml");
      writeFileSync(
        file,
        '[[rule]]\nid = "relay"\nmatch = "closed for holidays"\nreason = "mailbox-full"\nexample = "550 closed for holidays"\n',
      );
      expect(bounces(["doctor", "--rules", file])).toMatchObject({
        status: 0,
        stderr: "",
        stdout: "ok: rules: 1 of your own, 1 checked against their examples\n",
      });
    }));

  it.each([
    ['[[rule]]\nid = "relay"\nmatch = "(x+)+"\nreason = "mailbox-full"\n', "repeats a group"],
    ["rule = 5\n", "rule must be tables"],
    ["[[rule]\n", "line 1"],
  ])("finds what is wrong in %j", (text, why) =>
    withDirectory((directory) => {
      const file = join(directory, "rules.toml");
      writeFileSync(file, text);
      const run = bounces(["doctor", "--rules", file]);
      expect(run.status).toBe(1);
      expect(problems(run).join("\n")).toContain(why);
    }),
  );

  it("is a problem when the file is not there", () => {
    const run = bounces(["doctor", "--rules", "/nonexistent/rules.toml"]);
    expect(run.status).toBe(1);
    expect(run.stdout).toMatch(/^problem: rules: .*cannot read/);
  });
});
