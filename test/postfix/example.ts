/** Reads master.cf.example the way an admin does: part by part, with names of his own put in. */
import { readFileSync } from "node:fs";

const EXAMPLE = new URL("../../master.cf.example", import.meta.url);
const MARKER = /^#--- (.+) ---$/;

/** The parts of master.cf.example by the name in their `#--- NAME ---` line; the part "end" is nobody's. */
export function readExample(): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  let name = "end";
  for (const line of readFileSync(EXAMPLE, "utf8").split("\n")) {
    const marker = MARKER.exec(line);
    if (marker?.[1] === undefined) parts.set(name, `${parts.get(name) ?? ""}${line}\n`);
    else name = marker[1];
  }
  return parts;
}

/** A part of master.cf.example without its comments. Errors: there is no such part. */
export function examplePart(name: string): string {
  const part = readExample().get(name);
  if (part === undefined) throw new Error(`master.cf.example has no part ${name}`);
  return part
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .join("\n")
    .concat("\n");
}

/**
 * Puts our names in place of the example's.
 * Errors: a name to be replaced is not in the text, so the example and the tests have drifted apart.
 */
export function substitute(text: string, names: Readonly<Record<string, string>>): string {
  return Object.entries(names).reduce((changed, [theirs, ours]) => {
    if (!changed.includes(theirs)) throw new Error(`master.cf.example does not say ${theirs}`);
    return changed.replaceAll(theirs, ours);
  }, text);
}
