import { describe, expect, it } from "vitest";
import type { Reading } from "../../src/bounce.js";
import { interpret, type Context } from "../../src/interpret.js";
import { readMessage } from "../../src/mail/reader.js";
import { NO_LEDGER, type LedgerAnswer, type SentMessage, type SentRecipient } from "../../src/trust/ledger.js";
import { ledgerQuestion, proveByLedger } from "../../src/trust/proof.js";

const CONTEXT: Context = {
  hosts: ["mx.example.com"],
  domains: [],
  networks: [],
  filters: [],
  noticeSecret: null,
  delimiters: "+",
  rules: [],
};
const SENT_AT = new Date("2026-03-02T09:00:02Z");
const ARRIVED_AT = new Date("2026-03-02T09:01:00Z");

const copy = (address: string, more: Partial<SentRecipient> = {}): SentRecipient => ({
  address,
  originalAddress: null,
  relayName: "mx.r.example",
  relayAddress: "198.51.100.25",
  isOutside: true,
  outcome: "sent",
  status: "2.0.0",
  reply: null,
  at: SENT_AT,
  ...more,
});
const sent = (more: Partial<SentMessage> = {}): SentMessage => ({
  host: "mx",
  instance: "postfix",
  queueId: "4OUT",
  rootQueueId: "4OUT",
  at: new Date("2026-03-02T09:00:00Z"),
  login: "alice",
  uid: null,
  clientAddress: "203.0.113.9",
  mailFrom: "alice@example.com",
  messageId: "<1@client.example>",
  recipients: [copy("bob@r.example")],
  isForwarded: false,
  noticeOf: null,
  ...more,
});
const answer = (more: Partial<LedgerAnswer> = {}): LedgerAnswer => ({
  covers: { from: new Date("2026-03-01T00:00:00Z"), until: new Date("2026-03-02T12:00:00Z") },
  holes: [],
  arrival: null,
  parentOfArrival: null,
  candidates: [],
  ...more,
});

const FROM_RELAY = "from mx.r.example (mx.r.example [198.51.100.25]) by mx.example.com (Postfix) with ESMTPS id 4IN; x";
const FROM_OTHERS = "from evil.example (evil.example [203.0.113.66]) by mx.example.com (Postfix) with ESMTPS id 4IN; x";
const MADE = "by mx.example.com (Postfix) id 4IN; x";

function report(arrival: string, recipients: readonly string[] = ["bob@r.example"]): Reading {
  const groups = recipients.map((one) => `\nFinal-Recipient: rfc822; ${one}\nAction: failed\nStatus: 5.1.1\n`);
  const text = `Received: ${arrival}
From: MAILER-DAEMON@mx.r.example
Message-ID: <n@mx.r.example>
Content-Type: multipart/report; report-type=delivery-status; boundary=B

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; ${arrival === MADE ? "mx.example.com" : "mx.r.example"}
${groups.join("")}
--B
Content-Type: text/rfc822-headers

Received: from laptop (unknown [192.0.2.66]) (Authenticated sender: victim) by mx.example.com (Postfix) with ESMTPSA id 4OUT; x
Return-Path: <victim@example.com>
From: victim@example.com
Message-ID: <1@client.example>
Date: Mon, 2 Mar 2026 09:00:00 +0000

--B--
`;
  const envelope = { extension: null, sender: null, recipient: null, queueId: null, clientAddress: null, login: null };
  return interpret(readMessage(Buffer.from(text)), envelope, CONTEXT);
}

const prove = (given: LedgerAnswer, arrival = FROM_RELAY, recipients?: readonly string[]): Reading =>
  proveByLedger(report(arrival, recipients), given, ARRIVED_AT, CONTEXT);
const levels = ({ trust, bounces }: Reading): readonly string[] =>
  bounces.map((bounce) => (bounce.trust ?? trust).level);

