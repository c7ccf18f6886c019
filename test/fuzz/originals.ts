/** All mails among the fixtures, to be spoilt. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Original } from "./mutations.js";

const FIXTURES = fileURLToPath(new URL("../../fixtures", import.meta.url));

/** The mails of a directory and all below it, in one order, line ends as LF; the fixtures unless told. */
export function originalsIn(directory = FIXTURES): readonly [Original, ...Original[]] {
  const names = readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".eml"))
    .sort();
  const [first, ...rest] = names.map((name): Original => ({
    name,
    bytes: readFileSync(join(directory, name), "latin1").replaceAll("\r\n", "\n"),
  }));
  if (first === undefined) throw new Error(`no mails in ${directory}`);
  return [first, ...rest];
}
