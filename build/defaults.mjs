/**
 * The settings where nothing is set, as values: the hot path needs no more of the configuration, and the table that they come
 * from takes longer to load than the mail to store.
 */
import { build } from "esbuild";

export const defaults = {
  name: "defaults",
  setup({ onLoad }) {
    onLoad({ filter: /\/src\/config\/defaults\.ts$/ }, async ({ path }) => {
      const { outputFiles } = await build({
        entryPoints: [path],
        bundle: true,
        platform: "node",
        format: "esm",
        write: false,
      });
      const { DEFAULTS } = await import(
        `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`
      );
      return { contents: `export const DEFAULTS = ${JSON.stringify(DEFAULTS)};` };
    });
  },
};
