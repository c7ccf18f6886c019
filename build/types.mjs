/** The library's types in one file that needs no other: for `import` and, the same again, for `require`. Takes a while, so only a package gets them. */
import { writeFileSync } from "node:fs";
import { generateDtsBundle } from "dts-bundle-generator";

const [types] = generateDtsBundle(
  [{ filePath: "src/index.ts", output: { noBanner: true, exportReferencedTypes: false } }],
  { preferredConfigPath: "tsconfig.json" },
);
for (const file of ["index.d.ts", "index.d.cts"]) writeFileSync(`dist/${file}`, types);
