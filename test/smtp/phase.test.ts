import { describe, expect, it } from "vitest";
import { phaseIn, phaseOfReply } from "../../src/smtp/phase.js";

const TOLD: readonly (readonly [phase: ReturnType<typeof phaseIn>, text: string])[] = [
  ["mail-from", "host mx.example.org[192.0.2.9] said: 550 5.7.1 Refused (in reply to MAIL FROM command)"],
  ["rcpt-to", "host mx.example.org[192.0.2.9] said: 550 5.1.1 User unknown (in reply to RCPT TO command)"],
  ["end-of-data", "host mx.example.org[192.0.2.9] said: 554 5.7.1 Spam (in reply to end of DATA command)"],
  ["helo", "host mx.example.org[192.0.2.9] said: 504 5.5.2 need a full name (in reply to EHLO command)"],
  ["auth", "host smtp.example.org[192.0.2.9] said: 535 5.7.8 no (in reply to AUTH command)"],
  ["starttls", "host mx.example.org[192.0.2.9] said: 454 4.7.0 TLS not available (in reply to STARTTLS command)"],
  ["connect", "host mx.example.org[192.0.2.9] refused to talk to me: 554 5.7.1 No SMTP here"],
  ["connect", "connect to mx.example.org[192.0.2.9]:25: Connection timed out"],
  ["connect", "lost connection with mx.example.org[192.0.2.9] while receiving the initial server greeting"],
  ["helo", "lost connection with mx.example.org[192.0.2.9] while performing the EHLO handshake"],
  ["rcpt-to", "conversation with mx.example.org[192.0.2.9] timed out while sending RCPT TO"],
  ["starttls", "TLS is required, but was not offered by host mx.example.org[192.0.2.9]"],
  ["auth", "SASL authentication failed; server smtp.example.org[192.0.2.9] said: 535 no"],
  ["mail-from", "SMTP error from remote mail server after MAIL FROM:<alice@example.net>: 550 no such domain"],
  [
    "mail-from",
    "SMTP error from remote mail server after pipelined MAIL FROM:<alice@example.net> SIZE=2048: 552 too big",
  ],
  ["connect", "SMTP error from remote mail server after initial connection: 554 no"],
  ["helo", "SMTP error from remote mail server after EHLO mail.example.net: 550 bad name"],
  ["end-of-data", "SMTP error from remote mail server after pipelined end of data: 550 spam"],
  [
    "mail-from",
    "Remote host mx.example.org [192.0.2.9] closed connection in response to MAIL FROM:<alice@example.net>",
  ],
  ["rcpt-to", "SMTP timeout while connected to mx.example.org [192.0.2.9] after RCPT TO:<bob@example.org>"],
  ["mail-from", "SMTP error from remote server for MAIL FROM command, host: mx.example.org (192.0.2.9) reason: 550 no"],
  ["end-of-data", "SMTP error from remote server for TEXT command, host: mx.example.org (192.0.2.9) reason: 550 no"],
  ["connect", "SMTP error from remote server in greeting, host: mx.example.org (192.0.2.9) reason: 554 no"],
  ["connect", "Connected to 192.0.2.9 but greeting failed. Remote host said: 554 no"],
  ["helo", "Connected to 192.0.2.9 but my name was rejected. Remote host said: 501 Invalid domain name"],
  ["mail-from", "Connected to 192.0.2.9 but sender was rejected. Remote host said: 550 unknown"],
  ["rcpt-to", "192.0.2.9 does not like recipient. Remote host said: 550 no such user Giving up on 192.0.2.9."],
  ["data", "192.0.2.9 failed on DATA command. Remote host said: 451 later"],
  ["end-of-data", "192.0.2.9 failed after I sent the message. Remote host said: 554 spam"],
  ["mail-from", "530 5.7.57 SMTP; Client was not authenticated to send anonymous mail during MAIL FROM"],
  ["mail-from", "Rejected (530 5.7.1 Client was not authenticated (at FROM))"],
  ["mail-from", ">>> MAIL FROM:<alice@example.net> <<< 550 5.1.8 Domain not found"],
  ["rcpt-to", "--> MAIL From:<alice@example.net> <-- 250 ok --> RCPT To:<bob@example.org> <-- 550 unknown"],
  ["rcpt-to", "host 'mx.example.org' rejected command 'RCPT TO:<bob@example.org>' with code 550 (5.1.1)"],
  [null, "550 5.1.1 User unknown"],
  [null, "503 5.5.1 Error: need MAIL FROM command first"],
  [null, "550 Error: SPF does not allow mail from example.net for this host"],
  [null, "550 RCPT TO:<bob@example.org> User not found"],
  [null, "550 An error in data was found"],
];

describe("the phase of a session", () => {
  it.each(TOLD)("%s: %s", (phase, text) => {
    expect(phaseIn(text)).toBe(phase);
  });

  it("is read in time that grows with the text at most", () => {
    for (const text of [
      "in reply to ".repeat(90_000),
      "timeout while connected to ".repeat(40_000),
      ">>> ".repeat(200_000),
    ])
      expect(phaseIn(text)).toBeNull();
  });
});

describe("a quoted session", () => {
  const session = [
    "... while talking to mx.example.org.:",
    ">>> MAIL From:<alice@example.net>",
    "<<< 250 2.1.0 ok",
    ">>> RCPT To:<bob@example.org>",
    "<<< 550 5.1.1 <bob@example.org>... User unknown",
    "550 5.1.1 <bob@example.org>... User unknown",
    "... while talking to mx.example.com.:",
    ">>> MAIL From:<alice@example.net>",
    "<<< 553 5.1.8 Domain of sender address does not exist",
  ].join("\n");

  it("tells the phase of each of its replies", () => {
    expect(phaseOfReply(session, "550 5.1.1 <bob@example.org>... User unknown")).toBe("rcpt-to");
    expect(phaseOfReply(session, "553 5.1.8 Domain of sender address does not exist")).toBe("mail-from");
  });

  it("tells that the greeting refused", () => {
    expect(phaseOfReply("<<< 554 5.7.1 No service", "554 5.7.1 No service")).toBe("connect");
  });

  it("begins anew with each host", () => {
    const other = `${session}\n... while talking to mx.example.net.:\n<<< 554 5.7.1 Not today`;
    expect(phaseOfReply(other, "554 5.7.1 Not today")).toBe("connect");
  });

  it("tells nothing of a reply that it does not hold", () => {
    expect(phaseOfReply(session, "552 5.2.2 Mailbox full")).toBeNull();
  });
});
