/**
 * What a process per mail loads, so that it stays cheap: start-up is parse time. No time is measured here; bench/ingest.mjs
 * does that.
 */
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { RULES } from "../src/classify/rules/index.js";
import { bounces, fixture, ROOT, withDirectory } from "./support/cli.js";

const dist = (file: string): string => join(ROOT, "dist", file);
const hotPath = (): string => readFileSync(dist("ingest.cjs"), "utf8");

/** The files of the program that were loaded to ingest a mail. */
function loadedFor(mail: Buffer, options: readonly string[] = []): string[] {
  return withDirectory((directory) => {
    const list = join(directory, "list.cjs");
    writeFileSync(
      list,
      `process.on("exit", () => require("node:fs").writeFileSync(${JSON.stringify(join(directory, "loaded"))}, Object.keys(require.cache).join("\\n")));`,
    );
    const run = bounces(["ingest", `--db=${join(directory, "b.db")}`, ...options, "--extension="], {
      input: mail,
      nodeOptions: ["--require", list],
    });
    expect(run).toMatchObject({ status: 0 });
    return readFileSync(join(directory, "loaded"), "utf8")
      .split("\n")
      .filter((file) => file !== list)
      .map((file) => basename(file))
      .sort();
  });
}

describe("ingest", () => {
  const REPORT = fixture("real/postfix-n1-rcpt-n1.eml");

  it.each([
    ["a standard report", REPORT],
    ["any other mail", Buffer.from("From: jo@example.com\nSubject: Hello\n\nHow are you?\n")],
  ])("loads one file for %s, beside the executable", (_, mail) => {
    expect(loadedFor(mail)).toEqual(["bounces.cjs", "ingest.cjs"]);
  });

  it("loads the readers for a large mail", () => {
    expect(loadedFor(Buffer.concat([REPORT, Buffer.alloc(200_000, "x\n")]))).toEqual([
      "bounces.cjs",
      "ingest.cjs",
      "read-spool.cjs",
    ]);
  });

  it("loads the configuration where something is set", () => {
    withDirectory((directory) => {
      const file = join(directory, "bounces.toml");
      writeFileSync(file, 'hosts = ["mx.local.test"]\n');
      expect(loadedFor(REPORT, [`--config=${file}`])).toEqual(["bounces.cjs", "config.cjs", "ingest.cjs"]);
    });
  });
});

describe("the hot path", () => {
  it("is small", () => {
    expect(statSync(dist("ingest.cjs")).size).toBeLessThan(30_000);
  });

  it.each(["yargs", "pino", "simpleParser", "TomlError", "example.com", "user-unknown"])(
    "holds nothing of %s",
    (word) => {
      expect(hotPath()).not.toContain(word);
    },
  );

  it("names files that are there", () => {
    const files = [...hotPath().matchAll(/require\("\.\/([\w-]+\.cjs)"\)/g)].map(([, file = ""]) => file);
    expect(files.length).toBeGreaterThan(0);
    expect(files.filter((file) => !existsSync(dist(file)))).toEqual([]);
  });
});

describe("patterns of rules", () => {
  it("repeat no group two or three times at most, which V8 unrolls with all that follows: milliseconds to compile one", () => {
    const patterns = RULES.flatMap(({ match, raw }) => [match, raw].flatMap((pattern) => pattern?.source ?? []));
    expect(patterns.length).toBeGreaterThan(0);
    expect(patterns.filter((source) => /\)\{\d?,?[23]\}/.test(source))).toEqual([]);
  });
});
