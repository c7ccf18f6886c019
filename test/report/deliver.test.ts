import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { simpleParser } from "mailparser";
import { describe, expect, it } from "vitest";
import { deliver, writeWhole, type Delivered, type Delivery } from "../../src/report/deliver.js";
import { newsText } from "../../src/report/text.js";
import { badDay, hostileDay, HOSTILE } from "./sample.js";
import { jsonLines } from "../support/cli.js";
import { temporaryDirectory } from "./directory.js";

interface Heard {
  stdout: string;
  stderr: string;
}

/** An io that keeps what it hears. */
function listening(environment: Readonly<Record<string, string>> = { PATH: "/usr/bin:/bin" }) {
  const heard: Heard = { stdout: "", stderr: "" };
  const io = {
    stdout: (text: string) => void (heard.stdout += text),
    stderr: (text: string) => void (heard.stderr += text),
    columns: null,
    environment,
    now: () => 0,
  };
  return { heard, io };
}

const NOTHING: Delivery = { html: null, prometheus: null, print: null, printNotifies: false, mail: null, exec: null };
/** What `--notify` does. */
const PRINTED: Delivery = { ...NOTHING, print: () => "news\n", printNotifies: true };
const mail = (sendmail: string, ...to: readonly string[]): Delivery => ({
  ...NOTHING,
  mail: { from: "bounces@example.com", to: to.length === 0 ? ["root"] : to, sendmail },
});
const missedBy = async (delivered: Promise<Delivered>): Promise<readonly string[]> =>
  (await delivered).missed.map(({ finding }) => finding.sender);
const exec = (command: string, limitMs = 20_000): Delivery => ({ ...NOTHING, exec: { command, limitMs } });

/** A sendmail that keeps what it was given. */
function fakeSendmail(directory: string, status = 0): string {
  const file = join(directory, "sendmail");
  writeFileSync(
    file,
    `#!/bin/sh\nfor word in "$@"; do printf '%s\\n' "<$word>"; done >${directory}/arguments\ncat >${directory}/mail\necho "mail system says \x1b[31mno" >&2\nexit ${status}\n`,
  );
  chmodSync(file, 0o755);
  return file;
}

describe("files", () => {
  it("are written beside what is printed, whole, for everybody to read, and nothing is left beside them", async () => {
    const directory = temporaryDirectory();
    const { heard, io } = listening();
    const [html, prometheus] = [join(directory, "index.html"), join(directory, "bounces.prom")];
    writeFileSync(html, "old", { mode: 0o600 });
    const umask = process.umask(0o077);
    expect(await deliver(badDay(), { ...PRINTED, html, prometheus }, io)).toEqual({
      isComplete: true,
      missed: [],
    });
    process.umask(umask);
    expect(heard).toEqual({ stdout: "news\n", stderr: "" });
    expect(readFileSync(html, "utf8")).toMatch(/^<!doctype html>[^]*<\/html>\n$/);
    expect(readFileSync(prometheus, "utf8")).toContain("bounces_suspect_points");
    expect([html, prometheus].map((file) => statSync(file).mode & 0o777)).toEqual([0o644, 0o644]);
    expect(readdirSync(directory).sort()).toEqual(["bounces.prom", "index.html"]);
  });

  it("that cannot be written are told, and the rest is done all the same", async () => {
    const directory = temporaryDirectory();
    mkdirSync(join(directory, "page.html"));
    const { heard, io } = listening();
    expect(
      await deliver(
        badDay(),
        { ...PRINTED, html: join(directory, "page.html"), prometheus: join(directory, "gone/bounces.prom") },
        io,
      ),
    ).toEqual({ isComplete: false, missed: [] });
    expect(heard.stdout).toBe("news\n");
    expect(heard.stderr).toMatch(/cannot write .*page\.html: .+\n.*cannot write .*gone\/bounces\.prom: ENOENT/);
    expect(readdirSync(directory)).toEqual(["page.html"]);
  });

  it("are never seen half: a reader that looks meanwhile sees the old or the new one", async () => {
    const file = join(temporaryDirectory(), "page");
    const [one, other] = ["a".repeat(2 << 20), "b".repeat(2 << 20)];
    await writeWhole(file, one);
    const writing = (async () => {
      for (let time = 0; time < 10; time += 1) await writeWhole(file, time % 2 === 0 ? other : one);
    })();
    const seen = new Set<string>();
    for (let isDone = false; !isDone;) {
      const text = readFileSync(file, "utf8");
      seen.add(`${text.length}${text.at(0) ?? ""}${text.at(-1) ?? ""}`);
      isDone = await Promise.race([
        writing.then(() => true),
        new Promise<false>((resolve) => setImmediate(() => resolve(false))),
      ]);
    }
    expect([...seen].filter((look) => look !== `${2 << 20}aa` && look !== `${2 << 20}bb`)).toEqual([]);
  });
});

