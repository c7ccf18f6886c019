/**
 * Builds dist/: the hot path (one process per mail), everything else, and the general MIME parser that both load lazily.
 * Each is one CommonJS file, because start-up time is parse and resolve time; see "Figures" in README.md.
 */
import { existsSync, readdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";

/** The general parser is a bundle of its own: the others name it, and load it when a mail needs it. */
const lazyFallback = {
  name: "lazy-fallback",
  setup({ onResolve }) {
    onResolve({ filter: /\/fallback\.js$/ }, () => ({ path: "./fallback.cjs", external: true }));
  },
};

/** better-sqlite3 looks for its native half with a module that searches folders; we know where npm puts it. */
const nativeHalf = {
  name: "native-half",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^bindings$/ }, () => ({ path: "bindings", namespace: "native-half" }));
    onLoad({ filter: /.*/, namespace: "native-half" }, () => ({
      contents: 'module.exports = () => require("better-sqlite3/build/Release/better_sqlite3.node");',
      resolveDir: import.meta.dirname,
    }));
  },
};

const common = { bundle: true, platform: "node", target: "node20.19", minify: true, legalComments: "none", logLevel: "warning", metafile: true, outdir: "dist" };
/** One file, so that a process per mail resolves and reads nothing else; CommonJS starts faster than ESM. */
const commonJs = { ...common, format: "cjs", outExtension: { ".js": ".cjs" } };

const built = await Promise.all([
  build({ ...commonJs, entryPoints: { ingest: "src/commands/ingest.ts" }, plugins: [nativeHalf, lazyFallback], external: ["better-sqlite3/build/*", "pino"] }),
  build({ ...commonJs, entryPoints: { fallback: "src/message/fallback.ts" } }),
  build({ ...common, entryPoints: { main: "src/main.ts" }, format: "esm", splitting: true, packages: "external", outExtension: { ".js": ".mjs" } }),
]);

// What an earlier build left goes last, so that a program started meanwhile finds its files.
const current = new Set(built.flatMap(({ metafile }) => Object.keys(metafile.outputs)).map((file) => basename(file)));
for (const file of existsSync("dist") ? readdirSync("dist") : []) if (!current.has(file)) rmSync(join("dist", file), { recursive: true });
