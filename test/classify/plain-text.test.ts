import { describe, expect, it } from "vitest";
import { plainText } from "../../src/classify/plain-text.js";

const lay = (text: string): string => plainText(text, "kim@example.com").words.join(" ");

describe("plainText", () => {
  it.each([
    ["The user doesn't exist.", "user not exist"],
    ["550-5.1.1 The email account that you tried to reach", "email account you tried to reach"],
    ["550 5.1.1 <kim@example.com>: Recipient address rejected", "@rcpt recipient address rejected"],
    ["KIM@Example.COM rejected <al@example.net>", "@rcpt rejected @addr"],
    ["host mx1.example.org[192.0.2.1]:25 at example.com", "host @host @ip 25 at @domain"],
    ["see https://example.org/a?b=c#d (#5.7.1)", "see @url"],
    ["[2001:db8::1] and IPv6:2001:db8::2 refused", "@ip and @ip refused"],
    ["can't, cannot, can not", "not not not"],
    ["mailbox unavailable.Please try", "mailbox unavailable try"],
    ["Relaying denied. IP name forged.", "relaying denied . ip name forged"],
    ["<kim@example.com>... User unknown", "@rcpt user unknown"],
    ["Boîte du destinataire pleine", "boite du destinataire pleine"],
    ["l'utilisateur n'existe pas", "l utilisateur n existe pas"],
    ["Ящик не найден", "ящик не найден"],
    ["収件人邮箱已满", "収件人邮箱已满"],
    ["ｆｕｌｌ ﾒｰﾙ", "full メール"],
    ["over-quota / rate_limited", "over quota rate limited"],
    ["", ""],
  ])("lays out %s as %s", (text, plain) => {
    expect(lay(text)).toBe(plain);
  });

  it("names the hosts it has masked, those of pages too", () => {
    expect(plainText("blocked by BL.example.org, see https://www.example.net:8443/x", "kim@example.com").hosts).toEqual(
      ["bl.example.org", "www.example.net"],
    );
  });

  it("takes no word that is also a property of every object for another", () => {
    expect(lay("constructor toString __proto__ hasOwnProperty")).toBe("constructor tostring proto hasownproperty");
  });
});
