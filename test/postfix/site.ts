/**
 * A whole site for a test: the program installed, a private Postfix that runs it by the stanzas of master.cf.example as
 * a user of its own, the rest of the world, and `bounces query` to see what was recorded.
 */
import { chmodSync, chownSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { foldersOf } from "./base.js";
import { installNode, installProgram } from "./install.js";
import { makeRoot, startPostfix, type Instance } from "./instance.js";
import { readJsonLines, type JsonObject } from "./json.js";
import { freePort, type Listening } from "./listen.js";
import { startRemote, type Remote } from "./remote.js";
import { mustRun } from "./run.js";
import { startSasl } from "./sasl.js";
import { intake, together, verpOnAllMail } from "./stanzas.js";

/** Where things are. */
export interface Places {
  readonly root: string;
  readonly node: string;
  readonly program: string;
  readonly settings: string;
  readonly databaseDirectory: string;
  readonly database: string;
}

export interface Site {
  readonly places: Places;
  /** Who runs the program. */
  readonly user: { readonly uid: number; readonly gid: number };
  readonly postfix: Instance;
  readonly remote: Remote;
  /** The port that puts VERP on all mail; 0 without `verp`. */
  readonly submissionPort: number;
  /** What the program prints, run with these arguments on the site's database. */
  bounces(...args: readonly string[]): Promise<string>;
  /** What is recorded, by `bounces query --json` with these arguments. */
  query(...args: readonly string[]): Promise<JsonObject[]>;
  /** One report, by `bounces show --json`. Errors: it is not recorded. */
  show(id: string): Promise<JsonObject>;
  /** Stops and removes everything. */
  stop(): Promise<void>;
}

export interface SiteOptions {
  /** With the optional parts of master.cf.example. */
  readonly verp?: boolean;
}

/** Every Debian has it, nobody is logged in as it, and it is neither root nor Postfix. */
const USER = "mail";

function placesBelow(root: string): Places {
  const databaseDirectory = join(root, "var");
  return {
    root,
    databaseDirectory,
    node: join(root, "bin/node"),
    program: join(root, "lib/bounces"),
    settings: join(root, "bounces.toml"),
    database: join(databaseDirectory, "bounces.db"),
  };
}

/** The configuration file that a site starts with. */
function settingsOf({ database }: Places): string {
  return `database = "${database}"\nhosts = ["mx.example.com"]\n`;
}

/** Makes the directory of the database as master.cf.example says. */
function makeDatabaseDirectory({ databaseDirectory }: Places, { uid, gid }: Site["user"]): void {
  mkdirSync(databaseDirectory);
  chownSync(databaseDirectory, uid, gid);
  chmodSync(databaseDirectory, 0o2770);
}

async function findUser(): Promise<Site["user"]> {
  return { uid: Number(await mustRun("id", ["-u", USER])), gid: Number(await mustRun("id", ["-g", USER])) };
}

async function install(places: Places, user: Site["user"]): Promise<void> {
  installProgram(places.program);
  await installNode(join(places.root, "bin"), user);
  makeDatabaseDirectory(places, user);
  writeFileSync(places.settings, settingsOf(places));
}

/** The commands that look at the database. */
function commandsOf({ node, program, database }: Places): Pick<Site, "bounces" | "query" | "show"> {
  const bounces = (...args: readonly string[]): Promise<string> =>
    mustRun(node, [join(program, "bin/bounces.cjs"), ...args, "--db", database]);
  return {
    bounces,
    query: async (...args) => readJsonLines(await bounces("query", ...args, "--json")),
    show: async (id) => {
      const [report] = readJsonLines(await bounces("show", id, "--json"));
      if (report === undefined) throw new Error(`no report ${id} is recorded`);
      return report;
    },
  };
}

async function startParts(
  places: Places,
  user: Site["user"],
  options: SiteOptions,
  started: Listening[],
): Promise<Omit<Site, "stop">> {
  await install(places, user);
  const remote = await startRemote();
  started.push(remote, await startSasl(join(places.root, "sasl")));
  const { config } = foldersOf(places.root);
  const parts = intake({ ...places, config, user: `${USER}:${USER}`, remotePort: remote.port });
  const submissionPort = options.verp === true ? await freePort() : 0;
  const postfix = await startPostfix(
    places.root,
    remote.port,
    submissionPort === 0 ? parts : together(parts, verpOnAllMail(config, submissionPort)),
  );
  return { places, user, postfix, remote, submissionPort, ...commandsOf(places) };
}

/** Builds up a site. Errors: whatever does not start; nothing is left behind then. */
export async function startSite(options: SiteOptions = {}): Promise<Site> {
  const places = placesBelow(makeRoot());
  const started: Listening[] = [];
  const remove = async (): Promise<void> => {
    await Promise.all(started.map((server) => server.stop()));
    rmSync(places.root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  try {
    const parts = await startParts(places, await findUser(), options, started);
    return { ...parts, stop: () => parts.postfix.stop().then(remove) };
  } catch (error) {
    await remove();
    throw error;
  }
}
