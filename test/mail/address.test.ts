import { describe, expect, it } from "vitest";
import {
  addressesIn,
  decodeRecipient,
  decodeUtf8Address,
  decodeXtext,
  domainOf,
  normalizeAddress,
  parseAddress,
  readForwarder,
} from "../../src/mail/address.js";
import { limits } from "../../src/mail/limits.js";

describe("parseAddress", () => {
  it.each([
    ["a@example.org", "a@example.org"],
    ["<a@example.org>", "a@example.org"],
    [" Alice B. <a@example.org> ", "a@example.org"],
    ['"B, Alice <x@y.example>" <a@example.org>', "a@example.org"],
    ["a@example.org (Alice (home))", "a@example.org"],
    ["(Alice) a@example.org", "a@example.org"],
    ["<@relay.example,@b.example:a@example.org>", "a@example.org"],
    ["a@example.org.", "a@example.org"],
    ["<a@example.org.>", "a@example.org"],
    ["mailto:a@example.org", "a@example.org"],
    ["Alice+Tag@EXAMPLE.Org", "Alice+Tag@example.org"],
    ['"a b"@example.org', '"a b"@example.org'],
    ['"a@b (c)"@example.org', '"a@b (c)"@example.org'],
    ["a=example.net@example.org", "a=example.net@example.org"],
    ["x/y+z='1'!@example.org", "x/y+z='1'!@example.org"],
    ["a@[192.0.2.1]", "a@[192.0.2.1]"],
    ["a@[IPv6:2001:db8::1]", "a@[ipv6:2001:db8::1]"],
    ["müller@exämple.example", "müller@xn--exmple-cua.example"],
    ["a@localhost", "a@localhost"],
    ["<>", ""],
    [" < > ", ""],
  ])("reads %s", (text, expected) => {
    expect(parseAddress(text)).toBe(expected);
  });

  it.each([
    ["no address", "nobody"],
    ["nothing", ""],
    ["no local part", "@example.org"],
    ["no domain", "a@"],
    ["a blank in the local part", "a b@example.org"],
    ["a blank in the domain", "a@exam ple.org"],
    ["a control character", "a\u001b[31m@example.org"],
    ["a C1 control character", "a\u009b31m@example.org"],
    ["a line feed", "a@example.org\nBcc: x"],
    ["a control character in quotes", '"a\u0007"@example.org'],
    ["a path as domain", "a@../etc"],
    ["two addresses", "a@example.org, b@example.org"],
    ["a local part of absurd length", `${"a".repeat(limits.localPart + 1)}@example.org`],
    ["a domain of absurd length", `a@${"b".repeat(limits.domain + 1)}`],
    ["an address of absurd length", `${"a".repeat(200)}@${"b".repeat(200)}`],
    ["a text of absurd length", `${" ".repeat(limits.addressText)}a@example.org`],
  ])("answers null for %s", (_, text) => {
    expect(parseAddress(text)).toBeNull();
  });
});

describe("normalizeAddress, domainOf", () => {
  it("puts the domain in lower case and keeps the local part", () => {
    expect(normalizeAddress("A@B@Example.ORG")).toBe("A@B@example.org");
    expect(normalizeAddress("Nobody")).toBe("Nobody");
  });

  it("answers the domain in lower case", () => {
    expect(domainOf("a@Example.ORG")).toBe("example.org");
    expect(domainOf('"a@b"@example.org')).toBe("example.org");
    expect(domainOf("nobody")).toBeNull();
    expect(domainOf("a@")).toBeNull();
  });
});

describe("addressesIn", () => {
  it.each([
    ["<a@example.org>: host mx.example.net[192.0.2.1] said: 550 <a@example.org>... no", ["a@example.org"]],
    ["To a@example.org, b@example.org; and c@example.org.", ["a@example.org", "b@example.org", "c@example.org"]],
    ["RCPT TO:<a+b=c@example.org>: 550", ["a+b=c@example.org"]],
    ["mailto:a@example.org", ["a@example.org"]],
    ['"john doe"@example.org failed', ['"john doe"@example.org']],
    ["'a@example.org' is unknown", ["a@example.org"]],
    ["a@[192.0.2.1] failed", ["a@[192.0.2.1]"]],
    ["rcpt-550-5.1.1@remote.test", ["rcpt-550-5.1.1@remote.test"]],
    ["ünï@exämple.example x", ["ünï@xn--exmple-cua.example"]],
    ["a@b@example.org", ["a@b"]],
    ["@ a@ @b a@-b a@.b @@", []],
    ["无法发送到kim@example.cn不存在，邮件（jo@example.cn）无法送达。", ["kim@example.cn", "jo@example.cn"]],
    ["宛先kim@example.jpが見つかりません", ["kim@example.jp"]],
    ["用户@例子.广告 不存在", ["用户@xn--fsqu00a.xn--4rr70v"]],
    ["no address", []],
  ])("finds those of %s", (text, expected) => {
    expect(addressesIn(text)).toEqual(expected);
  });

  it("answers a bounded number", () => {
    const text = Array.from({ length: limits.addresses + 50 }, (_, index) => `a${index}@example.org`).join(" ");
    expect(addressesIn(text)).toHaveLength(limits.addresses);
  });
});

describe("decodeXtext, decodeUtf8Address", () => {
  it("undoes xtext", () => {
    expect(decodeXtext("a+2Bb+3Dc@example.org")).toBe("a+b=c@example.org");
    expect(decodeXtext("m+C3+BCller@example.org")).toBe("müller@example.org");
    expect(decodeXtext("a+2b+G0+")).toBe("a+2b+G0+");
  });

  it("undoes the forms of RFC 6533", () => {
    expect(decodeUtf8Address("m\\x{FC}ller@ex\\x{E4}mple.example")).toBe("müller@exämple.example");
    expect(decodeUtf8Address("\\x{1F600}@example.org")).toBe("😀@example.org");
    expect(decodeUtf8Address("\\x{D800}\\x{110000}\\x{}@x")).toBe("\\x{D800}\\x{110000}\\x{}@x");
  });
});

describe("decodeRecipient", () => {
  it.each([
    ["rfc822", "a@example.org", "a@example.org"],
    ["rfc822", "<a@example.org>", "a@example.org"],
    ["rfc822", "Orig+2Btag@example.org", "Orig+tag@example.org"],
    ["rfc822", "list+2Da=2@example.org", "list+2Da=2@example.org"],
    ["rfc822", "bob+20@example.org", "bob+20@example.org"],
    ["rfc822", "a+40example.org", "a@example.org"],
    ["utf-8", "m\\x{FC}ller@example.org", "müller@example.org"],
    ["utf-8", "müller@example.org", "müller@example.org"],
    ["utf-8", "a\\x{1B}@example.org", null],
    [null, "a@example.org (Alice)", "a@example.org"],
    ["rfc822", "postmaster", null],
  ])("reads %s; %s", (type, value, expected) => {
    expect(decodeRecipient(type, value)).toBe(expected);
  });
});

describe("readForwarder", () => {
  it.each([
    ["SRS0=HHH=TT=orig.example=ann@forwarder.example", "srs@forwarder.example"],
    ["srs1=HHH=other.example==HHH=TT=orig.example=ann@Forwarder.Example", "srs@forwarder.example"],
    ["SRS0+HHH=TT=orig.example=ann@forwarder.example", "srs@forwarder.example"],
    ["ann@customer.example", null],
    ["srs@customer.example", null],
    ["SRS0@customer.example", null],
    ["SRS0=without-domain", null],
  ])("%s: %s", (address, forwarder) => expect(readForwarder(address)).toBe(forwarder));
});
