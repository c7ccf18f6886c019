/**
 * Runs the examples in README and docs/, with the built program:
 *
 *   node docs/examples/refresh.mjs            writes what they print beside them; part of `npm run docs`
 *   node docs/examples/refresh.mjs --check    exits 1 and shows the first line that differs in each page
 *   node docs/examples/refresh.mjs FILE...    only these
 */
import { readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { replayed } from "./site.mjs";

const ROOT = resolve(import.meta.dirname, "../..");
const isCheck = process.argv.includes("--check");

const pages = readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".md"))
  .sort()
  .map((file) => `docs/${file}`);

/** The first line in which two texts differ. */
function firstDifference(text, current) {
  const [old, now] = [text.split("\n"), current.split("\n")];
  const index = now.findIndex((line, at) => line !== old[at]);
  const at = index < 0 ? now.length : index;
  return `line ${at + 1}\n  it says  ${old[at] ?? ""}\n  now      ${now[at] ?? ""}`;
}

const only = process.argv.slice(2).filter((word) => !word.startsWith("--"));
for (const { file, text, current } of replayed(only.length > 0 ? only : ["README.md", "CONTRIBUTING.md", ...pages])) {
  if (text === current) continue;
  if (isCheck) {
    console.log(`${file}: ${firstDifference(text, current)}`);
    process.exitCode = 1;
  } else {
    writeFileSync(join(ROOT, file), current);
    console.log(`wrote ${file}`);
  }
}
