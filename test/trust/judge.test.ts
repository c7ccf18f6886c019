import { describe, expect, it } from "vitest";
import type { Envelope, Reading } from "../../src/bounce.js";
import { interpret, type Context } from "../../src/interpret.js";
import { readMessage } from "../../src/mail/reader.js";

const CONTEXT: Context = {
  hosts: ["mx.example.com"],
  domains: [],
  networks: [],
  filters: [],
  noticeSecret: null,
  delimiters: "+",
  rules: [],
};
const NOT_TOLD: Envelope = {
  extension: null,
  sender: null,
  recipient: null,
  queueId: null,
  clientAddress: null,
  login: null,
};

const MADE = "by mx.example.com (Postfix)\n\tid 4NOTICE; Mon, 2 Mar 2026 09:00:05 +0000 (UTC)";
const FROM_OUTSIDE =
  "from evil.example (evil.example [198.51.100.66])\n\tby mx.example.com (Postfix) with ESMTP id 4IN\n\tfor <bounce@example.com>; Mon, 2 Mar 2026 09:00:05 +0000 (UTC)";
const LOGIN =
  "from laptop (unknown [203.0.113.9])\n\t(Authenticated sender: alice)\n\tby mx.example.com (Postfix) with ESMTPSA id 4OUT\n\tfor <bob@example.net>; Mon, 2 Mar 2026 09:00:00 +0000 (UTC)";
const LOOPBACK =
  "from localhost (localhost [127.0.0.1])\n\tby mx.example.com (Postfix) with ESMTP id 4OUT\n\tfor <bob@example.net>; Mon, 2 Mar 2026 09:00:01 +0000 (UTC)";
const AMAVIS =
  "from mx.example.com ([127.0.0.1])\n\tby localhost (mx.example.com [127.0.0.1]) (amavisd-new, port 10024)\n\twith ESMTP id x for <bob@example.net>; Mon, 2 Mar 2026 09:00:00 +0000 (UTC)";
const LOGIN_BEFORE = LOGIN.replace("4OUT", "4FIRST");

/** What differs from a notice of mx.example.com about a message of carol's, which a client of the local network handed in. */
interface Case {
  readonly arrival: readonly string[];
  readonly returned: readonly string[];
  readonly reporter: string;
  readonly envelopeSender: string;
  readonly recipient: string;
  readonly original: string;
  readonly more: string;
  readonly envelope: Partial<Envelope>;
  readonly context: Partial<Context>;
}

const client = (address: string, ending = "with ESMTP id 4OUT\n\tfor <bob@example.net>"): string =>
  `from app (unknown [${address}])\n\tby mx.example.com (Postfix) ${ending}; Mon, 2 Mar 2026 09:00:00 +0000 (UTC)`;

function judge(changes: Partial<Case>): Reading {
  const {
    arrival = [MADE],
    returned = [client("192.168.1.9")],
    reporter = "mx.example.com",
    envelopeSender = "carol@example.com",
    recipient = "bob@example.net",
    original = recipient,
    more = "",
    envelope = {},
    context = {},
  } = changes;
  const fields = (received: readonly string[]): string => received.map((one) => `Received: ${one}\n`).join("");
  const text = `${fields(arrival)}From: MAILER-DAEMON@mx.example.com
Subject: Postmaster Copy: Undelivered Mail
To: bounce+copy@example.com
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=B

--B
Content-Type: text/plain

gone
--B
Content-Type: message/delivery-status

Reporting-MTA: dns; ${reporter}
X-Postfix-Queue-ID: 4OUT
X-Postfix-Sender: rfc822; ${envelopeSender}
Arrival-Date: Mon, 2 Mar 2026 09:00:00 +0000 (UTC)

Final-Recipient: rfc822; ${recipient}
Original-Recipient: rfc822; ${original}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--B
Content-Type: text/rfc822-headers

Return-Path: <${envelopeSender}>
${fields(returned)}${more}From: x@shown.example
To: bob@example.net
Message-ID: <1@client.example>

--B--
`;
  return interpret(readMessage(Buffer.from(text)), { ...NOT_TOLD, ...envelope }, { ...CONTEXT, ...context });
}
const levelOf = (changes: Partial<Case>) => judge(changes).trust.level;
const senderOf = (changes: Partial<Case>) => judge(changes).sender;

