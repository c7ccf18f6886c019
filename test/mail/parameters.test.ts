import { describe, expect, it } from "vitest";
import { limits } from "../../src/mail/limits.js";
import { parseParameters } from "../../src/mail/content-type.js";

describe("parseParameters", () => {
  it.each([
    ["multipart/report; report-type=delivery-status", "multipart/report", { "report-type": "delivery-status" }],
    ['text/plain; charset="us-ascii"; format=flowed', "text/plain", { charset: "us-ascii", format: "flowed" }],
    ['a; name="x; y"; b=1', "a", { name: "x; y", b: "1" }],
    ['a; name="q\\"u\\\\o"', "a", { name: 'q"u\\o' }],
    ['a; boundary="open', "a", { boundary: "open" }],
    ["a; boundary=----=_Part_1=", "a", { boundary: "----=_Part_1=" }],
    ["a (comment (nested; x=y)); b=1 (c)", "a", { b: "1" }],
    ["a; (b=2); c=3", "a", { c: "3" }],
    ["a ; B = 1 ;; novalue; =x", "a", { b: "1" }],
    ["a; b=1; b=2", "a", { b: "1" }],
    ["a; n*0=ab; n*1=cd", "a", { n: "abcd" }],
    ["a; n*1=cd; n*0=ab", "a", { n: "abcd" }],
    ["a; n*=utf-8''%C3%A4%20x", "a", { n: "ä x" }],
    ["a; n*0*=iso-8859-1'de'%E4; n*1=%41; n*2*=%42", "a", { n: "ä%41B" }],
    ["", "", {}],
    ["(open", "", {}],
  ])("reads %s", (text, value, parameters) => {
    expect(parseParameters(text)).toEqual({ value, parameters });
  });

  it("takes no name for more than a name", () => {
    const { parameters } = parseParameters("a; __proto__=x; constructor=y");
    expect(Object.getPrototypeOf(parameters)).toBe(Object.prototype);
    expect(Object.entries(parameters)).toEqual([["constructor", "y"]]);
  });

  it("reads a bounded number of parameters", () => {
    const many = Array.from({ length: 1_000 }, (_, index) => `p${index}=1`).join(";");
    expect(Object.keys(parseParameters(`a;${many}`).parameters).length).toBeLessThanOrEqual(limits.parameters);
  });
});
