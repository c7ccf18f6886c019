/** Everything but `ingest`: finds the subcommand, runs it, and gives its exit status back. The only importer of yargs. */
import yargs from "yargs";

import { COMMANDS } from "./cli/index.js";
import { meantOption, shield } from "./cli/options.js";
import { processIo, type Io, STDIN_FILE } from "./io.js";
import { statusOf, type Command } from "./cli/command.js";
import { EXIT, UsageError } from "./exit.js";
import { errorMessage } from "./values.js";

function parser(io: Io, onEnd: (status: number) => void): ReturnType<typeof yargs> {
  const base = yargs()
    .scriptName("bounces")
    .alias("h", "help")
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

/** The subcommand of a command line, undefined without one. */
const commandIn = (argv: readonly string[]): Command | undefined =>
  COMMANDS.find(({ name }) => name === argv.find((argument) => !argument.startsWith("-")));

/** An error that ended a command, in words for the person who wrote the command line. */
function errorText(error: unknown, status: number, argv: readonly string[]): string {
  const message = errorMessage(error);
  if (status !== EXIT.usage) return `bounces: ${message}\n`;
  const command = commandIn(argv);
  const name = command === undefined ? "" : `${command.name} `;
  return `bounces: ${message}${command === undefined ? "" : meantOption(message, Object.keys(command.options))}\nTry: bounces ${name}--help\n`;
}

/**
 * Runs a command line.
 * @param argv the arguments after the program's name
 * @returns the exit status (src/exit.ts)
 */
export async function main(argv: readonly string[], io: Io = processIo()): Promise<number> {
  let status: number = EXIT.ok;
  try {
    const given = argv.length === 0 ? ["--help"] : argv.map((argument) => (argument === "-" ? STDIN_FILE : argument));
    await parser(io, (ended) => {
      status = ended;
    }).parseAsync(shield(given));
    return status;
  } catch (error) {
    const failed = statusOf(error);
    io.stderr(errorText(error, failed, argv));
    return failed;
  }
}
