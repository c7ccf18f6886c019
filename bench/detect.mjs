/**
 * How good the detector is, beside what administrators use today: bundles bench/detect/main.ts and runs it.
 *
 *   node bench/detect.mjs [--seeds 1-6] [--variant nominal,small]      precision, recall, false alarms a day, delay
 *   node bench/detect.mjs --seeds 3 --variant nominal --events FILE    writes that world for `bounces report --replay FILE`
 *
 * Worlds are made by bench/detect/world.ts from a seed; bench/detect/variants.ts lists them. A world takes half a minute.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = resolve(import.meta.dirname, "..");
const bundle = join(mkdtempSync(join(tmpdir(), "bounces-bench-")), "detect.mjs");
await build({
  entryPoints: [join(root, "bench/detect/main.ts")],
  outfile: bundle,
  bundle: true,
  platform: "node",
  format: "esm",
  logLevel: "warning",
});
await import(pathToFileURL(bundle).href);
rmSync(resolve(bundle, ".."), { recursive: true });
