/** Behind a real Postfix: extensions arrive as on the pipe, and while the daemon cannot record, mail waits in the queue. */
import Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { submit } from "../postfix/client.js";
import { isLeftOut } from "../postfix/requirements.js";
import { databaseIn, recordedIn, type RunningDaemon } from "../support/daemon.js";
import { bounceMail, recipientOf } from "../support/mails.js";
import { startLmtpSite, type LmtpSite } from "./lmtp-site.js";

describe.skipIf(isLeftOut("the daemon behind a real Postfix"))("Postfix's LMTP client", { timeout: 90_000 }, () => {
  let site: LmtpSite;
  let daemon: RunningDaemon;
  const bounce = (number: number, ...to: readonly string[]): Promise<void> =>
    submit({ port: site.postfix.port, from: "", to, message: bounceMail(number) });

  const timesRecorded = (number: number): number =>
    recordedIn(site.directory).filter((recipient) => recipient === recipientOf(number)).length;

  beforeAll(async () => {
    site = await startLmtpSite();
    daemon = await site.startDaemon({ env: { BOUNCES_BUSY_TIMEOUT_MS: "200" } });
  }, 60_000);
  afterAll(async () => {
    daemon.process.kill("SIGKILL");
    await site.stop();
  }, 60_000);

  it("hands over each recipient's extension as it was written, quoted ones too", async () => {
    const extensions = ["Bob=Example.ORG", "a b=example.org", "two..dots", "x".repeat(200)];
    for (const [number, extension] of extensions.entries())
      await bounce(
        number,
        / |\.\./.test(extension) ? `"daemon+${extension}"@example.com` : `daemon+${extension}@example.com`,
      );
    await site.postfix.idle();
    const database = new Database(databaseIn(site.directory), { readonly: true });
    expect(database.prepare("SELECT DISTINCT verp_extension FROM bounce").pluck().all().sort()).toEqual(
      [...extensions].sort(),
    );
    database.close();
    expect(recordedIn(site.directory)).toEqual([
      "bob@example.org",
      ...extensions.map((_, number) => recipientOf(number)),
    ]);
    expect(site.postfix.log()).toContain("250 2.6.0 recorded: hard user-unknown");
  });

  it("keeps a message in the queue while the daemon is away, and delivers it once when it is back", async () => {
    await daemon.end("SIGTERM");
    await bounce(4, "daemon+away@example.com");
    expect((await site.postfix.deferred("daemon+away")).reason).toContain("connect to");
    daemon = await site.startDaemon({ env: { BOUNCES_BUSY_TIMEOUT_MS: "200" } });
    await site.postfix.settle();
    expect(timesRecorded(4)).toBe(1);
    expect(site.postfix.log()).not.toContain("already known");
  });

  it("keeps a message in the queue while the database is locked", async () => {
    const holder = new Database(databaseIn(site.directory));
    holder.exec("BEGIN IMMEDIATE");
    await bounce(5, "daemon+locked@example.com");
    expect((await site.postfix.deferred("daemon+locked")).reason).toMatch(/451 4\.3\.0 not recorded: .*locked/);
    holder.exec("ROLLBACK");
    holder.close();
    await site.postfix.settle();
    expect(timesRecorded(5)).toBe(1);
  });

  it("delivers a message of which only the beginning is read", async () => {
    const large = `${bounceMail(6)}\n${"x".repeat(70)}`.padEnd(3 << 20, `\n${"x".repeat(70)}`).concat("\n");
    await submit({ port: site.postfix.port, from: "", to: ["daemon+large@example.com"], message: large });
    await site.postfix.idle();
    expect(timesRecorded(6)).toBe(1);
  });
});
