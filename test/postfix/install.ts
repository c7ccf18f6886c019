/** An installed copy of the program, in a directory that another user can reach and a test can break. */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isObject } from "./json.js";
import { run } from "./run.js";

const HERE = fileURLToPath(new URL("../..", import.meta.url));

/** What better-sqlite3 was compiled from and by: large, and nothing needs it to run. */
const SOURCES = /better-sqlite3\/(?:deps|src|build\/Release\/(?:obj|\.deps).*)$/;

/** Folders of all packages that the program needs to run, as npm has them. */
function runtimePackages(): string[] {
  const lock: unknown = JSON.parse(readFileSync(join(HERE, "package-lock.json"), "utf8"));
  if (!isObject(lock) || !isObject(lock.packages)) throw new Error("package-lock.json has no packages");
  const packages = Object.entries(lock.packages).filter(
    ([, entry]) => isObject(entry) && entry.dev !== true && entry.devOptional !== true,
  );
  return packages
    .map(([directory]) => directory)
    .filter((directory) => directory !== "" && existsSync(join(HERE, directory)));
}

/** Copies the program to `directory` as `npm install -g` would put it there. */
export function installProgram(directory: string): void {
  for (const name of ["bin", "dist", "package.json"])
    cpSync(join(HERE, name), join(directory, name), { recursive: true });
  for (const name of runtimePackages()) {
    cpSync(join(HERE, name), join(directory, name), { recursive: true, filter: (source) => !SOURCES.test(source) });
  }
}

/**
 * Puts node, or a link to it, into `directory`, and returns its path there.
 * A node below somebody's home directory is out of reach for other users; then it is a copy.
 */
export async function installNode(directory: string, user: { uid: number; gid: number }): Promise<string> {
  mkdirSync(directory, { recursive: true });
  const node = join(directory, "node");
  symlinkSync(process.execPath, node);
  const reached = await run(node, ["-e", ""], { ...user, cwd: "/" }).catch(() => null);
  if (reached?.status !== 0) {
    rmSync(node);
    cpSync(process.execPath, node);
  }
  return node;
}