describe("a notice of our own", () => {
  it.each<[string, Partial<Case>]>([
    ["is made by bounce(8) here", {}],
    ["whatever mail_name is", { arrival: [MADE.replace("Postfix", "Postcow")] }],
    ["and queued with the id that was told", { envelope: { queueId: "4NOTICE", clientAddress: "", login: "" } }],
    ["or forwarded by an alias of this host", { arrival: [MADE.replace("4NOTICE", "4SECOND"), MADE] }],
    [
      "or delivered to a mailbox by LMTP and imported",
      { arrival: ["from mx.example.com ([127.0.0.1])\n\tby mx.example.com with LMTP id x for <postmaster>; x", MADE] },
    ],
    [
      "or handed over by an address of ours",
      {
        arrival: [
          "from out (unknown [192.0.2.2]) by mx.example.com (Postfix) with ESMTP id 4IN; x",
          "by out.example.com (Postfix) id 4N; x",
        ],
        reporter: "out.example.com",
        context: { hosts: ["mx.example.com", "192.0.2.0/28"] },
      },
    ],
    [
      "or by a smarthost of ours that runs Exim",
      {
        arrival: [
          "from smart (smart.example [2001:db8::2]) by mx.example.com (Postfix) with ESMTPS id 4IN; x",
          "from Debian-exim by smart.example with local (Exim 4.96) id 1tq; x",
        ],
        reporter: "smart.example",
        context: { hosts: ["mx.example.com", "2001:db8::2"] },
      },
    ],
    [
      "or comes to the address with the secret",
      {
        arrival: [FROM_OUTSIDE],
        envelope: { extension: "copy.kX81nQpz4T" },
        context: { noticeSecret: "kX81nQpz4T" },
      },
    ],
  ])("%s", (_, changes) => expect(levelOf(changes)).toBe("own-notice"));

  it("keeps the secret to itself", () => {
    const reading = judge({ envelope: { extension: "copy.kX81nQpz4T" }, context: { noticeSecret: "kX81nQpz4T" } });
    expect(reading.verp?.extension).toBe("copy");
  });
});

describe("what others can write", () => {
  it.each<[string, Partial<Case>]>([
    ["comes from outside with our field below", { arrival: [FROM_OUTSIDE, MADE], reporter: "mx.r.example" }],
    ["comes from 127.0.0.1", { arrival: [LOOPBACK, MADE] }],
    ["comes from the local network", { arrival: [client("10.0.0.5"), MADE], context: { networks: ["10.0.0.0/8"] } }],
    [
      "comes from somebody who has the name of a host of ours",
      {
        arrival: [
          "from mx.example.com (mx.example.com [198.51.100.66]) by mx.example.com (Postfix) with ESMTP id 4IN; x",
          MADE,
        ],
        reporter: "mx.r.example",
        context: { hosts: ["mx.example.com", "192.0.2.1"] },
      },
    ],
    [
      "comes from somebody who says that he has our address",
      {
        arrival: ["from [192.0.2.1] (unknown [unknown]) by mx.example.com (Postfix) with ESMTP id 4IN; x", MADE],
        context: { hosts: ["mx.example.com", "192.0.2.1"] },
      },
    ],
    ["was handed to sendmail(1)", { arrival: [MADE.replace("(Postfix)", "(Postfix, from userid 1000)")] }],
    ["was forwarded by an alias", { arrival: [MADE, FROM_OUTSIDE] }],
    ["was forwarded by an alias, our field below", { arrival: [MADE, FROM_OUTSIDE, MADE] }],
    [
      "was relayed by another host of ours",
      {
        arrival: [
          "from out (unknown [192.0.2.2]) by mx.example.com (Postfix) with ESMTP id 4IN; x",
          "from evil (unknown [198.51.100.66]) by out.example.com (Postfix) with ESMTP id 4N; x",
          MADE,
        ],
        reporter: "mx.r.example",
        context: { hosts: ["mx.example.com", "192.0.2.2"] },
      },
    ],
    ["lost the field of our Postfix, as the client tells", { envelope: { clientAddress: "198.51.100.66" } }],
    ["lost the field of our Postfix, as the queue id tells", { envelope: { queueId: "4OTHER" } }],
    ["came from a login", { envelope: { login: "mallory" } }],
    ["was written by another Postfix and imported", { arrival: [MADE.replace("mx.example.com", "mx.other.example")] }],
    ["has no Received field", { arrival: [] }],
    [
      "comes to an address with another secret",
      {
        arrival: [FROM_OUTSIDE],
        reporter: "mx.r.example",
        envelope: { extension: "copy.guess" },
        context: { noticeSecret: "kX81nQpz4T" },
      },
    ],
  ])("is unproven where it %s", (_, changes) => expect(levelOf({ returned: [LOGIN], ...changes })).toBe("unproven"));

  it("is disproved where it says that this very host wrote it, but came in from outside", () =>
    expect(levelOf({ arrival: [FROM_OUTSIDE, MADE] })).toBe("disproved"));

  it("is not disproved by what is missing from the returned message", () => {
    const reporter = "mx.r.example";
    expect(levelOf({ arrival: [FROM_OUTSIDE], reporter, returned: [] })).toBe("unproven");
    expect(levelOf({ arrival: [FROM_OUTSIDE], reporter, returned: ["from a by b id 1; x"] })).toBe("unproven");
  });

  it("names a login only as a claim", () =>
    expect(senderOf({ arrival: [FROM_OUTSIDE], reporter: "mx.r.example", returned: [LOGIN] })).toEqual({
      source: "claimed-login",
      name: "alice",
    }));
});

