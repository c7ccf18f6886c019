/**
 * Notifications of our own after the forms of many mailers, and correspondence that looks like them, written down before the
 * readers were tried on them. Each has what a person would read in it.
 */
import type { Action, Kind, Severity } from "../../src/bounce.js";
import type { Reason } from "../../src/reason.js";

/** What a message says; reasons of which a person might take either are all listed. */
export interface Expected {
  readonly kind: readonly Kind[];
  /** Recipients in order; not compared where absent. */
  readonly recipients?: readonly string[];
  /** Of the first recipient. */
  readonly severity?: Severity;
  readonly reasons?: readonly Reason[];
  readonly action?: Action;
}

const withHeader = (header: string, body: string): string => `${header.trim()}\n\n${body.replace(/^\n/, "")}`;

const plain = (from: string, subject: string, body: string, path = "Return-Path: <>\n"): string =>
  withHeader(
    `${path}From: ${from}\nTo: alice@example.net\nSubject: ${subject}\nDate: Tue, 3 Jun 2025 10:00:05 +0200\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8`,
    body,
  );

const RETURNED = "From: alice@example.net\nTo: bob@example.org\nSubject: minutes\nMessage-ID: <m1@example.net>";

const report = (from: string, subject: string, human: string, status: string, returned = RETURNED): string =>
  withHeader(
    `Return-Path: <>\nFrom: ${from}\nTo: alice@example.net\nSubject: ${subject}\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=bb`,
    `\n--bb\nContent-Type: text/plain; charset=utf-8\n\n${human}\n\n--bb\nContent-Type: message/delivery-status\n\n${status}\n\n--bb\nContent-Type: message/rfc822\n\n${returned}\n\n--bb--\n`,
  );

const BOB = "bob@example.org";

/** A bounce of one recipient. */
const bounce = (
  recipient: string,
  severity: Severity,
  reason: Reason | readonly Reason[],
  action?: Action,
): Expected => ({
  kind: ["bounce"],
  recipients: [recipient],
  severity,
  reasons: typeof reason === "string" ? [reason] : reason,
  ...(action === undefined ? {} : { action }),
});

