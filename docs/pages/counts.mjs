/** What the tests try, counted, for README. */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../..");

const messages = () =>
  readdirSync(join(ROOT, "fixtures"), { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".eml"))
    .length;

/** Rows of the tables of ways in which `ingest` can end. */
const waysToEnd = () =>
  readFileSync(join(ROOT, "test/exit/ingest-exit.test.ts"), "utf8").match(/^ {4}\[$|^ {4}\["/gm).length;

/** The sentence. */
export function counts({ PROVIDER_REPLIES, RULES, WORDINGS }) {
  const replies = PROVIDER_REPLIES.reduce((sum, [, , own]) => sum + own.length, WORDINGS.length);
  return `They hold each of ${RULES.length} rules to an example of its own, all rules together to ${replies} replies, the formats to ${messages()} messages, and\nthe pipe to its exit status in ${waysToEnd()} kinds of trouble.\n`;
}
