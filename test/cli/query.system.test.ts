/** The questions an administrator asks, through the real executable, over bounces that real mailers made. */
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bounces, fixture, jsonLines, type Run } from "../support/cli.js";

const directory = mkdtempSync(join(tmpdir(), "bounces-query-"));
const env = { BOUNCES_DB: join(directory, "b.db"), BOUNCES_HOSTS: "mx.local.test" };
const run = (...args: string[]): Run => bounces(args, { env });
const rows = (...args: string[]) => jsonLines(run(...args, "--json").stdout);
const ingest = (name: string, extension = ""): Run =>
  bounces(["ingest", `--extension=${extension}`], { env, input: fixture(`real/${name}.eml`) });

const NAMELESS =
  "Return-Path: <>\nSubject: Returned mail: delivery failed\nFrom: MAILER-DAEMON@example.org\nMessage-ID: <2@example.org>\n\nYour message could not be delivered: no such user.\n";

/** A notification that says it is of our own Postfix, but came in from outside. */
const FORGED = `Received: from evil.test (unknown [192.0.2.66])\n\tby mx.local.test (Postfix) with ESMTP id 4FFF; x\n${fixture(
  "real/sendmail-rcpt550.eml",
)
  .toString("latin1")
  .replace(/^Reporting-MTA:.*$/m, "Reporting-MTA: dns; mx.local.test")}`;

const ORDINARY =
  "Subject: lunch\nFrom: bob@example.org\nMessage-ID: <1@example.org>\n\nAUTH PLAIN c2VjcmV0\nAre you coming?\n";

beforeAll(() => {
  for (const name of [
    "postfix-f3-sasl-forged-copy",
    "postfix-n2-three-n2",
    "postfix-h1-delay-delay",
    "postfix-n9-success-dsn-n9",
  ])
    expect(ingest(name).status).toBe(0);
  expect(bounces(["ingest", "--extension=n17"], { env, input: FORGED })).toMatchObject({ status: 0 });
  expect(bounces(["ingest", "--extension=user=example.net"], { env, input: ORDINARY }).status).toBe(0);
  expect(bounces(["ingest", "--extension="], { env, input: NAMELESS }).status).toBe(0);
}, 60_000);
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe("query", () => {
  it("finds by every condition", () => {
    expect(rows("query", "rcpt-552-5.2.2@REMOTE.test").map(({ reason }) => reason)).toEqual(["mailbox-full"]);
    expect(new Set(rows("query", "--status", "5").map(({ status }) => String(status).slice(0, 1)))).toEqual(
      new Set(["5"]),
    );
    expect(rows("query", "--sender", "carol@local.test")).toHaveLength(3);
    expect(rows("query", "--reason", "spam-detected")).toHaveLength(1);
    expect(rows("query", "--action", "delayed")).toHaveLength(1);
    expect(rows("query", "--action", "relayed")).toHaveLength(1);
    expect(rows("query", "--trust", "disproved").map(({ recipient }) => recipient)).toEqual([
      "rcpt-550-5.1.1@remote.test",
    ]);
    expect(rows("query", "--domain", "nowhere.test")).toEqual([]);
    expect(rows("query", "--status", "5.2")).toHaveLength(1);
    expect(rows("query", "--since", "1h", "--limit", "2")).toHaveLength(2);
    expect(rows("query", "--until", "1h")).toEqual([]);
  });

  it("prints one JSON object a line with the facts, the verdict and the trust", () => {
    expect(rows("query", "--reason", "mailbox-full")[0]).toMatchObject({
      recipient: "rcpt-552-5.2.2@remote.test",
      action: "failed",
      status: "5.2.2",
      replyCode: "552",
      severity: "soft",
      reason: "mailbox-full",
      sender: "alice",
      senderSource: "login",
      trust: "own-notice",
      queueId: "C29FE562327",
    });
  });

  it("says which extension a bounce came to", () => {
    const extensions = new Map(
      rows("query", "--trust", "disproved").map(({ recipient, extension }) => [recipient, extension]),
    );
    expect([...extensions.values()].filter((extension) => extension !== null)).toEqual(["n17"]);
    const [header = "", ...lines] = run("query", "--csv", "--trust", "disproved").stdout.trimEnd().split("\r\n");
    expect(header.split(",")).toContain("extension");
    expect(lines.filter((line) => line.includes(",n17,"))).toHaveLength(1);
  });

  it("prints CSV with a header and a line each", () => {
    const lines = run("query", "--csv").stdout.trimEnd().split("\r\n");
    expect(lines[0]).toMatch(/^time,recipient,/);
    expect(lines).toHaveLength(rows("query").length + 1);
  });

  it("sums up one address, and counts nothing that is disproved against it", () => {
    const { stdout, stderr } = run("query", "rcpt-550-5.1.1@remote.test");
    expect(stdout).not.toMatch(/disproved|[1-9] hard/);
    expect(stderr).toBe("1 left out (1 disproved): --trust disproved --trust forwarded\n");
    expect(run("query", "rcpt-550-5.1.1@remote.test", "--trust", "disproved").stdout).toContain("disproved");
    expect(run("query", "rcpt-552@remote.test").stdout).toContain("1 hard, 0 soft, 0 delayed, on 1 day\n");
  });

  it("says nothing, and succeeds, when nothing is found", () =>
    expect(run("query", "nobody@nowhere.test")).toMatchObject({ status: 0, stdout: "" }));

  it("explains what it does not understand", () => {
    expect(run("query", "--reason", "bad-weather")).toMatchObject({ status: 64 });
    expect(run("query", "--since", "long ago")).toMatchObject({ status: 64 });
    expect(run("query", "--severity", "medium")).toMatchObject({ status: 64 });
    expect(run("query", "--db", join(directory, "none.db"))).toMatchObject({ status: 66 });
  });

  it("leaves a database that the recording user can still write to", () =>
    expect(statSync(env.BOUNCES_DB).mode & 0o777).toBe(0o660));
});

