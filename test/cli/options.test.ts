/** Command lines that are wrong, repeated, or meant for names that begin with a dash. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { main } from "../../src/main.js";
import { openStore } from "../../src/store/open.js";
import { bounceOf, entryOf, readingOf } from "../store/readings.js";

const directory = mkdtempSync(join(tmpdir(), "bounces-options-"));
const BOUNCES_DB = join(directory, "b.db");
const NOW = 1_800_000_000;

/** What a command line printed, and its exit status; `columns` as of a terminal. */
async function run(argv: readonly string[], columns: number | null = null) {
  const said = { stdout: "", stderr: "" };
  const status = await main(argv, {
    stdout: (text) => void (said.stdout += text),
    stderr: (text) => void (said.stderr += text),
    columns,
    environment: { BOUNCES_DB, BOUNCES_CONFIG: "" },
    now: () => NOW,
  });
  return { status, ...said };
}

beforeAll(() => {
  const store = openStore(BOUNCES_DB, { create: true });
  const of = (identity: string, sender: string, reason: "user-unknown" | "mailbox-full", domain: string) =>
    entryOf(
      readingOf({
        sender: { name: sender, source: "login" },
        bounces: [bounceOf(`user@${domain}`, { identity, verdict: { severity: "soft", reason } })],
      }),
      NOW - 3_600,
    );
  store.record([
    of("1", "bob@example.com", "user-unknown", "one.example"),
    of("2", "-h@example.com", "mailbox-full", "two.example"),
    of("3", "bob@example.org", "mailbox-full", "sub.two.example"),
  ]);
  store.close();
});
afterAll(() => rmSync(directory, { recursive: true }));

/** Recipients that a query finds, in order. */
const recipients = async (...argv: string[]): Promise<unknown[]> =>
  (await run(["query", "--json", ...argv])).stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line): unknown => JSON.parse(line))
    .map((row) => (typeof row === "object" && row !== null && "recipient" in row ? row.recipient : null))
    .sort();

describe("an option that is given several times", () => {
  it("means any of its values", async () => {
    expect(await recipients("--domain", "one.example", "--domain", "two.example")).toEqual([
      "user@one.example",
      "user@two.example",
    ]);
    expect(await recipients("--reason", "user-unknown", "--reason", "mailbox-full")).toHaveLength(3);
    expect(await recipients("--severity", "hard", "--severity", "soft")).toHaveLength(3);
    expect(await recipients("--trust", "own-notice", "--trust", "disproved")).toEqual([]);
  });
  it("is refused where it takes one value", async () => {
    const { status, stderr } = await run(["query", "--since", "2d", "--since", "1d"]);
    expect({ status, stderr }).toEqual({
      status: 64,
      stderr: "bounces: --since can be given once\nTry: bounces query --help\n",
    });
  });
});

describe("a name", () => {
  it("without a domain is meant in every domain", async () =>
    expect(await recipients("--sender", "bob")).toEqual(["user@one.example", "user@sub.two.example"]));
  it("with a star stands for all that fit", async () => {
    expect(await recipients("--domain", "*.example")).toHaveLength(3);
    expect(await recipients("user@*two.example")).toEqual(["user@sub.two.example", "user@two.example"]);
  });
  it("that begins with a dash is given behind --", async () => {
    const { stdout, status } = await run(["report", "show", "--", "-h@example.com"]);
    expect(status).toBe(0);
    expect(stdout).toContain("-h@example.com");
    expect(await recipients("--", "-h@example.com")).toEqual([]);
    expect(await recipients("--", "user@one.example")).toEqual(["user@one.example"]);
  });
});

describe("a wrong value is a usage error that says what is accepted", () => {
  it.each([
    [["query", "--limit", "abc"], "--limit takes one whole number, 0 or more"],
    [["query", "--limit", "-1"], "--limit takes one whole number, 0 or more"],
    [["query", "--limit", "1.5"], "--limit takes one whole number, 0 or more"],
    [["query", "--status", "9.9.9x"], 'invalid status "9.9.9x"; expected one such as 5.1.1, or its beginning: 5.1, 5'],
    [["query", "--since", "1h", "--until", "2h"], "--since 1h is not before --until 2h"],
    [["report", "--since", "1h", "--until", "2h"], "--since 1h is not before --until 2h"],
    [["query", "--domian", "x"], "Unknown argument: domian (did you mean --domain?)"],
    [["query", "--reason", "user-unknwon"], 'invalid reason "user-unknwon" (did you mean user-unknown?)'],
    [["show", "x"], "the id takes one whole number, 1 or more"],
    [["show", "1", "2"], "Unknown argument: 2"],
  ])("%j", async (argv, message) => {
    const { status, stdout, stderr } = await run(argv);
    expect({ status, stdout }).toEqual({ status: 64, stdout: "" });
    expect(stderr).toContain(`bounces: ${message}`);
    expect(stderr).toMatch(new RegExp(`\nTry: bounces ${argv[0] ?? ""} --help\n$`));
  });
});

describe("help", () => {
  it("of a misspelt command names the one that was meant", async () =>
    expect((await run(["qeury"])).stderr).toContain("Did you mean query?"));
});

describe("nothing found", () => {
  it("is said on a terminal, and stays silent elsewhere", async () => {
    const argv = ["query", "nobody@nowhere.example"];
    expect((await run(argv, 80)).stderr).toBe(
      "No bounce fits. Whole names are looked for; * stands for any characters: '*@example.org'\n",
    );
    expect(await run(argv)).toEqual({ status: 0, stdout: "", stderr: "" });
  });
});

describe("times", () => {
  it("are local, in a zone that is said, on a terminal, UTC elsewhere, and as told", async () => {
    const UTC = "2027-01-15T07:00:00Z";
    const local = /time \(\S+\)[^]*2027-01-1[456] \d\d:\d\d:00 /;
    const line = ["query", "user@one.example"];
    expect((await run(line, 200)).stdout).toMatch(local);
    expect((await run([...line, "--utc"], 200)).stdout).toContain(UTC);
    expect((await run(line)).stdout).toContain(UTC);
    expect((await run([...line, "--local"])).stdout).toMatch(local);
    expect((await run([...line, "--local", "--json"])).stdout).toContain(UTC);
  });
});

describe("--count-by", () => {
  it("counts as table, JSON Lines and CSV", async () => {
    expect((await run(["query", "--count-by", "reason"])).stdout.split("\n")[1]).toMatch(/^ +2 +0 +2 {2}mailbox-full$/);
    expect((await run(["query", "--count-by", "reason", "--json"])).stdout.split("\n")[0]).toBe(
      '{"reason":"mailbox-full","bounces":2,"hard":0,"soft":2}',
    );
    expect((await run(["query", "--count-by", "reason", "--csv", "--limit", "1"])).stdout).toBe(
      "reason,bounces,hard,soft\r\nmailbox-full,2,0,2\r\n",
    );
  });
});
