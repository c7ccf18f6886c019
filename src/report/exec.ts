/**
 * Runs other programs with something on their standard input and a time limit: sendmail, and what `report --exec` names,
 * which gets a finding as a line of JSON. No text of a message is in a command line or the environment.
 */
import { spawn, type ChildProcess } from "node:child_process";
import type { Io } from "../io.js";
import { printable } from "../text/escape.js";
import { errorMessage } from "../values.js";
import { jsonLine } from "../text/jsonl.js";
import type { Standing } from "./data.js";
import { findingRecord } from "./json.js";

/** A program to run. */
interface Program {
  readonly file: string;
  readonly arguments: readonly string[];
  readonly input: string | Buffer;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly limitMs: number;
}

/** How a program ended. */
interface Ended {
  /** What went wrong, in words; null when it exited with status 0. */
  readonly fault: string | null;
  /** The beginning of what it printed, to either output. */
  readonly output: string;
}

const MOST_OUTPUT = 4_096;
/** Between SIGTERM and SIGKILL. */
const GRACE_MS = 2_000;
/** To wait for output after a program exits while its children hold its output open. */
const LAST_WORDS_MS = 200;

/** A signal to the program and all that it started. */
function signalGroup({ pid }: ChildProcess, signal: "SIGTERM" | "SIGKILL"): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // The group is empty.
  }
}

/** Kills the group when its time is up; `isOver` says whether it was. */
function limitTime(
  child: ChildProcess,
  limitMs: number,
): { readonly isOver: () => boolean; readonly stop: () => void } {
  let isOver = false;
  const timers = [
    setTimeout(() => {
      isOver = true;
      signalGroup(child, "SIGTERM");
      timers.push(setTimeout(() => signalGroup(child, "SIGKILL"), GRACE_MS));
    }, limitMs),
  ];
  const stop = (): void => {
    for (const timer of timers) clearTimeout(timer);
    if (isOver) signalGroup(child, "SIGKILL");
  };
  return { isOver: () => isOver, stop };
}

/** Collects the beginning of both outputs. */
function listen(child: ChildProcess): () => string {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (piece: Buffer) => {
      if (bytes < MOST_OUTPUT) pieces.push(piece.subarray(0, MOST_OUTPUT - bytes));
      bytes += piece.length;
    });
  return () => Buffer.concat(pieces).toString();
}

const faultOf = (status: number | null, signal: string | null, limitMs: number | null): string | null => {
  if (limitMs !== null) return `timed out after ${limitMs / 1000} s`;
  if (signal !== null) return `was killed by ${signal}`;
  return status === 0 ? null : `exited with status ${status ?? "unknown"}`;
};

/** Throws where node cannot even try, as with a command line that is too long. */
async function runToEnd({ file, arguments: words, input, environment, limitMs }: Program): Promise<Ended> {
  // A group of its own, so that the time limit reaches what it starts.
  const child = spawn(file, words, { detached: true, stdio: "pipe", env: { ...environment } });
  const output = listen(child);
  const limit = limitTime(child, limitMs);
  // It need not read what it is given.
  child.stdin.on("error", () => undefined).end(input);
  const fault = await new Promise<string | null>((resolve) => {
    child.on("error", (error) => resolve(error.message));
    const end = (status: number | null, signal: string | null): void =>
      resolve(faultOf(status, signal, limit.isOver() ? limitMs : null));
    child.on("close", end);
    child.on("exit", (status, signal) => void setTimeout(() => end(status, signal), LAST_WORDS_MS).unref());
  });
  limit.stop();
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
  return { fault, output: output() };
}

/** Runs a program until it exits. Never rejects: that it cannot be started is a fault like others. */
export async function runProgram(program: Program): Promise<Ended> {
  try {
    return await runToEnd(program);
  } catch (error) {
    return { fault: errorMessage(error), output: "" };
  }
}

/** What a program printed, indented and safe to print. */
export const quotedOutput = (output: string): string =>
  output
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => `    ${printable(line)}\n`)
    .join("");

/** A command for /bin/sh -c. */
export interface ExecJob {
  readonly command: string;
  readonly limitMs: number;
}

/**
 * Runs the command for one alert after another, since two at once would meddle with the same files. Its output and its
 * failures go to standard error; a failure does not keep the next one from running.
 * @returns the alerts whose command failed
 */
export async function runForEach(
  alerts: readonly Standing[],
  { command, limitMs }: ExecJob,
  { environment, stderr }: Pick<Io, "environment" | "stderr">,
): Promise<readonly Standing[]> {
  const failed: Standing[] = [];
  for (const alert of alerts) {
    const { fault, output } = await runProgram({
      file: "/bin/sh",
      arguments: ["-c", command],
      input: jsonLine(findingRecord(alert)),
      environment,
      limitMs,
    });
    if (fault !== null) {
      failed.push(alert);
      stderr(`bounces: --exec for ${printable(alert.finding.sender)}: the command ${fault}\n`);
    }
    stderr(quotedOutput(output));
  }
  return failed;
}
