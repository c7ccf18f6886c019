import { describe, expect, it } from "vitest";
import { decodeText, decodeUnlabelled, isKnownCharset, needsCharset } from "../../src/mail/charset.js";

const bytes = (...bytes: readonly number[]): string => String.fromCharCode(...bytes);

describe("decodeText", () => {
  it.each([
    ["utf-8", bytes(0xc3, 0xa4), "ä"],
    ["", bytes(0xc3, 0xa4), "ä"],
    ["", bytes(0xe4), "ä"],
    ["us-ascii", bytes(0xe4, 0x20, 0xc3, 0xa4), "ä Ã¤"],
    ["iso-8859-1", bytes(0xc3, 0xa4), "ä"],
    ["iso-8859-1", bytes(0xe4), "ä"],
    ["ISO-8859-2", bytes(0xb9), "š"],
    ["windows-1251", bytes(0xcf, 0xf0, 0xe8), "При"],
    ["koi8-r", bytes(0xf0, 0xd2, 0xc9), "При"],
    ["shift_jis", bytes(0x93, 0xfa, 0x96, 0x7b), "日本"],
    ["cp932", bytes(0x93, 0xfa, 0x96, 0x7b), "日本"],
    ["gb2312", bytes(0xc4, 0xe3), "你"],
    ["iso-2022-jp", "\x1b$BF|K\\\x1b(B ok", "日本 ok"],
    ["ISO-2022-JP", bytes(0xc6, 0xfc, 0xcb, 0xdc), "日本"],
    ["utf-7", "Gr+APwA3w- +- x", "Grüß + x"],
    ["unicode-1-1-utf-7", "plain", "plain"],
    ["utf-16le", bytes(0x41, 0, 0xe4, 0), "Aä"],
    ["no-such-charset", bytes(0x41, 0xe4), "Aä"],
    ["iso-2022-jp", bytes(0xc6, 0xfc, 0x41), "日A"],
    ["iso-2022-jp", bytes(0x93, 0xfa, 0x96, 0x7b), "日本"],
    ["iso-2022-kr", "plain", "plain"],
    [" UTF-8 ", bytes(0xff, 0x20, 0xc3, 0xa4), "ÿ ä"],
  ])("reads %s", (charset, text, expected) => {
    expect(decodeText(text, charset)).toBe(expected);
  });

  it("reads UTF-7 runs as UTF-16", () => {
    expect(decodeText("a+AOQ-b +ZeVnLA- 1+-1 +A", "utf-7")).toBe("aäb 日本 1+1 ");
  });
});

describe("decodeUnlabelled", () => {
  it("judges each run of 8-bit bytes alone", () => {
    expect(decodeUnlabelled("\xc3\xa4 \xe4 \xe6\x97\xa5")).toBe("ä ä 日");
  });
});

describe("isKnownCharset, needsCharset", () => {
  it.each([
    ["", true],
    ["utf-8", true],
    ["cp949", true],
    ["utf-7", true],
    ["euc-jp", true],
    ["iso-2022-kr", false],
    ["cp437", false],
    ["no-such-charset", false],
  ])("%s: %s", (charset, known) => {
    expect(isKnownCharset(charset)).toBe(known);
  });

  it("needs the charset only for more than ASCII", () => {
    expect(needsCharset("plain", "cp437")).toBe(false);
    expect(needsCharset("\x81", "cp437")).toBe(true);
    expect(needsCharset("plain", "iso-2022-kr")).toBe(true);
  });

  it("does not keep every label that a sender makes up", () => {
    for (let label = 0; label < 200; label += 1) isKnownCharset(`made-up-${label}`);
    expect(isKnownCharset("euc-kr")).toBe(true);
  });
});
