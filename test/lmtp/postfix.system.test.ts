/** Behind a real Postfix: extensions arrive as on the pipe, and whatever happens to the daemon, the mail waits in the queue. */
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
    expect(database.prepare("SELECT verp_extension FROM bounce").pluck().all().sort()).toEqual([...extensions].sort());
    database.close();
    expect(recordedIn(site.directory)).toEqual(extensions.map((_, number) => recipientOf(number)));
    expect(site.postfix.log()).toContain("250 2.6.0 recorded: hard user-unknown");
  });

  it("keeps the mail while the daemon is away, and delivers it once when it is back", async () => {
    await daemon.end("SIGTERM");
    await bounce(1, "daemon+away@example.com");
    expect((await site.postfix.deferred("daemon+away")).reason).toContain("connect to");
    daemon = await site.startDaemon({ env: { BOUNCES_BUSY_TIMEOUT_MS: "200" } });
    await site.postfix.settle();
    expect(recordedIn(site.directory)).toEqual([recipientOf(0), recipientOf(1)]);
  });

  it("keeps the mail while the database is locked", async () => {
    const holder = new Database(databaseIn(site.directory));
    holder.exec("BEGIN IMMEDIATE");
    await bounce(2, "daemon+locked@example.com");
    expect((await site.postfix.deferred("daemon+locked")).reason).toMatch(/451 4\.3\.0 not recorded: .*locked/);
    holder.exec("ROLLBACK");
    holder.close();
    await site.postfix.settle();
    expect(recordedIn(site.directory)).toEqual([0, 1, 2].map(recipientOf));
  });

  it("delivers a mail that is larger than what is looked at", async () => {
    const large = `${bounceMail(3)}\n${"x".repeat(70)}`.padEnd(3 << 20, `\n${"x".repeat(70)}`).concat("\n");
    await submit({ port: site.postfix.port, from: "", to: ["daemon+large@example.com"], message: large });
    await site.postfix.idle();
    expect(recordedIn(site.directory)).toEqual([0, 1, 2, 3].map(recipientOf));
  });
});
