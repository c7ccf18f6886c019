import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readingLine } from "../../src/output/reading.js";
import { bounceOf, readingOf } from "../store/readings.js";

const senderOf = (name: string) => ({ name, source: "login" }) as const;
const line = (recipients: readonly string[], sender: string | null): string =>
  readingLine(
    readingOf({
      bounces: recipients.map((recipient) => bounceOf(recipient)),
      sender: sender === null ? null : senderOf(sender),
    }),
    true,
  );

describe("the line for Postfix's log", () => {
  it("holds verdict, recipient and sender", () => {
    expect(line(["user@example.org"], "alice@example.com")).toBe(
      "recorded: hard user-unknown 5.1.1 user@example.org from alice@example.com",
    );
    expect(line(["user@example.org"], null)).toBe("recorded: hard user-unknown 5.1.1 user@example.org");
  });

  it("names the first of several recipients and counts the others", () => {
    expect(line(["a@example.org", "b@example.org", "c@example.org"], "alice")).toBe(
      "recorded: hard user-unknown 5.1.1 a@example.org and 2 more from alice",
    );
  });

  it("says what else a message is, and whether it was known", () => {
    expect(readingLine(readingOf({ kind: "auto-reply", bounces: [], sender: null }), false)).toBe(
      "already known: auto-reply",
    );
  });

  it("cuts long addresses in their middle, so that the sender is never lost", () => {
    const long = `${"x".repeat(90)}@example.org`;
    expect(line([long], "alice@example.com")).toMatch(
      /^recorded: hard user-unknown 5\.1\.1 x+\.{3}x+@example\.org from alice@example\.com$/,
    );
    expect(line(["user@example.org"], `bob${long}`)).toMatch(/ user@example\.org from bobx+\.{3}x+@example\.org$/);
    expect(line([long], `bob${long}`)).toMatch(/ x+\.{3}x*@example\.org from bobx+\.{3}x*@example\.org$/);
  });

  it("never exceeds 100 characters, and is one printable line", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", maxLength: 300 }),
        fc.string({ unit: "binary", maxLength: 300 }),
        (one, other) => {
          const text = line([one, other], other);
          expect(text.length).toBeLessThanOrEqual(100);
          expect(text).toMatch(/^recorded: hard user-unknown 5\.1\.1 [^\0-\x1f\x7f]*$/);
          expect(text).toContain(" and 1 more from ");
        },
      ),
    );
  });
});