describe("mail", () => {
  it("goes to sendmail with the null sender, as text and HTML", async () => {
    const directory = temporaryDirectory();
    const { heard, io } = listening();
    expect(await deliver(badDay(), mail(fakeSendmail(directory), "root", "ops@example.net"), io)).toEqual({
      isComplete: true,
      missed: [],
    });
    expect(heard).toEqual({ stdout: "", stderr: "" });
    expect(readFileSync(join(directory, "arguments"), "utf8")).toBe(
      "<-i>\n<-f>\n<>\n<-->\n<root>\n<ops@example.net>\n",
    );
    const raw = readFileSync(join(directory, "mail"));
    expect(raw.includes("\r")).toBe(false);
    const message = await simpleParser(raw);
    expect(message.headers.get("content-type")).toMatchObject({ value: "multipart/alternative" });
    expect(message.subject).toBe("Bounces: carl@customer.example looks compromised");
    expect([message.headers.get("auto-submitted"), message.date?.toISOString(), message.from?.text]).toEqual([
      "auto-generated",
      "2025-03-12T12:00:00.000Z",
      "bounces@example.com",
    ]);
    expect(message.text).toBe(newsText(badDay()));
    expect(message.html).toContain("carl@customer.example");
    expect(message.html).not.toContain("<svg");
  });

  it("is not sent when there is nothing new", async () => {
    const directory = temporaryDirectory();
    const { io } = listening();
    expect(await deliver({ ...badDay(), standings: [] }, mail(fakeSendmail(directory)), io)).toEqual({
      isComplete: true,
      missed: [],
    });
    expect(existsSync(join(directory, "mail"))).toBe(false);
  });

  it.each([
    [
      "that refuses",
      (directory: string) => fakeSendmail(directory, 75),
      /sendmail exited with status 75\n {4}mail system says \\x1b\[31mno\n$/,
    ],
    ["that is not there", () => "/nonexistent/sendmail", /ENOENT/],
  ] as const)("for a sendmail %s notifies nobody", async (_, sendmail, complaint) => {
    const directory = temporaryDirectory();
    const { heard, io } = listening();
    const { isComplete, missed } = await deliver(badDay(), mail(sendmail(directory)), io);
    expect([isComplete, missed.map(({ finding }) => finding.sender)]).toEqual([false, ["carl@customer.example"]]);
    expect(heard.stderr).toMatch(complaint);
  });

  it("has the header that it should have, whatever a sender is called", async () => {
    for (const standing of hostileDay().standings) {
      const directory = temporaryDirectory();
      const { io } = listening();
      const day = {
        ...hostileDay(),
        standings: [{ ...standing, finding: { ...standing.finding, level: "alert" as const }, alert: null }],
      };
      await deliver(
        { ...day, standings: day.standings.map((each) => ({ ...each, news: "opened" as const })) },
        mail(fakeSendmail(directory)),
        io,
      );
      const [header = ""] = readFileSync(join(directory, "mail"), "utf8").split("\n\n");
      const names = [...header.matchAll(/^([^\s:]+):/gm)].map(([, name = ""]) => name.toLowerCase()).sort();
      expect(names).toEqual([
        "auto-submitted",
        "content-type",
        "date",
        "from",
        "message-id",
        "mime-version",
        "subject",
        "to",
        "x-auto-response-suppress",
      ]);
      expect((await simpleParser(readFileSync(join(directory, "mail")))).subject).not.toMatch(
        /[\0-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/,
      );
    }
  });
});

describe("a command for each alert", () => {
  it("gets the finding as one line of JSON, and no text of a message in its arguments or environment", async () => {
    const directory = temporaryDirectory();
    const { heard, io } = listening({ PATH: "/usr/bin:/bin", OWN: "mine" });
    expect(
      await deliver(
        badDay(),
        exec(
          `cat >>${directory}/lines; tr '\\0' '\\n' </proc/$$/cmdline >>${directory}/words; env >>${directory}/words`,
        ),
        io,
      ),
    ).toEqual({ isComplete: true, missed: [] });
    expect(heard.stderr).toBe("");
    const lines = jsonLines(readFileSync(join(directory, "lines"), "utf8"));
    expect(lines).toEqual([
      expect.objectContaining({ type: "finding", sender: "carl@customer.example", level: "alert", news: "opened" }),
    ]);
    const words = readFileSync(join(directory, "words"), "utf8");
    expect(words).toContain("OWN=mine");
    expect(words).not.toContain("customer.example");
  });

  it("hands over hostile names so that they come back as they were, and they do nothing", async () => {
    const directory = temporaryDirectory();
    const { io } = listening();
    await deliver(hostileDay(), exec(`cat >>${directory}/lines`), io);
    const text = readFileSync(join(directory, "lines"), "utf8");
    expect(text).not.toMatch(/[\0-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/);
    expect(
      jsonLines(text)
        .map(({ sender }) => sender)
        .sort(),
    ).toEqual([...HOSTILE].sort());
    expect(existsSync("/tmp/owned")).toBe(false);
  });

  it("that fails is reported with its output, and does not keep the next one from running", async () => {
    const directory = temporaryDirectory();
    const { heard, io } = listening();
    const senders = hostileDay().standings.map(({ finding }) => finding.sender);
    const command = `cat >/dev/null; echo x >>${directory}/runs; printf 'line\\033[2J\\n' >&2; exit 3`;
    expect(await missedBy(deliver(hostileDay(), exec(command), io))).toEqual(senders);
    expect(readFileSync(join(directory, "runs"), "utf8").split("\n")).toHaveLength(senders.length + 1);
    expect(heard.stderr.match(/: the command exited with status 3\n {4}line\\x1b\[2J\n/g)).toHaveLength(senders.length);
    expect(heard.stderr).not.toMatch(/[\0-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]/);
  });

  it("that fails for one of them leaves the others notified", async () => {
    const { io } = listening();
    const [one = "", ...others] = hostileDay().standings.map(({ finding }) => finding.sender);
    const counter = join(temporaryDirectory(), "first");
    const command = `cat >/dev/null; [ -e ${counter} ] || { touch ${counter}; exit 1; }`;
    expect(others.length).toBeGreaterThan(0);
    expect(await missedBy(deliver(hostileDay(), exec(command), io))).toEqual([one]);
  });

  it("that fails beside a message that was sent leaves nobody out", async () => {
    const { io } = listening();
    const both = { ...mail(fakeSendmail(temporaryDirectory())), exec: exec("exit 1").exec };
    expect(await deliver(badDay(), both, io)).toEqual({ isComplete: false, missed: [] });
  });

  it.each([
    ["killed by a signal", "kill -KILL $$", 20_000, "was killed by SIGKILL"],
    ["not to be found", "/nonexistent/command", 20_000, "exited with status 127"],
    ["that takes too long", "sleep 300", 300, "timed out after 0.3 s"],
    [
      "that ignores SIGTERM, as do its children",
      "trap '' TERM; sh -c \"trap '' TERM; sleep 300\" & sleep 300",
      300,
      "timed out after 0.3 s",
    ],
    ["that does not read", "exit 4", 20_000, "exited with status 4"],
  ] as const)("%s is a failure", async (_, command, limitMs, complaint) => {
    const { heard, io } = listening();
    expect(await missedBy(deliver(badDay(), exec(command, limitMs), io))).toEqual(["carl@customer.example"]);
    expect(heard.stderr).toContain(complaint);
  });

  it("that is too long to be started is a failure", async () => {
    const { heard, io } = listening();
    expect((await deliver(badDay(), exec(`: ${"x".repeat(3 << 20)}`), io)).isComplete).toBe(false);
    expect(heard.stderr).toContain("E2BIG");
  });

  it("leaves nobody behind when its time is over", async () => {
    const directory = temporaryDirectory();
    const { io } = listening();
    await deliver(
      badDay(),
      exec(`sh -c 'trap "" TERM; echo $$ >${directory}/child; while :; do sleep 1; done' & wait`, 500),
      io,
    );
    const child = Number(readFileSync(join(directory, "child"), "utf8"));
    await expect
      .poll(() => existsSync(`/proc/${child}`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${child}/status`, "utf8")), {
        timeout: 10_000,
      })
      .toBe(false);
  });

  it("goes on when something that it started holds its output open", async () => {
    const { io } = listening();
    const begun = await deliver(badDay(), exec("sleep 20 & exit 0"), io);
    expect(begun).toEqual({ isComplete: true, missed: [] });
  }, 15_000);
});
