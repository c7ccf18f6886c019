/** Where `bounces report` goes, by its command line: files, a message, a command for each new alert. */
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { jsonLines } from "../support/cli.js";
import { temporaryDirectory } from "./directory.js";
import { ANN, NOTIFY, NOW, ordinarySite, run, compromisedSite } from "./site.js";

/** A configuration whose sendmail keeps what it gets and exits with this status. */
function withSendmail(directory: string, status: number): string {
  writeFileSync(join(directory, "sendmail"), `#!/bin/sh\ncat >>${directory}/messages\nexit ${status}\n`);
  chmodSync(join(directory, "sendmail"), 0o755);
  const file = join(directory, `${status}.toml`);
  writeFileSync(file, `[report]\nsendmail = "${directory}/sendmail"\nmail_from = "bounces@example.com"\n`);
  return file;
}

const SILENT = { status: 0, stdout: "", stderr: "" };

describe("files", () => {
  it("are written when there is news, and when there is none", async () => {
    const directory = temporaryDirectory();
    const [html, prometheus] = [join(directory, "report.html"), join(directory, "bounces.prom")];
    const store = compromisedSite();
    const words = [...NOTIFY, "--html", html, "--prometheus", prometheus];
    expect((await run(store, words)).stdout).toContain(ANN);
    expect(await run(store, words, { now: NOW + 60 })).toEqual(SILENT);
    const page = readFileSync(html, "utf8");
    expect(page).toContain(`<h1 class="alert">${ANN} looks compromised</h1>`);
    expect(page).toContain("30 of 60 (50 %) were refused as spam or by policy.");
    const metrics = readFileSync(prometheus, "utf8");
    expect(metrics).toContain('bounces_suspects{level="alert",status="open"} 1\n');
    expect(metrics).toMatch(/^bounces_period_bounces\{reason="spam-detected",class="message",severity="soft"\} 30$/m);
    expect(metrics).toContain(`bounces_report_last_run_timestamp_seconds ${NOW + 60}\n`);
  });

  it("that cannot be written make it exit 69, and alerts are printed all the same", async () => {
    const outcome = await run(compromisedSite(), [...NOTIFY, "--html", "/nonexistent/report.html"]);
    expect([outcome.status, outcome.stdout.includes(ANN)]).toEqual([69, true]);
    expect(outcome.stderr).toContain("cannot write /nonexistent/report.html: ENOENT");
  });
});

describe("a message", () => {
  it("notifies once, and nothing is printed", async () => {
    const directory = temporaryDirectory();
    const store = compromisedSite();
    const words = ["report", "--mail-to", "root", "ops@example.net", "--config", withSendmail(directory, 0)];
    for (const columns of [80, null]) expect(await run(store, words, { columns })).toEqual(SILENT);
    expect(await run(store, NOTIFY)).toEqual(SILENT);
    const messages = readFileSync(join(directory, "messages"), "utf8");
    expect(messages.match(/^Subject: .*/gm)).toEqual([`Subject: Bounces: ${ANN} looks compromised`]);
    expect(messages).toMatch(/^To: .*root.*, ops@example\.net$/m);
  });

  it("goes beside what --notify prints", async () => {
    const directory = temporaryDirectory();
    const words = [...NOTIFY, "--mail-to", "root", "--config", withSendmail(directory, 0)];
    expect((await run(compromisedSite(), words)).stdout).toContain(ANN);
    expect(readFileSync(join(directory, "messages"), "utf8")).toContain(ANN);
  });

  it("that sendmail does not take is sent by the next report", async () => {
    const directory = temporaryDirectory();
    const store = compromisedSite();
    const failed = await run(store, ["report", "--mail-to", "root", "--config", withSendmail(directory, 75)]);
    expect([failed.status, failed.stdout]).toEqual([69, ""]);
    expect(failed.stderr).toContain("cannot mail the report to root");
    const words = ["report", "--mail-to", "root", "--config", withSendmail(directory, 0)];
    expect((await run(store, words, { now: NOW + 900 })).status).toBe(0);
    expect(await run(store, NOTIFY, { now: NOW + 1_800 })).toEqual(SILENT);
  });

  it("is not sent on an ordinary day", async () => {
    const directory = temporaryDirectory();
    await run(ordinarySite(), ["report", "--mail-to", "root", "--config", withSendmail(directory, 0)]);
    expect(existsSync(join(directory, "messages"))).toBe(false);
  });

  it.each([
    "-oQ/tmp",
    "a b",
    "a@example.com,b@example.com",
    "a\nBcc: b",
    '"a"@example.com',
    "<a@example.com>",
    "a:include",
  ])("is not sent to %j, which is not a plain address", async (address) => {
    const { status, stderr } = await run({ path: "/nonexistent" }, ["report", `--mail-to=${address}`]);
    expect(status).toBe(64);
    expect(stderr).toContain("not a plain address");
  });

  it("is sent to local users, extensions and international addresses", async () => {
    const directory = temporaryDirectory();
    const addresses = ["root", "ops+bounces@mail.example.net", "jürgen@example.net"];
    const words = ["report", "--mail-to", ...addresses, "--config", withSendmail(directory, 0)];
    expect(await run(compromisedSite(), words)).toEqual(SILENT);
    expect(existsSync(join(directory, "messages"))).toBe(true);
  });
});

