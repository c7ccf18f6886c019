/**
 * A small mail server's two months in messages: what Postfix sent to the bounce address, in the form in which it writes
 * notifications to its postmaster. People mistype addresses, a mailing list ages, and on the last morning somebody else
 * uses ann's password. The demo and the examples in README and docs/ run on them. Hosts and addresses are those reserved
 * for examples (RFC 2606, 5737, 2544).
 */

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The server's name, for `hosts` in the configuration. */
export const HOST = "mail.example.com";

/** Enhanced status and text of a reply, as the remote server gives it. */
const REPLIES = {
  unknown: ["5.1.1", "550 5.1.1 User unknown"],
  gone: ["5.1.1", "550 5.1.1 The email account that you tried to reach does not exist"],
  disabled: ["5.2.1", "550 5.2.1 This mailbox has been disabled"],
  full: ["5.2.2", "552 5.2.2 Mailbox full"],
  spam: ["5.7.1", "554 5.7.1 Message rejected as spam"],
  holidays: ["5.2.1", "550 5.2.1 mailbox is closed for holidays"],
  policy: ["5.7.1", "550 5.7.1 Message content rejected, listed as unsolicited bulk mail"],
};

/** The accounts of the server: where each sends from, and how many of its messages bounce in thirty days. */
const ACCOUNTS = [
  { name: "ann", client: "192.0.2.21", monthly: 26 },
  { name: "ben", client: "192.0.2.22", monthly: 12 },
  { name: "carla", client: "192.0.2.23", monthly: 9 },
  { name: "dora", client: "203.0.113.70", monthly: 6 },
  { name: "emil", client: "203.0.113.71", monthly: 4 },
];

const DOMAINS = ["post.example", "isp.example", "univ.example", "firm.example", "mailbox.example"];
const NAMES = ["lena", "marek", "nora", "oskar", "paula", "quint", "rosa", "stefan", "tilda", "urs", "vera", "willem"];

/** Pseudo-random numbers from 0 to 1, the same in every run (the minimal standard generator of Park and Miller). */
function randomNumbers(seed) {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

const pick = (list, random) => list[Math.floor(random() * list.length)];
/** A date as RFC 5322 writes it. */
const dateTime = (time) => new Date(time * 1000).toUTCString().replace("GMT", "+0000 (UTC)");
const queueId = (number) => `4F${(0x100_0000 + number * 7_919).toString(16).toUpperCase()}`;

/** The notification that Postfix sends to bounce+copy@example.com when one recipient of a message failed. */
function notification({ number, time, account, client, recipient, reply, subject }) {
  const [status, text] = REPLIES[reply];
  const boundary = `${queueId(number + 1)}.${time}/${HOST}`;
  const domain = recipient.slice(recipient.indexOf("@") + 1);
  return `Return-Path: <double-bounce@${HOST}>
Received: by ${HOST} (Postfix)
\tid ${queueId(number + 2)}; ${dateTime(time)}
Date: ${dateTime(time)}
From: Mail Delivery System <MAILER-DAEMON@example.com>
Subject: Postmaster Copy: Undelivered Mail
To: bounce+copy@example.com
Auto-Submitted: auto-generated
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="${boundary}"
Message-Id: <${time}.${queueId(number + 2)}@${HOST}>

This is a MIME-encapsulated message.

--${boundary}
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

<${recipient}>: host mx.${domain}[198.51.100.25] said: ${text}
    (in reply to RCPT TO command)

--${boundary}
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; ${HOST}
X-Postfix-Queue-ID: ${queueId(number)}
X-Postfix-Sender: rfc822; ${account}@example.com
Arrival-Date: ${dateTime(time)}

Final-Recipient: rfc822; ${recipient}
Original-Recipient: rfc822;${recipient}
Action: failed
Status: ${status}
Remote-MTA: dns; mx.${domain}
Diagnostic-Code: smtp; ${text}

--${boundary}
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

Return-Path: <${account}@example.com>
Received: from [${client}] (unknown [${client}])
\t(Authenticated sender: ${account}@example.com)
\tby ${HOST} (Postfix) with ESMTPSA id ${queueId(number)}
\tfor <${recipient}>; ${dateTime(time)}
From: ${account}@example.com
To: ${recipient}
Subject: ${subject}
Message-ID: <${time}.${number}@client.example.com>
Date: ${dateTime(time)}

--${boundary}--
`;
}

/** Two months of ordinary traffic before `now` (epoch seconds): at most a few bounces a day for each account. */
function ordinary(now, random) {
  return ACCOUNTS.flatMap(({ name, client, monthly }) =>
    Array.from({ length: 2 * monthly }, (_, index) => ({
      time: Math.floor(now - 60 * DAY + ((index + random()) / (2 * monthly)) * 59 * DAY),
      account: name,
      client,
      recipient: `${pick(NAMES, random)}.${Math.floor(random() * 90 + 10)}@${pick(DOMAINS, random)}`,
      reply: pick(["unknown", "unknown", "gone", "full", "disabled"], random),
      subject: "Re: your enquiry",
    })),
  );
}

/** One colleague's address that died: three people wrote to it, on three days. */
const dead = (now) =>
  [
    [33, "ben"],
    [19, "carla"],
    [2, "ben"],
  ].map(([days, account]) => ({
    time: now - days * DAY - 3 * HOUR,
    account,
    client: ACCOUNTS.find(({ name }) => name === account).client,
    recipient: "lena@firm.example",
    reply: "unknown",
    subject: "Minutes of the meeting",
  }));

/** A relay of the neighbourhood with words of its own; see docs/troubleshooting.md. */
const holidays = (now) =>
  [12, 9, 5].map((days, index) => ({
    time: now - days * DAY - 2 * HOUR,
    account: "dora",
    client: "203.0.113.70",
    recipient: `${NAMES[index]}@school.example`,
    reply: "holidays",
    subject: "Timetable",
  }));

/** The theft: in the last forty minutes, ann's password is used from all over the world. */
const theft = (now, random) =>
  Array.from({ length: 64 }, (_, index) => ({
    time: now - 40 * MINUTE + index * 35,
    account: "ann",
    client: `198.18.${40 + (index % 37)}.${10 + (index % 37)}`,
    recipient: `${pick(NAMES, random)}.${1900 + index}@${pick(DOMAINS, random)}`,
    reply: pick(["spam", "policy", "unknown", "spam"], random),
    subject: "Your parcel could not be delivered",
  }));

/**
 * The messages, oldest first.
 * @param now epoch seconds: the end of the last morning
 * @returns a list of { time, text }: when the message arrived, and its bytes
 */
export function messages(now) {
  const random = randomNumbers(20_260_302);
  return [...ordinary(now, random), ...dead(now), ...holidays(now), ...theft(now, random)]
    .sort((one, other) => one.time - other.time)
    .map((failure, index) => ({ time: failure.time, text: notification({ ...failure, number: 3 * index }) }));
}

/** Messages as an mbox file, for `bounces import`. */
export const toMbox = (list) =>
  list.map(({ time, text }) => `From MAILER-DAEMON ${new Date(time * 1000).toUTCString()}\n${text}\n`).join("");
