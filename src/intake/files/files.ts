/**
 * Finds the files below a path and reads their messages. In a Maildir (a directory with `cur` and `new`) the files are its
 * messages, and those of the directories in it that are Maildirs themselves (Maildir++: `.Name`); in any other directory all
 * files, but for those whose name begins with a dot. Links to directories are not followed: they may lead in circles. An mbox
 * holds many messages, everything else is one: what is read is decided by what
 * a file holds, not by its name.
 */
import { STDIN_FILE } from "../../io.js";
import { closeSync, fstatSync, openSync, readSync, existsSync, statSync, type Dirent } from "node:fs";
import type { Input } from "../input.js";
import { isMbox, splitMbox, windowSize, openWindow, type Chunks, type Window } from "./mbox.js";
import { opendir } from "node:fs/promises";
import { join } from "node:path";

const MAILS = ["new", "cur"];

const isMaildir = (directory: string): boolean => MAILS.every((name) => existsSync(join(directory, name)));

const isIn = (maildir: string, entry: Dirent): boolean =>
  entry.isDirectory() &&
  (MAILS.includes(entry.name) || (entry.name.startsWith(".") && isMaildir(join(maildir, entry.name))));

async function* filesIn(directory: string): AsyncGenerator<string, undefined> {
  const wants = isMaildir(directory)
    ? (entry: Dirent) => isIn(directory, entry)
    : (entry: Dirent) => !entry.name.startsWith(".");
  for await (const entry of await opendir(directory)) {
    if (!wants(entry)) continue;
    const path = join(directory, entry.name);
    if (entry.isDirectory()) yield* filesIn(path);
    else if (entry.isFile() || (entry.isSymbolicLink() && statSync(path, { throwIfNoEntry: false })?.isFile() === true))
      yield path;
  }
  return undefined;
}

/**
 * The files of a path, one after the other; the path itself where it is no directory, standard input as it stands.
 * @throws what the file system says, by rejecting
 */
export async function* findFiles(path: string): AsyncGenerator<string, undefined> {
  if (path !== STDIN_FILE && statSync(path).isDirectory()) yield* filesIn(path);
  else yield path;
  return undefined;
}

/** Bytes of all files of these paths; null where that cannot be told beforehand. */
export async function totalBytes(paths: readonly string[]): Promise<number | null> {
  if (paths.includes(STDIN_FILE)) return null;
  let total = 0;
  try {
    for (const path of paths) for await (const file of findFiles(path)) total += statSync(file).size;
    return total;
  } catch {
    return null;
  }
}

const CHUNK = 262_144;

/** Without waiting: there is nothing else to do meanwhile, and a thread's work for each of many small files costs more. */
function* chunksOfFile(descriptor: number, size: number): Generator<Buffer, undefined> {
  const length = size === 0 ? CHUNK : Math.min(CHUNK, size + 1);
  for (;;) {
    const buffer = Buffer.allocUnsafe(length);
    const count = readSync(descriptor, buffer);
    if (count === 0) return undefined;
    yield buffer.subarray(0, count);
  }
}

async function* chunksOfStandardInput(): AsyncGenerator<Buffer, undefined> {
  for await (const chunk of process.stdin) if (chunk instanceof Buffer) yield chunk;
  return undefined;
}

/** Everything in the window and behind it, as one mail. */
async function takeWhole(window: Window, keep: number): Promise<Input> {
  const head = window.bytes().subarray(0, keep);
  let size = 0;
  while (window.bytes().length > 0) {
    size += window.bytes().length;
    await window.advance(window.bytes().length);
  }
  return { head, size };
}

async function* mailsIn(chunks: Chunks, keep: number): AsyncGenerator<Input, undefined> {
  const window = await openWindow(chunks, windowSize(keep));
  if (isMbox(window.bytes())) yield* splitMbox(window, keep);
  else yield await takeWhole(window, keep);
  return undefined;
}

/** A mail and its place. */
export interface FiledMail extends Input {
  /** When its file was last written, seconds since 1970; null where there is no file. */
  readonly writtenAt: number | null;
}

/**
 * The mails of a file, or of standard input where it is STDIN_FILE. A mail without an byte is none.
 * @param keep bytes of a mail that are kept; the rest is counted and dropped
 * @throws what the file system says, by rejecting
 */
export async function* readMails(file: string, keep: number): AsyncGenerator<FiledMail, undefined> {
  if (file === STDIN_FILE) {
    for await (const mail of mailsIn(chunksOfStandardInput(), keep))
      if (mail.size > 0) yield { ...mail, writtenAt: null };
    return undefined;
  }
  const descriptor = openSync(file, "r");
  try {
    const { size, mtimeMs } = fstatSync(descriptor);
    const writtenAt = Math.floor(mtimeMs / 1000);
    for await (const mail of mailsIn(chunksOfFile(descriptor, size), keep))
      if (mail.size > 0) yield { ...mail, writtenAt };
  } finally {
    closeSync(descriptor);
  }
  return undefined;
}
