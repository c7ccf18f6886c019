/** Suppressed addresses are refused at submission by a real Postfix, from a map that the program keeps. */
import { appendFileSync, chownSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { submit } from "./client.js";
import { isLeftOut } from "./requirements.js";
import { mustRun } from "./run.js";
import { startSite, type Site } from "./site.js";

const DEAD = "rcpt-550-5.1.1@dead.example.net";

describe.skipIf(isLeftOut("suppression with a real Postfix"))(
  "with a map of suppressed addresses",
  { timeout: 60_000 },
  () => {
    let site: Site;

    /** Runs the program as its own user. */
    const bounces = (...args: readonly string[]): Promise<string> => {
      const { node, program, settings } = site.places;
      const argv = [join(program, "bin/bounces.cjs"), ...args, "--config", settings];
      return mustRun(node, argv, { ...site.user, cwd: "/" });
    };
    const suppress = (...args: readonly string[]): Promise<string> => bounces("suppress", ...args);
    const send = (to: string): Promise<void> =>
      submit({ port: site.postfix.port, from: "alice@example.com", to: [to] });

    beforeAll(async () => {
      site = await startSite();
      const directory = join(site.places.root, "map");
      mkdirSync(directory);
      chownSync(directory, site.user.uid, site.user.gid);
      const map = join(directory, "suppressed");
      appendFileSync(site.places.settings, `[suppress]\nmode = "strict"\nmap = "${map}"\n`);
      await bounces("import", "-");
      await suppress("sync");
      await site.postfix.set([`smtpd_recipient_restrictions = check_recipient_access lmdb:${map}`]);
    }, 60_000);
    afterAll(() => site.stop(), 60_000);

    it("refuses an address as soon as its bounce is recorded, and no other", async () => {
      await send(DEAD);
      await site.postfix.idle();
      await expect(send(DEAD)).rejects.toThrow(
        /550 5\.1\.1 <.*>: .*Not sent: this address takes no mail \(user-unknown/,
      );
      await expect(send(DEAD.toUpperCase())).rejects.toThrow("550 5.1.1");
      await send("bob@dead.example.net");
      await send("rcpt-550-5.1.1@alive.example.net");
    });

    it("accepts it again as soon as somebody removes it, and refuses what somebody adds", async () => {
      await suppress("remove", DEAD);
      await send(DEAD);
      await suppress("add", "eve@alive.example.net", "--why", "asked for it");
      await expect(send("eve@alive.example.net")).rejects.toThrow("550 5.1.1");
    });

    it("refuses and accepts the same while the map is written anew, over and over", async () => {
      const state = { isWriting: true };
      const writing = (async (): Promise<void> => {
        for (let count = 0; count < 4; count += 1) await suppress("sync");
      })().finally(() => (state.isWriting = false));
      while (state.isWriting) {
        await send("bob@alive.example.net");
        await expect(send("eve@alive.example.net")).rejects.toThrow("550 5.1.1");
      }
      await writing;
    });
  },
);