describe("a command", () => {
  const PATH = { environment: { PATH: "/usr/bin:/bin" } };

  it("gets the very line that --json prints of a finding, once for each new alert", async () => {
    const file = join(temporaryDirectory(), "lines");
    const store = compromisedSite();
    const printed = jsonLines((await run(store, ["report", "--json"])).stdout).filter(({ type }) => type === "finding");
    for (const columns of [80, null])
      expect(await run(store, ["report", "--exec", `cat >>${file}`], { columns })).toEqual(SILENT);
    expect(jsonLines(readFileSync(file, "utf8"))).toEqual(printed);
  });

  it("that fails makes it exit 69, and is run again by the next report", async () => {
    const store = compromisedSite();
    expect(await run(store, ["report", "--exec", "exit 5", "--exec-timeout", "10s"], PATH)).toEqual({
      status: 69,
      stdout: "",
      stderr: `bounces: --exec for ${ANN}: the command exited with status 5\n`,
    });
    expect(await run(store, ["report", "--exec", "exit 0"], PATH)).toEqual(SILENT);
    expect(await run(store, ["report", "--exec", "exit 5"], PATH)).toEqual(SILENT);
  });

  it("that fails is not run again where --notify printed the alert", async () => {
    const store = compromisedSite();
    expect((await run(store, [...NOTIFY, "--exec", "exit 5"], PATH)).status).toBe(69);
    expect(await run(store, [...NOTIFY, "--exec", "exit 5"], PATH)).toEqual(SILENT);
  });
});

it.each([
  [["report", "--always"]],
  [["report", "--exec", "true", "--json"]],
  [["report", "--exec", "true", "--exec-timeout", "0s"]],
  [["report", "--exec", "true", "--exec-timeout", "5w"]],
  [["report", "--exec", "true", "--exec-timeout", "soon"]],
  [["report", "--mail-to", "root", "--csv"]],
  [["report", "--notify", "--csv"]],
  [["report", "--notify", "--since", "2h"]],
  [["report", "--notify", "--replay", "y"]],
  [["report", "--html", "x", "--replay", "y"]],
  [["report", "show", ANN, "--html", "x"]],
  [["report", "ack", ANN, "--exec", "true"]],
])("%j is a wrong command line, and notifies nobody", async (words) => {
  const store = compromisedSite();
  expect(await run(store, words)).toMatchObject({ status: 64, stdout: "" });
  expect((await run(store, NOTIFY)).stdout).toContain(", new\n");
});
