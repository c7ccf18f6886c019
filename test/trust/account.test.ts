import { describe, expect, it } from "vitest";
import { accountOf } from "../../src/trust/account.js";

const form = {
  reported: ["user@example.com"],
  delimiters: "+",
  bounceAddress: "bounce+copy@example.tld",
  isBulk: false,
};
const account = (address: string, more: Partial<Parameters<typeof accountOf>[1]> = {}) =>
  accountOf(address, { ...form, ...more });

describe("accountOf", () => {
  it.each([
    ["bounce+alice+user=example.com@example.tld", "alice@example.tld"],
    ["news+user=example.com@example.tld", "news@example.tld"],
    ["alice+tag@Example.TLD", "alice@example.tld"],
    ["root", "root"],
    ["bounce+alice@example.tld", "alice@example.tld"],
    ["bounce@example.tld", "bounce@example.tld"],
  ])("takes VERP and other extensions off: %s is %s", (address, name) => expect(account(address)).toBe(name));

  it.each([
    ["prvs=1234abcdef=carol@example.tld", "carol@example.tld"],
    ["prvs=0123456789=carol+tag@example.tld", "carol@example.tld"],
    ["prvs=carol/1234abcdef@example.tld", "carol@example.tld"],
    ["prvs=carol=1234abcdef@example.tld", "carol@example.tld"],
    ["prvs=1234abcdef/carol.smith@example.tld", "carol.smith@example.tld"],
    ["btv1==0123456789a==carol@example.tld", "carol@example.tld"],
    ["btv1==carol==0123456789a@example.tld", "carol@example.tld"],
    ["PRVS=1234ABCDEF=carol@example.tld", "carol@example.tld"],
    ["msprvs1=19876abcDEF=carol@example.tld", "carol@example.tld"],
    ["prvs=1234abcdef=mylist-bounces@example.tld", "mylist@example.tld"],
  ])("takes a signature off: %s is %s", (address, name) => expect(account(address)).toBe(name));

  it.each([
    ["SRS0=HHH=TT=example.org=someone@example.tld", "srs@example.tld"],
    ["SRS0+HHH=TT=example.org=someone@example.tld", "srs@example.tld"],
    ["SRS1=HHH=relay.example==HHH=TT=example.org=someone@example.tld", "srs@example.tld"],
    ["prvs=1234abcdef=SRS0=HHH=TT=example.org=someone@example.tld", "srs@example.tld"],
  ])("gathers forwarded mail: %s is %s", (address, name) => expect(account(address)).toBe(name));

  it.each([
    ["mylist-return-123-user=example.com@lists.example.tld", "mylist@lists.example.tld"],
    ["mylist-return-123.abcdefgh-user=example.com@example.tld", "mylist@example.tld"],
    ["mylist-digest-return-7-@example.tld", "mylist@example.tld"],
    ["mylist-bounces@example.tld", "mylist@example.tld"],
    ["mylist-bounces+user=example.com@example.tld", "mylist@example.tld"],
    ["bounce+user==a==example.com==mylist@example.tld", "mylist@example.tld"],
    ["bounce+user==a==example.com==mylist==4711@example.tld", "mylist@example.tld"],
    ["owner-mylist*user**example.com@example.tld", "mylist@example.tld"],
    ["mylist+bounces-user=example.com@example.tld", "mylist@example.tld"],
  ])("names the list: %s is %s", (address, name) => expect(account(address)).toBe(name));

  it("names the list for its owner's address only where the message was a list's", () => {
    expect(account("shop-owner@example.tld")).toBe("shop-owner@example.tld");
    expect(account("shop-owner@example.tld", { isBulk: true })).toBe("shop@example.tld");
    expect(account("owner-shop@example.tld", { isBulk: true })).toBe("shop@example.tld");
  });

  it.each([
    "b.12.34.0123456789abcdef",
    "u.7.88.fedcba9876543210",
    "bounce-4711-83",
    "bounces+83f0a2cc91d04e11",
    "0102018f2b6c9d3e-1a2b3c4d-1111-2222-3333-0123456789ab-000000",
    "r-5f3a9c1b-8f11-4c6b-9a57-2f6e0d1f8a3c",
    "v7k2m9q4x1z8p3t6w5",
    "20250304090005123456",
    "bounce-1234-user=example.com",
    "user=example.com",
  ])("gives a local part made for one message no name of its own: %s", (local) =>
    expect(account(`${local}@example.tld`, { bounceAddress: null })).toMatch(/^(?:\*|bounces?)@example\.tld$/),
  );

  it.each([
    "carol.smith-1985",
    "max2000",
    "user17",
    "491761234567",
    "it-support",
    "abcdefabcdef",
    "j.r.r.tolkien",
    "no-reply",
    "h4x0r",
    "sales2024q3",
  ])("takes a name for a name: %s", (local) => expect(account(`${local}@example.tld`)).toBe(`${local}@example.tld`));

  it("finds the recipient in a return path of any form, and what stands before it", () => {
    expect(account("news-4711-user=example.com@example.tld")).toBe("news@example.tld");
    expect(account("news-user=other.example@example.tld")).toBe("news-user=other.example@example.tld");
  });

  it("names nobody for mailers and the null sender", () => {
    expect(account("MAILER-DAEMON@mx.example.tld")).toBeNull();
    expect(account("double-bounce@mx.example.tld")).toBeNull();
    expect(account("")).toBeNull();
    expect(accountOf(null, form)).toBeNull();
  });
});
