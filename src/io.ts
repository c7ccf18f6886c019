/** What a command may touch of the world; handed in, so that a test can hand in its own. */
import { EXIT } from "./exit.js";

/** What a lone `-` means among files. yargs drops it from a list of positionals, so main puts this in its place. */
export const STDIN_FILE = "/dev/stdin";

export interface Io {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Width of the terminal in columns; null when standard output is not one: then nothing is cut and nothing is coloured. */
  readonly columns: number | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Now, in seconds since 1970 (UTC). */
  readonly now: () => number;
}

/** The process's own. */
export function processIo(): Io {
  // A reader that has seen enough (`| head`) is no failure.
  process.stdout.on("error", (error: NodeJS.ErrnoException) =>
    process.exit(error.code === "EPIPE" ? EXIT.ok : EXIT.io),
  );
  return {
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    columns: process.stdout.isTTY ? process.stdout.columns : null,
    environment: process.env,
    now: () => Math.floor(Date.now() / 1000),
  };
}
