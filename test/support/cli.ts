/** Runs the real executable, as Postfix or an admin would, with nothing of the test's own environment. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** The project's directory. */
export const ROOT = resolve(import.meta.dirname, "../..");
/** The executable. */
export const BIN = join(ROOT, "bin/bounces.cjs");

/** How a run ended. */
export interface Run {
  readonly status: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a run may be given. */
export interface RunOptions {
  readonly input?: Buffer | string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly bin?: string;
  /** Options of node itself. */
  readonly nodeOptions?: readonly string[];
  readonly uid?: number;
}

const LONGEST_RUN_MS = 60_000;

/** Runs `bounces ARGS` to its end. */
export function bounces(
  args: readonly string[],
  { input = "", env = {}, cwd, bin = BIN, nodeOptions = [], uid }: RunOptions = {},
): Run {
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [...nodeOptions, bin, ...args], {
    input,
    cwd,
    encoding: "utf8",
    timeout: LONGEST_RUN_MS,
    env: { PATH: "/usr/bin:/bin", BOUNCES_CONFIG: "", ...env },
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  return { status, signal, stdout, stderr };
}

/** Runs a shell line in which $NODE and $BIN stand for node and the executable; for odd descriptors and limits. */
export function shell(line: string, env: Readonly<Record<string, string>> = {}): Run {
  const { status, signal, stdout, stderr } = spawnSync("/bin/bash", ["-c", line], {
    encoding: "utf8",
    timeout: LONGEST_RUN_MS,
    env: { PATH: "/usr/bin:/bin", NODE: process.execPath, BIN, ...env },
  });
  return { status, signal, stdout, stderr };
}

/** A mail among the fixtures, by its path there. */
export const fixture = (path: string): Buffer => readFileSync(join(ROOT, "fixtures", path));

/** Makes a directory of one's own and takes it away afterwards. */
export function withDirectory<T>(use: (directory: string) => T): T {
  const directory = mkdtempSync(join(tmpdir(), "bounces-test-"));
  try {
    return use(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The objects that a `--json` command printed. */
export const jsonLines = (text: string): Record<string, unknown>[] =>
  text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => asRecord(JSON.parse(line)));

function asRecord(value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null) throw new Error(`not an object: ${JSON.stringify(value)}`);
  return Object.fromEntries(Object.entries(value));
}
