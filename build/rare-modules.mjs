/**
 * Modules that few processes need. The hot path has a stub in their place, which loads a file of its own when one of the
 * module's functions is called: what a process per mail does not load costs it nothing.
 */
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "..");

/** File of dist/ -> module, and the functions that are asked for. */
export const RARE = {
  "admin-rules": { module: "src/classify/admin-rules.ts", functions: ["parseAdminRules"] },
  config: { module: "src/config/load.ts", functions: ["loadSettings"] },
  "dry-run": { module: "src/intake/dry-run.ts", functions: ["dryRun"] },
  fallback: { module: "src/mail/fallback.ts", functions: ["readWithMailparser"] },
  log: { module: "src/log.ts", functions: ["createLogger"] },
  "read-spool": { module: "src/intake/read-spool.ts", functions: ["readSpoolAt"] },
};

const stubOf = (file) =>
  RARE[file].functions
    .map((name) => `export const ${name} = (...values) => require("./${file}.cjs").${name}(...values);`)
    .join("\n");

/** Puts the stubs in place, but for the module that a bundle is made of. */
export const rareModules = {
  name: "rare-modules",
  setup({ onResolve, onLoad, resolve: find }) {
    onResolve({ filter: /\.cjs$/, namespace: "rare" }, ({ path }) => ({ path, external: true }));
    onResolve({ filter: /^\.\.?\// }, async ({ path, importer, resolveDir, kind, pluginData }) => {
      if (kind === "entry-point" || pluginData === "found") return undefined;
      const found = await find(path, { importer, resolveDir, kind, pluginData: "found" });
      const file = Object.keys(RARE).find((name) => found.path === join(ROOT, RARE[name].module));
      return file === undefined ? found : { path: file, namespace: "rare" };
    });
    onLoad({ filter: /.*/, namespace: "rare" }, ({ path }) => ({ contents: stubOf(path) }));
  },
};
