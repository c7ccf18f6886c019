/** Runs another program with something on its standard input and a time limit, and says how it ended. */
import { spawn, type ChildProcess } from "node:child_process";
import { printable } from "../text/escape.js";

/** What to run. */
export interface Program {
  readonly file: string;
  readonly arguments: readonly string[];
  readonly input: string | Buffer;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly limitMs: number;
}

/** How it ended. */
export interface Ended {
  /** Null when all is well, else why not, in words. */
  readonly fault: string | null;
  /** The beginning of what it printed, to either output. */
  readonly output: string;
}

const MOST_OUTPUT = 4_096;
/** Between the polite signal and the other one. */
const GRACE_MS = 2_000;
/** For the last words of a program whose children hold its output open. */
const LAST_WORDS_MS = 200;

/** A signal to the program and all that it started. */
function signalGroup({ pid }: ChildProcess, signal: "SIGTERM" | "SIGKILL"): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody is left in the group.
  }
}

/** Ends the group when the time is over; the answer says whether it was. */
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

/** Gathers the beginning of both outputs. */
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
  if (limitMs !== null) return `took longer than ${limitMs / 1000} s and was ended`;
  if (signal !== null) return `was ended by ${signal}`;
  return status === 0 ? null : `ended in ${status ?? "an unknown status"}`;
};

/** Runs it to its end; throws where node cannot even try, as with a command line that is too long. */
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

/** Runs it to its end. Never rejects: a program that cannot be started is a fault like others. */
export async function runProgram(program: Program): Promise<Ended> {
  try {
    return await runToEnd(program);
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error), output: "" };
  }
}

/** What a program printed, line by line, harmless and set apart. */
export const quotedOutput = (output: string): string =>
  output
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => `    ${printable(line)}\n`)
    .join("");
