/**
 * A private Postfix in a fresh directory: started, watched and stopped without touching the machine's own. Needs root, for
 * Postfix starts as root and hands its parts to other users.
 */
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { baseMainCf, baseMasterCf, foldersOf, type Folders } from "./base.js";
import { freePort } from "./listen.js";
import { areEmpty, deferredMails, type DeferredMail } from "./queue.js";
import { mustRun, run } from "./run.js";
import { until } from "./wait.js";

/** What goes into the configuration besides the stock services. */
export interface Additions {
  readonly mainCf: string;
  readonly masterCf: string;
  /** Further files by name, in the configuration directory. */
  readonly files: Readonly<Record<string, string>>;
}

/** A private Postfix that runs. */
export interface Instance {
  /** smtpd's port on 127.0.0.1. */
  readonly port: number;
  log(): string;
  /** Runs sendmail(1). */
  sendmail(args: readonly string[], message: string): Promise<void>;
  /** Sets parameters of main.cf (behind "-F": fields of master.cf) and has Postfix read them. */
  set(parameters: readonly string[]): Promise<void>;
  /** Waits until a mail to an address that begins so is deferred. */
  deferred(recipient: string): Promise<DeferredMail>;
  /** Waits until there is no mail in any queue. */
  idle(): Promise<void>;
  /** Has Postfix try all deferred mail again, until there is none left. */
  settle(limitMs?: number): Promise<void>;
  stop(): Promise<void>;
}

const START_LIMIT_MS = 20_000;
const MAIL_LIMIT_MS = 40_000;
const FLUSH_AGAIN_MS = 5_000;
const LOG_LINES_SHOWN = 40;

/** A fresh directory that services of all users can reach. */
export function makeRoot(): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "bounces-postfix-")));
  chmodSync(root, 0o755);
  return root;
}

async function configure(directories: Folders, port: number, remotePort: number, added: Additions): Promise<void> {
  const { config } = directories;
  for (const directory of [config, directories.queue, directories.data]) mkdirSync(directory, { mode: 0o755 });
  chownSync(directories.data, Number(await mustRun("id", ["-u", "postfix"])), 0);
  const files = {
    ...added.files,
    "main.cf": baseMainCf(directories, remotePort) + added.mainCf,
    "master.cf": baseMasterCf(port) + added.masterCf,
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(config, name), content);
  await mustRun("/usr/sbin/postalias", ["-c", config, join(config, "aliases")]);
}

function readLog(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "(no log yet)";
  }
}

/** The running Postfix of these directories. */
function instanceOf(directories: Folders, port: number): Instance {
  const { config, queue } = directories;
  const log = (): string => readLog(directories.log);
  const wait = <T>(what: string, limitMs: number, look: () => T | null | Promise<T | null>): Promise<T> =>
    until(what, limitMs, look, () => log().split("\n").slice(-LOG_LINES_SHOWN).join("\n"));
  const idle = async (limitMs: number): Promise<void> => {
    let looks = 0;
    await wait("empty queues", limitMs, () => {
      looks = areEmpty(queue) ? looks + 1 : 0;
      return looks > 1 ? true : null;
    });
  };
  return {
    port,
    log,
    sendmail: async (args, message) => {
      await mustRun("/usr/sbin/sendmail", ["-C", config, ...args], {
        input: message,
        env: { ...process.env, MAIL_CONFIG: config },
      });
    },
    set: async (parameters) => {
      await mustRun("/usr/sbin/postconf", ["-c", config, "-e", ...parameters]);
      await mustRun("/usr/sbin/postfix", ["-c", config, "reload"]);
    },
    deferred: (recipient) =>
      wait(`a deferred mail to ${recipient}`, MAIL_LIMIT_MS, async () => {
        const mails = deferredMails(await mustRun("/usr/sbin/postqueue", ["-c", config, "-j"]));
        return mails.find(({ recipients }) => recipients.some((address) => address.startsWith(recipient))) ?? null;
      }),
    idle: () => idle(MAIL_LIMIT_MS),
    settle: async (limitMs = MAIL_LIMIT_MS) => {
      // A mail that was being deferred while Postfix flushed is not tried again by that flush.
      await wait("empty queues after flushing", limitMs, async () => {
        await mustRun("/usr/sbin/postqueue", ["-c", config, "-f"]);
        return idle(FLUSH_AGAIN_MS).then(
          () => true,
          () => null,
        );
      });
    },
    stop: async () => {
      await run("/usr/sbin/postfix", ["-c", config, "stop"]);
    },
  };
}

/**
 * Starts a private Postfix below `root` that sends all mail to other domains to 127.0.0.1:`remotePort`.
 * Errors: Postfix does not start in 20 s; the message holds its log.
 */
export async function startPostfix(root: string, remotePort: number, added: Additions): Promise<Instance> {
  const directories = foldersOf(root);
  const port = await freePort();
  const instance = instanceOf(directories, port);
  const isUp = async (): Promise<true | null> =>
    (await run("/usr/sbin/postqueue", ["-c", directories.config, "-j"])).status === 0 ? true : null;

  await configure(directories, port, remotePort, added);
  try {
    await mustRun("/usr/sbin/postfix", ["-c", directories.config, "start"]);
    await until("Postfix to start", START_LIMIT_MS, isUp, () => instance.log());
  } catch (error) {
    await instance.stop();
    throw error;
  }
  return instance;
}