describe("who sent the message of an own notice", () => {
  it("is the login, whatever the envelope says", () =>
    expect(judge({ returned: [LOGIN], envelopeSender: "forged@other.example" })).toMatchObject({
      sender: { source: "login", name: "alice" },
      clientAddress: "203.0.113.9",
    }));

  it.each(["forged@other.example", "user17@example.com"])("is the user that ran sendmail, not %s", (envelopeSender) =>
    expect(
      senderOf({
        returned: ["by mx.example.com (Postfix, from userid 1005)\n\tid 4OUT; x", LOGIN_BEFORE],
        envelopeSender,
      }),
    ).toEqual({ source: "uid", name: "uid:1005@mx.example.com" }),
  );

  it("is the client where the envelope sender is not ours", () => {
    expect(senderOf({ envelopeSender: "forged@other.example" })).toEqual({
      source: "client",
      name: "client:192.168.1.9",
    });
    expect(senderOf({})).toEqual({ source: "postfix-sender", name: "carol@example.com" });
    expect(senderOf({ envelopeSender: "SRS0=H=T=other.example=x@example.com" })?.name).toBe("client:192.168.1.9");
  });

  it("knows our domains by the settings", () => {
    const envelopeSender = "carol@shop.example";
    expect(senderOf({ envelopeSender })?.source).toBe("client");
    expect(senderOf({ envelopeSender, context: { domains: ["shop.example"] } })?.source).toBe("postfix-sender");
    expect(senderOf({ envelopeSender: "l@lists.shop.example", context: { domains: ["Shop.example"] } })?.source).toBe(
      "postfix-sender",
    );
    expect(senderOf({ context: { domains: ["shop.example"] } })?.source).toBe("client");
  });

  it("is the login below the hand-over of a configured filter", () => {
    const alice = { source: "login", name: "alice" };
    const envelopeSender = "forged@other.example";
    const behind = { returned: [LOOPBACK, AMAVIS, LOGIN_BEFORE], envelopeSender };
    expect(senderOf({ ...behind, context: { filters: ["127.0.0.1"] } })).toEqual(alice);
    expect(
      senderOf({
        returned: ["by mx.example.com (Postfix, from userid 5001)\n\tid 4OUT; x", LOGIN_BEFORE],
        envelopeSender,
        context: { filters: ["uid:5001"] },
      }),
    ).toEqual(alice);
    expect(
      senderOf({
        returned: [client("172.18.0.5"), LOGIN_BEFORE],
        envelopeSender,
        context: { filters: ["172.18.0.0/24"] },
      }),
    ).toEqual(alice);
    expect(judge({ ...behind, context: { filters: ["127.0.0.1"] } }).clientAddress).toBe("203.0.113.9");
  });

  it("is claimed below a hand-over that nobody configured", () => {
    const claimed = { source: "claimed-login", name: "alice" };
    expect(senderOf({ returned: [LOOPBACK, AMAVIS, LOGIN_BEFORE] })).toEqual(claimed);
    expect(
      senderOf({ returned: ["by mx.example.com (Postfix, from userid 999)\n\tid 4OUT; x", LOGIN_BEFORE] }),
    ).toEqual(claimed);
  });

  it("believes nobody below a hop from outside, or below a field that is not our Postfix's", () => {
    const outside = client("198.51.100.66", "with ESMTP id 4OUT");
    expect(judge({ returned: [outside, LOGIN_BEFORE] })).toMatchObject({ trust: { level: "forwarded" }, sender: null });
    expect(senderOf({ returned: [LOGIN_BEFORE], envelopeSender: "forged@other.example" })?.source).toBe("header-from");
    expect(senderOf({ returned: [LOGIN.replace("by mx.example.com", "by mx.other.example")] })?.name).toBe(
      "carol@example.com",
    );
  });

  it("is nobody for the null sender and for what a program answered", () => {
    expect(senderOf({ envelopeSender: "", returned: [] })).toBeNull();
    expect(senderOf({ envelopeSender: "MAILER-DAEMON@mx.example.com" })).toBeNull();
    expect(
      senderOf({ returned: [], envelopeSender: "x@other.example", more: "Auto-Submitted: auto-replied\n" }),
    ).toBeNull();
    expect(senderOf({ returned: [], envelopeSender: "x@other.example" })?.source).toBe("header-from");
  });
});

