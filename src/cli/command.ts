/**
 * The frame of a subcommand: options as data, and a function that gets what it asked for (the options, the settings, the
 * open store) and returns an exit status. Settings are loaded and the store is opened and closed here and nowhere else.
 * An error that ends a command has its exit status here.
 */
import { existsSync } from "node:fs";
import type { ArgumentsCamelCase, Argv, InferredOptionTypes, Options, PositionalOptions } from "yargs";
import { loadSettings, type Flags, type Settings } from "../config/load.js";
import type { Io } from "../io.js";
import { openConfigured, openStore, type Store } from "../store/open.js";
import { countSpooled } from "../store/spool.js";
import { counted } from "../values.js";
import { createProgress, type Progress, type ProgressOptions } from "../text/progress.js";
import { ConfigError } from "../config/error.js";
import { EventError } from "../detect/replay/event.js";
import { EXIT, UsageError } from "../exit.js";
import { MissingStoreError, TemporaryStoreError } from "../store/errors.js";
import { TimeError } from "../time.js";
import { anyOf, unshield } from "./options.js";

/** Options by name, as yargs describes them. */
export type OptionTable = Readonly<Record<string, Options>>;
export type PositionalTable = Readonly<Record<string, PositionalOptions>>;

/** Positionals and options as yargs hands them over, by their names and in camel case. */
export type Parsed<P extends PositionalTable, O extends OptionTable> = ArgumentsCamelCase<
  InferredOptionTypes<P> & InferredOptionTypes<O>
>;

interface Description<P extends PositionalTable, O extends OptionTable> {
  /** As yargs writes it: "query [address]". */
  readonly usage: string;
  readonly describe: string;
  readonly positionals: P;
  readonly options: O;
  /** For `--help`: command line, and what it does. */
  readonly examples?: readonly (readonly [string, string])[];
}

type Status = number | Promise<number>;

interface Given<Parameters> {
  readonly options: Parameters;
  readonly io: Io;
}

/** What a command that needs settings gets. */
interface GivenSettings<Parameters> extends Given<Parameters> {
  readonly settings: Settings;
}

/** What a command that works on the database gets. The frame closes the store. */
interface GivenStore<Parameters> extends GivenSettings<Parameters> {
  readonly store: Store;
}

/** What the manual says of a subcommand (docs/generate.mjs). */
type Described = Required<Description<PositionalTable, OptionTable>>;

/** A subcommand that can be added to a yargs instance; `onEnd` hears its exit status. */
export interface Command extends Described {
  readonly name: string;
  readonly addTo: (yargs: Argv, io: Io, onEnd: (status: number) => void) => Argv;
}

/** Options of every command that has settings. */
export const SETTING_OPTIONS = {
  db: { type: "string", describe: "Database file", requiresArg: true },
  config: { type: "string", describe: "Configuration file", requiresArg: true },
} as const satisfies OptionTable;
type SettingOptions = typeof SETTING_OPTIONS;

/** Options that set a setting, where a command has them. */
const FLAGS = ["db", "config", "lmtp-socket", "lmtp-port"] as const;

const flagsIn = (options: Readonly<Record<string, unknown>>): Flags =>
  Object.fromEntries(
    FLAGS.map((name) => {
      const value = options[name];
      return [name, typeof value === "string" ? value : undefined];
    }),
  );

/** Whether an option may be given several times. */
const isRepeatable = ({ array, coerce }: Options): boolean => array === true || coerce === anyOf;

/** @throws UsageError for an option that was given twice, and takes one value */
function checkOnce(options: OptionTable, given: Readonly<Record<string, unknown>>): true {
  for (const [name, option] of Object.entries(options))
    if (Array.isArray(given[name]) && !isRepeatable(option)) throw new UsageError(`--${name} can be given once`);
  return true;
}

/** A command that needs no settings, or loads them in a way of its own. */
export function defineBareCommand<const P extends PositionalTable, const O extends OptionTable>(
  spec: Description<P, O> & { readonly run: (given: Given<Parsed<P, O>>) => Status },
): Command {
  return {
    name: spec.usage.split(" ", 1)[0] ?? "",
    usage: spec.usage,
    describe: spec.describe,
    positionals: spec.positionals,
    options: spec.options,
    examples: spec.examples ?? [],
    addTo: (yargs, io, onEnd) =>
      yargs.command<InferredOptionTypes<P> & InferredOptionTypes<O>>(
        spec.usage,
        spec.describe,
        (builder) => {
          for (const [line, meaning] of spec.examples ?? []) builder.example(line, meaning);
          for (const [name, positional] of Object.entries(spec.positionals)) builder.positional(name, positional);
          builder
            .options(spec.options)
            .strict()
            .check((given) => checkOnce(spec.options, given), false);
        },
        async (options) => {
          const plain = { ...options };
          for (const name of Object.keys(spec.positionals)) Object.assign(plain, { [name]: unshield(options[name]) });
          onEnd(await spec.run({ options: plain, io }));
        },
      ),
  };
}

