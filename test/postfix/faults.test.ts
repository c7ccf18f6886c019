/** Nothing is lost: whatever breaks, the mail stays in Postfix's queue, and is recorded once when it is mended. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { submit } from "./client.js";
import { FAULTS, notBuilt } from "./faults.js";
import type { AcceptedMail } from "./remote.js";
import { isLeftOut } from "./requirements.js";
import { startSite, type Site } from "./site.js";
import { until } from "./wait.js";

/** The local part of the return address whose transport has only what must catch the fault. */
const LOCAL_PARTS = { program: "bare", net: "bounce" } as const;

describe.skipIf(isLeftOut("faults under a real Postfix"))("a mail that meets a fault", { timeout: 90_000 }, () => {
  let site: Site;
  const bounceOf = (recipient: string, from: string): Promise<void> =>
    submit({ port: site.postfix.port, from, to: [recipient], mailParameters: "XVERP" });

  beforeAll(async () => {
    site = await startSite();
    await bounceOf("rcpt-550-5.1.1@before.example.net", "bounce@example.com");
    await site.postfix.idle();
  }, 60_000);
  afterAll(() => site.stop(), 60_000);

  it.each(FAULTS.map((fault, row) => [fault.name, fault, row] as const))(
    "%s: stays queued, and is recorded once when that is mended",
    async (_, { breakIt, reason, caughtBy }, row) => {
      const recipient = `rcpt-550-5.1.1@fault${row}.example.net`;
      const mend = breakIt(site);
      try {
        await bounceOf(recipient, `${LOCAL_PARTS[caughtBy]}@example.com`);
        const waiting = await site.postfix.deferred(`${LOCAL_PARTS[caughtBy]}+rcpt`);
        expect(waiting.reason).toMatch(reason);
      } finally {
        mend();
      }
      await site.postfix.settle();
      expect(await site.query(recipient)).toHaveLength(1);
    },
  );

  it("reaches a person, whole, when nobody mends it in time", async () => {
    const mend = notBuilt(site);
    try {
      await site.postfix.set(["bounce_queue_lifetime = 0"]);
      await bounceOf("rcpt-550-5.1.1@expired.example.net", "bounce@example.com");
      const isForThem = ({ recipients }: AcceptedMail): boolean => recipients.includes("postmaster@example.com");
      const told = await until(
        "a mail to the postmaster",
        30_000,
        () => site.remote.accepted.find(isForThem) ?? null,
        () => site.postfix.log(),
      );
      expect(told.content).toContain("Final-Recipient: rfc822; rcpt-550-5.1.1@expired.example.net");
    } finally {
      mend();
    }
  });
});
