import { describe, expect, it } from "vitest";
import { gapsOf, isDigits, isHost, isIp, isStatus, splitOutside } from "../../src/classify/characters.js";

describe("tokens", () => {
  it.each(["5.1.1", "4.7.650", "2.0.0"])("%s is a status", (token) => expect(isStatus(token)).toBe(true));
  it.each(["", "5.1", "5.1.1.1", "5.1.1111", "5..1", "5.x.1", "5.1.1:"])("%s is none", (token) =>
    expect(isStatus(token)).toBe(false),
  );

  it.each(["192.0.2.1", "192.0.2.1:25", "2001:db8::1", "IPv6:2001:DB8::1", "::ffff:192.0.2.1"])(
    "%s is an IP address",
    (token) => expect(isIp(token)).toBe(true),
  );
  it.each(["", "192.0.2", "192.0.2.1.1", "192.0.2.x", "192.0.2.1:", "12:30", "a:b:x", "STOREDRV:Deliver:now"])(
    "%s is none",
    (token) => expect(isIp(token)).toBe(false),
  );

  it.each(["mx.example.com", "_dmarc.example.org", "a-b.EXAMPLE.COM", "example.museum"])("%s is a host", (token) =>
    expect(isHost(token)).toBe(true),
  );
  it.each([
    "",
    "example",
    ".com",
    "unavailable.Please",
    "mx.example.c0m",
    "1.2.3",
    "ex ample.com",
    "RESOLVER.ADR.RecipNotFound",
    "x.y",
  ])("%s is none", (token) => expect(isHost(token)).toBe(false));

  it("are digits when there is at least one and nothing else", () => {
    expect(["0", "550", "", "55o", "５"].map(isDigits)).toEqual([true, true, false, false, false]);
  });
});

describe("splitOutside", () => {
  it("takes inner gaps for gaps but behind the mark", () => {
    expect(splitOutside(" a,b (x://c,d=e) f=g ", gapsOf(" ()", ",="), "://")).toEqual([
      "a",
      "b",
      "x://c,d=e",
      "f",
      "g",
    ]);
  });

  it("knows gaps beyond Latin-1", () => {
    expect(splitOutside("\u201ca\u201d\u3000b\u3001c", gapsOf(" \u201c\u201d\u3000", ","), "://")).toEqual([
      "a",
      "b\u3001c",
    ]);
  });

  it("makes nothing of gaps alone", () => {
    expect(splitOutside(" ,, ", gapsOf(" ", ","), "://")).toEqual([]);
  });
});
