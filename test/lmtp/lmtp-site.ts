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
  /** Folder of the daemon's socket and database. */
  readonly folder: string;
  readonly startDaemon: (choices?: DaemonChoices) => Promise<RunningDaemon>;
  readonly stop: () => Promise<void>;
}

/** The folder's group is Postfix's, and setgid, so that the socket that is made in it is Postfix's to use. */
async function makeSocketFolder(root: string): Promise<string> {
  const folder = join(root, "daemon");
  mkdirSync(folder);
  chownSync(folder, 0, Number(await mustRun("id", ["-g", "postfix"])));
  chmodSync(folder, 0o2750);
  return folder;
}

/** Starts Postfix; mail to daemon@example.com and its extensions goes to the daemon. */
export async function startLmtpSite(): Promise<LmtpSite> {
  const root = makeRoot();
  const folder = await makeSocketFolder(root);
  const postfix = await startPostfix(root, 1, {
    mainCf: `smtpd_sasl_auth_enable = no\nrecipient_delimiter = +\ntransport_maps = texthash:${root}/etc/transport\n`,
    masterCf: examplePart("lmtp master.cf"),
    files: {
      transport: substitute(examplePart("lmtp transport"), {
        "bounce@": "daemon@",
        "private/bounces-lmtp": `${folder}/lmtp`,
      }),
      aliases: "daemon: root\npostmaster: root\n",
    },
  });
  return {
    postfix,
    folder,
    startDaemon: (choices) => startDaemon(folder, choices),
    stop: async () => {
      await postfix.stop();
      rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}
