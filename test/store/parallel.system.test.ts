import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openStore, type LocalStore } from "../../src/store/open.js";

const root = resolve(import.meta.dirname, "../..");
const directory = mkdtempSync(join(tmpdir(), "bounces-parallel-"));
const writer = join(directory, "writer.cjs");

beforeAll(() =>
  build({
    entryPoints: [join(import.meta.dirname, "writer.ts")],
    outfile: writer,
    bundle: true,
    platform: "node",
    format: "cjs",
    logLevel: "warning",
    alias: { "better-sqlite3": join(root, "node_modules/better-sqlite3/lib/index.js") },
    external: [join(root, "node_modules/better-sqlite3/*")],
  }),
);
afterAll(() => rmSync(directory, { recursive: true, force: true }));

interface Running {
  readonly child: ChildProcess;
  readonly answered: Set<number>;
  readonly ended: Promise<string>;
}

/** Starts a writer; what it has answered is known even when it is killed. */
function start(path: string, first: number, last: number, mode: "each" | "held", half: number): Running {
  const child = spawn(process.execPath, [writer, path, String(first), String(last), mode, String(half)], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const answered = new Set<number>();
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    for (const line of text.split("\n")) if (line !== "") answered.add(Number(line));
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  return { child, answered, ended: once(child, "close").then(() => errors) };
}

const countIn = (store: LocalStore, sql: string): unknown => store.database.prepare(sql).pluck().get();

/** What so many mails must have left, in whatever order and however often they were handed over: two of them tell of each failure. */
function expectEachOnce(path: string, mails: number): void {
  const store = openStore(path);
  const bounces = mails / 2;
  expect(countIn(store, "PRAGMA integrity_check")).toBe("ok");
  expect(countIn(store, "SELECT count(*) FROM bounce_identity")).toBe(bounces);
  for (const sum of [
    "count(*) FROM bounce",
    "count(*) FROM recipient",
    "sum(hard) FROM recipient",
    "sum(bounces) FROM sender_hour",
    "sum(bounces) FROM sender_day",
    "sum(bounces) FROM receiver_hour",
    "sum(bounces) FROM reason_hour",
  ]) {
    expect([sum, countIn(store, `SELECT ${sum}`)]).toEqual([sum, bounces]);
  }
  expect(countIn(store, "SELECT count(*) FROM bounce WHERE trust = 'own-notice'")).toBe(bounces);
  store.close();
}

it("20 processes create one database at once, again and again", async () => {
  for (let round = 0; round < 3; round++) {
    const path = join(directory, `created-${round}.db`);
    const running = Array.from({ length: 20 }, (_, index) => start(path, index * 3, index * 3 + 2, "each", 30));
    expect(await Promise.all(running.map(({ ended }) => ended))).toEqual(Array.from({ length: 20 }, () => ""));
    expectEachOnce(path, 60);
  }
  expect(
    readdirSync(directory)
      .filter((name) => name.startsWith("created"))
      .sort(),
  ).toEqual(["created-0.db", "created-1.db", "created-2.db"]);
}, 60_000);

it("20 writers, killed at any moment and started again: every mail that was answered is there, each once", async () => {
  const path = join(directory, "killed.db");
  const each = 100;
  let kills = 0;
  /** One slot of the mail queue: what was not answered is handed over again, as Postfix does. */
  const work = async (slot: number): Promise<void> => {
    let first = slot * each;
    const last = first + each - 1;
    for (let turn = 0; first <= last; turn++) {
      const { child, answered, ended } = start(path, first, last, slot % 2 === 0 ? "each" : "held", 10 * each);
      // The last turns are left in peace, so that the test ends on a slow machine too.
      const timer =
        turn < 6
          ? setTimeout(
              () => {
                kills += child.kill("SIGKILL") ? 1 : 0;
              },
              100 + Math.random() * 900,
            )
          : undefined;
      expect(await ended).toBe("");
      clearTimeout(timer);
      first = Math.max(first - 1, ...answered) + 1;
    }
  };
  await Promise.all(Array.from({ length: 20 }, (_, slot) => work(slot)));
  expect(kills).toBeGreaterThan(10);
  expectEachOnce(path, 20 * each);
}, 120_000);
