import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { remediesFor, shellWord } from "../../src/report/remedy.js";

const HOSTILE = [
  "$(touch x)",
  "`id`",
  "a'b",
  `a"b`,
  "-rf",
  "a b",
  "a;b",
  "a\\",
  "!!",
  "~root",
  "*",
  "#x",
  "a&b|c>d",
  "%s%n",
  "=x",
  "",
];
const shell = (line: string) =>
  spawnSync("/bin/sh", ["-c", line], { encoding: "utf8", env: { PATH: "/usr/bin:/bin" } });

describe("shellWord", () => {
  it.each(HOSTILE)("%j is one word, and the same", (text) => {
    expect(shell(`printf '<%s>' ${shellWord(text)}`).stdout).toBe(`<${text}>`);
  });

  it("leaves ordinary names readable", () => {
    expect(shellWord("alice+x@mail-1.example.com")).toBe("alice+x@mail-1.example.com");
  });
});

describe("remedies", () => {
  it.each([...HOSTILE, "alice", "alice@example.com"])(
    "of %j are sound command lines that run nothing of it",
    (sender) => {
      for (const isLogin of [true, false]) {
        const commands = remediesFor(sender, isLogin).flatMap((remedy) => remedy.commands);
        expect(commands.length).toBeGreaterThan(3);
        for (const command of commands) expect(shell(`set -n\n${command}`)).toMatchObject({ status: 0, stderr: "" });
      }
    },
  );

  it("have no command for a name with control characters, and no table line for one with blanks", () => {
    expect(remediesFor("a\nb", true)).toEqual([]);
    const ofKeys = (sender: string): boolean =>
      remediesFor(sender, true).some(({ commands }) => commands.join().includes("postmap"));
    expect(["a b", "#a", '"a', "a"].map(ofKeys)).toEqual([false, false, false, true]);
  });

  it("find a login's queue ids in Postfix's log, and nobody else's", () => {
    const directory = mkdtempSync(join(tmpdir(), "bounces-remedy-"));
    try {
      const log = join(directory, "mail.log");
      const line = (id: string, login: string, more = ""): string =>
        `Mar  1 12:00:00 mail postfix/submission/smtpd[123]: ${id}: client=host.example[192.0.2.1], sasl_method=PLAIN, sasl_username=${login}${more}\n`;
      writeFileSync(
        log,
        [
          line("4XYZabc1234", "a.b"),
          line("A1B2C3", "a.bc"),
          line("D4E5F6", "axb"),
          line("5ABCdef", "a.b", ", sasl_sender=x"),
          line("4XYZabc1234", "a.b"),
        ].join(""),
      );
      const hold = remediesFor("a.b", true).find(({ title }) => title.includes("on hold"));
      const command = hold?.commands[0]?.replace("/var/log/mail.log", log).replace("postsuper -h -", "cat");
      expect(shell(command ?? "").stdout).toBe("4XYZabc1234\n5ABCdef\n");
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
