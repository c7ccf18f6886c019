import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printable, escapeHtml } from "../../src/text/escape.js";
import { jsonLine } from "../../src/text/jsonl.js";

/** Written out here, independent of the pattern under test. */
const FORBIDDEN = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x180e, 0x180e],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xd800, 0xdfff],
  [0xe0000, 0xe007f],
] as const;

const isForbidden = (character: string): boolean => {
  const code = character.codePointAt(0) ?? 0;
  return FORBIDDEN.some(([from, to]) => code >= from && code <= to);
};

const hostile = fc.string({
  unit: fc.oneof(
    fc.constantFrom(...FORBIDDEN.flatMap(([from, to]) => [String.fromCodePoint(from), String.fromCodePoint(to)])),
    fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
    fc.integer({ min: 0xd800, max: 0xdfff }).map((code) => String.fromCharCode(code)),
  ),
});

describe("printable", () => {
  it("lets no control, bidirectional or invisible character through", () => {
    fc.assert(
      fc.property(hostile, (text) => Array.from(printable(text)).every((character) => !isForbidden(character))),
    );
  });

  it("knows every character that Unicode calls a control, a format, a surrogate, a separator of lines or ignorable", () => {
    const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
    const missed: string[] = [];
    for (let code = 0; code <= 0x10ffff; code += 1) {
      const character = String.fromCodePoint(code);
      if (unsafe.test(character) === (printable(character) === character)) missed.push(code.toString(16));
    }
    expect(missed).toEqual([]);
  });

  it("leaves ordinary text of any script alone", () => {
    const text = 'Günter <günter@bücher.example> 例え@例え.テスト שלום \\x "quoted" e\u0301';
    expect(printable(text)).toBe(text);
  });

  it("shows what it took away", () => {
    expect(printable("a\u001b[31mb")).toBe("a\\x1b[31mb");
    expect(printable("user\u202eelpmaxe\u2066")).toBe("user\\u{202e}elpmaxe\\u{2066}");
    expect(printable("\u{e0041}\ud800x")).toBe("\\u{e0041}\\u{d800}x");
  });

  it("makes one line of several", () => {
    expect(printable("one\r\ntwo\tthree\u2028four")).toBe("one  two three four");
  });

  it("bounds marks that pile up", () => {
    expect(printable(`a${"\u0301".repeat(10)}`)).toBe(`a${"\u0301".repeat(8)}${"\\u{301}".repeat(2)}`);
  });
});

describe("escapeHtml", () => {
  it("leaves nothing that ends a text or an attribute", () => {
    fc.assert(fc.property(hostile, (text) => !/[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/.test(escapeHtml(`<${text}&"'>`))));
  });

  it("escapes a script", () => {
    expect(escapeHtml(`<b title='x' on="y">&\u202e`)).toBe(
      "&lt;b title=&#39;x&#39; on=&quot;y&quot;&gt;&amp;\\u{202e}",
    );
  });
});

describe("jsonLine", () => {
  it("gives every value back and stays one line without active characters", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const line = jsonLine({ text });
        expect(JSON.parse(line)).toEqual({ text });
        expect(line.endsWith("}\n")).toBe(true);
        expect(line.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
      }),
    );
  });
});
