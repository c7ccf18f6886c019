/**
 * Mails per CPU second of our own reader over the fixtures of real mailers: the walk and the header alone, and with all
 * that a report needs (status groups, returned message, digest). Run: `node bench/read.mjs [directory of mails]`.
 */
import { build } from "esbuild";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = new URL("..", import.meta.url).pathname;
const contents = `
  export { readMessage } from "./src/mail/reader.js";
  export { readStatusGroups } from "./src/mail/fields.js";
  export { readReturned } from "./src/mail/returned.js";`;
const bundle = await build({
  stdin: { contents, resolveDir: root, loader: "ts" },
  bundle: true,
  platform: "node",
  format: "esm",
  write: false,
});
const { readMessage, readStatusGroups, readReturned } = await import(
  `data:text/javascript;base64,${Buffer.from(bundle.outputFiles[0].contents).toString("base64")}`
);

const directory = process.argv[2] ?? join(root, "fixtures", "real");
const mails = readdirSync(directory)
  .filter((name) => name.endsWith(".eml"))
  .map((name) => readFileSync(join(directory, name)));

const cpuSeconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

const walk = (mail) => readMessage(mail).leaves.length;

const everything = (mail) => {
  const message = readMessage(mail);
  const report = message.leaves.find(({ type }) => type.endsWith("delivery-status"));
  return (
    message.digest.length +
    (report === undefined ? 0 : readStatusGroups(report.text).length) +
    (readReturned(message)?.received.length ?? 0)
  );
};

/** Most mails per CPU second of five rounds, after one to warm up. */
const rate = (read) => {
  const rounds = Array.from({ length: 6 }, () => {
    const start = cpuSeconds();
    let count = 0;
    while (count < 20_000) for (const mail of mails) if (read(mail) >= 0) count += 1;
    return count / (cpuSeconds() - start);
  });
  return Math.round(Math.max(...rounds.slice(1)));
};

console.log(
  `${mails.length} mails, ${Math.round(mails.reduce((sum, { length }) => sum + length, 0) / mails.length)} bytes each`,
);
console.log(`walk and header: ${rate(walk)} mails per CPU second`);
console.log(`with status groups, returned message and digest: ${rate(everything)}`);
