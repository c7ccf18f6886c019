/**
 * Mails that are no bounces, and mails that are broken, through the whole core: nothing of the first is ever a bounce,
 * and of the second nothing throws, everything becomes a record, and whoever can be named is named. What each says
 * exactly stands beside it and is held by fixtures.test.ts.
 */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Envelope, Reading } from "../../src/bounce.js";
import { interpret, type Context } from "../../src/interpret.js";
import { readWithMailparser } from "../../src/mail/fallback.js";
import { needsFallback, readMessage } from "../../src/mail/reader.js";

const ROOT = new URL("../../fixtures/", import.meta.url).pathname;
const ENVELOPE: Envelope = {
  extension: null,
  sender: null,
  recipient: null,
  queueId: null,
  clientAddress: null,
  login: null,
};
const CONTEXT: Context = {
  hosts: [],
  domains: [],
  networks: [],
  filters: [],
  noticeSecret: null,
  delimiters: "+",
  rules: [],
};

interface Expectation {
  readonly kind: string;
  readonly recipients?: readonly { readonly recipient: string }[];
}

const isExpectation = (value: unknown): value is Expectation =>
  typeof value === "object" && value !== null && "kind" in value;

function expectationOf(directory: string, name: string): Expectation {
  const value: unknown = JSON.parse(readFileSync(`${ROOT}${directory}/${name}.json`, "utf8"));
  if (!isExpectation(value)) throw new TypeError(`${directory}/${name}.json says no kind`);
  return value;
}

const mailsIn = (directory: string): readonly string[] =>
  readdirSync(ROOT + directory)
    .filter((name) => name.endsWith(".eml"))
    .map((name) => name.slice(0, -".eml".length))
    .sort();

async function read(directory: string, name: string): Promise<Reading> {
  const bytes = readFileSync(`${ROOT}${directory}/${name}.eml`);
  const message = readMessage(bytes);
  const reading = interpret(message, ENVELOPE, CONTEXT);
  if (reading.kind !== "unrecognized" || !needsFallback(message)) return reading;
  return interpret(await readWithMailparser(bytes), ENVELOPE, CONTEXT);
}

const failed = ({ bounces }: Reading): readonly string[] => bounces.map(({ facts }) => facts.recipient);

describe("not-bounces", () => {
  const names = mailsIn("not-bounces");

  it("are many", () => {
    expect(names.length).toBeGreaterThanOrEqual(60);
  });

  it("are expected to be anything but bounces", () => {
    expect(names.filter((name) => expectationOf("not-bounces", name).kind === "bounce")).toEqual([]);
  });

  it.each(names)("%s", async (name) => {
    const { kind, recipients } = expectationOf("not-bounces", name);
    const reading = await read("not-bounces", name);
    expect(reading.kind).toBe(kind);
    if (recipients !== undefined) expect(failed(reading)).toEqual(recipients.map(({ recipient }) => recipient));
  });
});

describe("malformed", () => {
  const names = mailsIn("malformed");

  it("are many", () => {
    expect(names.length).toBeGreaterThanOrEqual(60);
  });

  it.each(names)("%s", async (name) => {
    const { kind, recipients } = expectationOf("malformed", name);
    const reading = await read("malformed", name);
    expect(reading.kind).toBe(kind);
    // A report may say that somebody failed without saying who: that is not recorded.
    if (recipients !== undefined)
      expect(failed(reading)).toEqual(
        recipients.map(({ recipient }) => recipient).filter((recipient) => recipient !== ""),
      );
  });
});
