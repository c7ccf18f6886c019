/** The core (bytes to reading) out of its TypeScript, for the benchmarks that measure nothing else. */
import { resolve } from "node:path";
import { build } from "esbuild";

/** The project's directory. */
export const root = resolve(import.meta.dirname, "..");

const contents = `
  export { readMessage, needsFallback } from "./src/mail/reader.js";
  export { interpret } from "./src/interpret.js";
  export { RULES } from "./src/classify/rules/index.js";`;

/** `interpret` and its reader, bundled, with an envelope and a context in which nothing is known beside the mail. */
export async function loadCore() {
  const bundle = await build({
    stdin: { contents, resolveDir: root, loader: "ts" },
    bundle: true,
    platform: "node",
    format: "esm",
    write: false,
    logLevel: "warning",
  });
  const core = await import(
    `data:text/javascript;base64,${Buffer.from(bundle.outputFiles[0].contents).toString("base64")}`
  );
  return {
    ...core,
    NO_ENVELOPE: { extension: null, sender: null, recipient: null, queueId: null, clientAddress: null },
    CONTEXT: {
      hosts: ["mx.local.test"],
      domains: [],
      networks: [],
      filters: [],
      noticeSecret: null,
      delimiters: "+",
      rules: [],
    },
  };
}
