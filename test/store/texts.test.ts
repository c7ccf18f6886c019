import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { joinValues, lengthen, pack, shorten, splitValues, unpack } from "../../src/store/texts.js";

const KNOWN = ["bob@example.net", "mx1.example.net", null];

describe("a refusal", () => {
  const cases: [text: string, template: string, values: string[]][] = [
    ["550 5.1.1 <bob@example.net>: User unknown", "550 5.1.1 <\u0002>: User unknown", []],
    ["host mx1.example.net[192.0.2.17] said: 550-5.1.1 no", "host \u0003[\u0001] said: 550-5.1.1 no", ["192.0.2.17"]],
    [
      "550 #5.7.1: see https://help.example.com/?id=7f3a9",
      "550 #5.7.1: see \u0001",
      ["https://help.example.com/?id=7f3a9"],
    ],
    ["forwarded to eve@example.org, who is away", "forwarded to \u0001, who is away", ["eve@example.org"]],
    ["[a1] (b2) c\u0001d\u0002e", "[\u0001] (\u0001) c d e", ["a1", "b2"]],
    ["", "", []],
  ];

  it.each(cases)("%j is one text with what differs taken out", (text, template, values) => {
    expect(pack(text, KNOWN)).toEqual({ template, values });
  });

  it("shares its text with the same refusal of another address", () => {
    const templates = ["bob@example.net", "eve@example.org"].map(
      (address) => pack(`550 <${address}>: unknown (id ${address.length}x)`, [address, null]).template,
    );
    expect(new Set(templates).size).toBe(1);
  });
});

const word = fc.oneof(
  fc.string(),
  fc.constantFrom("bob@example.net", "mx1.example.net", "550", "5.1.1", "x9", "$&", "\u0001", "<", " "),
);
const text = fc.array(word, { maxLength: 20 }).map((words) => words.join(" "));
const cleaned = (value: string): string => value.replace(/[\u0001-\u0004]/g, " ");

describe("any text", () => {
  it("comes back, but for the four control characters that mark the holes", () => {
    fc.assert(
      fc.property(text, text, (one, other) => {
        const packed = [pack(one, KNOWN), pack(other, KNOWN)] as const;
        const values = splitValues(joinValues(...packed));
        expect(packed.map(({ template }) => unpack(template, values, KNOWN))).toEqual([cleaned(one), cleaned(other)]);
      }),
    );
  });

  it("comes back when only what is known is written short", () => {
    fc.assert(
      fc.property(text, (one) => {
        expect(lengthen(shorten(one, KNOWN), KNOWN)).toBe(cleaned(one));
      }),
    );
  });
});
