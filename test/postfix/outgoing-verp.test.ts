/** The optional parts of master.cf.example on a real Postfix: VERP on all mail that users submit. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { submit } from "./client.js";
import { reportOn } from "./report.js";
import { isLeftOut } from "./requirements.js";
import { startSite, type Site } from "./site.js";

describe.skipIf(isLeftOut("VERP on all mail with a real Postfix"))("with VERP on all mail", { timeout: 60_000 }, () => {
  let site: Site;
  beforeAll(async () => {
    site = await startSite({ verp: true });
  }, 60_000);
  afterAll(() => site.stop(), 60_000);

  const returnPathOf = (recipient: string): string | undefined =>
    site.remote.accepted.find(({ recipients }) => recipients.includes(recipient))?.sender;

  it("puts account and recipient into the return address, and leaves From alone", async () => {
    await submit({ port: site.submissionPort, from: "alice@example.com", to: ["bob@out.example.net"] });
    await site.postfix.idle();
    expect(returnPathOf("bob@out.example.net")).toBe("bounce+alice+bob=out.example.net@example.com");
    expect(site.remote.accepted[0]?.content).toContain("From: <alice@example.com>");
  });

  it("leaves return addresses of mailing lists and mail without a sender alone", async () => {
    await submit({ port: site.submissionPort, from: "bounce+list@example.com", to: ["bob@list.example.net"] });
    await submit({ port: site.submissionPort, from: "", to: ["bob@null.example.net"] });
    await site.postfix.idle();
    expect(returnPathOf("bob@list.example.net")).toBe("bounce+list+bob=list.example.net@example.com");
    expect(returnPathOf("bob@null.example.net")).toBe("");
  });

  it("records a bounce of our own with the login as its sender, and tells the user too", async () => {
    await submit({
      port: site.submissionPort,
      from: "alice@example.com",
      to: ["rcpt-550-5.1.1@own.example.net"],
      auth: { user: "alice", password: "secret" },
    });
    await site.postfix.idle();
    expect(await site.query("rcpt-550-5.1.1@own.example.net")).toEqual([
      expect.objectContaining({ sender: "alice", senderSource: "login" }),
    ]);
    expect(site.remote.accepted).toContainEqual(
      expect.objectContaining({ sender: "", recipients: ["alice@example.com"] }),
    );
  });

  it("records a bounce that another server wrote, with the account as its sender", async () => {
    await submit({
      port: site.postfix.port,
      from: "",
      to: ["bounce+alice+gone=later.example.net@example.com"],
      message: reportOn("gone@later.example.net"),
    });
    await site.postfix.idle();
    expect(await site.query("gone@later.example.net")).toEqual([
      expect.objectContaining({ sender: "alice@example.com", senderSource: "verp", trust: "unproven" }),
    ]);
  });
});
