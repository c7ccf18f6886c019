/** The form of a subcommand: its options as data, and a function from options and world to an exit status. */
import type { ArgumentsCamelCase, Argv, InferredOptionTypes, Options, PositionalOptions } from "yargs";
import type { Io } from "../io.js";

/** Options by name, as yargs describes them. */
export type OptionTable = Readonly<Record<string, Options>>;
/** Positionals by name, as yargs describes them. */
export type PositionalTable = Readonly<Record<string, PositionalOptions>>;

/** Positionals and options as yargs hands them over, by their names and in camel case. */
type Parsed<P extends PositionalTable, O extends OptionTable> = ArgumentsCamelCase<
  InferredOptionTypes<P> & InferredOptionTypes<O>
>;

/** What a subcommand's file says of it. */
export interface CommandSpec<P extends PositionalTable, O extends OptionTable> {
  /** As yargs writes it: "query [address]". */
  readonly usage: string;
  readonly describe: string;
  readonly positionals: P;
  readonly options: O;
  /** For `--help`: command line, and what it does. */
  readonly examples?: readonly (readonly [string, string])[];
  readonly run: (options: Parsed<P, O>, io: Io) => number | Promise<number>;
}

/** A subcommand that can be added to a yargs instance; `onEnd` hears its exit status. */
export interface Command {
  readonly name: string;
  readonly optionNames: readonly string[];
  readonly addTo: (yargs: Argv, io: Io, onEnd: (status: number) => void) => Argv;
}

/** Makes a subcommand out of its description. */
export function defineCommand<const P extends PositionalTable, const O extends OptionTable>(
  spec: CommandSpec<P, O>,
): Command {
  return {
    name: spec.usage.split(" ", 1)[0] ?? "",
    optionNames: Object.keys(spec.options),
    addTo: (yargs, io, onEnd) =>
      yargs.command<InferredOptionTypes<P> & InferredOptionTypes<O>>(
        spec.usage,
        spec.describe,
        (builder) => {
          for (const [line, meaning] of spec.examples ?? []) builder.example(line, meaning);
          for (const [name, positional] of Object.entries(spec.positionals)) builder.positional(name, positional);
          builder.options(spec.options).strict();
        },
        async (options) => onEnd(await spec.run(options, io)),
      ),
  };
}

/** Options that every command has. */
export const COMMON_OPTIONS = {
  db: { type: "string", describe: "Database file", requiresArg: true },
  config: { type: "string", describe: "Configuration file", requiresArg: true },
} as const satisfies OptionTable;
