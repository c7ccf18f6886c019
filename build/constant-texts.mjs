/**
 * Modules that come to a text which never changes. It is made when the program is built and put into a file of its own:
 * reading a file costs less than parsing a literal of its size, and far less than what the text is made of.
 */
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "esbuild";

const ROOT = resolve(import.meta.dirname, "..");

/** File of dist/ -> module and its only export. The texts are ASCII. */
export const CONSTANT = {
  "cards.txt": { module: "src/classify/rules/cards.ts", name: "CARDS" },
};

async function valueOf(path, name) {
  const { outputFiles } = await build({ entryPoints: [path], bundle: true, format: "esm", write: false });
  return (await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`))[name];
}

export const constantTexts = {
  name: "constant-texts",
  setup({ onLoad, initialOptions: { format, outdir } }) {
    const folder = format === "esm" ? "import.meta.dirname" : "__dirname";
    for (const [file, { module, name }] of Object.entries(CONSTANT)) {
      onLoad({ filter: new RegExp(`/${module.replaceAll(".", "\\.")}$`) }, async ({ path }) => {
        writeFileSync(join(ROOT, outdir, file), await valueOf(path, name));
        return { contents: `import { readFileSync } from "node:fs"; export const ${name} = readFileSync(${folder} + "/${file}", "utf8");` };
      });
    }
  },
};
