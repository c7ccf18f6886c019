/** The main job on a real Postfix, with the stanzas of master.cf.example: a mail is refused, and the bounce is recorded. */
import { statSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { shortMail, submit } from "./client.js";
import { isLeftOut } from "./requirements.js";
import { startSite, type Site } from "./site.js";

describe.skipIf(isLeftOut("bounces recorded through a real Postfix"))(
  "with the stanzas of master.cf.example",
  { timeout: 60_000 },
  () => {
    let site: Site;
    beforeAll(async () => {
      site = await startSite();
    }, 60_000);
    afterAll(() => site.stop(), 60_000);

    it.each([
      ["sendmail -XV", "xv.example.net", ["-XV"]],
      ["sendmail -V", "v.example.net", ["-V"]],
    ])("records the bounce of a VERP mail sent with %s", async (_, domain, flags) => {
      await site.postfix.sendmail(
        [...flags, "-f", "bounce@example.com", `rcpt-550-5.1.1@${domain}`, `somebody@${domain}`],
        shortMail("news@example.com"),
      );
      await site.postfix.idle();
      expect(site.remote.accepted).toContainEqual(
        expect.objectContaining({ sender: `bounce+somebody=${domain}@example.com` }),
      );
      expect(await site.query(`rcpt-550-5.1.1@${domain}`)).toEqual([
        expect.objectContaining({
          action: "failed",
          status: "5.1.1",
          severity: "hard",
          sender: "uid:0@mx.example.com",
        }),
      ]);
    });

    it("records the bounces of a VERP mail asked for with XVERP, one for each recipient", async () => {
      const recipients = [
        "rcpt-550-5.1.1@xverp.example.net",
        "dot-552-5.2.2@xverp.example.net",
        "data-554-5.7.1@xverp.example.net",
      ];
      await submit({ port: site.postfix.port, from: "bounce@example.com", to: recipients, mailParameters: "XVERP" });
      await site.postfix.idle();
      for (const recipient of recipients) {
        expect(await site.query(recipient), recipient).toEqual([
          expect.objectContaining({ recipient, status: recipient.split(/[-@]/)[2] }),
        ]);
      }
    });

    it("counts a failure once that comes as a VERP bounce and as the postmaster's copy", async () => {
      const before = site.postfix.log();
      await submit({
        port: site.postfix.port,
        from: "bounce@example.com",
        to: ["rcpt-550-5.1.1@once.example.net"],
        mailParameters: "XVERP",
      });
      await site.postfix.idle();
      const delivered = site.postfix
        .log()
        .slice(before.length)
        .match(/relay=bounce-intake.*status=sent/g);
      expect(delivered).toHaveLength(2);
      expect(await site.query("rcpt-550-5.1.1@once.example.net")).toHaveLength(1);
    });

    it("records the bounce of a user's mail from the postmaster's copy, with the user as its sender", async () => {
      await submit({ port: site.postfix.port, from: "alice@example.com", to: ["rcpt-550-5.1.1@copy.example.net"] });
      await site.postfix.idle();
      expect(await site.query("rcpt-550-5.1.1@copy.example.net")).toEqual([
        expect.objectContaining({
          sender: "alice@example.com",
          senderSource: "postfix-sender",
          trust: "own-notice",
          severity: "hard",
        }),
      ]);
      expect(site.remote.accepted, "alice still gets her own bounce").toContainEqual(
        expect.objectContaining({ sender: "", recipients: ["alice@example.com"] }),
      );
    });

    it("judges each recipient of one report alone", async () => {
      await submit({
        port: site.postfix.port,
        from: "alice@example.com",
        to: ["rcpt-550-5.1.1@several.example.net", "rcpt-552-5.2.2@several.example.net", "fine@several.example.net"],
      });
      await site.postfix.idle();
      const severities = new Map(
        (await site.query("--domain", "several.example.net")).map(({ recipient, severity }) => [recipient, severity]),
      );
      expect(severities).toEqual(
        new Map([
          ["rcpt-550-5.1.1@several.example.net", "hard"],
          ["rcpt-552-5.2.2@several.example.net", "soft"],
        ]),
      );
    });

    it("names the login, even if the envelope sender is forged", async () => {
      await submit({
        port: site.postfix.port,
        from: "boss@victim.example.net",
        to: ["rcpt-550-5.1.1@forged.example.net"],
        auth: { user: "carol", password: "secret" },
      });
      await site.postfix.idle();
      expect(await site.query("rcpt-550-5.1.1@forged.example.net")).toEqual([
        expect.objectContaining({ sender: "carol", senderSource: "login", trust: "own-notice" }),
      ]);
    });

    it("leaves a database that the group can use, whatever the umask", () => {
      expect((statSync(site.places.database).mode & 0o777).toString(8)).toBe("660");
    });
  },
);
