/** Runs a program to its end, with a time limit, without holding up the servers that live in this process. */
import { spawn } from "node:child_process";
import { buffer } from "node:stream/consumers";

export interface Ended {
  /** Exit status; null when a signal ended it. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly input?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly uid?: number;
  readonly gid?: number;
}

const LIMIT_MS = 20_000;

/** Runs the program and returns how it ended. Errors: the program cannot be started. */
export async function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const { input = "", ...rest } = options;
  const child = spawn(program, args, { ...rest, timeout: LIMIT_MS, killSignal: "SIGKILL" });
  const status = new Promise<number | null>((resolve, reject) => child.on("error", reject).on("close", resolve));
  child.stdin.on("error", () => undefined).end(input);
  const [stdout, stderr] = await Promise.all([buffer(child.stdout), buffer(child.stderr)]);
  return { status: await status, stdout: stdout.toString(), stderr: stderr.toString() };
}

/** Runs the program and returns its stdout. Errors: any exit status but 0, with what the program said. */
export async function mustRun(program: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const ended = await run(program, args, options);
  if (ended.status !== 0)
    throw new Error(
      `${program} ${args.join(" ")} ended in ${ended.status ?? "a signal"}: ${ended.stdout}${ended.stderr}`,
    );
  return ended.stdout;
}
