/** Both readers held against each other over every fixture: what they make of a mail must be the same, or be explained. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readWithMailparser } from "../../src/mail/fallback.js";
import type { Leaf, Message } from "../../src/mail/message.js";
import { readMessage } from "../../src/mail/reader.js";

const fixtures = new URL("../../fixtures/", import.meta.url);
const files = readdirSync(fixtures, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".eml"))
  .sort();

/** Texts are compared without blanks: the readers fold, join and end them differently. */
const squeezed = (text: string): string => text.replace(/\s+/g, "");

const isAttached = (type: string): boolean => !/^text\/(?:plain|html)$/.test(type);

const facts = (message: Message): Readonly<Record<string, unknown>> => ({
  header: message.header.map(({ name, value }) => `${name}:${squeezed(value)}`),
  text: squeezed(
    message.leaves
      .filter(({ type }) => type === "text/plain")
      .map(({ text }) => text)
      .join("\n"),
  ),
  attached: message.leaves.filter(({ type }) => isAttached(type)).map(({ type, text }) => [type, text.trim()]),
});

const ascii = (text: string): string => text.replace(/[^\n\x20-\x7e]/g, "");

/** Defects under which our reader finds parts that mailparser cannot, so that the two must differ. */
const mended: ReadonlySet<string> = new Set([
  "boundary-mismatch",
  "boundary-missing",
  "content-type-repeated",
  "mime-header-missing",
  "part-header-missing",
  "header-missing",
  "header-limit",
  "part-limit",
  "depth-limit",
  "final-delimiter-missing",
]);

const isLabelled = ({ header }: Leaf): boolean => header.some(({ name }) => name === "content-type");
const isLabelledBase64 = ({ header }: Leaf): boolean =>
  header.some(({ name, value }) => name === "content-transfer-encoding" && value === "base64");
const isSentence = ({ text }: Leaf): boolean => /^[A-Z][\w-]+: \w/.test(text);

interface Difference {
  readonly why: string;
  readonly applies: (bytes: Buffer, own: Message, general: Message) => boolean;
}

const differences: readonly Difference[] = [
  { why: "mailparser knows no CR as a line end", applies: (bytes) => /\r(?!\n)/.test(bytes.toString("latin1")) },
  {
    why: "broken MIME, which only our reader mends",
    applies: (_, own) => own.defects.some((defect) => mended.has(defect)),
  },
  { why: "mailparser gives up", applies: (_, __, general) => general.defects.includes("general-parser-failed") },
  {
    why: "only mailparser makes text of HTML",
    applies: (_, own) => !own.leaves.some(({ type }) => type === "text/plain"),
  },
  {
    why: "mailparser undoes format=flowed",
    applies: (_, own) => own.leaves.some(({ parameters }) => parameters.format === "flowed"),
  },
  {
    why: "mailparser ends the header at blank lines before it",
    applies: (bytes) => /^\s/.test(bytes.toString("latin1", 0, 1)),
  },
  {
    why: "mailparser takes for base64 whatever is labelled so",
    applies: (_, own) => own.leaves.some((leaf) => isLabelledBase64(leaf) && isSentence(leaf)),
  },
  {
    why: "mailparser takes the type of a file from its name",
    applies: (_, own) => own.leaves.some(({ parameters }) => (parameters.name ?? "").endsWith(".eml")),
  },
  {
    why: "only our reader tells what an unlabelled part is",
    applies: (_, own) => own.leaves.some((leaf) => isAttached(leaf.type) && !isLabelled(leaf)),
  },
  { why: "a charset that Node does not know", applies: (_, own) => own.defects.includes("charset-unknown") },
];

/** mailparser puts U+FFFD where a part in Latin-1 says it is UTF-8 or says nothing; our reader reads Latin-1. */
const isMislabelled = (general: Message): boolean => general.leaves.some(({ text }) => text.includes("\ufffd"));

const comparable = (message: Message, inAscii: boolean): unknown =>
  inAscii ? JSON.parse(ascii(JSON.stringify(facts(message)))) : facts(message);

describe("both readers", () => {
  it("have fixtures to read", () => {
    expect(files.length).toBeGreaterThan(100);
  });

  it.each(files)("agree on %s", async (file) => {
    const bytes = readFileSync(new URL(file, fixtures));
    const own = readMessage(bytes);
    const general = await readWithMailparser(bytes);
    if (differences.some(({ applies }) => applies(bytes, own, general))) return;
    const inAscii = isMislabelled(general);
    expect(comparable(own, inAscii)).toEqual(comparable(general, inAscii));
  });

  it("are compared on nearly all mails of real mailers", async () => {
    const real = files.filter((file) => file.startsWith("real/"));
    const excused = await Promise.all(
      real.map(async (file) => {
        const bytes = readFileSync(new URL(file, fixtures));
        const general = await readWithMailparser(bytes);
        return differences.some(({ applies }) => applies(bytes, readMessage(bytes), general)) ? file : null;
      }),
    );
    expect(excused.filter((file) => file !== null)).toEqual(["real/dma-multiline.eml"]);
  });
});
