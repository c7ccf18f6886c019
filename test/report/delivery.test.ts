/** Where `bounces report` goes, by its command line: files, mail, a command for each alert. */
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { jsonLines } from "../support/cli.js";
import { temporaryDirectory } from "./directory.js";
import { ANN, NOW, ordinarySite, run, stolenSite } from "./site.js";

/** A configuration whose sendmail keeps what it gets and ends so. */
function withSendmail(directory: string, status: number): string {
  writeFileSync(join(directory, "sendmail"), `#!/bin/sh\ncat >>${directory}/mails\nexit ${status}\n`);
  chmodSync(join(directory, "sendmail"), 0o755);
  const file = join(directory, `${status}.toml`);
  writeFileSync(file, `[report]\nsendmail = "${directory}/sendmail"\nmail_from = "bounces@example.com"\n`);
  return file;
}

describe("files", () => {
  it("are written beside the news, and when there is none", async () => {
    const directory = temporaryDirectory();
    const [html, prometheus] = [join(directory, "report.html"), join(directory, "bounces.prom")];
    const store = stolenSite();
    const words = ["report", "--html", html, "--prometheus", prometheus];
    expect((await run(store, words)).stdout).toContain(ANN);
    expect(await run(store, words, { now: NOW + 60 })).toEqual({ status: 0, stdout: "", stderr: "" });
    const page = readFileSync(html, "utf8");
    expect(page).toContain(`<h1 class="alert">${ANN} looks compromised</h1>`);
    expect(page).toContain("30 of 60 (50 %) were refused as spam or by policy.");
    const metrics = readFileSync(prometheus, "utf8");
    expect(metrics).toContain('bounces_suspects{level="alert",status="open"} 1\n');
    expect(metrics).toMatch(/^bounces_period_bounces\{reason="spam-detected",class="message",severity="soft"\} 30$/m);
    expect(metrics).toContain(`bounces_report_last_run_timestamp_seconds ${NOW + 60}\n`);
  });

  it("that cannot be written end it in 69, and the news are told all the same", async () => {
    const outcome = await run(stolenSite(), ["report", "--html", "/nonexistent/report.html"]);
    expect([outcome.status, outcome.stdout.includes(ANN)]).toEqual([69, true]);
    expect(outcome.stderr).toContain("/nonexistent/report.html was not written: ENOENT");
  });
});

describe("mail", () => {
  it("takes the place of what is printed, and tells once", async () => {
    const directory = temporaryDirectory();
    const store = stolenSite();
    const words = ["report", "--mail-to", "root", "ops@example.net", "--config", withSendmail(directory, 0)];
    for (const columns of [80, null])
      expect(await run(store, words, { columns })).toEqual({ status: 0, stdout: "", stderr: "" });
    const mails = readFileSync(join(directory, "mails"), "utf8");
    expect(mails.match(/^Subject: .*/gm)).toEqual([`Subject: Bounces: ${ANN} looks compromised`]);
    expect(mails).toMatch(/^To: .*root.*, ops@example\.net$/m);
  });

  it("that is not taken is told again by the next report", async () => {
    const directory = temporaryDirectory();
    const store = stolenSite();
    const failed = await run(store, ["report", "--mail-to", "root", "--config", withSendmail(directory, 75)]);
    expect([failed.status, failed.stdout]).toEqual([69, ""]);
    expect(failed.stderr).toContain("the report was not mailed to root");
    expect(
      (await run(store, ["report", "--mail-to", "root", "--config", withSendmail(directory, 0)], { now: NOW + 900 }))
        .status,
    ).toBe(0);
    expect((await run(store, ["report"], { now: NOW + 1_800 })).stdout).toBe("");
  });

  it("is none on an ordinary day, but with --always", async () => {
    const directory = temporaryDirectory();
    const config = withSendmail(directory, 0);
    await run(ordinarySite(), ["report", "--mail-to", "root", "--config", config]);
    expect(existsSync(join(directory, "mails"))).toBe(false);
    await run(ordinarySite(), ["report", "--always", "--mail-to", "root", "--config", config]);
    expect(readFileSync(join(directory, "mails"), "utf8")).toContain("Subject: Bounces: No sender stands out\n");
  });
});

describe("a command", () => {
  it("gets the very line that --json prints of a finding, once for each piece of news", async () => {
    const file = join(temporaryDirectory(), "lines");
    const store = stolenSite();
    const printed = jsonLines((await run(store, ["report", "--json"])).stdout).filter(({ type }) => type === "finding");
    for (const columns of [80, null]) await run(store, ["report", "--exec", `cat >>${file}`], { columns });
    expect(jsonLines(readFileSync(file, "utf8"))).toEqual(printed);
  });

  it("that fails ends it in 69, and counts as told", async () => {
    const store = stolenSite();
    const failed = await run(store, ["report", "--exec", "exit 5", "--exec-timeout", "10s"], {
      environment: { PATH: "/usr/bin:/bin" },
    });
    expect([failed.status, failed.stdout.includes(ANN), failed.stderr]).toEqual([
      69,
      true,
      `bounces: --exec for ${ANN}: the command ended in 5\n`,
    ]);
    expect(await run(store, ["report", "--exec", "exit 5"])).toEqual({ status: 0, stdout: "", stderr: "" });
  });
});

it.each([
  [["report", "--exec", "true", "--always"]],
  [["report", "--exec", "true", "--json"]],
  [["report", "--exec", "true", "--exec-timeout", "0s"]],
  [["report", "--mail-to", "root", "--csv"]],
  [["report", "--mail-to", "a b"]],
  [["report", "--mail-to=-x"]],
  [["report", "--html", "x", "--replay", "y"]],
  [["report", "show", ANN, "--html", "x"]],
  [["report", "ack", ANN, "--exec", "true"]],
])("%j is a wrong command line, and nothing is told", async (words) => {
  const store = stolenSite();
  expect(await run(store, words)).toMatchObject({ status: 64, stdout: "" });
  expect((await run(store, ["report"])).stdout).toContain(", new\n");
});