describe("bounces that name nobody", () => {
  it("are in a list of their own, and kept", () => {
    const listed = rows("query", "--nameless");
    expect(listed).toMatchObject([{ kind: "bounce", format: "nameless", recipients: 0, isKept: true }]);
    expect(run("show", String(listed[0]?.id)).stdout).toContain("no such user");
    expect(run("query", "--nameless").stdout).toContain("Returned mail: delivery failed");
    expect(rows("query", "--nameless", "--until", "1h")).toEqual([]);
  });

  it("are not among the unrecognized messages", () =>
    expect(rows("query", "--unrecognized").map(({ subject }) => subject)).toEqual(["lunch"]));
});

describe("what nobody understood", () => {
  it("is listed, and shown without passwords", () => {
    const [mail] = rows("query", "--unrecognized");
    expect(mail).toMatchObject({ kind: "unrecognized", subject: "lunch", verp: { recipient: "user@example.net" } });
    const shown = run("show", String(mail?.id)).stdout;
    expect(shown).toContain("Are you coming?");
    expect(shown).toContain("AUTH PLAIN [masked]");
    expect(run("show", String(mail?.id), "--raw").stdout).not.toContain("c2VjcmV0");
  });
});

describe("show", () => {
  it("shows a bounce with its report", () => {
    const [bounce] = rows("query", "--reason", "mailbox-full");
    expect(jsonLines(run("show", String(bounce?.id), "--json").stdout)[0]).toMatchObject({
      kind: "bounce",
      format: "rfc3464",
      kept: null,
      bounces: [{}, {}, {}],
    });
    expect(run("show", String(bounce?.id)).stdout).toContain("rcpt-552-5.2.2@remote.test");
  });

  it("says in which phase of the SMTP session the server refused", () => {
    const [bounce] = rows("query", "--reason", "mailbox-full");
    expect(bounce).toMatchObject({ phase: "rcpt-to" });
    const { stdout } = run("show", String(bounce?.id));
    expect(stdout).toMatch(/ in reply to +said$/m);
    expect(stdout).toMatch(/^.*rcpt-552-5\.2\.2@remote\.test.* rcpt-to /m);
  });

  it("says so when there is none", () => {
    expect(run("show", "999")).toMatchObject({ status: 66, stdout: "" });
    expect(run("show", "x").status).toBe(64);
  });
});

describe("report", () => {
  it("ranks senders and keeps what is forged apart", () => {
    expect(rows("report").map(({ sender, bounces: count }) => [sender, count])).toEqual(
      expect.arrayContaining([
        ["carol@local.test", 3],
        ["alice", 4],
      ]),
    );
    const { stdout } = run("report", "--since", "2d");
    expect(stdout).toMatch(/^carol@local\.test: 3 bounces/m);
    expect(stdout).toMatch(/^Forged: 1 bounce /m);
    expect(stdout).not.toMatch(/^[^ ]*sender\.test: /m);
  });

  it("is silent when there is nothing", () =>
    expect(run("report", "--since", "2025-01-01", "--until", "2025-01-02")).toMatchObject({ status: 0, stdout: "" }));
});

describe("parse", () => {
  it("answers for each file, also the unreadable", () => {
    const { status, stdout, stderr } = bounces(["parse", "--json", join(directory, "none.eml"), "-"], {
      env,
      input: fixture("real/exim-utf8.eml"),
    });
    expect(status).toBe(66);
    expect(stderr).toContain("none.eml");
    expect(jsonLines(stdout)).toMatchObject([{ file: "-", kind: "bounce" }]);
  });
});

it("config names each setting and where it comes from", () => {
  expect(jsonLines(run("config", "--json").stdout)).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ key: "hosts", value: '["mx.local.test"]', from: "environment BOUNCES_HOSTS" }),
    ]),
  );
});
