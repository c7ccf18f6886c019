import { describe, expect, it } from "vitest";
import { bounces, jsonLines, withDirectory } from "../support/cli.js";
import { databaseIn } from "../support/daemon.js";
import { bounceMail, recipientOf } from "../support/mails.js";

describe("bounces sql", () => {
  it("answers with a table, JSON or CSV, and refuses what is no question", () => {
    withDirectory((directory) => {
      const db = `--db=${databaseIn(directory)}`;
      bounces(["import", db, "-"], { input: Buffer.from(bounceMail(1), "latin1") });
      const ask = (text: string, ...options: string[]) => bounces(["sql", text, ...options, db]);
      expect(ask("SELECT recipient, severity FROM bounces").stdout).toContain(recipientOf(1));
      expect(jsonLines(ask("SELECT recipient, severity FROM bounces", "--json").stdout)).toEqual([
        { recipient: recipientOf(1), severity: "hard" },
      ]);
      expect(ask("SELECT recipient, NULL AS empty FROM bounces", "--csv").stdout).toBe(
        `recipient,empty\r\n${recipientOf(1)},\r\n`,
      );
      expect(ask("DELETE FROM bounce")).toMatchObject({ status: 64, stdout: "" });
    });
  });
});

describe("bounces doctor", () => {
  it("counts every counter anew, and repairs what is wrong", () => {
    withDirectory((directory) => {
      const db = `--db=${databaseIn(directory)}`;
      bounces(["import", db, "-"], { input: Buffer.from(bounceMail(1), "latin1") });
      const counters = (option: string): unknown =>
        jsonLines(bounces(["doctor", option, "--json", db]).stdout).find((finding) =>
          JSON.stringify(finding).includes('"counters"'),
        );
      expect(counters("--recount")).toMatchObject({ level: "ok" });
      expect(counters("--repair")).toMatchObject({ level: "ok" });
    });
  });
});
