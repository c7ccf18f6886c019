/**
 * Builds dist/: the hot path (one process per mail), what few of these processes load, and everything else. Start-up time is
 * parse and resolve time: the hot path is one CommonJS file, and build/ says what is left out of it and why.
 * "Figures" in README.md says what that comes to.
 */
import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";
import { bareSqlite } from "./build/bare-sqlite.mjs";
import { buildLibrary } from "./build/library.mjs";
import { defaults } from "./build/defaults.mjs";
import { RARE, rareModules } from "./build/rare-modules.mjs";

const common = {
  bundle: true,
  platform: "node",
  target: "node20.19",
  minify: true,
  legalComments: "none",
  logLevel: "warning",
  metafile: true,
  outdir: "dist",
};
const commonJs = {
  ...common,
  format: "cjs",
  outExtension: { ".js": ".cjs" },
  plugins: [bareSqlite, rareModules],
  external: ["pino"],
};

mkdirSync("dist", { recursive: true });
const built = await Promise.all([
  build({
    ...commonJs,
    entryPoints: Object.fromEntries(Object.entries(RARE).map(([file, { module }]) => [file, module])),
  }),
  build({
    ...common,
    entryPoints: { main: "src/main.ts" },
    format: "esm",
    splitting: true,
    packages: "external",
    outExtension: { ".js": ".mjs" },
  }),
  ...buildLibrary(),
]);
// Last, so that whoever runs it meanwhile finds what it loads.
built.push(
  await build({ ...commonJs, plugins: [...commonJs.plugins, defaults], entryPoints: { ingest: "src/intake/pipe.ts" } }),
);

// What an earlier build left goes when its successors are there; the library's types are build/types.mjs's.
const current = new Set(built.flatMap(({ metafile }) => Object.keys(metafile.outputs)).map((file) => basename(file)));
for (const file of existsSync("dist") ? readdirSync("dist") : [])
  if (!current.has(file) && !/^index\.d\.c?ts$/.test(file)) rmSync(join("dist", file), { recursive: true });
