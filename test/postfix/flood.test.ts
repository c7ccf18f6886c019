/**
 * A wave: all at once through pipe(8), as many processes at a time as Postfix starts when nobody tells it otherwise, while
 * people look at the database. FLOOD_MAILS=10000 makes it a large one, which takes some minutes.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { submit } from "./client.js";
import { reportOn } from "./report.js";
import { isLeftOut } from "./requirements.js";
import { startSite, type Site } from "./site.js";

const TOTAL = Number(process.env.FLOOD_MAILS) || 1_000;
/** Sessions that hand mail to Postfix at the same time. */
const SESSIONS = 10;
const LIMIT_MS = 60_000 + TOTAL * 150;
const DOMAIN = "flood.example.net";

describe.skipIf(isLeftOut("a wave through a real Postfix"))(`${TOTAL} bounces at once`, { timeout: LIMIT_MS }, () => {
  let site: Site;
  beforeAll(async () => {
    site = await startSite();
    await submit({
      port: site.postfix.port,
      from: "",
      to: ["bounce+before@example.com"],
      message: reportOn("rcpt@before.example.net"),
    });
    await site.postfix.idle();
  }, 60_000);
  afterAll(() => site.stop(), 60_000);

  async function submitAll(): Promise<void> {
    let next = 0;
    await Promise.all(
      Array.from({ length: SESSIONS }, async () => {
        for (let number = next++; number < TOTAL; number = next++)
          await submit({
            port: site.postfix.port,
            from: "",
            to: [`bounce+m${number}@example.com`],
            message: reportOn(`rcpt${number}@${DOMAIN}`),
          });
      }),
    );
  }

  /** Looks at the database again and again: each look reads what waits there, beside the processes that bring more. */
  async function lookUntil(isOver: () => boolean): Promise<void> {
    while (!isOver()) await site.bounces("stats");
  }

  it("are all recorded, each once, and none comes back", async () => {
    await site.postfix.set(["-F", "bounce-intake/unix/process_limit = -"]);
    await site.postfix.set(["defer_transports = bounce-intake"]);
    await submitAll();
    await site.postfix.deferred(`bounce+m${TOTAL - 1}@`);
    expect(await site.query("--domain", DOMAIN)).toEqual([]);
    await site.postfix.set(["defer_transports ="]);
    let isOver = false;
    await Promise.all([
      site.postfix.settle(LIMIT_MS).finally(() => {
        isOver = true;
      }),
      lookUntil(() => isOver),
    ]);
    const found = await site.query("--domain", DOMAIN, "--limit", String(2 * TOTAL));
    expect(found).toHaveLength(TOTAL);
    expect(new Set(found.map(({ recipient, extension }) => `${String(extension)} ${String(recipient)}`))).toEqual(
      new Set(Array.from({ length: TOTAL }, (_, number) => `m${number} rcpt${number}@${DOMAIN}`)),
    );
    expect(site.remote.accepted).toEqual([]);
    expect(site.postfix.log()).not.toContain("status=bounced");
  });
});