/** A command that needs the settings; it has the options `--db` and `--config`. */
export const defineCommand = <const P extends PositionalTable, const O extends OptionTable>({
  options: own,
  run,
  ...spec
}: Description<P, O> & {
  readonly run: (given: GivenSettings<Parsed<P, O & SettingOptions>>) => Status;
}): Command =>
  defineBareCommand<P, O & SettingOptions>({
    ...spec,
    options: { ...own, ...SETTING_OPTIONS },
    run: ({ options, io }) => run({ options, io, settings: loadSettings(flagsIn(options), io.environment).settings }),
  });

/** How a command uses the store. `read`: it only looks, and changes nothing. */
type Access = "read" | "write";

/** How many messages wait to be read on this host; none where nothing ever came. */
export function countWaiting({ database, busyTimeoutMs, store }: Settings): number {
  if (store !== null && !existsSync(database)) return 0;
  const local = openStore(database, { readOnly: true, busyTimeoutMs });
  try {
    return countSpooled(local);
  } finally {
    local.close();
  }
}

/** Looking changes nothing: messages that wait to be read are named, and left to those who read. */
function nameWaiting(settings: Settings, io: Io): void {
  const waiting = countWaiting(settings);
  if (waiting > 0) io.stderr(`bounces: ${counted(waiting, "message waits", "messages wait")} to be read\n`);
}

/** Opens the store, hands it over, and closes it whatever happens. */
export async function withStore<Result>(
  settings: Settings,
  access: Access,
  io: Io,
  use: (store: Store) => Result | Promise<Result>,
): Promise<Result> {
  const store = await openConfigured(settings, { readOnly: access === "read" });
  try {
    nameWaiting(settings, io);
    return await use(store);
  } finally {
    await store.close();
  }
}

/** A command that works on the database; `access` is `read` unless told. */
export const defineStoreCommand = <const P extends PositionalTable, const O extends OptionTable>({
  access = () => "read",
  run,
  ...spec
}: Description<P, O> & {
  readonly access?: (options: Parsed<P, O & SettingOptions>) => Access;
  readonly run: (given: GivenStore<Parsed<P, O & SettingOptions>>) => Status;
}): Command =>
  defineCommand<P, O>({
    ...spec,
    run: ({ options, settings, io }) =>
      withStore(settings, access(options), io, (store) => run({ options, settings, io, store })),
  });

/** Progress on standard error; see {@link createProgress}. */
export const progressOn = (io: Io, options: Omit<ProgressOptions, "write" | "columns" | "now">): Progress =>
  createProgress({
    ...options,
    write: io.stderr,
    columns: process.stderr.isTTY ? process.stderr.columns : null,
    now: () => performance.now(),
  });

/** Node's error codes for a file that is not there or may not be read. */
const NO_INPUT: readonly unknown[] = ["ENOENT", "EACCES", "EISDIR", "EPERM", "ENOTDIR"];

/** First fitting row decides. */
const ROWS: readonly { readonly fits: (error: Error) => boolean; readonly status: number }[] = [
  // yargs' own complaint about a command line is a YError.
  {
    fits: (error) => error instanceof UsageError || error instanceof TimeError || error.name === "YError",
    status: EXIT.usage,
  },
  { fits: (error) => error instanceof ConfigError, status: EXIT.config },
  { fits: (error) => error instanceof MissingStoreError || error instanceof EventError, status: EXIT.noInput },
  { fits: (error) => error instanceof TemporaryStoreError, status: EXIT.tempFail },
  { fits: (error) => "code" in error && NO_INPUT.includes(error.code), status: EXIT.noInput },
];

/** The exit status for an error that reached the top of a command. */
export function statusOf(error: unknown): number {
  if (!(error instanceof Error)) return EXIT.io;
  return ROWS.find(({ fits }) => fits(error))?.status ?? EXIT.io;
}
