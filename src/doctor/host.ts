/** What the doctor may ask of the machine: files, users, and what programs answer. Handed in, so that a test can answer. */
import { spawnSync } from "node:child_process";
import { accessSync, constants, readFileSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";

/** Of stat(2), what tells who may do what. */
export interface Entry {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  /** Names of the two; their numbers where they have none. */
  readonly owner: string;
  readonly group: string;
  readonly mode: number;
  readonly isDirectory: boolean;
  /** Bytes. */
  readonly size: number;
  /** When it was last written, epoch seconds. */
  readonly changedAt: number;
}

/** How a program ended. */
export interface Answer {
  /** Null when it could not be started, or a signal ended it. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Whom a program runs as, and where. */
interface RunAs {
  readonly uid?: number;
  readonly gid?: number;
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly input?: string;
}

/** A user, with its own group. */
export interface User {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** A group. */
export interface Group {
  readonly name: string;
  readonly gid: number;
}

export interface Host {
  /** Runs a program, by name or path, to its end. */
  readonly run: (program: string, args: readonly string[], as?: RunAs) => Answer;
  /** Path of a program, looked for beside PATH as well, which a user's often lacks; null when there is none. */
  readonly find: (program: string) => string | null;
  /** Null when nothing is there, or it cannot be seen. */
  readonly entryAt: (path: string) => Entry | null;
  /** Null when it is not there or may not be read. */
  readonly readText: (path: string) => string | null;
  /** By name or number; null when there is none. */
  readonly user: (name: string) => User | null;
  readonly group: (name: string) => Group | null;
  /** Whether we may run a program as this user. */
  readonly mayRunAs: (uid: number) => boolean;
  /** This program: its node, its file. */
  readonly node: string;
  readonly program: string;
}

const LIMIT_MS = 20_000;
const MOST_BYTES = 8 << 20;
const DIRECTORIES = ["/usr/sbin", "/usr/local/sbin", "/sbin"];

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether it is a file that we may run. */
export function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const findIn = ({ PATH = "" }: Environment, program: string): string | null =>
  program.includes("/")
    ? program
    : ([...PATH.split(":").filter((directory) => directory !== ""), ...DIRECTORIES]
        .map((directory) => join(directory, program))
        .find(isProgram) ?? null);

function runToEnd(environment: Environment, program: string, args: readonly string[], as: RunAs): Answer {
  const { environment: env = environment, input = "", ...rest } = as;
  const path = findIn(environment, program);
  if (path === null) return { status: null, stdout: "", stderr: `${program}: not found` };
  const ended = spawnSync(path, args, {
    ...rest,
    input,
    env: { ...env },
    encoding: "utf8",
    timeout: LIMIT_MS,
    killSignal: "SIGKILL",
    maxBuffer: MOST_BYTES,
  });
  return {
    status: ended.status,
    stdout: ended.error === undefined ? ended.stdout : "",
    stderr: ended.error?.message ?? ended.stderr,
  };
}

/** The answer of a function, kept for each argument. */
function cached<Value>(ask: (key: string) => Value): (key: string) => Value {
  const known = new Map<string, Value>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const value = ask(key);
    known.set(key, value);
    return value;
  };
}

type Names = Pick<Host, "user" | "group">;

/** Users and groups, wherever this machine keeps them. */
function namesBy(run: Host["run"]): Names {
  const fields = (database: string, name: string): string[] | null => {
    const { status, stdout } = run("getent", [database, name]);
    return status === 0 ? stdout.trimEnd().split(":") : null;
  };
  return {
    user: cached((name) => {
      const [user, , uid, gid] = fields("passwd", name) ?? [];
      return user === undefined ? null : { name: user, uid: Number(uid), gid: Number(gid) };
    }),
    group: cached((name) => {
      const [group, , gid] = fields("group", name) ?? [];
      return group === undefined ? null : { name: group, gid: Number(gid) };
    }),
  };
}

function entryAt(path: string, { user, group }: Names): Entry | null {
  try {
    const { uid, gid, mode, size, mtimeMs } = statSync(path);
    return {
      name: path,
      uid,
      gid,
      owner: user(String(uid))?.name ?? String(uid),
      group: group(String(gid))?.name ?? String(gid),
      mode,
      size,
      isDirectory: (mode & constants.S_IFMT) === constants.S_IFDIR,
      changedAt: Math.floor(mtimeMs / 1000),
    };
  } catch {
    return null;
  }
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

/** This machine. */
export function thisHost(environment: Environment): Host {
  const run: Host["run"] = (program, args, as = {}) => runToEnd(environment, program, args, as);
  const names = namesBy(run);
  return {
    run,
    find: (program) => findIn(environment, program),
    entryAt: (path) => entryAt(path, names),
    readText,
    ...names,
    mayRunAs: (uid) => [0, uid].includes(process.getuid?.() ?? -1),
    node: process.execPath,
    program: realpathSync(process.argv[1] ?? ""),
  };
}
