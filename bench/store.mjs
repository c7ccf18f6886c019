/**
 * What the store costs, and how large it grows: bundles bench/store/main.ts and runs it.
 *
 *   node bench/store.mjs [EVENTS] [--batch N] [--db FILE]
 *
 * EVENTS (200,000 unless told; ten million take about half an hour and 4 GB) are recorded by one process, N (100) in a
 * transaction; FILE is kept, and only looked at when it is there: then EVENTS must be what it was made with.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = resolve(import.meta.dirname, "..");
const bundle = join(mkdtempSync(join(tmpdir(), "bounces-bench-")), "store.mjs");
await build({
  entryPoints: [join(root, "bench/store/main.ts")],
  outfile: bundle,
  bundle: true,
  platform: "node",
  format: "esm",
  logLevel: "warning",
  // The native half is found beside the package, wherever the bundle lies.
  alias: { "better-sqlite3": join(root, "node_modules/better-sqlite3/lib/index.js") },
  external: [join(root, "node_modules/better-sqlite3/*")],
});
await import(pathToFileURL(bundle).href);
rmSync(resolve(bundle, ".."), { recursive: true });
