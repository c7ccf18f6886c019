/** The report's mail through Postfix's own sendmail: with the null sender, its From completed, and nothing that goes round. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sendMail } from "../../src/report/mail.js";
import { reportMailHtml, reportSubject } from "../../src/report/html.js";
import { badDay } from "../report/sample.js";
import { foldersOf } from "./base.js";
import { isLeftOut } from "./requirements.js";
import { startSite, type Site } from "./site.js";

describe.skipIf(isLeftOut("the report's mail through a real Postfix"))("the report's mail", { timeout: 60_000 }, () => {
  let site: Site;
  beforeAll(async () => {
    site = await startSite();
  }, 60_000);
  afterAll(() => site.stop(), 60_000);

  async function send(to: readonly string[]): Promise<string> {
    let stderr = "";
    const environment = { PATH: "/usr/bin:/bin", MAIL_CONFIG: foldersOf(site.places.root).config };
    const io = { environment, stderr: (text: string) => void (stderr += text) };
    await sendMail(
      {
        from: "bounces",
        to,
        subject: reportSubject(badDay()),
        text: "the news\n.\nafter a dot\n",
        html: reportMailHtml(badDay()),
        date: badDay().now,
      },
      "/usr/sbin/sendmail",
      io,
    );
    await site.postfix.idle();
    return stderr;
  }

  it("arrives with the null sender, whole, its addresses completed", async () => {
    expect(await send(["ops@report.example.net", "carol"])).toBe("");
    const [mail, ...others] = site.remote.accepted.filter(({ recipients }) =>
      recipients.some((recipient) => recipient === "ops@report.example.net"),
    );
    expect(others).toEqual([]);
    expect(mail?.sender).toBe("");
    expect(mail?.content).toMatch(/^From: <?bounces@example\.com>?$/m);
    expect(mail?.content).toMatch(/^To: .*carol@example\.com/m);
    expect(mail?.content).toMatch(/^Auto-Submitted: auto-generated$/m);
    expect(mail?.content).toContain("the news\n.\nafter a dot\n");
    expect(site.remote.accepted.some(({ recipients }) => recipients.includes("carol@example.com"))).toBe(true);
  });

  it("comes to an end when it is refused", async () => {
    const before = site.remote.accepted.length;
    expect(await send(["rcpt-550-5.1.1@refused.example.net"])).toBe("");
    expect(site.postfix.log()).toMatch(/to=<rcpt-550-5\.1\.1@refused\.example\.net>.*status=bounced/);
    expect(site.postfix.log()).not.toContain("relay=bounce-intake");
    // Postfix tells its postmaster, and that is the end of it.
    expect(
      site.remote.accepted.slice(before).map(({ sender, recipients }) => `${sender} ${recipients.join()}`),
    ).toEqual(["double-bounce@mx.example.com postmaster@example.com"]);
  });

  it("is a failure when sendmail does not take it", async () => {
    expect(await send([`${"x".repeat(70_000)}@example.net`])).toMatch(/^bounces: cannot mail the report to /);
  });
});
