/** What notifies and what only looks, with the real program: killed, cut short by a reader, and as a user who may only read. */
import { spawnSync } from "node:child_process";
import { chmodSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { BIN } from "../support/cli.js";
import { temporaryDirectory } from "./directory.js";
import { NOW, compromisedSite } from "./site.js";

/** A shell command in which $BOUNCES is the program at the moment of the site, with its database. */
function shell(command: string, database: string, options: { readonly uid?: number } = {}) {
  const clock = join(temporaryDirectory(), "clock.cjs");
  writeFileSync(clock, `const shift = Date.now() - ${NOW} * 1000, now = Date.now; Date.now = () => now() - shift;\n`);
  chmodSync(join(clock, ".."), 0o755);
  return spawnSync("/bin/bash", ["-c", command], {
    encoding: "utf8",
    env: {
      PATH: "/usr/bin:/bin",
      BOUNCES: `${process.execPath} --require ${clock} ${BIN}`,
      BOUNCES_DB: database,
      BOUNCES_CONFIG: "",
    },
    ...options,
  });
}

const NOTIFIED = /^ann@customer\.example: alert.*, new\n/;

it("report | head does not swallow the alert that --notify prints afterwards", () => {
  const { path } = compromisedSite();
  expect(shell("$BOUNCES report | head -n 1", path).stdout).toMatch(NOTIFIED);
  expect(shell("$BOUNCES report --notify", path).stdout).toMatch(NOTIFIED);
  expect(shell("$BOUNCES report --notify", path).stdout).toBe("");
});

it("--notify killed after it printed, before it marked the alert, notifies again", () => {
  const { path } = compromisedSite();
  const killed = shell("$BOUNCES report --notify --exec 'kill -KILL $PPID'; echo status $?", path);
  expect(killed.stdout).toMatch(NOTIFIED);
  expect(killed.stdout).toContain("status 137");
  expect(shell("$BOUNCES report --notify", path).stdout).toMatch(NOTIFIED);
});

it("--notify whose reader is gone notifies again", () => {
  const { path } = compromisedSite();
  shell("$BOUNCES report --notify | (exec <&-; sleep 3)", path);
  expect(shell("$BOUNCES report --notify", path).stdout).toMatch(NOTIFIED);
});

it.skipIf(process.getuid?.() !== 0)("a user who may only read gets the report, and the database stays as it is", () => {
  const directory = temporaryDirectory();
  const database = join(directory, "bounces.db");
  compromisedSite().database.exec(`VACUUM INTO '${database}'`);
  chmodSync(database, 0o644);
  chmodSync(directory, 0o755);
  const before = statSync(database).mtimeMs;
  const { status, stdout, stderr } = shell("$BOUNCES report", database, { uid: 65_534 });
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(NOTIFIED);
  expect(statSync(database).mtimeMs).toBe(before);
  expect(shell("$BOUNCES report --notify", database, { uid: 65_534 }).status).not.toBe(0);
});
