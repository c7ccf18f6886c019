/** The extension of an address is a stranger's text: it reaches the program through a real Postfix and stays text. */
import { existsSync, mkdirSync, chmodSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { submit } from "./client.js";
import { reportOn } from "./report.js";
import { isLeftOut } from "./requirements.js";
import { startSite, type Site } from "./site.js";

describe.skipIf(isLeftOut("hostile extensions through a real Postfix"))("an extension that looks like an option", { timeout: 60_000 }, () => {
  let site: Site;
  let open: string;
  beforeAll(async () => {
    site = await startSite();
    // A folder where the program's user could make the file, if it were led to.
    open = join(site.places.root, "open");
    mkdirSync(open);
    chmodSync(open, 0o777);
  }, 60_000);
  afterAll(() => site.stop(), 60_000);

  const send = async (recipients: readonly string[], failed: string): Promise<void> => {
    await submit({ port: site.postfix.port, from: "", to: recipients, message: reportOn(failed) });
    await site.postfix.idle();
  };

  it.each(["bounce", "positional"])("%s: --db names no database, alone or among several", async (name) => {
    const evil = join(open, `${name}.db`);
    const failed = `${name}.db@example.net`;
    await send([`${name}+--db=${evil}@example.com`, `${name}+--extension=x@example.com`, `${name}+--@example.com`], failed);
    expect(existsSync(evil)).toBe(false);
    expect(await site.query(failed)).toHaveLength(1);
  });

  it.each([
    "bounce+--dry-run@example.com", "positional+--dry-run@example.com",
    "bounce+--@example.com", "positional+--@example.com",
    "bounce+--extension=x@example.com", "positional+--extension=x@example.com",
    "bounce+--help@example.com", "positional+--help@example.com",
    `"bounce+a b"@example.com`, `"positional+a b"@example.com`,
    "positional+$(id)@example.com", "positional+../../x@example.com", `"positional+\u001b[31m"@example.com`,
  ])("a report to %j is recorded like any other", async (address) => {
    const failed = `${Buffer.from(address).toString("hex")}@example.net`;
    await send([address], failed);
    expect(await site.query(failed)).toHaveLength(1);
  });
});
