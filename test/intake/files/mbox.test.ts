import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isMbox, splitMbox, windowSize, openWindow } from "../../../src/intake/files/mbox.js";

const FROM = "From MAILER-DAEMON Sat Mar  1 12:00:00 2025\n";

function chunksOf(text: string, size: number): Buffer[] {
  const bytes = Buffer.from(text, "latin1");
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
}

interface Split {
  readonly keep?: number;
  readonly chunk?: number;
}

async function split(
  text: string,
  { keep = 1 << 20, chunk = 1 << 16 }: Split = {},
): Promise<{ head: string; size: number }[]> {
  const mails: { head: string; size: number }[] = [];
  const window = await openWindow(chunksOf(text, chunk), windowSize(keep));
  for await (const { head, size } of splitMbox(window, keep)) mails.push({ head: head.toString("latin1"), size });
  return mails;
}

const heads = async (text: string, options?: Split): Promise<string[]> =>
  (await split(text, options)).map(({ head }) => head);

const ONE = "Subject: one\n\nFirst.\n";
const TWO = "Subject: two\n\nSecond.\n";

const rows: readonly (readonly [what: string, mbox: string, mails: readonly string[]])[] = [
  ["two mails", `${FROM}${ONE}\n${FROM}${TWO}\n`, [ONE, TWO]],
  [
    "CRLF",
    `${FROM}${ONE}\n${FROM}${TWO}\n`.replaceAll("\n", "\r\n"),
    [ONE, TWO].map((mail) => mail.replaceAll("\n", "\r\n")),
  ],
  ["no blank line at the end", `${FROM}${ONE}\n${FROM}${TWO}`, [ONE, TWO]],
  ["no line end at the end", `${FROM}${ONE}\n${FROM}Subject: two\n\nSecond.`, [ONE, "Subject: two\n\nSecond."]],
  ["blank lines before the first mail", `\n\n${FROM}${ONE}`, [ONE]],
  [
    "blank lines at the end of a mail, of which the last is the mbox's",
    `${FROM}${ONE}\n\n\n${FROM}${TWO}`,
    [`${ONE}\n\n`, TWO],
  ],
  ["a mail without a body", `${FROM}Subject: one\n\n${FROM}${TWO}`, ["Subject: one\n", TWO]],
  [
    "a date with the year before the time",
    `From a@example.com  Sat, 1 Mar 2025 12:00:00 +0000\n${ONE}\nFrom b@example.com  Sun, 2 Mar 2025 12:00:00 +0000\n${TWO}`,
    [ONE, TWO],
  ],
  [
    "quoted lines, undone once",
    `${FROM}Subject: x\n\n>From here\n>>From there\n> From\n\n>From ${FROM}`,
    [`Subject: x\n\nFrom here\n>From there\n> From\n\nFrom ${FROM}`],
  ],
  [
    "a sentence that begins so",
    `${FROM}Subject: x\n\nSee.\n\nFrom then on it was 10:30.\n`,
    ["Subject: x\n\nSee.\n\nFrom then on it was 10:30.\n"],
  ],
  [
    "a line that is no From_ line because no blank one is before it",
    `${FROM}Subject: x\n\nSee:\n${FROM}`,
    [`Subject: x\n\nSee:\n${FROM}`],
  ],
  ["From_ lines without dates", `From a\n${ONE}\nFrom b\n${TWO}`, [ONE, TWO]],
  [
    "a body as long as its header says, with From_ lines in it",
    `${FROM}Content-Length: ${FROM.length + 6}\n\n>From\n${FROM}\n${FROM}${TWO}`,
    [`Content-Length: ${FROM.length + 6}\n\n>From\n${FROM}`, TWO],
  ],
  [
    "a From_ line behind a blank one in such a body",
    `${FROM}Content-Length: ${FROM.length + 1}\n\n\n${FROM}\n${FROM}${TWO}`,
    [`Content-Length: ${FROM.length + 1}\n\n\n${FROM}`, TWO],
  ],
  [
    "a length that is not followed by the end",
    `${FROM}Content-Length: 3\n\nFirst.\n\n${FROM}${TWO}`,
    ["Content-Length: 3\n\nFirst.\n", TWO],
  ],
  [
    "a length beyond the end",
    `${FROM}Content-Length: 99999\n\nFirst.\n\n${FROM}${TWO}`,
    ["Content-Length: 99999\n\nFirst.\n", TWO],
  ],
  [
    "a length in a body",
    `${FROM}Subject: x\n\nFirst.\nContent-Length: 1\n\n${FROM}${TWO}`,
    ["Subject: x\n\nFirst.\nContent-Length: 1\n", TWO],
  ],
];

describe("an mbox", () => {
  it.each(rows)("with %s", async (_, mbox, mails) => {
    expect(isMbox(Buffer.from(mbox))).toBe(true);
    expect(await heads(mbox)).toEqual(mails);
    expect(await heads(mbox, { chunk: 1 })).toEqual(mails);
  });

  it("gives back what was put in, wherever it is cut (mboxrd)", async () => {
    const lines = fc.oneof(
      fc.string({ unit: "grapheme-ascii" }),
      fc.constantFrom("", "From x", ">From y", FROM.trim(), ">", "a: b"),
    );
    const mail = fc
      .array(lines, { minLength: 1, maxLength: 12 })
      .map((all) => `Subject: x\n${all.join("\n").replaceAll("\r", "")}\n`);
    await fc.assert(
      fc.asyncProperty(
        fc.array(mail, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 80 }),
        async (mails, chunk) => {
          const mbox = mails.map((text) => `${FROM}${text.replace(/^(>*From )/gm, ">$1")}\n`).join("");
          expect(await split(mbox, { chunk })).toEqual(mails.map((head) => ({ head, size: head.length })));
        },
      ),
    );
  });

  it("with mails longer than what is kept: counts them to their end, and finds the next one", async () => {
    const long = `Subject: long\n\n${"0123456789\n".repeat(20_000)}`;
    const mbox = [long, ONE, long, long].map((mail) => `${FROM}${mail}\n`).join("");
    for (const chunk of [1000, 65_536, mbox.length])
      expect(await split(mbox, { keep: 5000, chunk })).toEqual(
        [long, ONE, long, long].map((mail) => ({ head: mail.slice(0, 5000), size: mail.length })),
      );
  });

  it("is not what begins otherwise", () => {
    expect(isMbox(Buffer.from("Received: from x\n"))).toBe(false);
    expect(isMbox(Buffer.from("Fromage: x\n"))).toBe(false);
    expect(isMbox(Buffer.alloc(0))).toBe(false);
  });
});
