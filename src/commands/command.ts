/** The form of a subcommand: its options as data, and a function from options and world to an exit status. */
import type { ArgumentsCamelCase, Argv, InferredOptionTypes, Options } from "yargs";
import type { Io } from "./io.js";

/** A wrong command line: the message is for the person who wrote it. */
export class UsageError extends Error {}

/** Options by name, as yargs describes them. */
export type OptionTable = Readonly<Record<string, Options>>;

/** The options as yargs hands them over, by their names and in camel case. */
export type Parsed<O extends OptionTable> = ArgumentsCamelCase<Omit<object, keyof O> & InferredOptionTypes<O>>;

/** What a subcommand's file says of it. Positionals are options too; `usage` tells yargs which they are. */
export interface CommandSpec<O extends OptionTable> {
  /** As yargs writes it: "query [address]". */
  readonly usage: string;
  readonly describe: string;
  readonly options: O;
  /** Words for `--help`: command line -> what it does. */
  readonly examples?: readonly (readonly [string, string])[];
  readonly run: (options: Parsed<O>, io: Io) => number | Promise<number>;
}

/** A subcommand that can be added to a yargs instance; `onEnd` hears its exit status. */
export interface Command {
  readonly name: string;
  readonly optionNames: readonly string[];
  readonly addTo: (yargs: Argv, io: Io, onEnd: (status: number) => void) => Argv;
}

/** Names of the positionals in a usage string. */
const positionalsOf = (usage: string): string[] => [...usage.matchAll(/[<[]([a-z-]+)(?:\.\.)?[>\]]/g)].flatMap((match) => match[1] ?? []);

/** Makes a subcommand out of its description. */
export function defineCommand<const O extends OptionTable>(spec: CommandSpec<O>): Command {
  const positionals = new Set(positionalsOf(spec.usage));
  return {
    name: spec.usage.split(" ", 1)[0] ?? "",
    optionNames: Object.keys(spec.options).filter((name) => !positionals.has(name)),
    addTo: (yargs, io, onEnd) => yargs.command(
      spec.usage,
      spec.describe,
      (builder) => {
        const withExamples = (spec.examples ?? []).reduce((all, [line, meaning]) => all.example(line, meaning), builder);
        return withExamples.options(spec.options).strict();
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
