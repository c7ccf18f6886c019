/**
 * A Postfix set up by master.cf.example with the program installed, for `bounces doctor` to look at: a test plants a mistake,
 * runs the command that the doctor prints for it, and looks again. Needs root.
 */
import { chmodSync, chownSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { foldersOf } from "../postfix/base.js";
import { examplePart, substitute } from "../postfix/example.js";
import { installNode, installProgram } from "../postfix/install.js";
import { makeRoot, startPostfix, type Additions, type Instance } from "../postfix/instance.js";
import { readJsonLines } from "../postfix/json.js";
import { mustRun, run, type Ended } from "../postfix/run.js";
import { fixture } from "../support/cli.js";

/** What the doctor says of one thing. */
export interface Finding {
  readonly level: string;
  readonly what: string;
  readonly why: string;
  readonly advice: string | null;
  readonly command: string | null;
}

export interface DoctorSite {
  readonly root: string;
  /** Postfix's configuration directory. */
  readonly config: string;
  readonly node: string;
  /** Path of bounces.cjs. */
  readonly program: string;
  readonly settings: string;
  readonly database: string;
  readonly postfix: Instance;
  /** Runs a line of sh(1) as root, with the site's Postfix as the one that commands mean. Errors: it fails. */
  sh(line: string): Promise<string>;
  /** Runs `bounces doctor`. */
  doctor(...args: readonly string[]): Promise<Finding[]>;
  /** Runs the program. */
  bounces(args: readonly string[], input?: string): Promise<Ended>;
  /** Puts everything back to how it was when the site was made. */
  restore(): Promise<void>;
  stop(): Promise<void>;
}

/** Every Debian has it, nobody is logged in as it, and it is neither root nor Postfix. */
export const USER = "mail";

/** The parts of master.cf.example for the pipe. */
export function pipeParts(root: string): Additions {
  const { config } = foldersOf(root);
  return {
    mainCf: `${substitute(examplePart("main.cf"), { "/etc/postfix": config })}export_environment = TZ MAIL_CONFIG LANG BOUNCES_CONFIG=${root}/bounces.toml\n`,
    masterCf: substitute(examplePart("master.cf"), {
      "/usr/bin/node": join(root, "bin/node"),
      "/usr/lib/node_modules/postfix-bounces": join(root, "lib/bounces"),
      "user=bounces:bounces": `user=${USER}:${USER}`,
    }),
    files: { transport: examplePart("transport"), aliases: `${examplePart("aliases")}postmaster: root\n` },
  };
}

/** The parts for `bounces serve`; the socket's path in the transport map is `socket`. */
export function lmtpParts(root: string, socket: string): Additions {
  const parts = pipeParts(root);
  return {
    ...parts,
    mainCf: parts.mainCf.replace(/^bounce-intake_.*\n/gm, ""),
    masterCf: examplePart("lmtp master.cf"),
    files: { ...parts.files, transport: substitute(examplePart("lmtp transport"), { "private/bounces-lmtp": socket }) },
  };
}

async function prepare(root: string, settings: string): Promise<void> {
  const user = { uid: Number(await mustRun("id", ["-u", USER])), gid: Number(await mustRun("id", ["-g", USER])) };
  installProgram(join(root, "lib/bounces"));
  await installNode(join(root, "bin"), user);
  mkdirSync(join(root, "var"));
  chownSync(join(root, "var"), user.uid, user.gid);
  chmodSync(join(root, "var"), 0o2770);
  writeFileSync(
    join(root, "bounces.toml"),
    `database = "${root}/var/bounces.db"\nhosts = ["mx.example.com"]\n${settings}`,
  );
  await mustRun(
    join(root, "bin/node"),
    [join(root, "lib/bounces/bin/bounces.cjs"), "ingest", `--config=${root}/bounces.toml`, "--extension="],
    {
      ...user,
      cwd: "/",
      input: fixture("real/postfix-n1-rcpt-n1.eml").toString(),
    },
  );
}

const textOrNull = (value: unknown): string | null => (typeof value === "string" ? value : null);

/** What a mistake may touch. */
const KEPT = ["etc", "var", "bounces.toml"] as const;

function siteOf(root: string, postfix: Instance): DoctorSite {
  const { config } = foldersOf(root);
  const [node, program, settings] = [
    join(root, "bin/node"),
    join(root, "lib/bounces/bin/bounces.cjs"),
    join(root, "bounces.toml"),
  ];
  const environment = {
    PATH: `${join(root, "bin")}:/usr/sbin:/usr/bin:/sbin:/bin`,
    MAIL_CONFIG: config,
    BOUNCES_CONFIG: settings,
  };
  const sh = (line: string): Promise<string> => mustRun("/bin/sh", ["-ec", line], { env: environment, cwd: "/" });
  const bounces = (args: readonly string[], input = ""): Promise<Ended> =>
    run(node, [program, ...args], { env: environment, cwd: "/", input });
  return {
    root,
    config,
    node,
    program,
    settings,
    database: join(root, "var/bounces.db"),
    postfix,
    sh,
    bounces,
    doctor: async (...args) => {
      const { stdout, stderr } = await bounces(["doctor", "--json", ...args]);
      if (stderr !== "") throw new Error(stderr);
      return readJsonLines(stdout).map((row) => ({
        level: String(row.level),
        what: String(row.what),
        why: String(row.why),
        advice: textOrNull(row.advice),
        command: textOrNull(row.command),
      }));
    },
    restore: async () => {
      await sh(`cd ${root} && rm -rf ${KEPT.join(" ")} && cp -a good/* . && postfix reload`);
    },
    stop: async () => {
      await postfix.stop();
      rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

/** Builds up a site; `settings` are lines for the configuration file. */
export async function startDoctorSite(
  partsFor: (root: string) => Additions = pipeParts,
  settings: (root: string) => string = () => "",
): Promise<DoctorSite> {
  const root = makeRoot();
  try {
    await prepare(root, settings(root));
    const postfix = await startPostfix(root, 1, partsFor(root));
    await mustRun("/bin/sh", ["-ec", `cd ${root} && mkdir good && cp -a ${KEPT.join(" ")} good`]);
    return siteOf(root, postfix);
  } catch (error) {
    rmSync(root, { recursive: true, force: true });
    throw error;
  }
}
