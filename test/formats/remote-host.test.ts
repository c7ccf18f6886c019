import { describe, expect, it } from "vitest";
import { remoteHostIn } from "../../src/formats/lib/text-format.js";

describe("the host that refused", () => {
  it.each([
    [
      "SMTP error from remote mail server after RCPT TO:<kim@example.org>: host mx.example.org [192.0.2.25]: 550 no",
      "mx.example.org",
    ],
    ["host mx.example.org[192.0.2.25] said: 550 5.1.1 no (in reply to RCPT TO command)", "mx.example.org"],
    ["192.0.2.25 does not like recipient. Remote host said: 550 no Giving up on 192.0.2.25.", "192.0.2.25"],
    ["Connected to 2001:db8::25 but sender was rejected. Remote host said: 554 no", "2001:db8::25"],
    ["most progress was RCPT TO response; remote host 192.0.2.32 said: 550 no", "192.0.2.32"],
    ["mx.example.org [192.0.2.25] did not like our RCPT TO: 550 no", "mx.example.org"],
    ["... while talking to mx.example.org.: >>> DATA <<< 552 no", "mx.example.org"],
  ])("%s", (text, host) => {
    expect(remoteHostIn(text)).toBe(host);
  });

  it.each(["553 rejected", "Sorry, no mailbox here by that name. (#5.1.1)", "the host was not found", ""])(
    "is not named by %s",
    (text) => {
      expect(remoteHostIn(text)).toBeNull();
    },
  );
});
