/** Everything but `ingest`: finds the subcommand, runs it, and gives its exit status back. The only importer of yargs. */
import yargs from "yargs";

import { COMMANDS } from "./cli/index.js";
import { processIo, type Io, STDIN_FILE } from "./io.js";
import { statusOf } from "./cli/command.js";
import { EXIT, UsageError } from "./exit.js";
import { errorMessage } from "./values.js";

function parser(io: Io, onEnd: (status: number) => void): ReturnType<typeof yargs> {
  const base = yargs()
    .scriptName("bounces")
    .usage("$0 COMMAND\n\nReads bounces, says which addresses are dead and which account is compromised.")
    .wrap(io.columns === null ? 100 : Math.min(io.columns, 120))
    .demandCommand(1, "Which command?")
    .strict()
    .recommendCommands()
    .exitProcess(false)
    .epilogue("Set-up behind Postfix: master.cf.example")
    .fail((message: string | null, error) => {
      throw message === null ? error : new UsageError(message);
    });
  return COMMANDS.reduce((all, command) => command.addTo(all, io, onEnd), base);
}

/**
 * Runs a command line.
 * @param argv the arguments after the program's name
 * @returns the exit status (src/exit.ts)
 */
export async function main(argv: readonly string[], io: Io = processIo()): Promise<number> {
  let status: number = EXIT.ok;
  try {
    await parser(io, (ended) => {
      status = ended;
    }).parseAsync(argv.map((argument) => (argument === "-" ? STDIN_FILE : argument)));
    return status;
  } catch (error) {
    const failed = statusOf(error);
    io.stderr(`bounces: ${errorMessage(error)}\n${failed === EXIT.usage ? "Try: bounces --help\n" : ""}`);
    return failed;
  }
}
