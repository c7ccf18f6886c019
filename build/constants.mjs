/**
 * Modules that come to the same value whenever they are loaded. The value is made when the program is built and put in
 * their place, without what it is made of. A long text goes to a file of its own, which costs less to read than to parse.
 */
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "esbuild";

const ROOT = resolve(import.meta.dirname, "..");

/** Modules, each with its only export; texts with their file of dist/. */
const CONSTANTS = [
  { module: "src/classify/rules/cards.ts", name: "CARDS", file: "cards.txt" },
  { module: "src/config/defaults.ts", name: "DEFAULTS" },
];

/** The files of dist/ that are written beside the bundles. */
export const TEXTS = CONSTANTS.flatMap(({ file }) => file ?? []);

async function valueOf(path, name) {
  const { outputFiles } = await build({ entryPoints: [path], bundle: true, platform: "node", format: "esm", write: false });
  return (await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`))[name];
}

/** Puts the values in place. */
export const constants = {
  name: "constants",
  setup({ onLoad, initialOptions: { format, outdir } }) {
    const folder = format === "esm" ? "import.meta.dirname" : "__dirname";
    for (const { module, name, file } of CONSTANTS) {
      onLoad({ filter: new RegExp(`/${module.replaceAll(".", "\\.")}$`) }, async ({ path }) => {
        const value = await valueOf(path, name);
        if (file === undefined) return { contents: `export const ${name} = ${JSON.stringify(value)};` };
        writeFileSync(join(ROOT, outdir, file), value);
        return { contents: `import { readFileSync } from "node:fs"; export const ${name} = readFileSync(${folder} + "/${file}", "utf8");` };
      });
    }
  },
};
