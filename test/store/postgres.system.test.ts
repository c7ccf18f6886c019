/**
 * One definition for two engines: PostgreSQL understands the schema, and every statement that SQLite is asked. Against a
 * server of its own in a temporary directory; skipped where PostgreSQL is not installed.
 */
import { execFileSync } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { schemaStatements } from "../../src/store/ddl.js";
import type { RecordEntry } from "../../src/store/open.js";
import { countOld, pruneIdentities, pruneMails } from "../../src/store/prune.js";
import {
  changeJudgements,
  judgedBounces,
  periodSince,
  replaceReading,
  unreadMails,
} from "../../src/store/reclassify.js";
import { recordAll } from "../../src/store/record.js";
import { miscounts, repairCounters } from "../../src/store/recount.js";
import { insertHead, onStore, render, type LocalDb } from "../../src/store/sql.js";
import { VIEWS } from "../../src/store/views.js";
import { doEverything } from "./everything.js";
import { DAY, NOON, readingOf, temporaryStore } from "./readings.js";

const VERSIONS = "/usr/lib/postgresql";
const version = existsSync(VERSIONS) ? readdirSync(VERSIONS).sort().at(-1) : undefined;
const bin = (name: string): string => join(VERSIONS, version ?? "", "bin", name);
if (version === undefined) console.warn("PostgreSQL is not installed: its tests are skipped");

/** PostgreSQL refuses to run as root. */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;
const user = isRoot ? { uid: NOBODY, gid: NOBODY } : {};

/** Every statement, as PostgreSQL would be asked it. */
function statements(): string[] {
  const store = temporaryStore();
  const texts = new Set<string>();
  const watched: LocalDb = {
    ...store,
    all: function* (statement, values) {
      texts.add(render(statement.text, "postgres"));
      return yield* store.all(statement, values);
    },
    put: function* (insert, rows) {
      const marks = insert.columns.map((_, place) => `$${String(place + 1)}`).join(", ");
      texts.add(`${insertHead(insert)}(${marks}) ${insert.onConflict} RETURNING ${insert.key}, ${insert.id}`);
      return yield* store.put(insert, rows);
    },
  };
  const record = onStore(recordAll);
  doEverything({ ...watched, record: (entries: readonly RecordEntry[]) => record(watched, entries) });
  const everything = { ...periodSince(watched, 0), limit: 10 };
  for (const { reportId } of unreadMails(watched, everything)) replaceReading(watched, reportId, readingOf());
  const verdict = { reason: "mailbox-full", severity: "soft", rule: "r", matched: null } as const;
  changeJudgements(
    watched,
    judgedBounces(watched, everything).map((bounce) => ({ bounce, verdict })),
  );
  miscounts(watched);
  repairCounters(watched);
  countOld(watched, NOON + DAY);
  pruneMails(watched, NOON + 2 * DAY, 5);
  pruneIdentities(watched, "", 5);
  return [...texts];
}

describe.skipIf(version === undefined)("PostgreSQL", { timeout: 120_000 }, () => {
  const directory = mkdtempSync(join(tmpdir(), "bounces-postgres-"));
  const data = join(directory, "data");
  const psql = (text: string): string =>
    execFileSync(bin("psql"), ["-h", directory, "-U", "bounces", "-d", "postgres", "-qAt", "-v", "ON_ERROR_STOP=1"], {
      input: text,
      encoding: "utf8",
    });

  beforeAll(() => {
    if (isRoot) chownSync(directory, NOBODY, NOBODY);
    const options = { ...user, cwd: directory, stdio: "ignore" } as const;
    execFileSync(bin("initdb"), ["-D", data, "-U", "bounces", "--auth=trust", "-E", "UTF8", "--no-sync"], options);
    const settings = `-c listen_addresses='' -c unix_socket_directories=${directory} -c fsync=off`;
    execFileSync(bin("pg_ctl"), ["-D", data, "-w", "-o", settings, "-l", join(directory, "log"), "start"], options);
    psql(`${schemaStatements("postgres").join(";\n")};`);
  }, 120_000);

  afterAll(() => {
    execFileSync(bin("pg_ctl"), ["-D", data, "-m", "immediate", "stop"], { ...user, cwd: directory, stdio: "ignore" });
    rmSync(directory, { recursive: true, force: true });
  });

  it("answers every view, but for that of the spool", () => {
    const views = VIEWS.filter(({ isLocal }) => !isLocal);
    expect(views.map(({ name }) => psql(`SELECT count(*) FROM ${name};`).trim())).toEqual(views.map(() => "0"));
  });

  it("says what the columns mean", () =>
    expect(psql("SELECT col_description('bounce'::regclass, 2);").trim()).toBe("when the notification came"));

  it("understands every statement that SQLite is asked", () => {
    const texts = statements();
    expect(texts.length).toBeGreaterThan(60);
    const refused = texts.flatMap((text, place) => {
      try {
        psql(`PREPARE s${String(place)} AS ${text};`);
        return [];
      } catch (error) {
        return [`${text}\n${error instanceof Error ? error.message : ""}`];
      }
    });
    expect(refused).toEqual([]);
  });
});
