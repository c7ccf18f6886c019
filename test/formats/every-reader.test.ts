/** Every reader decides at least one fixture: none stands behind another that reads all its mails before it. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { FORMATS } from "../../src/formats/index.js";
import { readWithMailparser } from "../../src/mail/fallback.js";
import { needsFallback, readMessage } from "../../src/mail/reader.js";

const ROOT = new URL("../../fixtures/", import.meta.url);
const files = readdirSync(ROOT, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".eml"));

/** The place in the list of the reader that decides a mail; -1 when none knows it. */
async function deciding(file: string): Promise<number> {
  const bytes = readFileSync(new URL(file, ROOT));
  const message = readMessage(bytes);
  const own = FORMATS.findIndex((format) => format.read(message) !== null);
  if (own >= 0 || !needsFallback(message)) return own;
  const general = await readWithMailparser(bytes);
  return FORMATS.findIndex((format) => format.read(general) !== null);
}

const decided = new Set(await Promise.all(files.map(deciding)));

describe("every reader", () => {
  it.each(FORMATS.map(({ id }, place) => [id, place] as const))("%s decides a fixture", (_, place) => {
    expect(decided.has(place)).toBe(true);
  });
});
