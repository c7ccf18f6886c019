/** `bounces serve` as a process of its own, on a unix socket in a directory. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { BIN, bounces, jsonLines } from "./cli.js";
import { openClient, type Client } from "./lmtp.js";

/** A daemon that answers. */
export interface RunningDaemon {
  readonly process: ChildProcess;
  /** What it wrote to standard error so far: its log. */
  readonly log: () => Record<string, unknown>[];
  readonly client: () => Promise<Client>;
  /** Sends a signal and resolves to the exit status, or the signal that ended it. */
  readonly end: (signal: NodeJS.Signals) => Promise<number | string>;
}

/** What a daemon may be given. */
export interface DaemonChoices {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly nodeOptions?: readonly string[];
}

const ATTEMPTS = 400;
const PAUSE_MS = 50;

const socketIn = (directory: string): string => join(directory, "lmtp");
/** The database of a directory. */
export const databaseIn = (directory: string): string => join(directory, "b.db");

/** The recipients that are recorded, one for each bounce, sorted. */
export const recordedIn = (directory: string): unknown[] =>
  jsonLines(bounces(["query", "--json", "--db", databaseIn(directory)]).stdout)
    .map(({ recipient }) => recipient)
    .sort();

/** Starts it without waiting for anything. */
export function spawnDaemon(
  directory: string,
  { args = [], env = {}, nodeOptions = [] }: DaemonChoices = {},
): ChildProcess {
  const own = ["serve", "--lmtp-socket", socketIn(directory), "--db", databaseIn(directory), ...args];
  return spawn(process.execPath, [...nodeOptions, BIN, ...own], {
    env: { PATH: "/usr/bin:/bin", BOUNCES_CONFIG: "", ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
}

/** Starts it and waits until it answers. */
export async function startDaemon(directory: string, choices: DaemonChoices = {}): Promise<RunningDaemon> {
  const child = spawnDaemon(directory, choices);
  let text = "";
  child.stderr?.setEncoding("utf8").on("data", (data) => {
    text += String(data);
  });
  const client = (): Promise<Client> => openClient({ path: socketIn(directory) });
  const isUp = async (): Promise<boolean> => {
    const probe = await openClient({ path: socketIn(directory) }, { greets: false });
    const greeting = await probe.reply();
    probe.close();
    return greeting !== null;
  };
  for (let attempt = 0; !(await isUp()); attempt += 1) {
    if (attempt === ATTEMPTS || child.exitCode !== null) throw new Error(`the daemon does not answer: ${text}`);
    await pause(PAUSE_MS);
  }
  return {
    process: child,
    client,
    log: () => jsonLines(text),
    end: async (signal) => {
      const ended = child.exitCode === null && child.signalCode === null ? once(child, "exit") : null;
      child.kill(signal);
      await ended;
      return child.exitCode ?? child.signalCode ?? "";
    },
  };
}
