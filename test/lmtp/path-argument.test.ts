import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePathArgument } from "../../src/lmtp/commands.js";

const rows: readonly (readonly [line: string, address: string | null])[] = [
  ["MAIL FROM:<>", ""],
  ["mail from:<> SIZE=100 BODY=8BITMIME SMTPUTF8", ""],
  ["MAIL FROM: <alice@example.com>", "alice@example.com"],
  [
    "RCPT TO:<bounce+bob=example.org@example.com> ORCPT=rfc822;bounce+2Bbob@example.com NOTIFY=NEVER",
    "bounce+bob=example.org@example.com",
  ],
  ["RCPT TO:<bounce+x@example.com> ORCPT=", "bounce+x@example.com"],
  ["RCPT TO:<@relay.example.net,@other.example.net:bounce@example.com>", "bounce@example.com"],
  ['RCPT TO:<"bounce+a b@c=example.org"@example.com>', "bounce+a b@c=example.org@example.com"],
  ['RCPT TO:<"bounce+a\\"b\\\\c>d"@example.com> SIZE=1', 'bounce+a"b\\c>d@example.com'],
  ["RCPT TO:<bounce..+.x.@example.com>", "bounce..+.x.@example.com"],
  ["RCPT TO:<bounce+b\u00fccher=example.org@example.com>", "bounce+b\u00fccher=example.org@example.com"],
  ["RCPT TO:<postmaster>", "postmaster"],
  ["RCPT TO:bounce@example.com", null],
  ["RCPT TO:<bounce@example.com", null],
  ['RCPT TO:<"bounce@example.com>', null],
  ["RCPT", null],
  ["DATA", null],
];

describe("the path of MAIL and RCPT", () => {
  it.each(rows)("%s", (line, address) => {
    expect(parsePathArgument(line)).toBe(address);
  });

  it("never throws, and never holds an angle bracket that was not quoted", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const address = parsePathArgument(`RCPT TO:<${text}`);
        expect(address === null || text.includes('"') || !address.includes(">")).toBe(true);
      }),
    );
  });
});
