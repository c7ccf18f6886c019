/** What ships with the program: a crontab, units for systemd, a snippet for logrotate. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { report } from "../../src/cli/report.js";
import { BIN, ROOT } from "../support/cli.js";

const ANALYZE = "/usr/bin/systemd-analyze";
const LOGROTATE = "/usr/sbin/logrotate";
/** systemd-analyze's measure times ten: from 0, safe, to 100. */
const MOST_EXPOSED = 55;

const shipped = (name: string): string => readFileSync(join(ROOT, "packaging", name), "utf8");

function directory(): string {
  const path = mkdtempSync(join(tmpdir(), "bounces-packaging-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

/** The crontab's lines, the commented-out ones too. */
const cronLines = (): readonly string[] =>
  shipped("bounces-report.cron")
    .split("\n")
    .filter((line) => /^#?(?:\*|\d)/.test(line));

/** Each use of the report in a file, as the words behind it. */
const reportWords = (text: string): readonly string[] =>
  [...text.matchAll(/ report ((?:--|[^\s-])[^\n]*)$/gm)]
    .map(([, words = ""]) => words)
    .filter((words) => words.startsWith("--"));

describe("the example for cron", () => {
  it("has nothing but comments, variables, and lines with five times, a user and a command", () => {
    for (const line of shipped("bounces-report.cron").split("\n"))
      expect(line).toMatch(/^(?:#.*|[A-Z]+=\S+|(?:[*\d/,-]+\s+){5}bounces {2}\S.*|)$/);
    for (const line of cronLines())
      expect(line.replace(/^#/, "")).toMatch(
        /^(?:[*\d/,-]+\s+){5}bounces {2}\/usr\/bin\/node \$BOUNCES report(?: --|$)/,
      );
    expect(cronLines().length).toBeGreaterThan(2);
  });

  it("has no per cent sign, which cron takes for a line end, and ends with a line end", () => {
    expect(cronLines().join("\n")).not.toContain("%");
    expect(shipped("bounces-report.cron").endsWith("\n")).toBe(true);
  });
});

it.each(["bounces-report.cron", "bounces-report.service"])("%s notifies every quarter of an hour", (name) => {
  expect(shipped(name)).toMatch(/^(?:\*\/15 |ExecStart=).* report --mail-to root /m);
});

it.each(["bounces-report.cron", "bounces-report.service"])("%s uses options that there are", (name) => {
  const used = reportWords(shipped(name));
  expect(used.length).toBeGreaterThan(0);
  for (const words of used)
    for (const [, option = ""] of words.matchAll(/--([a-z-]+)/g)) expect(Object.keys(report.options)).toContain(option);
});

describe("the units", () => {
  /** The units in a directory of their own, with the program where it is here. */
  function installed(): readonly string[] {
    const to = directory();
    return ["bounces-report.service", "bounces-report.timer"].map((name) => {
      writeFileSync(
        join(to, name),
        shipped(name).replace(/^ExecStart=\S+ \S+/m, `ExecStart=${process.execPath} ${BIN}`),
      );
      return join(to, name);
    });
  }

  it.skipIf(!existsSync(ANALYZE))("say nothing that systemd does not understand", () => {
    const { status, stderr } = spawnSync(ANALYZE, ["verify", ...installed()], { encoding: "utf8" });
    expect(stderr).toBe("");
    expect(status).toBe(0);
  });

  it.skipIf(!existsSync(ANALYZE))("are hardened as far as a setgid sendmail lets them", () => {
    const { status, stdout } = spawnSync(
      ANALYZE,
      ["security", "--offline=true", `--threshold=${MOST_EXPOSED}`, installed()[0] ?? ""],
      { encoding: "utf8" },
    );
    expect(stdout).toContain("Overall exposure level");
    expect(status).toBe(0);
  });

  it("do not keep sendmail from handing a mail on", () => {
    expect(shipped("bounces-report.service")).not.toMatch(
      /^(?:NoNewPrivileges|PrivateNetwork|SystemCall\w+|Restrict\w+|PrivateDevices|PrivateUsers|ProtectKernel\w+|ProtectClock|ProtectHostname|LockPersonality|MemoryDenyWriteExecute|DynamicUser)=/m,
    );
  });
});

describe("the part for logrotate", () => {
  it("opens and closes its braces and scripts, and names a user wherever it must", () => {
    const text = shipped("bounces.logrotate");
    expect(text).toMatch(/^\/var\/log\/bounces\/\*\.log \{\n[^{}]*\n\}\n$/m);
    expect(text).toMatch(/^ {4}su bounces bounces$/m);
    expect(text.match(/^ {4}(?:postrotate|endscript)$/gm)).toEqual(["    postrotate", "    endscript"]);
    const script = /postrotate\n([^]*?)\n {4}endscript/.exec(text)?.[1] ?? "";
    expect(spawnSync("/bin/sh", ["-n"], { input: script, encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
  });

  it.skipIf(!existsSync(LOGROTATE))("is understood by logrotate", () => {
    const file = join(directory(), "bounces");
    const me = userInfo().username;
    writeFileSync(file, shipped("bounces.logrotate").replaceAll("bounces bounces", `${me} ${me}`), { mode: 0o644 });
    const { status, stderr } = spawnSync(LOGROTATE, ["--debug", "--state", join(directory(), "state"), file], {
      encoding: "utf8",
    });
    expect(stderr).not.toMatch(/error|unknown/i);
    expect(status).toBe(0);
  });
});
