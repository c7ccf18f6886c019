/** The extension of an address is a stranger's text: it reaches the program through a real Postfix and stays text. */
import { existsSync, mkdirSync, chmodSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { submit } from "./client.js";
import { reportOn } from "./report.js";
import { isLeftOut } from "./requirements.js";
import { startSite, type Site } from "./site.js";

describe.skipIf(isLeftOut("hostile extensions through a real Postfix"))(
  "an extension that looks like an option",
  { timeout: 60_000 },
  () => {
    let site: Site;
    let open: string;
    beforeAll(async () => {
      site = await startSite();
      // A directory where the program's user could make the file, if it were led to.
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
      await send(
        [`${name}+--db=${evil}@example.com`, `${name}+--extension=x@example.com`, `${name}+--@example.com`],
        failed,
      );
      expect(existsSync(evil)).toBe(false);
      expect(await site.query(failed)).toHaveLength(1);
    });

    // In the form without options a lone "--" and "--extension=" are taken off; no harm is in that.
    it.each([
      ["bounce+--dry-run@example.com", "--dry-run"],
      ["positional+--dry-run@example.com", "--dry-run"],
      ["bounce+--help@example.com", "--help"],
      ["positional+--help@example.com", "--help"],
      ["bounce+--@example.com", "--"],
      ["positional+--@example.com", null],
      ["bounce+--extension=x@example.com", "--extension=x"],
      ["positional+--extension=x@example.com", "x"],
      [`"bounce+a b"@example.com`, "a b"],
      [`"positional+a b"@example.com`, "a b"],
      [`"positional+$(id)"@example.com`, "$(id)"],
      ["positional+../../x@example.com", "../../x"],
    ])("a report to %j is recorded with the extension %j", async (address, extension) => {
      const failed = `${Buffer.from(address).toString("hex")}@example.net`;
      await send([address], failed);
      const records = await site.query(failed);
      expect(records).toHaveLength(1);
      const { verp } = await site.show(String(records[0]?.reportId));
      expect(verp).toEqual(extension === null ? null : expect.objectContaining({ extension }));
    });

    it("puts control bytes of an extension nowhere on a terminal", async () => {
      const failed = "escape@example.net";
      await send([`"positional+\u001b[31m"@example.com`], failed);
      const [record] = await site.query(failed);
      expect(await site.bounces("show", String(record?.reportId))).not.toContain("\u001b");
    });
  },
);
