/** `bounces import` as an administrator runs it. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { bounces, fixture, jsonLines, type Run } from "../support/cli.js";
import { databaseIn, recordedIn } from "../support/daemon.js";

const MAILS = ["real/postfix-n1-rcpt-n1.eml", "real/postfix-n2-three-n2.eml", "real/exim-rcpt550.eml"].map((name) =>
  fixture(name).toString("latin1"),
);
const [FIRST = ""] = MAILS;
const FROM = "From MAILER-DAEMON Sat Mar  1 12:00:00 2025\n";

/** How many bounces the three mails hold. */
const BOUNCES = 5;

function newDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "bounces-import-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

const asMbox = (mails: readonly string[]): string =>
  mails.map((mail) => `${FROM}${mail.replaceAll("\r\n", "\n").replace(/^(>*From )/gm, ">$1")}\n`).join("");

const importInto = (directory: string, args: readonly string[], input = ""): Run =>
  bounces(["import", "--db", databaseIn(directory), ...args], { input: Buffer.from(input, "latin1") });
const summary = (directory: string, args: readonly string[], input = ""): Record<string, unknown> =>
  jsonLines(importInto(directory, ["--json", ...args], input).stdout)[0] ?? {};

/** Writes files into a directory, by their names. */
function fill(directory: string, files: Readonly<Record<string, string>>): string {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(directory, name, ".."), { recursive: true });
    writeFileSync(join(directory, name), content, "latin1");
  }
  return directory;
}

describe("bounces import", () => {
  it("takes an mbox, and changes nothing the second time", () => {
    const directory = newDirectory();
    writeFileSync(join(directory, "mbox"), asMbox(MAILS), "latin1");
    expect(summary(directory, [join(directory, "mbox")])).toMatchObject({
      files: 1,
      messages: 3,
      kinds: { bounce: 3 },
      newMessages: 3,
      knownMessages: 0,
      newBounces: BOUNCES,
      unreadable: 0,
    });
    const recorded = recordedIn(directory);
    expect(recorded).toHaveLength(BOUNCES);
    expect(summary(directory, [join(directory, "mbox")])).toMatchObject({
      messages: 3,
      newMessages: 0,
      knownMessages: 3,
      newBounces: 0,
    });
    expect(recordedIn(directory)).toEqual(recorded);
  });

  it("takes a Maildir with its directories, but not what is being delivered, nor other files", () => {
    const directory = newDirectory();
    const maildir = fill(join(directory, "Maildir"), {
      "new/1.a": MAILS[0] ?? "",
      "cur/2.b:2,S": MAILS[1] ?? "",
      "tmp/3.c": FIRST.replace("Message-Id: <", "Message-Id: <tmp"),
      "dovecot.index": "x",
      ".Archive/new/.keep": "",
      ".Archive/cur/4.d": MAILS[2] ?? "",
    });
    expect(summary(directory, [maildir])).toMatchObject({
      messages: 3,
      newMessages: 3,
      newBounces: BOUNCES,
      notMessages: 0,
    });
  });

  it("takes directories of files, mbox or single, through links to files, and passes over what is no mail", () => {
    const directory = newDirectory();
    const box = fill(join(directory, "box"), {
      "a/one.eml": MAILS[0] ?? "",
      "a/b/two": asMbox(MAILS.slice(1)),
      "a/notes.json": "{}",
      "a/empty": "",
      "a/.hidden": FIRST,
    });
    symlinkSync(box, join(box, "circle"));
    symlinkSync(join(box, "a/one.eml"), join(box, "link"));
    expect(summary(directory, [box])).toMatchObject({
      files: 5,
      messages: 4,
      newMessages: 3,
      knownMessages: 1,
      notMessages: 1,
      unreadable: 0,
    });
  });

  it("takes an mbox or a mail from standard input", () => {
    const directory = newDirectory();
    expect(summary(directory, ["-"], asMbox(MAILS.slice(0, 2)))).toMatchObject({ messages: 2, newMessages: 2 });
    expect(summary(directory, ["-"], MAILS[2])).toMatchObject({ messages: 1, newMessages: 1 });
    expect(recordedIn(directory)).toHaveLength(BOUNCES);
  });

  it("says what it found, for a person", () => {
    const directory = newDirectory();
    const { stdout, stderr, status } = importInto(directory, ["-"], asMbox(MAILS));
    expect(stdout).toBe("3 messages in 1 file\n  bounce                3\nnew 3, already known 0; 5 new bounces\n");
    expect([stderr, status]).toEqual(["", 0]);
  });

  it("records nothing in a dry run", () => {
    const directory = newDirectory();
    expect(importInto(directory, ["--dry-run", "-"], asMbox(MAILS)).stdout).toContain("dry run: nothing was recorded");
    expect(bounces(["query", "--db", databaseIn(directory)]).status).toBe(66);
  });

  it("places each mail at the time it arrived", () => {
    const directory = newDirectory();
    const mail = FIRST.replace(/^Received: /m, "Received: by x.example; Sat, 1 Mar 2025 12:00:00 +0000\nReceived: ");
    importInto(directory, ["-"], mail);
    expect(jsonLines(bounces(["query", "--json", "--db", databaseIn(directory)]).stdout)[0]?.time).toBe(
      "2025-03-01T12:00:00Z",
    );
  });

  it("reads the extension of the address that bounces come to", () => {
    const directory = newDirectory();
    const ordinary = "Received: by x\nTo: <bounce+bob=example.org@example.com>\nSubject: lunch\n\nAt noon?\n";
    importInto(directory, ["--address", "bounce@example.com", "-"], ordinary);
    importInto(directory, ["-"], ordinary.replace("bob", "eve"));
    const ids = jsonLines(bounces(["query", "--unrecognized", "--json", "--db", databaseIn(directory)]).stdout).map(
      ({ id }) => String(id),
    );
    const verps = ids.map(
      (id) => jsonLines(bounces(["show", id, "--json", "--db", databaseIn(directory)]).stdout)[0]?.verp,
    );
    expect(verps).toContainEqual(expect.objectContaining({ recipient: "bob@example.org" }));
    expect(verps).toContainEqual(null);
    expect(importInto(directory, ["--address", "bounce", "-"]).status).toBe(64);
  });

  it("leaves out unrecognized mails where it is told to", () => {
    const directory = newDirectory();
    const mails = asMbox([FIRST, "Subject: lunch\n\nAt noon?\n"]);
    expect(summary(directory, ["--skip-unrecognized", "-"], mails)).toMatchObject({
      messages: 2,
      kinds: { bounce: 1, unrecognized: 1 },
      newMessages: 1,
      skipped: 1,
    });
    expect(summary(directory, ["-"], mails)).toMatchObject({ newMessages: 1, knownMessages: 1, skipped: 0 });
  });

  it("goes on after what it cannot read, says so, and ends in 66", () => {
    const directory = newDirectory();
    const box = fill(join(directory, "box"), { one: FIRST, two: MAILS[2] ?? "" });
    chmodSync(join(box, "one"), 0);
    const run = importInto(directory, ["--json", join(directory, "none"), box]);
    expect(run.status).toBe(66);
    expect(run.stderr).toContain(`${join(directory, "none")}: ENOENT`);
    expect(jsonLines(run.stdout)[0]).toMatchObject({ unreadable: process.getuid?.() === 0 ? 1 : 2 });
    expect(recordedIn(directory).length).toBeGreaterThan(0);
  });
});
