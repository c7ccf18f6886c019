/**
 * Every message fixtures/<format>/<case>.eml with an expectation <case>.json beside it is read as that says: kind, format,
 * and the facts of every recipient. What an expectation leaves out of a recipient is not looked at. `extension` is that of
 * the address that the message came to.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { NO_ENVELOPE, readMail } from "../../src/intake/read-mail.js";

const CONTEXT = { hosts: [], domains: [], networks: [], filters: [], noticeSecret: null, delimiters: "+", rules: [] };
const ROOT = new URL("../../fixtures/", import.meta.url).pathname;

const directories = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

const casesIn = (directory: string): readonly string[] =>
  readdirSync(join(ROOT, directory))
    .filter((name) => name.endsWith(".eml"))
    .map((name) => name.slice(0, -4))
    .filter((name) => existsSync(join(ROOT, directory, `${name}.json`)));

interface Expectation {
  readonly extension?: string;
}

function expectationOf(directory: string, name: string): Expectation {
  const expectation: unknown = JSON.parse(readFileSync(join(ROOT, directory, `${name}.json`), "utf8"));
  if (typeof expectation !== "object" || expectation === null) throw new TypeError(`${name}.json is no object`);
  return expectation;
}

async function read(directory: string, name: string, extension: string | null): Promise<unknown> {
  const bytes = readFileSync(join(ROOT, directory, `${name}.eml`));
  const envelope = { ...NO_ENVELOPE, extension };
  const { bounces, ...reading } = await readMail(bytes, bytes.length, envelope, CONTEXT);
  return { ...reading, recipients: bounces.map(({ facts }) => facts) };
}

for (const directory of directories) {
  const cases = casesIn(directory);
  if (cases.length === 0) continue;
  describe(directory, () => {
    it.each(cases)("%s", async (name) => {
      const { extension = null, ...expected } = expectationOf(directory, name);
      expect(await read(directory, name, extension)).toMatchObject(expected);
    });
  });
}
