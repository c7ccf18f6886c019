/** `bounces reclassify` as an admin runs it. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { classify } from "../../../src/classify/classify.js";
import { openStore } from "../../../src/store/open.js";
import { bounces, fixture, jsonLines, ROOT, withDirectory, type Run } from "../../support/cli.js";
import { bounceOf, entryOf, NOON, readingOf } from "../../store/readings.js";

const RULE = '[[rule]]\nid = "ours"\nmatch = "user unknown"\nreason = "mailbox-disabled"\n';

interface Site {
  readonly database: string;
  readonly run: (command: string, ...args: string[]) => Run;
  /** Takes rules into use. */
  readonly configure: (rules: string) => void;
}

const withSite = (use: (site: Site) => void): void =>
  withDirectory((directory) => {
    const [config, database] = [join(directory, "bounces.toml"), join(directory, "b.db")];
    const configure = (rules: string): void =>
      writeFileSync(config, `database = "b.db"\nhosts = ["mx.local.test"]\n${rules}`);
    configure("");
    use({ database, configure, run: (command, ...args) => bounces([command, `--config=${config}`, ...args]) });
  });

const sumsOf = (run: Run): unknown => jsonLines(run.stdout).at(-1);

/** Some users that are unknown, among other failures. */
function recordSome({ run }: Site): void {
  for (const mail of ["postfix-n1-rcpt-n1", "postfix-f1-single-copy", "postfix-n2-three-n2"]) {
    expect(run("import", join(ROOT, `fixtures/real/${mail}.eml`)).status).toBe(0);
  }
}

describe("bounces reclassify", () => {
  it("finds nothing to change where no rule has changed: what is stored suffices to judge", () =>
    withSite(({ run }) => {
      expect(run("import", join(ROOT, "fixtures")).status).toBe(0);
      const again = run("reclassify", "--json");
      expect(again).toMatchObject({ status: 0, stderr: "" });
      expect(jsonLines(again.stdout)).toHaveLength(1);
      expect(sumsOf(again)).toMatchObject({ changed: 0, renamed: 0, understood: 0, applied: false });
    }));

  it("shows what a new rule would change, and changes nothing", () =>
    withSite((site) => {
      recordSome(site);
      const before = site.run("query", "--json").stdout;
      site.configure(RULE);
      const shown = site.run("reclassify");
      expect(shown).toMatchObject({ status: 0, stderr: "" });
      expect(shown.stdout).toMatch(
        /^was +becomes +rule +count\nuser-unknown \(hard\) +mailbox-disabled \(\w+\) +admin:ours +\d+$/m,
      );
      expect(shown.stdout).toContain("Nothing was changed. To apply the changes: bounces reclassify --apply");
      expect(site.run("query", "--json").stdout).toBe(before);
    }));

  it("changes it when told to, once, and query and recipients follow", () =>
    withSite((site) => {
      recordSome(site);
      site.configure(RULE);
      const applied = site.run("reclassify", "--apply", "--json");
      expect(sumsOf(applied)).toMatchObject({ applied: true });
      const changed = jsonLines(applied.stdout).slice(0, -1);
      expect(changed).toMatchObject([
        { was: "user-unknown", wasSeverity: "hard", becomes: "mailbox-disabled", rule: "admin:ours" },
      ]);
      const ours = jsonLines(site.run("query", "--reason", "mailbox-disabled", "--json").stdout).filter(
        ({ rule }) => rule === "admin:ours",
      );
      expect(ours).toHaveLength(Number(changed[0]?.count));
      expect(site.run("query", "rcpt-550-5.1.1@remote.test").stdout).toContain("mailbox-disabled");
      expect(sumsOf(site.run("reclassify", "--json"))).toMatchObject({ changed: 0, renamed: 0 });
    }));

  it("changes the name of the rule alone where nothing else changes", () =>
    withSite((site) => {
      recordSome(site);
      site.configure(RULE.replace("mailbox-disabled", "user-unknown"));
      expect(site.run("reclassify").stdout).toMatch(
        /^\d+ bounces classified again: 0 with another verdict, [1-9]\d* with the same verdict by another rule$/m,
      );
      expect(site.run("reclassify", "--apply").status).toBe(0);
      expect(
        new Set(jsonLines(site.run("query", "--reason", "user-unknown", "--json").stdout).map(({ rule }) => rule)),
      ).toContain("admin:ours");
    }));

  it("looks at the time that it is told", () =>
    withSite((site) => {
      recordSome(site);
      site.configure(RULE);
      expect(sumsOf(site.run("reclassify", "--since=2100-01-01", "--json"))).toMatchObject({ bounces: 0, changed: 0 });
      expect(site.run("reclassify", "--since=whenever").status).toBe(64);
    }));

  it("reads again what nobody understood", () =>
    withSite(({ database, run }) => {
      const store = openStore(database, { create: true });
      const verp = {
        extension: "bob=example.net",
        form: "address",
        recipient: "bob@example.net",
        prefix: null,
        candidates: ["bob@example.net"],
        agrees: null,
        token: null,
      } as const;
      const unread = {
        ...readingOf({ trust: "unproven", verp }),
        kind: "unrecognized",
        format: "none",
        bounces: [],
      } as const;
      store.record([
        entryOf(unread, NOON, fixture("real/postfix-n1-rcpt-n1.eml")),
        entryOf({ ...unread, identity: "other" }, NOON, Buffer.from("Subject: hello\n\nnothing\n")),
      ]);
      store.close();
      expect(run("reclassify").stdout).toMatch(
        /^unrecognized +user-unknown \(hard\) +\S+ +2$[^]*^2 unrecognized messages read again: 1 recognized now$/m,
      );
      expect(jsonLines(run("query", "--json").stdout)).toEqual([]);
      expect(sumsOf(run("reclassify", "--apply", "--json"))).toMatchObject({ unread: 2, understood: 1 });
      const found = { reason: "user-unknown", severity: "hard" };
      // The address that VERP names, and the one that the message was forwarded to.
      expect(jsonLines(run("query", "--json").stdout)).toMatchObject([found, found]);
      expect(jsonLines(run("query", "--unrecognized", "--json").stdout)).toHaveLength(1);
    }));

  it("judges with the phase of the SMTP session that was recorded, which the reply need not tell", () =>
    withSite(({ database, run }) => {
      const { facts } = bounceOf("bob@example.net", { facts: { diagnostic: "550 5.1.1 Unknown", phase: "mail-from" } });
      const verdict = classify({ ...facts, reportingMta: null, format: "rfc3464" });
      expect(classify({ ...facts, phase: null, reportingMta: null, format: "rfc3464" }).reason).not.toBe(
        verdict.reason,
      );
      const store = openStore(database, { create: true });
      store.record([
        entryOf(
          readingOf({ bounces: [bounceOf("bob@example.net", { facts, verdict })], facts: { reportingMta: null } }),
        ),
      ]);
      store.close();
      expect(sumsOf(run("reclassify", "--json"))).toMatchObject({ bounces: 1, changed: 0, renamed: 0 });
    }));

  it("says so where there is no database, and where a rule is wrong", () =>
    withSite((site) => {
      expect(site.run("reclassify").status).toBe(66);
      site.configure(RULE.replace("mailbox-disabled", "nonsense"));
      expect(site.run("reclassify")).toMatchObject({ status: 78, stdout: "" });
    }));
});
