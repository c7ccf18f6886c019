/**
 * The two ways in through a real Postfix: the same bounces by pipe(8) and by LMTP, CPU of our side for each mail. Needs
 * root and an installed Postfix, of which a private instance is started.
 *
 *   npm run build && node bench/postfix.mjs [MAILS]
 *
 * MAILS: 2,000 unless told; by pipe they take some minutes.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = resolve(import.meta.dirname, "..");
// Two directories below the project, as the sources that it is made from, so that they find the program and the fixtures.
const directory = mkdtempSync(join(root, "dist/bench-"));
const bundle = join(directory, "postfix.mjs");
try {
  await build({
    entryPoints: [join(root, "bench/postfix/main.ts")],
    outfile: bundle,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    logLevel: "warning",
  });
  await import(pathToFileURL(bundle).href);
} finally {
  rmSync(directory, { recursive: true });
}
