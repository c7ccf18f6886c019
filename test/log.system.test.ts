import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { LogLevel } from "../src/config/settings.js";
import { createLogger } from "../src/log.js";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "bounces-log-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

const logFile = (): string => join(directory, "bounces.log");
const logger = (level: LogLevel) => createLogger({ log: { level, file: logFile() } });
const lines = (name = logFile()): unknown[] =>
  readFileSync(name, "utf8")
    .trimEnd()
    .split("\n")
    .map((line): unknown => JSON.parse(line));

describe("createLogger", () => {
  it("writes one JSON object a line, with level, time, process and facts", () => {
    const log = logger("info");
    log.info("recorded", { id: 7, kind: "bounce", defects: ["size-cut"] });
    log.error("failed", { error: "disk full" });
    expect(lines()).toMatchObject([
      { level: "info", pid: process.pid, id: 7, kind: "bounce", defects: ["size-cut"], msg: "recorded" },
      { level: "error", error: "disk full", msg: "failed" },
    ]);
    expect(readFileSync(logFile(), "utf8")).toMatch(/^\{"level":"info","time":"\d{4}-\d\d-\d\dT[\d:.]+Z",/);
  });

  it("keeps to its level, and makes no file before the first line", () => {
    const log = logger("warn");
    log.debug("a");
    log.info("b");
    expect(() => statSync(logFile())).toThrow(/ENOENT/);
    log.warn("c");
    expect(lines()).toMatchObject([{ msg: "c" }]);
  });

  it("is silent at the level silent", () => {
    logger("silent").error("a");
    expect(() => statSync(logFile())).toThrow(/ENOENT/);
  });

  it("makes the file readable for the group whatever the umask is", () => {
    const umask = process.umask(0o077);
    logger("info").info("a");
    process.umask(umask);
    expect(statSync(logFile()).mode & 0o777).toBe(0o640);
  });

  it("appends, and makes hostile texts safe", () => {
    logger("info").info("one");
    logger("info").info("two\u202e", { sender: "\u001b[31m\u009b" });
    expect(lines()).toMatchObject([{ msg: "one" }, { msg: "two\\u{202e}", sender: "\\x1b[31m\\x9b" }]);
  });

  it("opens the file anew when told to", () => {
    const log = logger("info");
    log.info("before");
    const moved = join(directory, "moved.log");
    renameSync(logFile(), moved);
    log.reopen();
    log.info("after");
    expect(lines(moved)).toMatchObject([{ msg: "before" }]);
    expect(lines()).toMatchObject([{ msg: "after" }]);
  });
});

/** Runs a script against the bundled logger in a process of its own, its standard error output as the shell code says. */
const runBundled = async (script: string, redirect: string): Promise<string> => {
  const program = join(directory, "program.cjs");
  await build({
    stdin: {
      contents: `import { createLogger } from "./src/log.ts";\n${script}`,
      resolveDir: process.cwd(),
      loader: "ts",
    },
    bundle: true,
    platform: "node",
    format: "cjs",
    outfile: program,
    logLevel: "error",
  });
  return execFileSync("/bin/sh", ["-c", `"$0" "$1" ${redirect}`, process.execPath, program], {
    encoding: "utf8",
    timeout: 20_000,
  });
};

describe("the program that logs", () => {
  const script = (file: string | null, count = 1): string =>
    `const log = createLogger({ log: { level: "info", file: ${JSON.stringify(file)} } });
     for (let at = 0; at < ${count}; at += 1) log.info("line", { at });
     console.log("done");`;

  it("logs to the standard error output where a file cannot be opened, and says so once", async () => {
    const output = await runBundled(script(join(directory, "missing", "x.log"), 2), "2>&1");
    expect(output.trimEnd().split("\n")).toEqual([
      expect.stringMatching(/"level":"warn".*missing\/x\.log.*ENOENT.*the log file cannot be opened/),
      expect.stringMatching(/"at":0/),
      expect.stringMatching(/"at":1/),
      "done",
    ]);
  });

  it("survives an output that is closed or full", async () => {
    expect(await runBundled(script(null), "2>&-")).toBe("done\n");
    expect(await runBundled(script("/dev/full"), "2>/dev/null")).toBe("done\n");
    mkdirSync(join(directory, "x"));
    expect(await runBundled(script(join(directory, "x"), 5), "2>/dev/full")).toBe("done\n");
  });
});
