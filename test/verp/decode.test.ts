import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeVerp } from "../../src/verp/decode.js";
import { encodeVerp, splitExtension } from "../../src/verp/encode.js";

describe("decodeVerp", () => {
  it.each([
    ["user=example.com", "user@example.com", null],
    ["User=Example.COM", "User@example.com", null],
    ["a=b=example.org", "a=b@example.org", null],
    ["user+tag=example.org", "user+tag@example.org", null],
    ["user+a+b=example.org", "user+a+b@example.org", null],
    ["first.last=example.org", "first.last@example.org", null],
    ["user+2Btag=example.org", "user+tag@example.org", null],
    ["user%2Btag=example.org", "user+tag@example.org", null],
    ["a+3Db=example.org", "a=b@example.org", null],
    ["user%40example.org", "user@example.org", null],
    ["return-123-user=example.com", "user@example.com", "return-123"],
    ["return-123-user-name=example.com", "user-name@example.com", "return-123"],
    ["12215969-e62a-user=example.org", "user@example.org", "12215969-e62a"],
    ["9871234-0b1c-first.last=example.org", "first.last@example.org", "9871234-0b1c"],
    ["user==a==example.org==mylist", "user@example.org", "mylist"],
    ["first.last==a==example.org==news-2", "first.last@example.org", "news-2"],
    ["user==a==example.org==mylist==w", "user@example.org", "mylist"],
    ["user+tag==a==example.org==mylist", "user+tag@example.org", "mylist"],
    ["prvs=1234abcdef=user=example.org", "user@example.org", null],
    ["btv1==0123456789a==user=example.org", "user@example.org", null],
    ["user=example.org/1234abcdef", "user@example.org", null],
    ["user+example.com", "user@example.com", null],
    ["jürgen=münchen.example", "jürgen@xn--mnchen-3ya.example", null],
    ["user=xn--mnchen-3ya.xn--p1ai", "user@xn--mnchen-3ya.xn--p1ai", null],
  ])("reads %s as %s", (extension, recipient, prefix) => {
    expect(decodeVerp(extension, [])).toMatchObject({ form: "address", recipient, prefix, agrees: null });
  });

  it.each([
    ["alice+rcpt=example.org", "rcpt@example.org", "alice"],
    ["list7-a=example.org", "a@example.org", "list7"],
    ["123-user=example.com", "123-user@example.com", null],
    ["123-user=example.com", "user@example.com", "123"],
    ["user-example.com", "user@example.com", null],
  ])("reads %s as %s where the notification names that", (extension, recipient, prefix) => {
    expect(decodeVerp(extension, [recipient])).toMatchObject({ form: "address", recipient, prefix, agrees: true });
  });

  it.each(["123-user=example.com", "user-example.com", "1234-crm.lead-99", "77-sale.order-5", "1234-mail.message"])(
    "names nobody for %s, which has several readings or none",
    (extension) => {
      expect(decodeVerp(extension, [])).toMatchObject({ form: "token", recipient: null, agrees: null });
      expect(decodeVerp(extension, ["else@example.net"])?.recipient).toBeNull();
    },
  );

  it("takes the whole local part before it takes a list's prefix off, unless the report says so", () => {
    expect(decodeVerp("list-user=example.com", [])?.recipient).toBe("list-user@example.com");
    expect(decodeVerp("list-user=example.com", ["user@example.com"])).toMatchObject({
      recipient: "user@example.com",
      prefix: "list",
      agrees: true,
    });
    expect(decodeVerp("list-user=example.com", ["list-user@EXAMPLE.com"])).toMatchObject({
      recipient: "list-user@example.com",
      prefix: null,
      agrees: true,
    });
  });

  it("keeps a recipient's own extension when the report confirms it", () => {
    expect(decodeVerp("user+tag=example.com", ["user+tag@example.com"])?.recipient).toBe("user+tag@example.com");
  });

  it("makes a disagreement visible", () => {
    expect(decodeVerp("user=example.com", ["other@example.net"])).toMatchObject({
      recipient: "user@example.com",
      agrees: false,
    });
  });

  it.each([
    "x7f3a9",
    "newsletter-2026-11",
    "--db=/tmp/evil.db",
    "a=b",
    "=example.com",
    "user=",
    "user=exa mple.com",
    "../../etc/passwd",
    "user=.com",
    "copy",
  ])("takes %s for a token", (extension) => {
    expect(decodeVerp(extension, ["user@example.com"])).toMatchObject({
      form: "token",
      recipient: null,
      agrees: null,
      extension,
    });
  });

  it.each([null, ""])("finds nothing in %j", (extension) => {
    expect(decodeVerp(extension, [])).toBeNull();
  });

  it("never throws and never invents a control character", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 1500 }), (extension) => {
        const reading = decodeVerp(extension, []);
        expect(reading?.recipient ?? "").not.toMatch(/[\u0000-\u001f\u007f\s]/);
      }),
    );
  });

  it("undoes encodeVerp for every delimiter that stands for the @", () => {
    const local = fc.stringMatching(/^[a-z0-9._]{1,20}$/);
    fc.assert(
      fc.property(local, fc.constantFrom("=", "+", "-"), (own, at) => {
        const address = encodeVerp("bounce@example.net", `${own}@example.com`, `+${at}`);
        const { extension } = splitExtension(address ?? "", "+");
        expect(decodeVerp(extension, [])?.candidates).toContain(`${own}@example.com`);
      }),
    );
  });
});

describe("splitExtension", () => {
  it.each([
    ["bounce+user=example.com@example.net", "+", "bounce", "user=example.com"],
    ["bounce-a+b@example.net", "-+", "bounce", "a+b"],
    ["bounce@example.net", "+", "bounce", null],
    ["bounce+@example.net", "+", "bounce", ""],
    ["+user@example.net", "+", "+user", null],
    ["bounce+x@example.net", "", "bounce+x", null],
  ])("splits %s at %s", (address, delimiters, base, extension) => {
    expect(splitExtension(address, delimiters)).toMatchObject({ base, extension, domain: "example.net" });
  });
});
