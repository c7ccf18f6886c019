/**
 * Made-up bounces in the proportions of a hosting server: 2,000 senders of very different size, half of the failures from
 * recipients that the sender had none from before, a few large providers and a long tail of domains, refusals as the
 * usual mailers write them (with addresses, hosts and session ids in them). The same seed makes the same traffic.
 */
import type { Reading } from "../../src/bounce.js";
import type { Reason } from "../../src/reason.js";

/** 2024-01-01 UTC. */
const START = 1_704_067_200;
const SENDERS = 2_000;

interface Refusal {
  readonly status: string;
  readonly code: string;
  readonly reason: Reason;
  readonly severity: "hard" | "soft";
  readonly text: (recipient: string, host: string, id: string) => string;
}

const REFUSALS: readonly Refusal[] = [
  {
    status: "5.1.1",
    code: "550",
    reason: "user-unknown",
    severity: "hard",
    text: (to) => `550 5.1.1 <${to}>: Recipient address rejected: User unknown in virtual mailbox table`,
  },
  {
    status: "5.1.1",
    code: "550",
    reason: "user-unknown",
    severity: "hard",
    text: (_, __, id) =>
      `550-5.1.1 There is no account of this name here. Please look for 550-5.1.1 misspelt letters or spaces. For more see 550 5.1.1 https://help.example.com/?p=NoSuchUser ${id} - esmtp`,
  },
  {
    status: "5.1.10",
    code: "550",
    reason: "user-unknown",
    severity: "hard",
    text: (to, host, id) =>
      `550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient ${to} not found by SMTP address lookup [${id}.${host}]`,
  },
  {
    status: "4.2.2",
    code: "452",
    reason: "mailbox-full",
    severity: "soft",
    text: (to) => `452 4.2.2 <${to}> Mailbox is over its quota`,
  },
  {
    status: "5.7.1",
    code: "550",
    reason: "spam-detected",
    severity: "soft",
    text: (_, host, id) => `550 5.7.1 Message refused as spam by ${host} (${id})`,
  },
  {
    status: "5.7.26",
    code: "550",
    reason: "auth-failure",
    severity: "soft",
    text: (_, __, id) =>
      `550-5.7.26 This mail is not authenticated; SPF and DKIM did not pass. 550 5.7.26 ${id} - esmtp`,
  },
  {
    status: "5.1.2",
    code: "550",
    reason: "host-unknown",
    severity: "hard",
    text: (to) =>
      `Host or domain name not found. Name service error for name=${to.slice(to.indexOf("@") + 1)} type=AAAA: Host not found`,
  },
  {
    status: "4.4.1",
    code: "450",
    reason: "expired",
    severity: "soft",
    text: (_, host, id) => `connect to ${host}[198.51.100.${id.charCodeAt(0)}]:25: Connection timed out`,
  },
];

/** Mulberry32: numbers from 0 to 1 by a seed. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    const once = Math.imul(state ^ (state >>> 15), 1 | state);
    const twice = (once + Math.imul(once ^ (once >>> 7), 61 | once)) ^ once;
    return ((twice ^ (twice >>> 14)) >>> 0) / 2 ** 32;
  };
}

const word = (number: number): string => Math.floor(number).toString(36);

/** Bounce number `index` of `total`, spread over `days` days. */
export function makeTraffic(
  total: number,
  days: number,
  seed = 1,
): (index: number) => { reading: Reading; receivedAt: number; raw: null } {
  const random = randomOf(seed);
  const skewed = (count: number): number => Math.floor(count * random() ** 3);
  return (index) => {
    const sender = skewed(SENDERS);
    // Half come from recipients that this sender has had failures from before.
    const member = random() < 0.5 ? null : skewed(1_500);
    const place = member === null ? random() : ((sender * 1_500 + member) * 0.618_034) % 1;
    const domain = domainAt(place);
    const recipient = `${member === null ? `person.${word(random() * 2 ** 31)}` : `member${sender}x${member}`}@${domain}`;
    const host = `mx${skewed(4)}.${domain}`;
    const id = `${word(random() * 2 ** 40)}-${word(random() * 2 ** 30)}.${skewed(999)}`;
    const refusal = REFUSALS[skewed(REFUSALS.length)] ?? REFUSALS[0];
    if (refusal === undefined) throw new Error("no refusals");
    const account = `user${sender}@customer${sender % 330}.example`;
    const queueId = `4${word(random() * 2 ** 50)}`.toUpperCase();
    const receivedAt = START + Math.floor((index / total) * days * 86_400);
    return {
      reading: readingOf({ index, receivedAt, recipient, host, refusal, id, account, sender, queueId }),
      receivedAt,
      raw: null,
    };
  };
}

/** Of places from 0 to 1, six in ten are at twelve providers, the rest at 60,000 companies. */
function domainAt(place: number): string {
  if (place < 0.6) return `provider${Math.floor(12 * (place / 0.6) ** 3)}.example`;
  return `${word(Math.floor(60_000 * ((place - 0.6) / 0.4) ** 3) * 7_919 + 40_000)}-company.example`;
}

interface Made {
  readonly index: number;
  /** Epoch seconds, and so are both dates of the mail. */
  readonly receivedAt: number;
  readonly recipient: string;
  readonly host: string;
  readonly refusal: Refusal;
  readonly id: string;
  readonly account: string;
  readonly sender: number;
  readonly queueId: string;
}

function readingOf({ index, receivedAt, recipient, host, refusal, id, account, sender, queueId }: Made): Reading {
  return {
    kind: "bounce",
    format: "rfc3464",
    facts: {
      reportingMta: "mail.example.com",
      arrivalDate: "Mon, 1 Jan 2024 10:00:00 +0000",
      postfixQueueId: queueId,
      postfixSender: account,
      originalEnvelopeId: null,
      postfixNotice: null,
      feedback: null,
    },
    bounces: [
      {
        facts: {
          recipient,
          originalRecipient: null,
          action: "failed",
          status: refusal.status,
          replyCode: refusal.code,
          diagnostic: refusal.text(recipient, host, id),
          diagnosticType: "smtp",
          remoteMta: host,
          phase: null,
          evidence: {},
        },
        verdict: {
          severity: refusal.severity,
          reason: refusal.reason,
          rule: `status-${refusal.status}`,
          matched: null,
        },
        identity: `queue mail.example.com ${queueId} ${recipient} failed`,
        trust: null,
        identityTime: receivedAt,
      },
    ],
    arrival: { host: null, queueId: null, clientAddress: null, clientName: null, recipient: null },
    trust: { level: "own-notice", why: "mail.example.com is ours and wrote this notification itself" },
    sender: { name: account, source: "login" },
    clientAddress: `203.0.113.${sender % 250}`,
    returned: {
      extent: "headers",
      returnPath: account,
      headerFrom: `User ${sender} <${account}>`,
      headerTo: recipient,
      messageId: `<${word(index * 7_919 + 2 ** 40)}.${queueId.toLowerCase()}.${id}@${account.slice(account.indexOf("@") + 1)}>`,
      subject: index % 3 === 0 ? `Your order no. ${index}` : `Re: ${refusal.reason}, and what we spoke of`,
      date: null,
      isBulk: sender % 30 === 0,
      isAutomatic: false,
      script: null,
      received: [],
    },
    verp: null,
    messageId: `<${queueId}@mail.example.com>`,
    subject: "Undelivered Mail Returned to Sender",
    from: "MAILER-DAEMON@mail.example.com",
    identity: `${queueId} report`,
    identityTime: receivedAt,
    defects: [],
    size: 5_000,
  };
}
