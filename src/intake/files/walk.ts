/**
 * Finds the files below a path. In a Maildir (a directory with `cur` and `new`) these are its mails, and those of the directories
 * in it that are Maildirs themselves (Maildir++: `.Name`); in any other directory all files, but for those whose name
 * begins with a dot. Links to directories are not followed: they may lead in circles.
 */
import { STDIN_FILE } from "../../io.js";
import { existsSync, statSync, type Dirent } from "node:fs";
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
