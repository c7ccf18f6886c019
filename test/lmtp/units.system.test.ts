/** The systemd units as they are shipped. */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { BIN, ROOT } from "../support/cli.js";

const ANALYZE = "/usr/bin/systemd-analyze";
/** systemd-analyze's measure times ten: from 0, safe, to 100. */
const MOST_EXPOSED = 15;

const unit = (name: string): string => readFileSync(join(ROOT, "packaging", name), "utf8");

/** The units in a directory of their own, with the program where it is here. */
function installed(): { readonly service: string; readonly socket: string } {
  const directory = mkdtempSync(join(tmpdir(), "bounces-units-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const [service, socket] = [join(directory, "bounces.service"), join(directory, "bounces.socket")];
  const here = unit("bounces.service").replace(/^ExecStart=.*$/m, `ExecStart=${process.execPath} ${BIN} serve`);
  writeFileSync(service, here);
  cpSync(join(ROOT, "packaging/bounces.socket"), socket);
  return { service, socket };
}

describe("the units", () => {
  it.skipIf(!existsSync(ANALYZE))("say nothing that systemd does not understand", () => {
    const { service, socket } = installed();
    const { status, stderr } = spawnSync(ANALYZE, ["verify", service, socket], { encoding: "utf8" });
    expect(stderr).toBe("");
    expect(status).toBe(0);
  });

  it.skipIf(!existsSync(ANALYZE))("are hardened", () => {
    const { status, stdout } = spawnSync(
      ANALYZE,
      ["security", "--offline=true", `--threshold=${MOST_EXPOSED}`, installed().service],
      { encoding: "utf8" },
    );
    expect(stdout).toContain("Overall exposure level");
    expect(status).toBe(0);
  });

  it("do not forbid memory that is written and run, without which node dies", () => {
    expect(unit("bounces.service")).not.toMatch(/^MemoryDenyWriteExecute=/m);
  });

  it("name a socket that only Postfix reaches", () => {
    expect(unit("bounces.socket")).toMatch(
      /^ListenStream=\/var\/spool\/postfix\/private\/.*\nSocketUser=postfix\nSocketGroup=postfix\nSocketMode=0600$/m,
    );
  });
});
