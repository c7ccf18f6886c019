/** Suppression as the executable does it: add, list, why, undo, import, export, forget. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { bounces, jsonLines, withDirectory, type Run } from "../support/cli.js";
import { databaseIn } from "../support/daemon.js";
import { bounceMail, recipientOf } from "../support/mails.js";

const withDatabase = (use: (run: (...args: readonly string[]) => Run, directory: string) => void): void =>
  withDirectory((directory) => {
    const env = {
      BOUNCES_DB: databaseIn(directory),
      BOUNCES_HOSTS: "mx.local.test",
      BOUNCES_SUPPRESS_MODE: "strict",
      SUDO_USER: "anna",
    };
    bounces(["import", "-"], { input: Buffer.from(bounceMail(1), "latin1"), env });
    use((...args) => bounces(args, { env }), directory);
  });

const DEAD = recipientOf(1);

describe("bounces suppress", () => {
  it("shows what a bounce led to, and by which rule", () => {
    withDatabase((run) => {
      expect(jsonLines(run("suppress", "--json").stdout)).toMatchObject([
        { address: DEAD, state: "suppressed", scope: "*", who: "", reason: "user-unknown" },
      ]);
      const [{ events } = { events: [] }] = jsonLines(run("suppress", "why", DEAD, "--json").stdout);
      expect(events).toMatchObject([{ action: "suppress", trust: "own-notice", who: "" }]);
      expect(run("suppress", "why", "eve@example.net").stdout).toContain("nothing on record");
    });
  });

  it("changes it by hand, and back", () => {
    withDatabase((run) => {
      expect(run("suppress", "remove", DEAD, "--why", "it is back")).toMatchObject({ status: 0 });
      expect(run("export").stdout).toBe("");
      expect(run("suppress", "undo", DEAD).stdout).toBe(`${DEAD}: suppressed\n`);
      expect(run("suppress", "add", "eve@example.net", "--scope", "stream:news", "--until", "30d")).toMatchObject({
        status: 0,
      });
      expect(run("export").stdout).toBe(`${DEAD}\n`);
      expect(run("export", "--scope", "stream:news").stdout).toBe(`eve@example.net\n${DEAD}\n`);
      expect(run("suppress", "remove", "nobody@example.net")).toMatchObject({ status: 1 });
    });
  });

  it("imports what other services export, and exports it again", () => {
    withDatabase((run, directory) => {
      const file = join(directory, "list.csv");
      writeFileSync(file, 'address,code\n"a@example.net",550\nb@example.net,550\n\nnonsense\n');
      expect(run("suppress", "import", file).stdout).toBe("2 addresses suppressed\n");
      expect(run("export", "--format", "csv").stdout.split("\r\n").slice(0, 2)).toEqual([
        "address,code,error,created_at",
        expect.stringMatching(/^a@example\.net,550,by-hand,/),
      ]);
      expect(run("export", "--format", "texthash").stdout).toMatch(/^b@example\.net 550 5\.1\.1 /m);
    });
  });

  it.each([
    [["suppress", "add"], "needs an address"],
    [["suppress", "add", "x@y.example", "--scope", "everyone"], "--scope everyone"],
    [["suppress", "add", "nobody"], "must be an address"],
    [["suppress", "sync"], "suppress.map"],
  ])("%j is refused", (args, why) => {
    withDatabase((run) => {
      const { status, stderr } = run(...args);
      expect(status).toBe(64);
      expect(stderr).toContain(why);
    });
  });
});

describe("bounces forget", () => {
  it("leaves nothing of an address, and no other alone", () => {
    withDatabase((run) => {
      run("suppress", "add", "eve@example.net");
      expect(run("forget", DEAD.toUpperCase())).toMatchObject({ status: 0 });
      expect(run("query", DEAD, "--json").stdout).toBe("");
      expect(run("suppress", "why", DEAD).stdout).toContain("nothing on record");
      expect(run("export").stdout).toBe("eve@example.net\n");
      expect(run("forget", DEAD)).toMatchObject({ status: 1 });
    });
  });
});
