/** `bounces doctor` as an admin runs it, on a directory of its own. */
import { chmodSync, chownSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it, vi } from "vitest";
import { BIN, bounces, fixture, jsonLines, withDirectory, type Run } from "../support/cli.js";

/** A look starts a dozen programs. */
vi.setConfig({ testTimeout: 120_000 });

const REPORT = fixture("real/postfix-n1-rcpt-n1.eml");

/** Who runs the pipe: whoever runs the tests, but never root, which Postfix refuses. */
const RUNNER = process.getuid?.() === 0 ? { username: "nobody", uid: 65_534, gid: 65_534 } : userInfo();

/** A directory as the manual wants it, with a configuration that names it. */
function prepare(
  directory: string,
  toml = 'hosts = ["mx.local.test"]\n',
): { readonly database: string; readonly config: string } {
  const data = join(directory, "data");
  mkdirSync(data);
  chmodSync(directory, 0o755);
  chownSync(data, RUNNER.uid, RUNNER.gid);
  chmodSync(data, 0o2770);
  const config = join(directory, "bounces.toml");
  writeFileSync(config, `database = "data/bounces.db"\n${toml}`);
  return { database: join(data, "bounces.db"), config };
}

/** What a Postfix set up by the example says; a later line of `main` holds. */
const MAIN = `myhostname = mx.local.test
mydomain = example.com
myorigin = example.com
mydestination = example.com
local_transport = local:
alias_maps = texthash:aliases
local_recipient_maps = texthash:aliases
transport_maps = texthash:transport
config_directory = /etc/postfix
queue_directory = /
mail_name = Postfix
recipient_delimiter = +
default_verp_delimiters = +=
notify_classes = bounce, 2bounce
bounce_notice_recipient = bounce+copy@example.com
2bounce_notice_recipient = postmaster
smtpd_sasl_authenticated_header = yes
intake_destination_recipient_limit = 1
`;

/** Postfix's programs, as of a Postfix set up by the example; `main` is added. The pipe runs the built program. */
function fakePostconf(directory: string, main = ""): string {
  const programs = join(directory, "programs");
  mkdirSync(programs);
  const answers = {
    "postconf-x": `${MAIN}${main}`,
    "postconf-M": `intake unix - n n - 4 pipe -o soft_bounce=yes flags=RX user=${RUNNER.username} null_sender= argv=${process.execPath} ${BIN} ingest --config=${directory}/bounces.toml --extension=\${extension}\n`,
    "postconf-P": "",
    "postqueue-j": "",
  };
  for (const [option, text] of Object.entries(answers)) writeFileSync(join(programs, option), text);
  for (const program of ["postconf", "postqueue"])
    writeFileSync(join(programs, program), `#!/bin/sh\nexec cat "${programs}/${program}$1"\n`, { mode: 0o755 });
  writeFileSync(
    join(programs, "postmap"),
    '#!/bin/sh\n[ "$1" = -q ] || exit 0\ncase "$2 $3" in "bounce@example.com texthash:transport") echo intake: ;; "bounce texthash:aliases") echo postmaster ;; *) exit 1 ;; esac\n',
    { mode: 0o755 },
  );
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

  it("finds messages that nobody has read", () =>
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
      expect(examine(config, path).stdout).toMatch(/^warning: spool: 1 message waits to be read since \d{4}-/m);
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
      expect(problems(run)).toEqual([
        expect.stringMatching(/^problem: configuration: .*unknown key "hsots"/),
        expect.stringMatching(/^problem: master\.cf: intake, as .*unknown key "hsots"/),
      ]);
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
      expect(problems(damaged).join("\n")).toMatch(/database .*(?:damaged|malformed).*; a backup is better/);
      writeFileSync(database, "These are notes of mine, and no database at all.\n".repeat(100));
      expect(problems(examine(config, path)).join("\n")).toMatch(/move it away, or name another file as database/);
    }));

  it("finds a directory that is missing, and one that everybody may write", () =>
    withDirectory((directory) => {
      const { config, database } = prepare(directory);
      const path = fakePostconf(directory);
      chmodSync(join(database, ".."), 0o777);
      expect(problems(examine(config, path)).join("\n")).toContain("everybody can put another database in its place");
      expect(problems(examine(config, path, `--db=${join(directory, "nowhere/b.db")}`)).join("\n")).toMatch(
        /directory .*nowhere: is not there/,
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
      for (const finding of found) expect(Object.keys(finding)).toEqual(["level", "what", "why", "advice", "command"]);
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
