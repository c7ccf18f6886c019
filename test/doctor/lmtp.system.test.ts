/** `bounces doctor` where mail goes to `bounces serve`: silent when it is set up well, whoever made the socket. */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { isLeftOut } from "../postfix/requirements.js";
import { mustRun } from "../postfix/run.js";
import { until } from "../postfix/wait.js";
import { lmtpParts, startDoctorSite, USER, type DoctorSite, type Finding } from "./site.js";

const LIMIT_MS = 180_000;
const wrong = (findings: readonly Finding[]): Finding[] => findings.filter(({ level }) => level !== "ok");

describe.skipIf(isLeftOut("doctor's LMTP set-ups"))("bounces doctor, with bounces serve", () => {
  let site: DoctorSite | null = null;
  let daemon: ChildProcess | null = null;
  afterEach(async () => {
    daemon?.kill("SIGTERM");
    daemon = null;
    await site?.stop();
    site = null;
  }, LIMIT_MS);

  /** Starts a program as the user of the service, and waits until it listens at the socket. */
  async function start(made: DoctorSite, socket: string, command: readonly string[]): Promise<void> {
    const [program = "", ...rest] = command;
    daemon = spawn("/usr/sbin/runuser", ["-u", USER, "--", program, ...rest], {
      env: { PATH: "/usr/bin:/bin", BOUNCES_CONFIG: made.settings },
      cwd: "/",
      stdio: "ignore",
    });
    await until("the socket", 20_000, async () =>
      (await made.sh(`test -S ${socket} && echo yes || true`)) === "" ? null : true,
    );
  }

  /** A directory for the socket that the service may write and Postfix may enter, as the manual makes it. */
  async function socketDirectory(made: DoctorSite, name: string): Promise<string> {
    const directory = join(made.root, "queue", name);
    mkdirSync(directory, { recursive: true });
    await mustRun("chown", [`${USER}:postfix`, directory]);
    await mustRun("chmod", ["2750", directory]);
    return directory;
  }

  it(
    "has nothing to say but ok of a socket that is an option of serve, and finds that serve is down",
    async () => {
      const made = await startDoctorSite((root) => lmtpParts(root, "bounces/lmtp"));
      site = made;
      const socket = join(await socketDirectory(made, "bounces"), "lmtp");
      const serve = [made.node, made.program, "serve", "--lmtp-socket", socket];
      const down = wrong(await made.doctor());
      expect(down).toEqual([expect.objectContaining({ level: "problem", what: `LMTP server ${socket}` })]);
      expect(down[0]?.command).toBe("systemctl restart bounces.service");
      await start(made, socket, serve);
      expect(wrong(await made.doctor())).toEqual([]);
      expect(await made.doctor("--send")).toContainEqual(
        expect.objectContaining({ level: "ok", what: "test message" }),
      );
    },
    LIMIT_MS,
  );

  it(
    "has nothing to say but ok of a socket that is in the configuration, and runs what starts it",
    async () => {
      const made = await startDoctorSite(
        (root) => lmtpParts(root, "bounces/lmtp"),
        (root) => `[lmtp]\nsocket = "${root}/queue/bounces/lmtp"\n`,
      );
      site = made;
      const socket = join(await socketDirectory(made, "bounces"), "lmtp");
      writeFileSync(
        join(made.root, "bin/systemctl"),
        `#!/bin/sh -e\n[ "$*" = "restart bounces.service" ]\nsetsid runuser -u ${USER} -- ${made.node} ${made.program} serve >/dev/null 2>&1 &\necho $! > ${made.root}/pid\nwhile ! [ -S ${socket} ]; do sleep 0.1; done\n`,
        { mode: 0o755 },
      );
      const [down, ...others] = wrong(await made.doctor());
      expect(others).toEqual([]);
      await made.sh(down?.command ?? "false");
      expect(wrong(await made.doctor())).toEqual([]);
      await made.sh(`kill $(cat ${made.root}/pid)`);
    },
    LIMIT_MS,
  );

  it(
    "has nothing to say but ok of a socket that systemd opens, with nothing in the configuration",
    async () => {
      const made = await startDoctorSite((root) => lmtpParts(root, "private/bounces-lmtp"));
      site = made;
      const socket = join(made.root, "queue/private/bounces-lmtp");
      daemon = spawn(
        "/usr/bin/systemd-socket-activate",
        ["-l", socket, "-E", `BOUNCES_CONFIG=${made.settings}`, made.node, made.program, "serve"],
        {
          stdio: "ignore",
        },
      );
      await until("the socket", 20_000, async () =>
        (await made.sh(`test -S ${socket} && echo yes || true`)) === "" ? null : true,
      );
      expect(wrong(await made.doctor())).toEqual([]);
    },
    LIMIT_MS,
  );
});
