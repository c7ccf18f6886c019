import { describe, expect, it } from "vitest";
import type { NotificationFacts, ReturnedMessage } from "../../src/bounce.js";
import { NO_FACTS } from "../../src/formats/lib/notification.js";
import { parseReceived } from "../../src/mail/received.js";
import { ownHops, ownHosts, judgeTrust } from "../../src/trust/trust.js";
import { accountOf, findClientAddress, findSender } from "../../src/trust/sender.js";

const OURS = new Set(["mx.example.tld", "out.example.tld"]);

const MADE_HERE = "by mx.example.tld (Postfix) id 6C1AC562736; Sun, 22 Nov 2026 18:02:28 +0000 (UTC)";
const BY_USER = "by mx.example.tld (Postfix, from userid 1000) id 6C1AC562736; Sun, 22 Nov 2026 18:02:28 +0000 (UTC)";
const FROM_OUTSIDE =
  "from mail.example.com (mail.example.com [192.0.2.7]) by mx.example.tld (Postfix) with ESMTP id 4ABC; Sun, 22 Nov 2026 18:02:28 +0000";
const FROM_OUT =
  "from out.example.tld (out.example.tld [198.51.100.2]) by mx.example.tld (Postfix) with ESMTP id 4ABD; Sun, 22 Nov 2026 18:02:28 +0000";
const FROM_FAKED_OUT =
  "from out.example.tld (unknown [192.0.2.7]) by mx.example.tld (Postfix) with ESMTP id 4ABD; Sun, 22 Nov 2026 18:02:28 +0000";
const MADE_ON_OUT = "by out.example.tld (Postfix) id 7C1AC; Sun, 22 Nov 2026 18:02:20 +0000 (UTC)";
const FILTERED =
  "from localhost (localhost [127.0.0.1]) by mx.example.tld (Postfix) with ESMTP id 4DEF; Sun, 22 Nov 2026 18:02:28 +0000";
const SUBMITTED =
  "from laptop (unknown [203.0.113.9]) (Authenticated sender: alice) by mx.example.tld (Postfix) with ESMTPSA id 4FED; Sun, 22 Nov 2026 18:02:28 +0000";
const FORGED_BELOW =
  "from laptop (unknown [203.0.113.66]) (Authenticated sender: victim) by mx.example.tld (Postfix) with ESMTPSA id 4EEE; Sun, 22 Nov 2026 18:02:28 +0000";
const ELSEWHERE =
  "from a.example.com (a.example.com [192.0.2.8]) by b.example.com (Postfix) with ESMTP id 4777; Sun, 22 Nov 2026 18:02:28 +0000";

const hops = (...fields: string[]) => fields.map(parseReceived);
const returned = (received: string[], more: Partial<ReturnedMessage> = {}): ReturnedMessage => ({
  extent: "headers",
  returnPath: null,
  headerFrom: null,
  headerTo: null,
  messageId: null,
  subject: null,
  date: null,
  isBulk: false,
  received: hops(...received),
  ...more,
});
const facts = (more: Partial<NotificationFacts> = {}): NotificationFacts => ({
  ...NO_FACTS,
  reportingMta: "mx.example.tld",
  ...more,
});

describe("ownHops", () => {
  it("follows a message through our own hosts down to where it came in", () => {
    expect(ownHops(hops(ELSEWHERE, FILTERED, SUBMITTED, ELSEWHERE), OURS).map(({ queueId }) => queueId)).toEqual([
      "4DEF",
      "4FED",
    ]);
    expect(ownHops(hops(FROM_OUTSIDE, FORGED_BELOW), OURS).map(({ queueId }) => queueId)).toEqual(["4ABC"]);
    expect(ownHops(hops(ELSEWHERE), OURS)).toEqual([]);
  });

  it("stops at the first login, since a client may have written what stands below", () => {
    expect(ownHops(hops(FILTERED, SUBMITTED, FORGED_BELOW), OURS).map(({ login }) => login)).toEqual([null, "alice"]);
  });
});

describe("ownHosts", () => {
  it("are those configured, else the one that delivered the mail", () => {
    expect([...ownHosts(["MX.example.tld"], () => hops(ELSEWHERE))]).toEqual(["mx.example.tld"]);
    expect([...ownHosts([], () => hops(FROM_OUTSIDE))]).toEqual(["mx.example.tld"]);
    expect([...ownHosts([], () => [])]).toEqual([]);
  });
});