describe("the ledger", () => {
  it("is asked for the message that arrived and for those of ours that it names", () =>
    expect(ledgerQuestion(report(FROM_RELAY), ARRIVED_AT, CONTEXT)).toEqual({
      arrivalQueueId: "4IN",
      arrivedAt: ARRIVED_AT,
      queueIds: ["4OUT"],
      messageIds: ["<1@client.example>"],
    }));

  it("changes nothing where there is none", () => {
    const reading = report(FROM_RELAY);
    expect(proveByLedger(reading, NO_LEDGER, ARRIVED_AT, CONTEXT)).toBe(reading);
  });

  it("proves a bounce of a recipient to whom the message was handed, and says who sent it", () =>
    expect(prove(answer({ candidates: [sent()] }))).toMatchObject({
      trust: {
        level: "known",
        why: "the log says that 4OUT was handed to mx.r.example for bob@r.example",
      },
      sender: { source: "login", name: "alice" },
      clientAddress: "203.0.113.9",
    }));

  it("counts a recipient of a message once, whoever reports it and how often", () => {
    const [one, other] = [FROM_RELAY, FROM_OTHERS].map((from) => prove(answer({ candidates: [sent()] }), from));
    expect(other?.bounces[0]?.identity).toBe(one?.bounces[0]?.identity);
    expect(report(FROM_RELAY).bounces[0]?.identity).not.toBe(one?.bounces[0]?.identity);
  });

  it.each<[string, Partial<SentRecipient>]>([
    ["was refused", { outcome: "bounced" }],
    ["still waits", { outcome: "deferred" }],
    ["is a mailbox of ours", { isOutside: false }],
    ["was handed over later", { at: new Date("2026-03-02T09:02:00Z") }],
    ["was handed over long ago", { at: new Date("2026-02-01T09:00:00Z") }],
    ["is somebody else", { address: "eve@r.example" }],
  ])("proves nothing of a recipient who %s", (_, more) =>
    expect(prove(answer({ candidates: [sent({ recipients: [copy("bob@r.example", more)] })] })).trust.level).toBe(
      "unproven",
    ),
  );

  it("knows a recipient by the address before an alias", () =>
    expect(
      prove(
        answer({ candidates: [sent({ recipients: [copy("b@other.example", { originalAddress: "bob@r.example" })] })] }),
      ).trust.level,
    ).toBe("known"));

  it("lets no recipient speak for the others", () => {
    const candidates = [
      sent({
        recipients: [
          copy("bob@r.example"),
          copy("eve@e.example", { relayName: "evil.example", relayAddress: "203.0.113.66" }),
        ],
      }),
    ];
    expect(prove(answer({ candidates }), FROM_OTHERS).trust.level).toBe("unproven");
    expect(prove(answer({ candidates }), FROM_RELAY).trust.level).toBe("known");
    expect(levels(prove(answer({ candidates }), FROM_OTHERS, ["bob@r.example", "eve@e.example"]))).toEqual([
      "unproven",
      "known",
    ]);
  });

  it("proves each recipient by itself", () =>
    expect(levels(prove(answer({ candidates: [sent()] }), FROM_RELAY, ["bob@r.example", "victim@r.example"]))).toEqual([
      "known",
      "unproven",
    ]));

  it.each<[string, Partial<SentMessage>, unknown]>([
    [
      "a user of this host",
      { login: null, uid: 33, clientAddress: null },
      { source: "uid", name: "uid:33@mx.example.com" },
    ],
    ["a client", { login: null, mailFrom: "x@other.example" }, { source: "client", name: "client:203.0.113.9" }],
    [
      "an account of ours",
      { login: null, mailFrom: "prvs=1234abcdef=carol@example.com" },
      { source: "postfix-sender", name: "carol@example.com" },
    ],
    ["nobody", { login: null, mailFrom: "" }, null],
  ])("names %s as sender", (_, more, sender) =>
    expect(prove(answer({ candidates: [sent(more)] })).sender).toEqual(sender),
  );

  it("knows what an alias forwards for an outsider", () =>
    expect(prove(answer({ candidates: [sent({ isForwarded: true, login: null })] }))).toMatchObject({
      trust: { level: "forwarded" },
      sender: null,
    }));

  it("disproves a message that it would have to know", () => {
    expect(prove(answer()).trust.level).toBe("disproved");
    const from = new Date("2026-03-02T09:00:00Z");
    expect(prove(answer({ covers: { from, until: ARRIVED_AT } })).trust.level).toBe("unproven");
    const early = new Date("2026-03-01T00:00:00Z");
    expect(prove(answer({ covers: { from: early, until: new Date("2026-03-02T09:00:30Z") } })).trust.level).toBe(
      "unproven",
    );
    expect(prove(answer({ holes: [{ from, until: ARRIVED_AT }] })).trust.level).toBe("unproven");
    expect(prove(answer({ candidates: [sent({ recipients: [] })] })).trust.level).toBe("unproven");
  });
});

describe("a message that arrived", () => {
  const notice = sent({ queueId: "4IN", noticeOf: "4OUT", login: null, clientAddress: null, mailFrom: "" });

  it("is a notice of ours where the log says so, and its sender is the log's", () =>
    expect(prove(answer({ arrival: notice, parentOfArrival: sent() }), FROM_OTHERS)).toMatchObject({
      trust: { level: "own-notice" },
      sender: { source: "login", name: "alice" },
      clientAddress: "203.0.113.9",
    }));

  it("is about an outsider's message where the log says so", () =>
    expect(
      prove(answer({ arrival: notice, parentOfArrival: sent({ isForwarded: true, login: null }) }), MADE),
    ).toMatchObject({
      trust: { level: "forwarded" },
      sender: null,
    }));

  it.each<[string, Partial<SentMessage>]>([
    ["a client", { clientAddress: "127.0.0.1" }],
    ["a user of this host", { uid: 1000 }],
    ["a login", { login: "mallory" }],
  ])("is no notice where the log says that %s handed it over", (_, more) =>
    expect(
      prove(answer({ arrival: { ...notice, noticeOf: null, ...more }, candidates: [sent({ recipients: [] })] }), MADE)
        .trust.level,
    ).toBe("unproven"),
  );

  it("stays an outsider's until the log says whose message it tells of", () => {
    const forwarded: Reading = { ...report(MADE), trust: { level: "forwarded", why: "an alias sends it on" } };
    expect(proveByLedger(forwarded, answer(), ARRIVED_AT, CONTEXT)).toEqual(forwarded);
    expect(proveByLedger(forwarded, answer({ arrival: notice }), ARRIVED_AT, CONTEXT)).toEqual(forwarded);
  });

  it("is judged by its Received field until the log says that it is a notice", () => {
    expect(prove(answer({ arrival: { ...notice, noticeOf: null } }), MADE).trust.level).toBe("own-notice");
    expect(prove(answer(), MADE).trust.level).toBe("own-notice");
  });
});
