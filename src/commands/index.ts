/** The subcommands, in the order of `bounces --help`. */
import type { Command } from "./command.js";
import { parse } from "./parse.js";

export const COMMANDS: readonly Command[] = [parse];
