/**
 * Builds dist/: `pipe/` for the process that Postfix starts for each message, `main.mjs` for every other command, `index` for
 * the library (build/library.mjs). Start-up time is the time to find and parse files: yargs alone is dozens of them, so packages
 * are bundled, but for native ones and those that find files of their own. The pipe is one CommonJS file, and what it loads by
 * import(), when a message needs it, lies beside it, a file each, at the same place as in src/.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { buildLibrary } from "./build/library.mjs";

const PIPE = "src/intake/pipe.ts";

const common = {
  bundle: true,
  platform: "node",
  target: "node20.19",
  minify: true,
  legalComments: "none",
  logLevel: "warning",
  metafile: true,
};

/** What the pipe loads on demand: as the source says it, and the file that is meant. */
async function loadedOnDemand() {
  const { metafile } = await build({ ...common, packages: "external", entryPoints: [PIPE], write: false });
  const dynamic = Object.entries(metafile.inputs).flatMap(([file, { imports }]) =>
    imports.filter(({ kind }) => kind === "dynamic-import").map((found) => ({ ...found, file })),
  );
  // What is said relative to src/intake/ must hold for dist/pipe/intake/.
  const elsewhere = dynamic.find(({ file }) => dirname(file) !== dirname(PIPE));
  if (elsewhere !== undefined) throw new Error(`${elsewhere.file}: in the pipe, import() stands in src/intake/ only`);
  return dynamic;
}

const onDemand = await loadedOnDemand();
mkdirSync("dist/pipe", { recursive: true });
writeFileSync("dist/pipe/package.json", '{ "type": "commonjs" }\n');

const library = await Promise.all(buildLibrary());
const main = await build({
  ...common,
  entryPoints: { main: "src/main.ts" },
  outdir: "dist",
  format: "esm",
  splitting: true,
  external: ["better-sqlite3", "mailparser", "nodemailer", "pg", "pino"],
  outExtension: { ".js": ".mjs" },
});
const commonJs = {
  ...common,
  outbase: "src",
  outdir: "dist/pipe",
  format: "cjs",
  external: ["pino", ...onDemand.map(({ original }) => original)],
  // require() where the source says import(): that of Node's starts its loader for ES modules, which costs a tenth of a start.
  supported: { "dynamic-import": false },
};
const rare = await build({ ...commonJs, entryPoints: onDemand.map(({ path }) => path) });
// Last, so that whoever runs it meanwhile finds what it loads.
const pipe = await build({ ...commonJs, entryPoints: [PIPE] });

// What an earlier build left goes when its successors are there; the library's types are build/types.mjs's.
const current = new Set([
  "dist/pipe/package.json",
  ...[main, rare, pipe, ...library].flatMap(({ metafile }) => Object.keys(metafile.outputs)),
]);
for (const entry of readdirSync("dist", { recursive: true, withFileTypes: true })) {
  const file = join(entry.parentPath, entry.name);
  if (entry.isFile() && !current.has(file) && !/^index\.d\.c?ts$/.test(entry.name)) rmSync(file);
}
