/** `bounces parse`: how a message is read and classified. Records nothing. */
import { STDIN_FILE } from "../io.js";
import { openSync, closeSync } from "node:fs";
import type { Settings } from "../config/settings.js";
import { EXIT } from "../exit.js";
import type { Context } from "../interpret.js";
import { printable } from "../text/escape.js";
import { jsonLine } from "../text/jsonl.js";
import { toParsedMessage } from "../output/parsed.js";
import { readingText } from "../output/reading.js";
import { defineCommand } from "./command.js";
import type { Io } from "../io.js";
import { readInput, type Input } from "../intake/input.js";
import { contextOf } from "../intake/context.js";
import { NO_ENVELOPE, readMail } from "../intake/read-mail.js";
import { errorMessage } from "../values.js";

const STDIN = 0;

async function readFileInput(file: string, keep: number): Promise<Input> {
  if (file === STDIN_FILE) return readInput(STDIN, keep);
  const descriptor = openSync(file, "r");
  try {
    return await readInput(descriptor, keep);
  } finally {
    closeSync(descriptor);
  }
}

interface Job {
  readonly settings: Settings;
  readonly context: Context;
  readonly extension: string | null;
  readonly isJson: boolean;
  readonly hasTitles: boolean;
}

async function describe(file: string, { settings, context, extension, isJson, hasTitles }: Job): Promise<string> {
  const { head, size } = await readFileInput(file, settings.maxMessageBytes);
  const reading = await readMail(head, size, { ...NO_ENVELOPE, extension }, context);
  const name = file === STDIN_FILE ? "-" : file;
  if (isJson) return jsonLine({ file: name, ...toParsedMessage(reading) });
  return `${hasTitles ? `== ${printable(name)}\n` : ""}${readingText(reading)}`;
}

async function parseFiles(files: readonly string[], job: Job, io: Io): Promise<number> {
  let status: number = EXIT.ok;
  for (const file of files) {
    try {
      io.stdout(await describe(file, job));
    } catch (error) {
      io.stderr(`bounces: ${printable(file)}: ${errorMessage(error)}\n`);
      status = EXIT.noInput;
    }
  }
  return status;
}

export const parse = defineCommand({
  usage: "parse <files..>",
  describe: "Show what a message says and how it is classified; records nothing",
  positionals: {
    files: { type: "string", array: true, demandOption: true, describe: "One message per file; - for standard input" },
  },
  options: {
    extension: { type: "string", describe: "Extension of the address it was sent to", requiresArg: true },
    json: { type: "boolean", default: false, describe: "One JSON object per file" },
  },
  examples: [["$0 parse bounce.eml", "Which reader and rule decide, by which words, and how far to believe it"]],
  run: ({ options: { files, extension, json }, settings, io }) =>
    parseFiles(
      files,
      {
        settings,
        context: contextOf(settings),
        extension: extension ?? null,
        isJson: json,
        hasTitles: files.length > 1,
      },
      io,
    ),
});