describe("an outsider's message", () => {
  const outside = client("198.51.100.66", "with ESMTP id 4OUT");
  const through = (address: string): string => client("198.51.100.66", `with ESMTPS id 4OUT\n\tfor <${address}>`);
  it.each<[string, Partial<Case>]>([
    ["that an alias forwards", { returned: [through("alice@example.com")], envelopeSender: "spam@outside.example" }],
    ["with a forged sender of ours", { returned: [through("alice@example.com")], envelopeSender: "alice@example.com" }],
    ["to several recipients", { returned: [outside], envelopeSender: "alice@example.com" }],
    ["to a mailbox of ours", { returned: [through("bob@example.com")], recipient: "bob@example.com" }],
    ["whose Received field was removed", { returned: [], original: "alice@example.com" }],
    [
      "behind a configured filter",
      { returned: [LOOPBACK, AMAVIS, outside.replace("4OUT", "4FIRST")], context: { filters: ["127.0.0.1"] } },
    ],
    ["whose sender we rewrote", { returned: [], envelopeSender: "SRS0=H=T=out.example=x@example.com" }],
  ])("%s is forwarded", (_, changes) => expect(levelOf(changes)).toBe("forwarded"));

  it("names the alias, and no account", () => {
    const reading = judge({ returned: [through("alice@example.com")], envelopeSender: "alice@example.com" });
    expect(reading.trust.why).toBe("an outsider's message, from 198.51.100.66, which alice@example.com forwards");
    expect(reading.sender).toBeNull();
  });

  it.each<[string, Partial<Case>]>([
    ["logged in", { returned: [client("198.51.100.7", "with ESMTPSA id 4OUT")] }],
    ["may relay, since it did", { returned: [client("198.51.100.7")] }],
    [
      "is of a network of ours",
      { returned: [client("198.51.100.7", "with ESMTP id 4OUT")], context: { networks: ["198.51.100.0/24"] } },
    ],
    [
      "is another host of ours",
      {
        returned: [client("198.51.100.7", "with ESMTP id 4OUT")],
        context: { hosts: ["mx.example.com", "198.51.100.7"] },
      },
    ],
    [
      "stands before a filter that nobody configured",
      { returned: [LOOPBACK, AMAVIS, through("alice@example.com").replace("4OUT", "4FIRST")] },
    ],
  ])("is not one whose client %s", (_, changes) => expect(levelOf(changes)).toBe("own-notice"));
});
