/** The library: src/index.ts for `import` and for `require`. mailparser is loaded when a message needs it, from a file beside. */
import { build } from "esbuild";

const common = {
  entryPoints: { index: "src/index.ts" },
  bundle: true,
  platform: "node",
  target: "node20.19",
  packages: "external",
  legalComments: "none",
  logLevel: "warning",
  metafile: true,
  outdir: "dist",
};

export const buildLibrary = () => [
  build({ ...common, format: "esm", splitting: true, outExtension: { ".js": ".mjs" } }),
  build({ ...common, format: "cjs", outExtension: { ".js": ".cjs" } }),
];
