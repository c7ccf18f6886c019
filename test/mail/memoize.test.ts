/** Answers that are remembered, and what they must not hold on to. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { readMessage } from "../../src/mail/reader.js";
import { memoize } from "../../src/mail/memoize.js";

const counting = (longest: number, most: number) => {
  const asked: string[] = [];
  const answer = memoize(
    (text) => {
      asked.push(text);
      return text.toUpperCase();
    },
    longest,
    most,
  );
  return { answer, asked };
};

describe("memoize", () => {
  it("answers as the function does, and asks it once", () => {
    const { answer, asked } = counting(10, 10);
    expect(["from", "to", "from", "from"].map(answer)).toEqual(["FROM", "TO", "FROM", "FROM"]);
    expect(asked).toEqual(["from", "to"]);
  });

  it("keeps no long texts, and few", () => {
    const { answer, asked } = counting(4, 2);
    expect(["subject", "subject", "a", "b", "c", "c", "a"].map(answer)).toEqual([
      "SUBJECT",
      "SUBJECT",
      "A",
      "B",
      "C",
      "C",
      "A",
    ]);
    expect(asked).toEqual(["subject", "subject", "a", "b", "c", "c"]);
  });
});

describe("what a process remembers of a mail", () => {
  setFlagsFromString("--expose-gc");

  it("does not keep the mail", () => {
    const body = "word ".repeat(200_000);
    const heap = (): number => {
      runInNewContext("gc()");
      return process.memoryUsage().heapUsed;
    };
    const before = heap();
    for (let mail = 0; mail < 30; mail += 1)
      readMessage(Buffer.from(`Subject: a\nX-Some-Name-Made-Up-${String(mail)}: b\n\n${body}`));
    expect(heap() - before).toBeLessThan(10 * body.length);
  });
});