describe("judgeTrust", () => {
  const judge = (
    arrival: string[],
    back: ReturnedMessage | null,
    more: Partial<NotificationFacts> = {},
    areHostsConfigured = true,
  ) =>
    judgeTrust({ facts: facts(more), returned: back, arrival: () => hops(...arrival), hosts: OURS, areHostsConfigured })
      .level;

  it.each([
    ["made by our Postfix and never outside", [MADE_HERE], "own-notice"],
    ["made by another host of ours, which the receiving one verified", [FROM_OUT, MADE_ON_OUT], "own-notice"],
    ["made on our host by a user with sendmail(1)", [BY_USER], "unproven"],
    ["sent from outside with our Received below", [FROM_OUTSIDE, MADE_HERE], "unproven"],
    ["sent from outside by someone who says he is our other host", [FROM_FAKED_OUT, MADE_ON_OUT], "unproven"],
    ["without any trace", [], "unproven"],
  ])("a report %s", (_, arrival, level) => expect(judge(arrival, null)).toBe(level));

  it("does not believe a foreign report that our Postfix relayed", () => {
    expect(judge([MADE_HERE], null, { reportingMta: "mx.example.com" })).toBe("unproven");
  });

  it("believes what passed our host, and says so when it did not", () => {
    expect(judge([FROM_OUTSIDE], returned([ELSEWHERE, SUBMITTED]))).toBe("passed-us");
    expect(judge([FROM_OUTSIDE], returned([ELSEWHERE]))).toBe("disproved");
    expect(judge([FROM_OUTSIDE], returned([]))).toBe("unproven");
    expect(judge([FROM_OUTSIDE], returned([ELSEWHERE]), {}, false)).toBe("unproven");
  });
});

describe("findSender", () => {
  const find = (
    back: ReturnedMessage | null,
    more: Partial<NotificationFacts> = {},
    extra: Partial<Parameters<typeof findSender>[0]> = {},
  ) =>
    findSender({
      facts: facts(more),
      returned: back,
      verp: null,
      reported: ["user@example.com"],
      hosts: OURS,
      bounceAddress: null,
      delimiters: "+",
      ...extra,
    });

  it("names the login before any address, since the envelope can be forged", () => {
    expect(
      find(returned([SUBMITTED], { returnPath: "forged@victim.test" }), { postfixSender: "forged@victim.test" }),
    ).toEqual({ source: "login", name: "alice" });
  });

  it("does not believe a login that stands below a hop from outside", () => {
    expect(find(returned([FROM_OUTSIDE, FORGED_BELOW], { returnPath: "<bob@example.tld>" }))).toEqual({
      source: "return-path",
      name: "bob@example.tld",
    });
  });

  it("goes down from Postfix's word to the From, and marks where it took the name", () => {
    const from = { headerFrom: "Carol <carol@example.tld>" };
    expect(
      find(returned([], { ...from, returnPath: "bob@example.tld" }), { postfixSender: "alice+shop@Example.TLD" }),
    ).toEqual({ source: "postfix-sender", name: "alice@example.tld" });
    expect(
      find(
        returned([], from),
        {},
        {
          verp: {
            extension: "",
            form: "address",
            recipient: "user@example.com",
            prefix: "dave",
            candidates: [],
            agrees: true,
            token: null,
          },
          bounceAddress: "bounce+x@example.tld",
        },
      ),
    ).toEqual({ source: "verp", name: "dave@example.tld" });
    expect(find(returned([], from))).toEqual({ source: "header-from", name: "carol@example.tld" });
    expect(find(null)).toBeNull();
  });

  it("blames nobody for a mailer's own message, whatever its From says", () => {
    expect(find(returned([], { headerFrom: "victim@example.tld", returnPath: "<>" }))).toBeNull();
    expect(
      find(returned([], { headerFrom: "victim@example.tld" }), { postfixSender: "MAILER-DAEMON@mx.example.tld" }),
    ).toBeNull();
  });
});

describe("accountOf", () => {
  it.each([
    ["bounce+alice+user=example.com@example.tld", "alice@example.tld"],
    ["news+user=example.com@example.tld", "news@example.tld"],
    ["alice+tag@example.tld", "alice@example.tld"],
    ["SRS0=HHH=TT=example.org=someone@example.tld", "srs@example.tld"],
    ["SRS0+HHH=TT=example.org=someone@example.tld", "srs@example.tld"],
    ["root", "root"],
    ["MAILER-DAEMON@mx.example.tld", null],
    ["", null],
    ["bounce+alice@example.tld", "alice@example.tld"],
    ["bounce@example.tld", "bounce@example.tld"],
  ])("%s is %s", (address, account) =>
    expect(
      accountOf(address, { reported: ["user@example.com"], delimiters: "+", bounceAddress: "bounce+copy@example.tld" }),
    ).toBe(account),
  );
});

describe("findClientAddress", () => {
  it("is the client of the hop where the message came in", () => {
    expect(findClientAddress(returned([ELSEWHERE, FILTERED, SUBMITTED]), OURS)).toBe("203.0.113.9");
    expect(findClientAddress(returned([ELSEWHERE]), OURS)).toBeNull();
    expect(findClientAddress(null, OURS)).toBeNull();
  });
});
