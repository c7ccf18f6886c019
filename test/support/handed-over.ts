/** A log of one message that a server outside took, and reports on that message. Moments are epoch seconds. */

const iso = (moment: number): string => new Date(moment * 1_000).toISOString().replace("Z", "+00:00");
const rfc5322 = (moment: number): string => new Date(moment * 1_000).toUTCString().replace("GMT", "+0000");

/** Postfix's log of a message that alice sent to bob@example.org, as text. */
export const HANDED_OVER = (sentAt: number): string =>
  [
    "submission/smtpd[1]: 4jc6wf22q0zMCNv: client=host.isp.example[198.51.100.7], sasl_method=PLAIN, sasl_username=alice",
    "cleanup[2]: 4jc6wf22q0zMCNv: message-id=<1@client.example>",
    "qmgr[3]: 4jc6wf22q0zMCNv: from=<alice@example.com>, size=381, nrcpt=1 (queue active)",
    "smtp[4]: 4jc6wf22q0zMCNv: to=<bob@example.org>, relay=mx.example.org[203.0.113.5]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 ok)",
    "qmgr[3]: 4jc6wf22q0zMCNv: removed",
  ]
    .map((line) => `${iso(sentAt)} mx postfix/${line}\n`)
    .join("");

/** What the recipient's server reports on that message, as it claims; written to mx.example.com. */
export const reportOn = (recipient: string, arrivedAt: number): string => `Return-Path: <>
Received: from mx.example.org (mx.example.org [203.0.113.5])
\tby mx.example.com (Postfix) with ESMTPS id 4jc6xx33q0zMCNv
\tfor <bounce@example.com>; ${rfc5322(arrivedAt)}
From: MAILER-DAEMON@mx.example.org
Message-ID: <n${arrivedAt}@mx.example.org>
Date: ${rfc5322(arrivedAt)}
Content-Type: multipart/report; report-type=delivery-status; boundary=B

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; ${recipient}
Action: failed
Status: 5.1.1

--B
Content-Type: text/rfc822-headers

Received: from laptop (unknown [192.0.2.66]) (Authenticated sender: victim)
\tby mx.example.com (Postfix) with ESMTPSA id 4jc6wf22q0zMCNv; ${rfc5322(arrivedAt - 60)}
From: victim@example.com
Message-ID: <1@client.example>
Date: ${rfc5322(arrivedAt - 60)}

--B--
`;
