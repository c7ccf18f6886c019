import { describe, expect, it } from "vitest";
import { needsFallback, readMessage } from "../../src/mail/reader.js";

const lines = (...all: readonly string[]): string => all.join("\n");
const status = "Reporting-MTA: dns; mx.example.net\n\nFinal-Recipient: rfc822; gone@example.org\nAction: failed\n";

describe("needsFallback", () => {
  const html = (...more: readonly string[]): string =>
    lines(
      "Content-Type: multipart/mixed; boundary=b",
      "",
      "--b",
      "Content-Type: text/html",
      "",
      "<p>failed</p>",
      ...more,
      "--b--",
    );

  it.each([
    ["HTML only", "Content-Type: text/html\n\n<p>failed</p>", true],
    ["HTML in a multipart", html(), true],
    ["HTML and an empty text", html("--b", "Content-Type: text/plain", "", "  "), true],
    ["HTML and text", html("--b", "Content-Type: text/plain", "", "failed"), false],
    ["HTML and a report", html("--b", "Content-Type: message/delivery-status", "", status), false],
    ["an unknown charset", "Content-Type: text/plain; charset=iso-2022-kr\n\n\x0e!!\x0f", true],
    ["an unknown charset of 8-bit text", "Content-Type: text/plain; charset=cp437\n\n\x81", true],
    ["an unknown charset of ASCII text", "Content-Type: text/plain; charset=unknown-8bit\n\nfailed", false],
    ["an unknown charset of a picture", "Content-Type: image/gif; charset=unknown-8bit\n\n\x81", false],
    ["plain text without MIME", "Subject: failure notice\n\nHi. This is the mail program.", false],
    ["a report without delimiters", `Content-Type: multipart/report; boundary=b\n\nfailed\n\n${status}`, false],
  ])("%s: %s", (_, text, expected) => {
    expect(needsFallback(readMessage(Buffer.from(text, "latin1")))).toBe(expected);
  });
});
