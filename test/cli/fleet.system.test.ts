/** Hosts that share a store in PostgreSQL: every command works with it, and nothing is lost while it is away. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bounces, fixture, jsonLines, type Run } from "../support/cli.js";
import { hasPostgres, startServer, type Server } from "../support/postgres.js";
import { temporaryDirectory } from "../store/readings.js";

const MAIL = fixture("postfix/warning.eml");

describe.skipIf(!hasPostgres)("hosts that share a store", { timeout: 120_000 }, () => {
  let server: Server;
  beforeAll(() => {
    server = startServer(true);
  }, 120_000);
  afterAll(() => server.remove(), 60_000);

  /** A host with a spool of its own. */
  function host(database: string): (command: string, input?: Buffer) => Run {
    const directory = temporaryDirectory();
    const config = join(directory, "bounces.toml");
    writeFileSync(config, `database = "bounces.db"\nstore = "${server.addressOf(database)}"\n`);
    return (command, input = Buffer.alloc(0)) =>
      bounces([...command.split(" "), "--config", config, ...(command === "ingest" ? ["--"] : [])], { input });
  }

  const status = ({ status: code, stderr }: Run): unknown => [code, stderr];

  it("count a message once that came to two of them, and answer alike", () => {
    server.psql("postgres", "CREATE DATABASE fleet");
    const [one, other] = [host("fleet"), host("fleet")];
    for (const run of [one, other]) {
      const { stdout, status: code } = run("ingest", MAIL);
      expect([code, stdout]).toEqual([0, "recorded: message waits to be moved to the store\n"]);
    }
    expect(jsonLines(one("drain --json").stdout)).toEqual([{ moved: 1 }]);
    expect(jsonLines(other("drain --json").stdout)).toEqual([{ moved: 1 }]);
    expect(status(one("drain"))).toEqual([0, ""]);
    const [found, ...more] = jsonLines(one("query --json").stdout);
    expect(more).toEqual([]);
    expect(other("query --json").stdout).toBe(one("query --json").stdout);
    expect(jsonLines(one("stats --json").stdout)).toMatchObject([{ reports: 1, bounces: 1, waiting: 0 }]);
    expect(jsonLines(other(`show ${String(found?.id)} --json`).stdout)).toMatchObject([
      { bounces: [{ id: found?.id }] },
    ]);
    for (const command of ["report", "query", "stats", "reclassify", "reclassify --apply", "report --notify"])
      expect([command, status(one(command))]).toEqual([command, [0, ""]]);
    expect(one("doctor --recount").stdout).toMatch(/store .*answers, schema 1[^]*counters.*right/);
    expect(jsonLines(one("prune --older-than 1d --json").stdout)).toMatchObject([{ reports: 0 }]);
  });

  it("keep what comes while the store is away, and move it on afterwards", () => {
    server.psql("postgres", "CREATE DATABASE away");
    const run = host("away");
    server.kill();
    expect(run("ingest", MAIL).status).toBe(0);
    const { status: code, stderr } = run("drain");
    expect([code, stderr]).toEqual([
      75,
      expect.stringMatching(/^bounces: postgres:\/\/bounces@\/away: connect [^\n]*\n$/),
    ]);
    expect(run("doctor").stdout).toContain("postgres://bounces@/away");
    server.start();
    expect(jsonLines(run("drain --json").stdout)).toEqual([{ moved: 1 }]);
    expect(jsonLines(run("query --json").stdout)).toHaveLength(1);
  });
});
