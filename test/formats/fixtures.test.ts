/**
 * Every mail fixtures/<format>/<case>.eml with an expectation <case>.json beside it is read as that says: kind, format,
 * and the facts of every recipient. What an expectation leaves out of a recipient is not looked at.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Notification } from "../../src/bounce.js";
import { readNotification } from "../../src/formats/index.js";
import { readWithMailparser } from "../../src/mail/fallback.js";
import { needsFallback, readMessage } from "../../src/mail/reader.js";

const ROOT = new URL("../../fixtures/", import.meta.url).pathname;

const directories = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

const casesIn = (directory: string): readonly string[] =>
  readdirSync(join(ROOT, directory))
    .filter((name) => name.endsWith(".eml"))
    .map((name) => name.slice(0, -4))
    .filter((name) => existsSync(join(ROOT, directory, `${name}.json`)));

function expectationOf(directory: string, name: string): object {
  const expectation: unknown = JSON.parse(readFileSync(join(ROOT, directory, `${name}.json`), "utf8"));
  if (typeof expectation !== "object" || expectation === null) throw new TypeError(`${name}.json is no object`);
  return expectation;
}

const UNRECOGNIZED = { kind: "unrecognized", format: "none", recipients: [] };

/** What the program makes of the mail: with the strict reader, else with the general one. */
async function read(directory: string, name: string): Promise<Notification | typeof UNRECOGNIZED> {
  const bytes = readFileSync(join(ROOT, directory, `${name}.eml`));
  const message = readMessage(bytes);
  const report = readNotification(message);
  if (report !== null || !needsFallback(message)) return report ?? UNRECOGNIZED;
  return readNotification(await readWithMailparser(bytes)) ?? UNRECOGNIZED;
}

for (const directory of directories) {
  const cases = casesIn(directory);
  if (cases.length === 0) continue;
  describe(directory, () => {
    it.each(cases)("%s", async (name) => {
      expect(await read(directory, name)).toMatchObject(expectationOf(directory, name));
    });
  });
}
