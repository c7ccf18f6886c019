import { describe, expect, it } from "vitest";
import { decodeQuotedPrintable, undoEncoding, withLineFeeds } from "../../src/mail/encoding.js";

describe("withLineFeeds", () => {
  it("knows every line end", () => {
    expect(withLineFeeds("a\r\nb\rc\nd\r\r\ne\n\rf")).toBe("a\nb\nc\nd\ne\n\nf");
  });
});

describe("decodeQuotedPrintable", () => {
  it("joins soft breaks, decodes bytes, and keeps what is no quoted-printable", () => {
    expect(decodeQuotedPrintable("a=\nb= \t\nc=3D=C3=a4 =zz=")).toBe("abc=\xc3\xa4 =zz=");
  });
});

describe("undoEncoding", () => {
  it.each([
    ["base64", "SGVs\nbG8=", "Hello"],
    ["base64", "Hello, there", "Hello, there"],
    ["quoted-printable", "=48i=0D=0A", "Hi\n"],
    ["x-uuencode", "begin 644 note.txt\n%2&5L;&\\\n`\nend\n", "Hello"],
    ["uuencode", "no uuencode", "no uuencode"],
    ["7bit", "=48", "=48"],
    ["no-such-encoding", "=48", "=48"],
    ["", "=48", "=48"],
  ])("undoes %s", (encoding, bytes, expected) => {
    expect(undoEncoding(bytes, encoding)).toBe(expected);
  });
});
