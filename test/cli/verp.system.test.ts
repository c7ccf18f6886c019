/** Signed VERP from the key to the record, as the executable does it. */
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { bounces, fixture, jsonLines, withDirectory } from "../support/cli.js";

const RECIPIENT = "rcpt-550-5.1.1@remote.test";
const BOUNCE = fixture("real/exim-rcpt550.eml");

interface Site {
  readonly directory: string;
  readonly run: (args: readonly string[], input?: Buffer | string) => ReturnType<typeof bounces>;
  readonly path: (sender: string, ...options: string[]) => string;
  readonly ingest: (to: string, message: Buffer | string) => ReturnType<typeof bounces>;
  readonly recorded: (...options: string[]) => unknown[];
}

const withSite = (use: (site: Site) => void): void =>
  withDirectory((directory) => {
    const file = join(directory, "bounces.toml");
    writeFileSync(file, 'database = "b.db"\nhosts = ["mx.local.test"]\nverp.key_file = "verp.keys"\n');
    const run: Site["run"] = (args, input = "") => bounces(args, { input, env: { BOUNCES_CONFIG: file } });
    expect(run(["verp", "keygen"])).toMatchObject({
      status: 0,
      stdout: `${join(directory, "verp.keys")}: key 0 signs\n`,
    });
    use({
      directory,
      run,
      path: (sender, ...options) =>
        run([
          "verp",
          "encode",
          RECIPIENT,
          "--address=bounce@sender.test",
          `--sender=${sender}`,
          ...options,
        ]).stdout.trim(),
      ingest: (to, message) =>
        run(["ingest", `--recipient=${to}`, `--extension=${/\+(.*)@/.exec(to)?.[1] ?? ""}`], message),
      recorded: (...options) =>
        jsonLines(run(["query", "--json", ...options]).stdout).map(({ recipient, sender, trust }) => ({
          recipient,
          sender,
          trust,
        })),
    });
  });

/** The same bounce of another message, which names neither sender nor recipient. */
const textOnly = `From: postmaster@exim.sender.test
Subject: Undeliverable mail
Message-ID: <text-only@exim.sender.test>
Date: Sun, 22 Nov 2026 18:25:54 +0000

Your message could not be delivered.
550 5.1.1 User unknown
`;

describe("bounces verp", () => {
  it("makes a key file for its owner alone, and keeps the old key when it makes another", () => {
    withSite(({ directory, run, path }) => {
      const before = path("alice");
      expect(statSync(join(directory, "verp.keys")).mode & 0o777).toBe(0o600);
      expect(run(["verp", "keygen"]).stdout).toContain("key 1 signs, 1 older verify");
      expect(readFileSync(join(directory, "verp.keys"), "utf8")).toMatch(/^1 \S{43}\n0 \S{43} until \d{4}-\d\d-\d\d$/m);
      expect(path("alice")).not.toBe(before);
      expect(run(["verp", "verify", before, path("alice")])).toMatchObject({ status: 0 });
    });
  });

  it("says what an address is worth, and exits 1 where one proves nothing", () => {
    withSite(({ run, path }) => {
      const good = path("alice");
      const old = path("alice", "--at=40d");
      const forged = good.replace("rcpt-550", "rcpt-551");
      const { status, stdout } = run(["verp", "verify", good, old, forged, "bounce+bob=example.org@sender.test"]);
      expect(status).toBe(1);
      expect(stdout.split("\n")).toEqual([
        expect.stringMatching(`^valid: made on .* for ${RECIPIENT}, sender tag [a-z2-7]{7}$`),
        expect.stringMatching(`^expired: made on .* for ${RECIPIENT}`),
        "forged",
        "no token of these keys",
        "",
      ]);
      expect(run(["verp", "decode", good]).stdout).toBe(`${RECIPIENT}\n`);
      expect(run(["verp", "encode", RECIPIENT, "--plain", "--address=bounce@sender.test"]).stdout).toBe(
        "bounce+rcpt-550-5.1.1=remote.test@sender.test\n",
      );
    });
  });

  it.each([
    [["encode", RECIPIENT, "--sender=alice"], 64, "--address"],
    [["encode", RECIPIENT, "--address=bounce@sender.test"], 64, "--sender"],
    [["encode", "nobody", "--sender=a", "--address=bounce@sender.test"], 64, "nobody: must be an address"],
    [["verify", "x", "--key-file=/nowhere/keys"], 78, "/nowhere/keys"],
  ])("%j is refused", (args, status, why) => {
    withSite(({ run }) => {
      const ended = run(["verp", ...args]);
      expect(ended).toMatchObject({ status, stdout: "" });
      expect(ended.stderr).toContain(why);
    });
  });
});

describe("a bounce to a signed address", () => {
  it("is recorded as signed, of its sender and its recipient", () => {
    withSite(({ path, ingest, recorded }) => {
      expect(ingest(path("sender@sender.test"), BOUNCE)).toMatchObject({ status: 0 });
      expect(recorded()).toEqual([{ recipient: RECIPIENT, sender: "sender@sender.test", trust: "signed" }]);
    });
  });

  it("that shows no sender is of the one that another bounce showed", () => {
    withSite(({ path, ingest, recorded }) => {
      const to = path("sender@sender.test");
      ingest(to, BOUNCE);
      ingest(to, textOnly);
      const expected = { recipient: RECIPIENT, sender: "sender@sender.test", trust: "signed" };
      expect(recorded()).toEqual([expected, expected]);
    });
  });

  it("is disproved where the token is forged", () => {
    withSite(({ path, ingest, recorded }) => {
      ingest(path("sender@sender.test").replace("rcpt-550", "rcpt-551"), BOUNCE);
      expect(recorded("--trust=disproved")).toEqual([expect.objectContaining({ trust: "disproved" })]);
      expect(recorded()).toEqual([]);
    });
  });

  it("is worth what else proves it where the key file cannot be read", () => {
    withSite(({ directory, path, ingest, recorded }) => {
      const to = path("sender@sender.test");
      writeFileSync(join(directory, "verp.keys"), "nonsense\n");
      expect(ingest(to, BOUNCE)).toMatchObject({ status: 0 });
      expect(recorded()).toEqual([expect.objectContaining({ recipient: RECIPIENT, trust: "unproven" })]);
    });
  });

  it("is signed when it is imported from an archive, by the time at which it came", () => {
    withSite(({ run, path, recorded }) => {
      const to = path("sender@sender.test", "--at=2026-11-20");
      const delivered = `Delivered-To: ${to}\n${BOUNCE.toString("latin1")}`;
      expect(run(["import", "-", "--address=bounce@sender.test"], delivered)).toMatchObject({ status: 0 });
      expect(recorded()).toEqual([expect.objectContaining({ trust: "signed" })]);
    });
  });
});
