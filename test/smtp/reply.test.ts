import { describe, expect, it } from "vitest";
import { joinReply, replyCodeOf } from "../../src/smtp/reply.js";

describe("replyCodeOf", () => {
  it.each([
    ["550 5.1.1 User unknown", "550"],
    ["smtp; 550-5.1.1 first", "550"],
    ["SMTP; 452 4.2.2 full", "452"],
    ["550", "550"],
    ["550-user@example.org unknown", "550"],
    ["554: delivery error", "554"],
    ["571 Message refused", "571"],
    ["host mx.example.net[192.0.2.250]:25 said: 550 5.1.1 no", "550"],
    ["host 127.0.0.1[127.0.0.1] said: 421 too busy (in reply to RCPT TO command)", "421"],
    [
      "SMTP error from remote mail server after RCPT TO:<a-550@example.org>: host mx.example.net [192.0.2.1]: 553 sorry",
      "553",
    ],
    ["SMTP error from remote mail server after RCPT TO:<a@example.org>:\n450 4.2.0 Mailbox busy", "450"],
    ["Remote host said: 550 no mailbox", "550"],
    ["192.0.2.1 does not like recipient.\nRemote host said: 554 delivery error", "554"],
    ["Giving up on 192.0.2.1.", null],
    ["<mx.example.net #5.1.1 smtp;550 5.1.1 unknown>", "550"],
    ["5.3.0 - Other mail system problem 550-'Unknown user a@example.org'", "550"],
    ["(reason: 550 5.1.1 User unknown)", "550"],
    [">>> DATA\n<<< 552 5.2.2 Mailbox full\n554 5.0.0 Service unavailable", "552"],
    ["<<< 250 ok\n<<< 550 refused", "550"],
    ["250 2.0.0 Ok: queued", "250"],
    ["server responded: 451 try again", "451"],
    ["error code 550 Unknown", "550"],
    ["rcpt-550-5.1.1@remote.test is unknown", null],
    ["to 550-x@example.org failed", null],
    ["connect to mx.example.net[192.0.2.1]:587: Connection refused", null],
    ["connect to mx.example.net[192.0.2.1] port 250: Connection refused", null],
    ["message size 550 exceeds the limit 500", null],
    ["[550.1.2.3] refused", null],
    ["see https://example.org/550 for help", null],
    ["5500 messages", null],
    ["quota exceeded", null],
    ["", null],
  ])("%s", (text, expected) => {
    expect(replyCodeOf(text)).toBe(expected);
  });
});

describe("joinReply", () => {
  it.each([
    ["550-5.1.1 The account\n550-5.1.1 does not\n550 5.1.1 exist", "550 5.1.1 The account does not exist"],
    ["550-no\r\n550 such user", "550 no such user"],
    ["550 5.1.1 one line", "550 5.1.1 one line"],
    ["550-one line", "550-one line"],
    ["550 5.1.1 first\n550 5.7.1 other", "550 5.1.1 first 550 5.7.1 other"],
    ["words\n  more words", "words more words"],
    ["", ""],
  ])("%j", (text, expected) => {
    expect(joinReply(text)).toBe(expected);
  });
});
