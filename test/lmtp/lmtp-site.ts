/** A private Postfix that delivers to a daemon of ours over LMTP, set up as the documentation says. */
import { chmodSync, chownSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { examplePart, substitute } from "../postfix/example.js";
import { makeRoot, startPostfix, type Instance } from "../postfix/instance.js";
import { mustRun } from "../postfix/run.js";
import { startDaemon, type DaemonChoices, type RunningDaemon } from "../support/daemon.js";

/** Postfix and where its daemon lives. */
export interface LmtpSite {
  readonly postfix: Instance;
  /** Directory of the daemon's socket and database. */
  readonly directory: string;
  readonly startDaemon: (choices?: DaemonChoices) => Promise<RunningDaemon>;
  readonly stop: () => Promise<void>;
}

/** The directory's group is Postfix's, and setgid, so that the socket that is made in it is Postfix's to use. */
async function makeSocketDirectory(root: string): Promise<string> {
  const directory = join(root, "daemon");
  mkdirSync(directory);
  chownSync(directory, 0, Number(await mustRun("id", ["-g", "postfix"])));
  chmodSync(directory, 0o2750);
  return directory;
}

/** Starts Postfix; mail to daemon@example.com and its extensions goes to the daemon. */
export async function startLmtpSite(): Promise<LmtpSite> {
  const root = makeRoot();
  const directory = await makeSocketDirectory(root);
  const postfix = await startPostfix(root, 1, {
    mainCf: `smtpd_sasl_auth_enable = no\nrecipient_delimiter = +\ntransport_maps = texthash:${root}/etc/transport\n`,
    masterCf: examplePart("lmtp master.cf"),
    files: {
      transport: substitute(examplePart("lmtp transport"), {
        "bounce@": "daemon@",
        "private/bounces-lmtp": `${directory}/lmtp`,
      }),
      aliases: "daemon: root\npostmaster: root\n",
    },
  });
  return {
    postfix,
    directory,
    startDaemon: (choices) => startDaemon(directory, choices),
    stop: async () => {
      await postfix.stop();
      rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}