/** Name, message, what it says. */
export const MESSAGES: readonly (readonly [name: string, message: string, expected: Expected])[] = [
  // 01/02/03 authors outside lists
  [
    "flat-sparkpost",
    plain(
      "Mail Service <bounces@mta.provider.example>",
      "Delivery Status Notification (Failure)",
      `
Your message to the following recipient was not accepted.

Final-Recipient: rfc822;bob@example.org
Action: failed
Status: 5.0.0
Diagnostic-Code: smtp; 550 mailbox not found
`,
      "",
    ),
    bounce(BOB, "hard", "user-unknown"),
  ],
  [
    "flat-german",
    plain(
      "Mailserver <noreply@firma.example>",
      "Unzustellbar: Protokoll",
      `
Die folgende Nachricht konnte nicht zugestellt werden.

Empfaenger: bob@example.org
Grund: 550 Benutzer unbekannt
`,
      "",
    ),
    bounce(BOB, "hard", "user-unknown"),
  ],
  [
    "gw-antispam",
    plain(
      "Spamfilter <filter@gw.example.org>",
      "Message rejected: minutes",
      `
The message you sent to <bob@example.org> was blocked by the mail filter:
554 5.7.1 Message contains spam
`,
      "Return-Path: <filter@gw.example.org>\n",
    ),
    bounce(BOB, "soft", "spam-detected"),
  ],
  [
    "gw-french",
    plain(
      "passerelle@example.org",
      "Échec de remise du message",
      `
Votre message n'a pas pu être remis aux destinataires suivants :

  bob@example.org : boîte aux lettres pleine
`,
      "Return-Path: <passerelle@example.org>\n",
    ),
    bounce(BOB, "soft", "mailbox-full"),
  ],
  [
    "mercury",
    plain(
      "Electronic Postmaster <postmaster@mail.example.org>",
      "Unable to deliver your mail",
      `
Your message could not be delivered to one or more recipients.
--------- Addresses and reasons:
  <bob@example.org>  - 550 No such local user
`,
      "Return-Path: <postmaster@mail.example.org>\n",
    ),
    bounce(BOB, "hard", "user-unknown"),
  ],
  [
    "imail",
    plain(
      "Postmaster@mail.example.org",
      "Undeliverable Mail",
      `
User mailbox exceeds allowed size: bob@example.org

Original message follows.

Received: from x
From: alice@example.net
To: bob@example.org
`,
    ),
    bounce(BOB, "soft", "mailbox-full"),
  ],
  [
    "imail2",
    plain(
      "Postmaster@mail.example.org",
      "Undeliverable Mail",
      `
Unknown user: bob@example.org

RCPT TO generated following response:
550 5.1.1 unknown user

Original message follows.

Received: from x
From: alice@example.net
To: bob@example.org
`,
    ),
    bounce(BOB, "hard", "user-unknown"),
  ],
  [
    "mailenable",
    plain(
      "MailEnable Postmaster <postmaster@mail.example.org>",
      "Message Delivery Failure",
      `
Message Delivery Failure - Mailbox Unavailable

MailEnable: Message Delivery Failure.

The following recipient(s) could not be reached:

	Recipient: [SMTP:bob@example.org]
	Reason: Remote SMTP Server Returned: 550 No such user here

Message headers follow:

Received: from x
From: alice@example.net
`,
    ),
    bounce(BOB, "hard", "user-unknown"),
  ],
  [
    "smartermail",
    plain(
      "System Administrator <system@example.org>",
      "Delivery Failure",
      `
Could not deliver message to the following recipient(s):

Failed Recipient: bob@example.org
Reason: Remote host said: 552 5.2.2 mailbox full


   -- The header and top 20 lines of the message follows --

Received: from x
From: alice@example.net
`,
    ),
    bounce(BOB, "soft", "mailbox-full"),
  ],
  [
    "hmail",
    plain(
      "mailer-daemon@mail.example.net",
      "Message undeliverable: minutes",
      `
Your message did not reach some or all of the intended recipients.

   Sent: Tue, 3 Jun 2025 10:00:00 +0200
   Subject: minutes

The following recipient(s) could not be reached:

bob@example.org
   Error Type: SMTP
   Remote server (192.0.2.8) issued an error.
   hMailServer sent: RCPT TO:<bob@example.org>
   Remote server replied: 550 5.7.1 Access denied, reverse DNS missing



hMailServer
`,
    ),
    bounce(BOB, "soft", "require-ptr"),
  ],
  [
    "kerio",
    report(
      "Mail Delivery Subsystem <postmaster@mail.example.net>",
      "Delivery Status Notification (Failure)",
      `Your message
  Subject: minutes
was not delivered to:
  bob@example.org
  554 5.7.1 Blocked by list.example.com`,
      "Reporting-MTA: dns; mail.example.net\n\nFinal-Recipient: rfc822; bob@example.org\nAction: failed\nStatus: 5.7.1",
    ),
    bounce(BOB, "soft", "blocked"),
  ],
  [
    "communigate",
    report(
      "MAILER-DAEMON@mail.example.net",
      "Undeliverable mail: minutes",
      `Failed to deliver to 'bob@example.org'
SMTP module(domain example.org) reports:
 host mx.example.org says:
 550 5.1.1 no such account`,
      "Reporting-MTA: dns; mail.example.net\n\nOriginal-Recipient: rfc822;<bob@example.org>\nFinal-Recipient: system;<bob@example.org>\nAction: failed\nStatus: 5.0.0",
    ),
    bounce(BOB, "hard", "user-unknown"),
  ],
  [
    "groupwise",
    plain(
      "<Mailer-Daemon@gw.example.org>",
      "Message status - undeliverable",
      `
The message that you sent was undeliverable to the following:
	bob@example.org (user not found)

Possibly truncated original message follows:

Received: from x
`,
    ),
    bounce(BOB, "hard", "user-unknown"),
  ],
  [
    "domino",
    report(
      "Postmaster <postmaster@example.org>",
      "DELIVERY FAILURE: User bob (bob@example.org) not listed in Domino Directory",
      `Your message

  Subject: minutes

was not delivered to:

  bob@example.org

because:

  User bob (bob@example.org) not listed in Domino Directory
`,
      "Reporting-MTA: dns;notes.example.org\n\nFinal-Recipient: rfc822;bob@example.org\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: X-Notes; User bob (bob@example.org) not listed in Domino Directory",
    ),
    bounce(BOB, "hard", "user-unknown"),
  ],
  [
    "courier",
    report(
      '"Courier mail server at mail.example.net" <@>',
      "NOTICE: mail delivery status.",
      `This is a delivery status notification from mail.example.net,
running the Courier mail server, version 0.68.

The original message was received on Tue, 03 Jun 2025 10:00:00 +0200
from alice@example.net.

---------------------------------------------------------------------------

                           UNDELIVERABLE MAIL

Your message to the following recipients cannot be delivered:

<bob@example.org>:
    mx.example.org [192.0.2.8]:
>>> MAIL FROM:<alice@example.net>
<<< 517-Domain does not exist: example.net.
517 Invalid domain, see <URL:ftp://ftp.isi.edu/in-notes/rfc1035.txt>
`,
      "Reporting-MTA: dns; mail.example.net\nArrival-Date: Tue, 03 Jun 2025 10:00:00 +0200\n\nFinal-Recipient: rfc822; bob@example.org\nAction: failed\nStatus: 5.0.0\nRemote-MTA: dns; mx.example.org [192.0.2.8]\nDiagnostic-Code: smtp; 517-Domain does not exist: example.net.\n    517 Invalid domain",
    ),
    bounce(BOB, "soft", "rejected"),
  ],
  [
    "opensmtpd-mail",
    report(
      "Mailer Daemon <MAILER-DAEMON@mail.example.net>",
      "Delivery status notification: error",
      `    Hi!

    This is the MAILER-DAEMON, please DO NOT REPLY to this email.

    An error has occurred while attempting to deliver a message for
    the following list of recipients:

bob@example.org: 550 5.7.1 Sender domain not allowed
`,
      "Reporting-MTA: dns; mail.example.net\n\nFinal-Recipient: rfc822; bob@example.org\nAction: failed\nStatus: 5.0.0",
    ),
    bounce(BOB, "soft", "rejected"),
  ],
  [
    "dma-mail",
    plain(
      "MAILER-DAEMON <>",
      "Mail delivery failed",
      `
This is the DragonFly Mail Agent v0.13 at mail.example.net.

There was an error delivering your mail to <bob@example.org>.

mx.example.org [192.0.2.8] did not like our MAIL FROM:
550 No such user

Message headers follow.

Received: from alice
`,
    ),
    bounce(BOB, "soft", "rejected"),
  ],
  [
    "dma-helo",
    plain(
      "MAILER-DAEMON <>",
      "Mail delivery failed",
      `
This is the DragonFly Mail Agent v0.13 at mail.example.net.

There was an error delivering your mail to <bob@example.org>.

mx.example.org [192.0.2.8] did not like our EHLO:
550 5.1.1 unknown host

Message headers follow.

Received: from alice
`,
    ),
    bounce(BOB, "soft", "blocked"),
  ],
  [
    "exim-helo",
    plain(
      "Mail Delivery System <Mailer-Daemon@mail.example.net>",
      "Mail delivery failed: returning message to sender",
      `
This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  bob@example.org
    host mx.example.org [192.0.2.8]
    SMTP error from remote mail server after HELO mail.example.net:
    550 Host unknown
`,
    ),
    bounce(BOB, "soft", "blocked"),
  ],
  [
    "exim-pipelined-mail",
    plain(
      "Mail Delivery System <Mailer-Daemon@mail.example.net>",
      "Mail delivery failed: returning message to sender",
      `
This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  bob@example.org
    host mx.example.org [192.0.2.8]
    SMTP error from remote mail server after pipelined MAIL FROM:<alice@example.net> SIZE=2048:
    550 5.1.0 unknown user alice
`,
    ),
    bounce(BOB, "soft", "rejected"),
  ],
  [
    "exim-starttls",
    plain(
      "Mail Delivery System <Mailer-Daemon@mail.example.net>",
      "Mail delivery failed: returning message to sender",
      `
This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  bob@example.org
    H=mx.example.org [192.0.2.8]: a TLS session is required, but an attempt to start TLS failed
`,
    ),
    bounce(BOB, "soft", "failed-starttls"),
  ],
  [
    "qmail-mail",
    plain(
      "MAILER-DAEMON@mail.example.net",
      "failure notice",
      `
Hi. This is the qmail-send program at mail.example.net.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<bob@example.org>:
Connected to 192.0.2.8 but sender was rejected.
Remote host said: 550 5.1.1 user unknown

--- Below this line is a copy of the message.

Return-Path: <alice@example.net>
`,
    ),
    bounce(BOB, "soft", "rejected"),
  ],
  [
    "qmail-greet",
    plain(
      "MAILER-DAEMON@mail.example.net",
      "failure notice",
      `
Hi. This is the qmail-send program at mail.example.net.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<bob@example.org>:
Connected to 192.0.2.8 but greeting failed.
Remote host said: 554 no service for unknown hosts
I'm not going to try again; this message has been in the queue too long.
`,
    ),
    bounce(BOB, "soft", "blocked"),
  ],
  [
    "sendmail-mail",
    report(
      "Mail Delivery Subsystem <MAILER-DAEMON@mail.example.net>",
      "Returned mail: see transcript for details",
      `The original message was received at Tue, 3 Jun 2025 10:00:00 +0200
from localhost [127.0.0.1]

   ----- The following addresses had permanent fatal errors -----
<bob@example.org>
    (reason: 553 5.1.2 no such domain)

   ----- Transcript of session follows -----
... while talking to mx.example.org.:
>>> MAIL From:<alice@example.net>
<<< 553 5.1.2 no such domain
501 5.6.0 Data format error`,
      "Reporting-MTA: dns; mail.example.net\n\nFinal-Recipient: RFC822; bob@example.org\nAction: failed\nStatus: 5.1.2\nRemote-MTA: DNS; mx.example.org\nDiagnostic-Code: SMTP; 553 5.1.2 no such domain",
    ),
    bounce(BOB, "soft", "rejected"),
  ],
  [
    "postfix-ehlo",
    report(
      "MAILER-DAEMON@mail.example.net (Mail Delivery System)",
      "Undelivered Mail Returned to Sender",
      `This is the mail system at host mail.example.net.

<bob@example.org>: host mx.example.org[192.0.2.8] refused to talk to me: 550
    5.1.1 unknown host mail.example.net`,
      "Reporting-MTA: dns; mail.example.net\n\nFinal-Recipient: rfc822; bob@example.org\nAction: failed\nStatus: 5.1.1\nRemote-MTA: dns; mx.example.org\nDiagnostic-Code: smtp; 550 5.1.1 unknown host mail.example.net",
    ),
    bounce(BOB, "soft", "blocked"),
  ],
  // 04 nobody named
  [
    "nobody-exchange",
    report(
      "postmaster@example.org",
      "Undeliverable: minutes",
      `Delivery has failed to these recipients or groups:

The e-mail account does not exist at the organization this message was sent to.`,
      "Reporting-MTA: dns; ex.example.org\n\nAction: failed\nStatus: 5.1.1",
      "From: alice@example.net\nSubject: minutes",
    ),
    { kind: ["bounce"], recipients: [] },
  ],
  [
    "nobody-qmail",
    plain(
      "MAILER-DAEMON@mail.example.org",
      "failure notice",
      `
Hi. This is the qmail-send program at mail.example.org.
I tried to deliver a bounce message to this address, but the bounce bounced!
`,
    ),
    { kind: ["bounce"], recipients: [] },
  ],
  [
    "nobody-german",
    plain(
      "Mail Delivery System <MAILER-DAEMON@mail.example.org>",
      "Unzustellbare Nachricht",
      `
Ihre Nachricht konnte nicht zugestellt werden: das Postfach ist voll.
`,
    ),
    { kind: ["bounce"], recipients: [] },
  ],
  [
    "nobody-japanese",
    plain(
      "MAILER-DAEMON@mail.example.org",
      "Returned mail",
      `
宛先のメールアドレスが存在しないため、配信できませんでした。
`,
    ),
    { kind: ["bounce"], recipients: [] },
  ],
  // 05
  [
    "final-local",
    report(
      "MAILER-DAEMON@mail.example.org",
      "Returned mail",
      "550 no such user",
      "Reporting-MTA: dns; mail.example.org\n\nFinal-Recipient: LOCAL; bob\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: X-Unix; 67",
      "From: alice@example.net\nSubject: x",
    ),
    bounce("bob", "hard", "user-unknown"),
  ],
  [
    "final-x400",
    report(
      "MAILER-DAEMON@mail.example.org",
      "Delivery failed",
      "not delivered",
      "Reporting-MTA: dns; mail.example.org\n\nOriginal-Recipient: rfc822; bob@example.org\nFinal-Recipient: x400; /G=Bob/S=Winter/O=Org/ADMD=X/C=DE/\nAction: failed\nStatus: 5.1.1",
    ),
    bounce(BOB, "hard", "user-unknown"),
  ],
  // 07 gateway wraps
  [
    "wrapped-1",
    withHeader(
      `Return-Path: <>\nFrom: "Security Gateway" <MAILER-DAEMON@gw.example.net>\nTo: alice@example.net\nSubject: [SCANNED] Undelivered Mail Returned to Sender\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=ww`,
      `\n--ww\nContent-Type: text/plain\n\nThis message was scanned. The original is attached.\n\n--ww\nContent-Type: message/rfc822\n\n` +
        report(
          "MAILER-DAEMON@mail.example.net",
          "Undelivered Mail Returned to Sender",
          "<bob@example.org>: 552 mailbox full",
          "Reporting-MTA: dns; mail.example.net\n\nFinal-Recipient: rfc822; bob@example.org\nAction: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; 552 5.2.2 mailbox full",
        ).replace(/bb/g, "inner") +
        "\n--ww--\n",
    ),
    bounce(BOB, "soft", "mailbox-full"),
  ],
  [
    "wrapped-exim",
    withHeader(
      `Return-Path: <>\nFrom: postmaster@gw.example.net\nTo: alice@example.net\nSubject: Mail delivery failed: returning message to sender\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=ww`,
      `\n--ww\nContent-Type: text/html\n\n<p>External mail</p>\n\n--ww\nContent-Type: message/rfc822\n\n` +
        plain(
          "Mail Delivery System <Mailer-Daemon@mail.example.org>",
          "Mail delivery failed: returning message to sender",
          `
This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  bob@example.org
    unknown user
`,
        ) +
        "\n--ww--\n",
    ),
    bounce(BOB, "hard", "user-unknown"),
  ],
  // 12 qmail
  [
    "qmail-552",
    plain(
      "MAILER-DAEMON@mail.example.net",
      "failure notice",
      `
Hi. This is the qmail-send program at mail.example.net.

<bob@example.org>:
192.0.2.8 failed after I sent the message.
Remote host said: 552 5.3.4 message too large
Giving up on 192.0.2.8.
`,
    ),
    bounce(BOB, "soft", "message-too-big"),
  ],
  [
    "qmail-4xx",
    plain(
      "MAILER-DAEMON@mail.example.net",
      "failure notice",
      `
Hi. This is the qmail-send program at mail.example.net.

<bob@example.org>:
192.0.2.8 does not like recipient.
Remote host said: 450 4.2.2 mailbox full
Giving up on 192.0.2.8.
I'm not going to try again; this message has been in the queue too long.
`,
    ),
    bounce(BOB, "soft", "mailbox-full"),
  ],
  [
    "qmail-cname",
    plain(
      "MAILER-DAEMON@mail.example.net",
      "failure notice",
      `
Hi. This is the qmail-send program at mail.example.net.

<bob@example.org>:
CNAME lookup failed temporarily. (#4.4.3)
I'm not going to try again; this message has been in the queue too long.
`,
    ),
    bounce(BOB, "soft", "network-error"),
  ],
  [
    "qmail-noconn",
    plain(
      "MAILER-DAEMON@mail.example.net",
      "failure notice",
      `
Hi. This is the qmail-send program at mail.example.net.

<bob@example.org>:
Sorry, I wasn't able to establish an SMTP connection. (#4.4.1)
I'm not going to try again; this message has been in the queue too long.
`,
    ),
    bounce(BOB, "soft", ["network-error", "expired"]),
  ],
  // 19
  [
    "exchange55",
    plain(
      "System Administrator <postmaster@example.org>",
      "Undeliverable: minutes",
      `
Your message

  To:      Board <board@example.net>
  Cc:      alice@example.net
  Subject: minutes
  Sent:    Tue, 3 Jun 2025 10:00:00 +0200

did not reach the following recipient(s):

bob@example.org on Tue, 3 Jun 2025 10:00:02 +0200
    The e-mail account does not exist at the organization this message
was sent to.  Check the e-mail address, or contact the recipient directly
to find out the correct address.
	<mail.example.org #5.1.1>
`,
    ),
    bounce(BOB, "hard", "user-unknown"),
  ],
  [
    "exchange-german",
    plain(
      "Systemadministrator <postmaster@example.org>",
      "Unzustellbar: Protokoll",
      `
Ihre Nachricht

  An:      verteiler@example.net
  Betreff: Protokoll
  Gesendet: Di, 3 Jun 2025 10:00:00 +0200

hat einige oder alle Empfänger nicht erreicht.

Folgende(r) Empfänger kann/können nicht erreicht werden:

bob@example.org am Di, 3 Jun 2025 10:00:02 +0200
    Das Postfach des Empfängers ist voll.
`,
    ),
    bounce(BOB, "soft", "mailbox-full"),
  ],
  // 20
  [
    "technical-2",
    plain(
      "Mail Delivery System <mds@example.net>",
      "Delivery failure",
      `
Delivery to the following recipients was aborted after 2.0 hour(s):

  * bob@example.org

Technical details of failure:
SMTP:RCPT host 192.0.2.8: 451 4.7.1 Greylisting in action, please come back later
`,
    ),
    bounce(BOB, "soft", "greylisted"),
  ],
  [
    "technical-3",
    plain(
      "Mail Delivery System <mailer-daemon@example.net>",
      "Undelivered mail",
      `
Sorry, we could not deliver your message to:

bob@example.org

Details:

The remote server answered: 554 5.7.1 Message refused, DKIM signature missing
`,
    ),
    bounce(BOB, "soft", "auth-failure"),
  ],
  // 21
  [
    "reason-below",
    plain(
      "Mail Delivery System <mailer-daemon@mail.example.net>",
      "Mail delivery failed",
      `
A message that you sent could not be delivered to the following address:

bob@example.org

The reason given was:

No such person here.

--- The header of the original message is following. ---

From: alice@example.net
`,
    ),
    bounce(BOB, "hard", "user-unknown"),
  ],
  [
    "reason-above",
    plain(
      "Mail Delivery System <mailer-daemon@mail.example.net>",
      "Mail delivery failed",
      `
The mailbox of the recipient is over its quota. Your message could not be delivered to

bob@example.org
`,
    ),
    bounce(BOB, "soft", "mailbox-full"),
  ],
  [
    "reason-french",
    plain(
      "Mail Delivery System <mailer-daemon@mail.example.net>",
      "Message non distribué",
      `
Votre message n'a pas pu être distribué à l'adresse suivante :

bob@example.org

Motif :

Utilisateur inconnu.
`,
    ),
    bounce(BOB, "hard", "user-unknown"),
  ],
  // 22
  [
    "exim-short-1",
    plain(
      "Mail Delivery System <Mailer-Daemon@mail.example.net>",
      "Mail delivery failed: returning message to sender",
      `
A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  bob@example.org
    SMTP error from remote mail server after RCPT TO:<bob@example.org>:
    host mx.example.org [192.0.2.8]: 550 5.1.1 unknown
`,
    ),
    bounce(BOB, "hard", "user-unknown"),
  ],
  [
    "exim-short-2",
    plain(
      "Mail Delivery System <Mailer-Daemon@mail.example.net>",
      "Mail delivery failed: returning message to sender",
      `
A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  bob@example.org
    SMTP error from remote mail server after end of data:
    host mx.example.org [192.0.2.8]: 554 spam
`,
    ),
    bounce(BOB, "soft", "spam-detected"),
  ],
  [
    "exim-short-3",
    plain(
      "Mail Delivery System <Mailer-Daemon@mail.example.net>",
      "Mail delivery failed: returning message to sender",
      `
A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  bob@example.org
    SMTP error from remote mail server after RCPT TO:<bob@example.org>:
    host mx.example.org [192.0.2.8]: 552 full
`,
    ),
    bounce(BOB, "soft", "mailbox-full"),
  ],
  [
    "exim-short-4",
    plain(
      "Mail Delivery System <Mailer-Daemon@mail.example.net>",
      "Mail delivery failed: returning message to sender",
      `
A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  bob@example.org
    SMTP error from remote mail server after end of data:
    host mx.example.org [192.0.2.8]: 550 denied
`,
    ),
    bounce(BOB, "soft", ["filtered", "policy-violation"]),
  ],
  // 23
  [
    "exim-malformed-2",
    plain(
      "Mail Delivery System <mailer-daemon@mail.example.net>",
      "Mail failure - malformed recipient address",
      `
A message that you sent contained a recipient address that was incorrectly
constructed:

  bob@example.org,: malformed address: ,\\n may not follow bob@example.org

This address has been ignored. There were no other addresses in your
message, and so no delivery is possible.
`,
    ),
    bounce(BOB, "soft", "syntax-error"),
  ],
  [
    "exim-unqualified",
    plain(
      "Mail Delivery System <mailer-daemon@mail.example.net>",
      "Mail delivery failed: returning message to sender",
      `
A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  bob@@example.org
    missing or malformed local part (expected word or "<")
  carol@example.org
    Unrouteable address
`,
    ),
    bounce("carol@example.org", "hard", ["host-unknown", "user-unknown"]),
  ],
  // 24
  [
    "sendmail-none",
    plain(
      "Mail Delivery Subsystem <MAILER-DAEMON@mail.example.net>",
      "Returned mail: Host unknown",
      `
   ----- Transcript of session follows -----
550 example.org (TCP)... 550 Host unknown

   ----- Unsent message follows -----
From: alice@example.net
To: bob@example.org
Subject: hi

hi
`,
    ),
    bounce(BOB, "hard", "host-unknown"),
  ],
  [
    "sendmail-none-2",
    plain(
      "Mail Delivery Subsystem <MAILER-DAEMON@mail.example.net>",
      "Returned mail: Service unavailable",
      `
   ----- Transcript of session follows -----
554 bob@example.org... Service unavailable: 550 user is over quota

   ----- Original message follows -----
From: alice@example.net
To: bob@example.org

hi
`,
    ),
    bounce(BOB, "soft", "mailbox-full"),
  ],
  // 25 delays
  [
    "postponed-de",
    plain(
      "postmaster@example.org",
      "Zustellung verzögert",
      `
Die Zustellung Ihrer Nachricht an

  bob@example.org

verzögert sich, weil das Postfach voll ist. Wir versuchen es weiter.
`,
    ),
    bounce(BOB, "soft", "mailbox-full", "delayed"),
  ],
  [
    "deferred-en",
    plain(
      "Mail Delivery Service <mailer-daemon@example.org>",
      "Delayed mail (still being retried)",
      `
Your message has not yet been delivered to the following recipient:

<bob@example.org>: mailbox is over quota

Delivery will be retried for 3 days.
`,
    ),
    bounce(BOB, "soft", "mailbox-full", "delayed"),
  ],
  [
    "exim-warning",
    plain(
      "Mail Delivery System <Mailer-Daemon@mail.example.net>",
      "Warning: message 1uMxyz-0001aB-2C delayed 24 hours",
      `
This message was created automatically by mail delivery software.
A message that you sent has not yet been delivered to one or more of its
recipients after more than 24 hours on the queue on mail.example.net.

The address to which the message has not yet been delivered is:

  bob@example.org
    host mx.example.org [192.0.2.8]: 450 4.7.1 greylisted, try again later

No action is required on your part. Delivery attempts will continue for
some time, and this warning may be repeated at intervals if the message
remains undelivered.
`,
    ),
    bounce(BOB, "soft", "greylisted", "delayed"),
  ],
  [
    "sendmail-delay",
    report(
      "Mail Delivery Subsystem <MAILER-DAEMON@mail.example.net>",
      "Warning: could not send message for past 4 hours",
      `    **********************************************
    **      THIS IS A WARNING MESSAGE ONLY      **
    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **
    **********************************************

   ----- The following addresses had transient non-fatal errors -----
<bob@example.org>
    (reason: 451 4.3.0 queue file write error)

   ----- Transcript of session follows -----
<bob@example.org>... Deferred: 451 4.3.0 queue file write error
Warning: message still undelivered after 4 hours
Will keep trying until message is 5 days old`,
      "Reporting-MTA: dns; mail.example.net\n\nFinal-Recipient: RFC822; bob@example.org\nAction: delayed\nStatus: 4.3.0\nWill-Retry-Until: Sun, 8 Jun 2025 10:00:00 +0200",
    ),
    bounce(BOB, "soft", "system-error", "delayed"),
  ],
  // 27 pipes
  [
    "exim-file",
    report(
      "Mail Delivery System <Mailer-Daemon@mail.example.org>",
      "Mail delivery failed: returning message to sender",
      `A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  /home/bob/mail/inbox
    (generated from bob@example.org)
    mailbox is full: retry timeout exceeded`,
      "Reporting-MTA: dns; mail.example.org\n\nAction: failed\nFinal-Recipient: rfc822;/home/bob/mail/inbox\nStatus: 5.0.0",
    ),
    bounce(BOB, "soft", "mailbox-full"),
  ],
  [
    "exim-pipe-2",
    report(
      "Mail Delivery System <Mailer-Daemon@mail.example.org>",
      "Mail delivery failed: returning message to sender",
      `A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  pipe to |/usr/local/bin/sorter --fast
    generated by bob@example.org
    Child process of address_pipe transport returned 127 (could mean unable to exec or command does not exist) from command:
    /usr/local/bin/sorter`,
      "Reporting-MTA: dns; mail.example.org\n\nAction: failed\nFinal-Recipient: rfc822;|/usr/local/bin/sorter --fast\nStatus: 5.0.0",
    ),
    bounce(BOB, "soft", "mailer-error"),
  ],
  // 28 complaints
  [
    "jmrp-2",
    withHeader(
      `From: staff@hotmail.example\nTo: fbl@example.net\nSubject: complaint about message from 192.0.2.7\nMIME-Version: 1.0\nX-HmXmrOriginalRecipient: <bob@hotmail.com>\nContent-Type: text/plain`,
      `minutes\n`,
    ),
    { kind: ["complaint"] },
  ],
  // 30 greylist
  [
    "greylist-postfix",
    report(
      "MAILER-DAEMON@mail.example.net (Mail Delivery System)",
      "Delayed Mail (still being retried)",
      `<bob@example.org>: host mx.example.org[192.0.2.8] said: 450 4.2.0 <bob@example.org>: Recipient address rejected: Greylisted, see https://grey.example/ (in reply to RCPT TO command)`,
      "Reporting-MTA: dns; mail.example.net\n\nFinal-Recipient: rfc822; bob@example.org\nAction: delayed\nStatus: 4.2.0\nDiagnostic-Code: smtp; 450 4.2.0 <bob@example.org>: Recipient address rejected: Greylisted, see https://grey.example/",
    ),
    bounce(BOB, "soft", "greylisted", "delayed"),
  ],
  // sender named
  [
    "names-sender",
    report(
      "postmaster@example.org",
      "Undeliverable",
      "Not delivered to bob@example.org: mailbox does not exist.",
      "Reporting-MTA: dns; mail.example.org\n\nFinal-Recipient: rfc822; alice@example.net\nAction: failed\nStatus: 5.1.1",
    ),
    bounce(BOB, "hard", "user-unknown"),
  ],
  [
    "vendor-html",
    withHeader(
      `Return-Path: <>\nFrom: Mail Delivery Subsystem <mailer-daemon@provider.example>\nTo: alice@example.net\nSubject: Delivery Status Notification (Failure)\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8`,
      `<html><body><h1>Address not found</h1><p>Your message wasn&#39;t delivered to <b>bob@example.org</b> because the address couldn&#39;t be found.</p><p>The response was:</p><p>550 5.1.1 no such user</p></body></html>`,
    ),
    bounce(BOB, "hard", "user-unknown"),
  ],
  [
    "spanish",
    plain(
      "Sistema de correo <postmaster@example.org>",
      "No se ha podido entregar el mensaje",
      `
Su mensaje no ha podido ser entregado a:

  bob@example.org

Motivo: el buzón del usuario está lleno.
`,
    ),
    bounce(BOB, "soft", "mailbox-full"),
  ],
  [
    "italian",
    plain(
      "Postmaster <postmaster@example.org>",
      "Mancato recapito",
      `
Il messaggio non è stato consegnato al seguente destinatario:

bob@example.org
    Utente sconosciuto
`,
    ),
    bounce(BOB, "hard", "user-unknown"),
  ],
  [
    "dutch",
    plain(
      "Postmaster <postmaster@example.org>",
      "Onbestelbaar: notulen",
      `
Uw bericht kon niet worden bezorgd bij:

bob@example.org

Reden: gebruiker onbekend
`,
    ),
    bounce(BOB, "hard", "user-unknown"),
  ],
  [
    "polish",
    plain(
      "Postmaster <postmaster@example.org>",
      "Nie można dostarczyć wiadomości",
      `
Wiadomość nie została dostarczona do:

bob@example.org

Skrzynka odbiorcy jest przepełniona.
`,
    ),
    bounce(BOB, "soft", "mailbox-full"),
  ],
  [
    "russian",
    plain(
      "Mail Delivery System <mailer-daemon@example.org>",
      "Недоставленное сообщение",
      `
Ваше сообщение не было доставлено следующему получателю:

bob@example.org

Причина: почтовый ящик не существует
`,
    ),
    bounce(BOB, "hard", "user-unknown"),
  ],
  [
    "chinese",
    plain(
      "postmaster@example.org",
      "系统退信",
      `
您的邮件未能送达以下收件人：

bob@example.org

原因：收件人邮箱已满
`,
    ),
    bounce(BOB, "soft", "mailbox-full"),
  ],
  // not bounces
  [
    "discuss",
    plain(
      "Carol <carol@example.org>",
      "Undelivered mails again",
      `
Hi Alice,

I got this again: <bob@example.org>: 550 5.1.1 user unknown. Can you check?

Carol
`,
      "Return-Path: <carol@example.org>\nUser-Agent: Thunderbird\n",
    ),
    { kind: ["unrecognized"] },
  ],
  [
    "fwd",
    plain(
      "Carol <carol@example.org>",
      "Fwd: Undelivered Mail Returned to Sender",
      `
---------- Forwarded message ---------
From: Mail Delivery System <MAILER-DAEMON@mail.example.net>

<bob@example.org>: 550 5.1.1 user unknown
Final-Recipient: rfc822; bob@example.org
Action: failed
Status: 5.1.1
`,
      "Return-Path: <carol@example.org>\n",
    ),
    { kind: ["unrecognized"] },
  ],
  [
    "ooo-gone",
    plain(
      "Bob <bob@example.org>",
      "Automatic reply: minutes",
      `
Bob Winter is no longer with Example Ltd. Please write to office@example.org.
`,
      "Return-Path: <>\nAuto-Submitted: auto-replied\n",
    ),
    { kind: ["bounce", "auto-reply"] },
  ],
  [
    "newsletter",
    plain(
      "News <news@shop.example>",
      "Delivery failed? Get it again for free",
      `
Dear customer, your parcel was not delivered.
`,
      "Return-Path: <news@shop.example>\nList-Unsubscribe: <https://shop.example/u>\n",
    ),
    { kind: ["unrecognized"] },
  ],
  [
    "ooo-delay",
    plain(
      "Bob <bob@example.org>",
      "Out of office",
      `
I am out of the office. Delivery of my answer will be delayed until Monday. For urgent matters mail carol@example.org
`,
      "Return-Path: <>\nAuto-Submitted: auto-replied\n",
    ),
    { kind: ["auto-reply"] },
  ],

  [
    "netscape",
    plain(
      "Mail Delivery Subsystem <postmaster@example.org>",
      "Mail System Error - Returned Mail",
      `
This Message was undeliverable due to the following reason:

Each of the following recipients was rejected by a remote mail server.
The reasons given by the server are included to help you determine why
each recipient was rejected.

    Recipient: <bob@example.org>
    Reason:    <bob@example.org>... User not known

Please reply to <postmaster@example.org>
if you feel this message to be in error.
`,
    ),
    bounce(BOB, "hard", "user-unknown"),
  ],
  [
    "netscape2",
    plain(
      "Mail Administrator <postmaster@example.org>",
      "Mail System Error - Returned Mail",
      `
This Message was undeliverable due to the following reason:

Your message was not delivered because the destination computer was
not reachable within the allowed queue period. The amount of time
a message is queued before it is returned depends on local configura-
tion parameters.

Most likely there is a network problem that prevented delivery, but
it is also possible that the computer is turned off, or does not
have a mail system running right now.

Your message was not delivered within 5 days.
Host mx.example.org is not responding.

The following recipients did not receive this message:

     <bob@example.org>

Please reply to <postmaster@example.net>
if you feel this message to be in error.
`,
    ),
    bounce(BOB, "soft", ["expired", "network-error"]),
  ],
  [
    "netscape3",
    plain(
      "Mail Administrator <postmaster@example.org>",
      "Mail System Error - Returned Mail",
      `
This Message was undeliverable due to the following reason:

The user(s) account is temporarily over quota.

<bob@example.org>

Please reply to <postmaster@example.org>
if you feel this message to be in error.
`,
    ),
    bounce(BOB, "soft", "mailbox-full"),
  ],
  [
    "intermail",
    plain(
      "Mail Administrator <postmaster@example.org>",
      "Mail could not be delivered",
      `
 ****** Message from InterScan Messaging Security Suite ******

Unable to deliver message to <bob@example.org>.
Sent <<< RCPT TO:<bob@example.org>
Received >>> 550 5.1.1 unknown user

************************     End of message     **********************
`,
    ),
    bounce(BOB, "hard", "user-unknown"),
  ],
  [
    "pmdf",
    plain(
      "Internet Mail Delivery <postmaster@mail.example.org>",
      "Delivery Notification: Delivery has failed",
      `
This report relates to a message you sent with the following header fields:

  Message-id: <m1@example.net>
  Date: Tue, 03 Jun 2025 10:00:00 +0200
  From: alice@example.net
  To: bob@example.org
  Subject: minutes

Your message cannot be delivered to the following recipients:

  Recipient address: bob@example.org
  Reason: Illegal host/domain name found
`,
    ),
    bounce(BOB, "hard", "host-unknown"),
  ],
  [
    "pmdf2",
    plain(
      "postmaster@mail.example.org",
      "Delivery Notification: Delivery has been delayed",
      `
This report relates to a message you sent with the following header fields:

  From: alice@example.net
  Subject: minutes

Your message has been enqueued and undeliverable for 1 day
to the following recipients:

  Recipient address: bob@example.org
  Reason: unable to deliver this message after 24 hours
  Delivery attempt history for your mail:

  Tue, 3 Jun 2025 12:00:00 +0200
  TCP active open: Failed connect()    Error: Connection timed out

The mail system will continue to try to deliver your message
for an additional 2 days.
`,
    ),
    bounce(BOB, "soft", ["expired", "network-error"], "delayed"),
  ],
  [
    "xmail",
    plain(
      "root@mail.example.org",
      "Error sending message [1234.5678.mail] from [mail.example.org]",
      `
[00] XMail bounce: Rcpt=[bob@example.org];Error=[550 Mailbox not found]


[01] Error sending message [1234.5678.mail] from [mail.example.org].

ID:        <S1>
Mail From: <alice@example.net>
Rcpt To:   <bob@example.org>
Server:    <mx.example.org> [192.0.2.8]


[02] The reason of the delivery failure was:

550 Mailbox not found
`,
    ),
    bounce(BOB, "hard", "user-unknown"),
  ],
  [
    "james",
    plain(
      "postmaster@james.example.org",
      "Undelivered message",
      `
Hi. This is the James mail server at james.example.org.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.  Below
I include the list of recipients and the reason why I was unable to deliver
your message.

Failed recipient(s):
bob@example.org

Error message:
550 5.2.2 Mailbox over quota
`,
    ),
    bounce(BOB, "soft", "mailbox-full"),
  ],
  [
    "compuserve",
    plain(
      "CompuServe Postmaster <auto.reply@postmaster.example.com>",
      "Undeliverable message",
      `
Receiver not found: bob@example.org

Your message could not be delivered as addressed.

--- Returned Message ---
From: alice@example.net
`,
    ),
    bounce(BOB, "hard", "user-unknown"),
  ],
  [
    "compuserve2",
    plain(
      "Postmaster <auto.reply@postmaster.example.com>",
      "Undeliverable message",
      `
Your message could not be delivered for the following reason:

Mailbox full: bob@example.org

--- Returned Message ---
From: alice@example.net
`,
    ),
    bounce(BOB, "soft", "mailbox-full"),
  ],
  [
    "earthlink",
    plain(
      "MAILER-DAEMON@mail.example.org",
      "Mail delivery failure",
      `
Sorry, unable to deliver your message to bob@example.org for the following reason:

552 Quota violation for bob@example.org

A copy of the original message below this line:

From: alice@example.net
`,
    ),
    bounce(BOB, "soft", "mailbox-full"),
  ],
  [
    "ntmail",
    plain(
      "postmaster@example.org",
      "Message undeliverable",
      `
Message from example.org.
Unable to deliver message to the following address(es).

<bob@example.org>:
This user doesn't have an account here
`,
    ),
    bounce(BOB, "hard", "user-unknown"),
  ],
  [
    "firstclass",
    plain(
      "Mailer Daemon <postmaster@fc.example.org>",
      "NDN: minutes",
      `
Sorry. Your message could not be delivered to:

Bob Winter,Example School (bob@example.org) (The name was not found at the remote site.
Check that the name has been entered correctly.)
`,
    ),
    bounce(BOB, "hard", "user-unknown"),
  ],
  [
    "amavis-virus",
    plain(
      '"Content-filter at mail.example.net" <postmaster@mail.example.net>',
      "VIRUS (Eicar-Test-Signature) IN MAIL FROM YOU",
      `
Our content checker found
    virus: Eicar-Test-Signature

in email presumably from you <alice@example.net>
to the following recipient:
-> bob@example.org

Delivery of the email was stopped!
`,
    ),
    bounce(BOB, "soft", "virus-detected"),
  ],
  [
    "amavis-banned",
    plain(
      '"Content-filter at mail.example.net" <postmaster@mail.example.net>',
      "BANNED contents from you (multipart/mixed | invoice.exe)",
      `
BANNED CONTENTS ALERT

Our content checker found
    banned name: multipart/mixed | application/octet-stream,.exe,invoice.exe

in email presumably from you <alice@example.net>
to the following recipient:
-> bob@example.org

Delivery of the email was stopped!
`,
    ),
    bounce(BOB, "soft", ["content-error", "virus-detected"]),
  ],
  [
    "amavis-bad-header",
    plain(
      '"Content-filter at mail.example.net" <postmaster@mail.example.net>',
      "BAD HEADER from you",
      `
BAD HEADER

Your message was rejected: Non-encoded 8-bit data (char E4 hex) in message header 'Subject'

to the following recipient:
-> bob@example.org

Delivery of the email was stopped!
`,
    ),
    bounce(BOB, "soft", ["not-compliant-rfc", "content-error"]),
  ],
  [
    "maillennium",
    plain(
      "Mail Delivery Subsystem <MAILER-DAEMON@mail.example.com>",
      "Returned mail: User unknown",
      `
   ----- The following addresses had permanent fatal errors -----
<bob@example.org>

   ----- Transcript of session follows -----
550 <bob@example.org>... User unknown
`,
    ),
    bounce(BOB, "hard", "user-unknown"),
  ],
  [
    "icewarp",
    plain(
      "MAILER-DAEMON@mail.example.org",
      "Message delivery failed",
      `
The message with subject 'minutes' could not be delivered to some recipients.
The following recipient(s) failed:

bob@example.org
The server mx.example.org said: 554 5.7.1 Message rejected as spam
`,
    ),
    bounce(BOB, "soft", "spam-detected"),
  ],
  [
    "zimbra",
    plain(
      "MAILER-DAEMON@zimbra.example.net",
      "Undelivered Mail Returned to Sender",
      `
This is the mail system at host zimbra.example.net.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

                   The mail system

<bob@example.org>: host mx.example.org[192.0.2.8] said: 452 4.2.2 Over quota (in reply to end of DATA command)
`,
    ),
    bounce(BOB, "soft", "mailbox-full"),
  ],
  [
    "lotus-smtp",
    plain(
      "Postmaster <postmaster@notes.example.org>",
      "DELIVERY FAILURE: 550 5.1.1 User unknown",
      `
Your message

  Subject: minutes

was not delivered to:

  bob@example.org

because:

  550 5.1.1 User unknown
`,
    ),
    bounce(BOB, "hard", "user-unknown"),
  ],
  [
    "lotus-german",
    plain(
      "Postmaster <postmaster@notes.example.org>",
      "ZUSTELLUNGSFEHLER: Benutzer bob (bob@example.org) nicht im Verzeichnis",
      `
Ihre Nachricht

  Betreff: Protokoll

konnte nicht zugestellt werden an:

  bob@example.org

weil:

  Benutzer bob (bob@example.org) nicht im Domino-Verzeichnis aufgeführt
`,
    ),
    bounce(BOB, "hard", "user-unknown"),
  ],
  [
    "exchange365-fr",
    plain(
      "Microsoft Outlook <postmaster@example.org>",
      "Non remis : compte rendu",
      `
Échec de remise pour ces destinataires ou groupes :

bob@example.org
L'adresse de messagerie que vous avez entrée est introuvable. Vérifiez l'adresse du destinataire.

Informations de diagnostic pour les administrateurs :

Serveur de génération : ex.example.org

bob@example.org
Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient bob@example.org not found by SMTP address lookup'
`,
    ),
    bounce(BOB, "hard", "user-unknown"),
  ],
  [
    "gmail-nodsn",
    plain(
      "Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
      "Delivery Status Notification (Failure)",
      `
** Address not found **

Your message wasn't delivered to bob@example.org because the address couldn't be found, or is unable to receive mail.

The response from the remote server was:
550 5.1.1 <bob@example.org>: Recipient address rejected: User unknown
`,
      "Return-Path: <>\nX-Failed-Recipients: bob@example.org\n",
    ),
    bounce(BOB, "hard", "user-unknown"),
  ],
  [
    "yahoo-html",
    plain(
      "MAILER-DAEMON@yahoo.com",
      "Failure Notice",
      `
Sorry, we were unable to deliver your message to the following address.

<bob@example.org>:
550: relay not permitted

--- Below this line is a copy of the message.

From: alice@example.net
`,
    ),
    bounce(BOB, "soft", "no-relaying"),
  ],
  [
    "gateway-symantec",
    plain(
      "Symantec Mail Security <smtpgw@example.org>",
      "Delivery failure",
      `
Your message was not delivered to the following recipients:

bob@example.org: message contains a prohibited attachment

`,
      "Return-Path: <smtpgw@example.org>\n",
    ),
    bounce(BOB, "soft", ["content-error", "virus-detected", "policy-violation"]),
  ],
  [
    "barracuda-note",
    plain(
      "Barracuda Spam Firewall <postmaster@gw.example.org>",
      "**Message you sent blocked by our bulk email filter**",
      `
Your message to: bob@example.org
was blocked by our Spam Firewall. The email you sent with the following subject has NOT BEEN DELIVERED:

Subject: minutes
`,
    ),
    bounce(BOB, "soft", ["spam-detected", "blocked"]),
  ],
  [
    "mailman-nonmember",
    plain(
      "board-bounces@lists.example.org",
      "Your message to Board awaits moderator approval",
      `
Your mail to 'Board' with the subject

    minutes

Is being held until the list moderator can review it for approval.
`,
      "Return-Path: <board-bounces@lists.example.org>\nX-Mailman-Version: 2.1\nPrecedence: bulk\n",
    ),
    { kind: ["auto-reply", "unrecognized", "notice"] },
  ],
  [
    "mailman-reject",
    plain(
      "board-owner@lists.example.org",
      'Request to mailing list "Board" rejected',
      `
Your request to the Board mailing list

    Posting of your message titled "minutes"

has been rejected by the list moderator.  The moderator gave the
following reason for rejecting your request:

"Non-members are not allowed to post messages to this list."
`,
      "Return-Path: <board-bounces@lists.example.org>\nX-Mailman-Version: 2.1\n",
    ),
    { kind: ["bounce", "auto-reply", "unrecognized", "notice"] },
  ],
  [
    "cr-only",
    plain(
      "Mail Delivery System <MAILER-DAEMON@mail.example.org>",
      "Undelivered Mail Returned to Sender",
      `
This is the Postfix program at host mail.example.org.

<bob@example.org>: unknown user: "bob"
`,
    ).replace(/\n/g, "\r"),
    bounce(BOB, "hard", "user-unknown"),
  ],
  [
    "smtp-proxy",
    plain(
      "mailer-daemon@proxy.example.org",
      "mail could not be sent",
      `
Error delivering mail to <bob@example.org>
Reply from host mx.example.org after RCPT TO: 550-5.7.1 You are not allowed
550 5.7.1 to send to this mailing list
`,
    ),
    bounce(BOB, "soft", "not-allowed"),
  ],
  [
    "maildrop",
    plain(
      "Mail Delivery System <MAILER-DAEMON@mail.example.org>",
      "Undelivered Mail Returned to Sender",
      `
This is the mail system at host mail.example.org.

<bob@example.org>: temporary failure. Command output: maildrop: maildir over quota.
`,
    ),
    bounce(BOB, "soft", ["mailbox-full"]),
  ],
  [
    "local-script",
    plain(
      "Mail Delivery System <MAILER-DAEMON@mail.example.org>",
      "Undelivered Mail Returned to Sender",
      `
This is the mail system at host mail.example.org.

<bob@example.org> (expanded from <board@example.org>): Command died with status 1: "/opt/ticket/import.pl"
`,
    ),
    { kind: ["bounce"], recipients: ["bob@example.org"], reasons: ["mailer-error"] },
  ],
  [
    "two-recipients",
    plain(
      "MAILER-DAEMON@mail.example.org (Mail Delivery System)",
      "Undelivered Mail Returned to Sender",
      `
This is the mail system at host mail.example.org.

<bob@example.org>: host mx.example.org[192.0.2.8] said: 550 5.1.1 No such user
    (in reply to RCPT TO command)

<carol@example.com>: connect to mx.example.com[192.0.2.9]:25: Connection timed out
`,
    ),
    { kind: ["bounce"], recipients: ["bob@example.org", "carol@example.com"], reasons: ["user-unknown"] },
  ],
  [
    "hebrew-like",
    plain(
      "Mail Delivery System <mailer-daemon@example.org>",
      "Mail delivery failed",
      `
Your message to bob@example.org couldn't be delivered.
bob wasn't found at example.org.
`,
    ),
    bounce(BOB, "hard", "user-unknown"),
  ],
  [
    "365-plain",
    plain(
      "postmaster@example.org",
      "Undeliverable: minutes",
      `
Your message to bob@example.org couldn't be delivered.

A custom mail flow rule created by an admin at example.org has blocked your message.

Only staff may write here.

Status code: 550 5.7.1_ETR
`,
    ),
    bounce(BOB, "soft", ["policy-violation", "not-allowed"]),
  ],
  [
    "ses-html",
    withHeader(
      `Return-Path: <>\nFrom: MAILER-DAEMON@amazonses.com\nTo: alice@example.net\nSubject: Delivery Status Notification (Failure)\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=q`,
      `
--q
Content-Type: text/plain

An error occurred while trying to deliver the mail to the following recipients:
bob@example.org

--q
Content-Type: message/delivery-status

Reporting-MTA: dns; a1-2.smtp-out.amazonses.com

Action: failed
Final-Recipient: rfc822; bob@example.org
Diagnostic-Code: smtp; 550 5.4.1 Recipient address rejected: Access denied.
Status: 5.4.1

--q--
`,
    ),
    bounce(BOB, "hard", "user-unknown"),
  ],
  [
    "utf16-base64",
    withHeader(
      `Return-Path: <>\nFrom: postmaster@example.org\nTo: alice@example.net\nSubject: =?utf-8?B?${Buffer.from("Unzustellbar: Protokoll").toString("base64")}?=\nMIME-Version: 1.0\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: base64`,
      Buffer.from(
        "Ihre Nachricht konnte nicht zugestellt werden an:\n\nbob@example.org\n\nEmpf\u00e4nger unbekannt.\n",
        "latin1",
      ).toString("base64"),
    ),
    bounce(BOB, "hard", "user-unknown"),
  ],
];
