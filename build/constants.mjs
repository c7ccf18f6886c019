/**
 * Modules that come to the same values whenever they are loaded. The values are made when the program is built and put in
 * their place, without what they are made of. A long text goes to a file of its own, which costs less to read than to parse.
 */
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "esbuild";

const ROOT = resolve(import.meta.dirname, "..");

/** Modules that export constants: strings, maps and sets of strings, what JSON has. A text goes to a file of dist/. */
const CONSTANTS = [
  { module: "src/classify/rules/cards.ts", file: "cards.txt" },
  { module: "src/classify/vocabulary.ts" },
  { module: "src/config/defaults.ts" },
];

/** The files of dist/ that are written beside the bundles. */
export const TEXTS = CONSTANTS.flatMap(({ file }) => file ?? []);

async function exportsOf(path) {
  const { outputFiles } = await build({ entryPoints: [path], bundle: true, platform: "node", format: "esm", write: false });
  return Object.entries(await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`));
}

/** An expression for a value; V8 reads JSON faster than literals. */
function expressionOf(value) {
  const parsed = `JSON.parse(${JSON.stringify(JSON.stringify(value instanceof Map || value instanceof Set ? [...value] : value))})`;
  if (value instanceof Map) return `new Map(${parsed})`;
  return value instanceof Set ? `new Set(${parsed})` : parsed;
}

/** Puts the values in place. */
export const constants = {
  name: "constants",
  setup({ onLoad, initialOptions: { format, outdir } }) {
    const folder = format === "esm" ? "import.meta.dirname" : "__dirname";
    for (const { module, file } of CONSTANTS) {
      onLoad({ filter: new RegExp(`/${module.replaceAll(".", "\\.")}$`) }, async ({ path }) => {
        const values = await exportsOf(path);
        if (file === undefined) return { contents: values.map(([name, value]) => `export const ${name} = ${expressionOf(value)};`).join("\n") };
        const [[name, text]] = values;
        writeFileSync(join(ROOT, outdir, file), text);
        return { contents: `import { readFileSync } from "node:fs"; export const ${name} = readFileSync(${folder} + "/${file}", "utf8");` };
      });
    }
  },
};
