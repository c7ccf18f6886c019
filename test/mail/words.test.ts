import { describe, expect, it } from "vitest";
import { decodeWords } from "../../src/mail/encoding.js";

describe("decodeWords", () => {
  it.each([
    ["plain", "plain"],
    ["=?utf-8?q?Gr=C3=BC=C3=9Fe_aus?= Bonn", "Grüße aus Bonn"],
    ["=?ISO-8859-1?Q?=E4?=", "ä"],
    ["=?utf-8?B?w6Q=?=", "ä"],
    ["=?utf-8?Q?a?= =?utf-8?Q?b?=", "ab"],
    ["=?utf-8?Q?a?=\t=?iso-8859-1?Q?=E4?= c", "aä c"],
    ["=?utf-8?B?4pg=?= =?utf-8?B?lA==?=", "☔"],
    ["=?utf-8*en?Q?a?=", "a"],
    ["=?iso-2022-jp?B?GyRCRnxLXBsoQg==?= x", "日本 x"],
    ["x =?utf-8?X?a?= y", "x =?utf-8?X?a?= y"],
    ["=?no-such-charset?Q?a=E4?=", "aä"],
    ["=?utf-8?Q?a", "=?utf-8?Q?a"],
  ])("decodes %s", (value, expected) => {
    expect(decodeWords(value)).toBe(expected);
  });
});
