/**
 * Writes the reference pages, and README's table of commands and its counts, out of the tables that the program itself uses:
 *
 *   node docs/generate.mjs            writes them
 *   node docs/generate.mjs --check    exits 1 and names those that are stale; part of `npm run lint`
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { commandRows, commandsPage } from "./pages/commands.mjs";
import { configurationPage } from "./pages/configuration.mjs";
import { counts } from "./pages/counts.mjs";
import { formatsPage } from "./pages/formats.mjs";
import { reasonsPage } from "./pages/reasons.mjs";
import { schemaPage } from "./pages/schema.mjs";

const ROOT = resolve(import.meta.dirname, "..");

/** The tables, bundled out of their TypeScript into a directory in which Node finds the packages. */
async function loadTables() {
  const outfile = join(ROOT, "node_modules/.cache/docs/tables.mjs");
  await build({
    entryPoints: [join(ROOT, "docs/tables.ts")],
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    outfile,
    logLevel: "warning",
  });
  return import(pathToFileURL(outfile));
}

const textOf = (file) => {
  try {
    return readFileSync(join(ROOT, file), "utf8");
  } catch {
    return "";
  }
};

/** The text with what stands between `<!-- name -->` and `<!-- /name -->` replaced. */
function replaceBetween(text, name, content) {
  const [begin, end] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`no ${begin.trim()} ... ${end}`);
  return text.slice(0, from + begin.length) + content + text.slice(to);
}

/** Every generated file and its text as it should be. */
async function pages() {
  const tables = await loadTables();
  return {
    "docs/commands.md": commandsPage(tables),
    "docs/configuration.md": configurationPage(tables),
    "docs/formats.md": formatsPage(tables),
    "docs/reasons.md": reasonsPage(tables),
    "docs/schema.md": schemaPage(tables),
    "README.md": replaceBetween(
      replaceBetween(textOf("README.md"), "commands", commandRows(tables)),
      "counts",
      counts(tables),
    ),
  };
}

const stale = Object.entries(await pages()).filter(([file, text]) => textOf(file) !== text);
if (process.argv.includes("--check")) {
  for (const [file] of stale) console.error(`${file} is stale; run: npm run docs`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  for (const [file, text] of stale) {
    writeFileSync(join(ROOT, file), text);
    console.log(`wrote ${file}`);
  }
}
