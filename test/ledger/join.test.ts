import { describe, expect, it } from "vitest";
import { isForwarded } from "../../src/ledger/message.js";
import { changesOf, messagesOf, REFUSED, syslog } from "./support.js";

const A = "4jc6wf22q0zMCNv";
const B = "4jc6wg6bKHzMCP1";
const C = "4jc6wh0KsvzMCP6";

const client = (id: string, address = "198.51.100.7", more = ", sasl_method=PLAIN, sasl_username=alice"): string =>
  syslog("smtpd", `${id}: client=host.example[${address}]${more}`);
const messageId = (id: string, value = "<1@client.example>"): string => syslog("cleanup", `${id}: message-id=${value}`);
const queued = (id: string, from = "alice@example.com", recipients = 1): string =>
  syslog("qmgr", `${id}: from=<${from}>, size=381, nrcpt=${recipients} (queue active)`);
const removed = (id: string, second = 9): string => syslog("qmgr", `${id}: removed`, second);
const outcome = (
  id: string,
  status: string,
  relay = "mx.example.org[203.0.113.5]:25",
  to = "b@example.org",
  daemon = "smtp",
): string =>
  syslog(daemon, `${id}: to=<${to}>, relay=${relay}, delay=1, delays=0.1/0/0.4/0.5, dsn=2.0.0, status=${status}`, 8);
const begun = (id: string, ...lines: readonly string[]): readonly string[] => [
  client(id),
  messageId(id),
  queued(id),
  ...lines,
];

describe("a message of the log", () => {
  it("has its login, client, sender, Message-ID, recipients and their outcome", () => {
    expect(messagesOf(REFUSED)[A]).toMatchObject({
      host: "mx",
      instance: "postfix",
      origin: "smtp",
      login: "alice",
      client: "198.51.100.7",
      uid: null,
      mailFrom: "alice@example.com",
      messageId: "<1@client.example>",
      end: "removed",
      recipients: [
        {
          address: "gone@example.org",
          relay: { name: "mx.example.org", address: "203.0.113.5", port: "25" },
          isOutside: true,
          isRefusal: true,
          outcome: "bounced",
          status: "5.1.1",
          text: "host mx.example.org[203.0.113.5] said: 550 5.1.1 <gone@example.org>: User unknown (in reply to RCPT TO command)",
        },
      ],
    });
  });

  it("knows its notice, which is nobody's", () => {
    expect(messagesOf(REFUSED)[C]).toMatchObject({ origin: "notice", noticeOf: A, login: null, mailFrom: "" });
  });

  it("knows its notice also where the link is logged first, as Postfix 3.11 does", () => {
    const [before, link, after] = [
      REFUSED.slice(0, 4),
      REFUSED.slice(6, 7),
      [...REFUSED.slice(4, 6), ...REFUSED.slice(7)],
    ];
    expect(messagesOf([...before, ...link, ...after])[C]).toMatchObject({
      origin: "notice",
      noticeOf: A,
      mailFrom: "",
    });
  });

  it("takes the login from a notice whose queue id an aborted transaction had", () => {
    const lines = [client(C), ...REFUSED];
    expect(messagesOf(lines)[C]).toMatchObject({ login: null, client: null, noticeOf: A });
  });

  it("has the uid of sendmail(1), also where cleanup's line comes first", () => {
    const pickup = syslog("pickup", `${A}: uid=33 from=<www-data>`);
    expect(messagesOf([pickup, messageId(A), queued(A, "www-data@example.com")])[A]).toMatchObject({
      uid: 33,
      origin: "sendmail",
    });
    expect(messagesOf([messageId(A), pickup, queued(A)])[A]).toMatchObject({
      uid: 33,
      messageId: "<1@client.example>",
    });
  });

  it("knows the address before an alias", () => {
    const line = syslog(
      "smtp",
      `${A}: to=<B@Example.net>, orig_to=<info@example.com>, relay=mx.example.net[203.0.113.6]:25, conn_use=2, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 ok)`,
    );
    expect(messagesOf(begun(A, line))[A]?.recipients).toMatchObject([
      { address: "b@example.net", originalAddress: "info@example.com", outcome: "sent", isOutside: true },
    ]);
  });

  it("is a stranger's that an alias sends on where nobody logged in", () => {
    const alias = syslog(
      "smtp",
      `${A}: to=<b@example.net>, orig_to=<info@example.com>, relay=mx.example.net[203.0.113.6]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 ok)`,
    );
    const of = (first: string) => messagesOf([first, messageId(A), queued(A, "x@elsewhere.example"), alias])[A];
    const stranger = of(client(A, "198.51.100.9", ""));
    const own = of(client(A));
    expect(stranger !== undefined && isForwarded(stranger)).toBe(true);
    expect(own !== undefined && isForwarded(own)).toBe(false);
  });

  it("follows local(8) to the message that a .forward makes", () => {
    const lines = [
      client(A, "198.51.100.9", ""),
      messageId(A),
      queued(A, "x@elsewhere.example"),
      messageId(B),
      queued(B, "x@elsewhere.example"),
      outcome(A, `sent (forwarded as ${B})`, "local", "bob@example.com", "local"),
      outcome(B, "bounced (host mx.example.org[203.0.113.5] said: 550 no)"),
    ];
    const forwarded = messagesOf(lines)[B];
    expect(forwarded).toMatchObject({ origin: "forward", rootQueueId: A, client: "198.51.100.9" });
    expect(forwarded !== undefined && isForwarded(forwarded)).toBe(true);
  });

  it("counts a retry as the same recipient, and its last outcome", () => {
    const lines = begun(
      A,
      outcome(A, "deferred (connect to mx.example.org[203.0.113.5]:25: timed out)"),
      queued(A),
      outcome(A, "sent (250 ok)"),
    );
    expect(messagesOf(lines)[A]?.recipients).toMatchObject([{ outcome: "sent", text: null }]);
  });

  it("is expired for those whose last line is deferred", () => {
    const lines = begun(
      A,
      outcome(A, "deferred (host mx.example.org[203.0.113.5] said: 451 later)"),
      syslog("qmgr", `${A}: from=<alice@example.com>, status=expired, returned to sender`, 9),
    );
    expect(messagesOf(lines)[A]?.recipients).toMatchObject([
      { outcome: "expired", text: "host mx.example.org[203.0.113.5] said: 451 later" },
    ]);
  });

  it("waits for those that soft_bounce keeps, and is refused all the same", () => {
    const lines = begun(A, outcome(A, "SOFTBOUNCE (host mx.example.org[203.0.113.5] said: 550 no)"));
    expect(messagesOf(lines)[A]?.recipients).toMatchObject([{ outcome: "deferred", isRefusal: true }]);
  });

  it("has no recipients where Postfix only probed an address", () => {
    for (const status of ["deliverable (ok)", "undeliverable (no)", "undeliverable-but-not-cached (no)"])
      expect(messagesOf(begun(A, outcome(A, status)))[A]?.recipients).toEqual([]);
  });

  it("was not refused outside where a mailbox or filter of ours refused it", () => {
    for (const [relay, daemon] of [
      ["local", "local"],
      ["dovecot", "pipe"],
      ["mx[private/dovecot-lmtp]", "lmtp"],
      ["virtual", "virtual"],
      ["none", "error"],
    ] as const)
      expect(
        messagesOf(begun(A, outcome(A, "bounced (unknown user)", relay, "b@example.com", daemon)))[A]?.recipients,
      ).toMatchObject([{ isOutside: false, isRefusal: false }]);
    const filter = outcome(
      A,
      "bounced (host 127.0.0.1[127.0.0.1] said: 554 5.7.0 Reject, id=1 (in reply to end of DATA command))",
      "127.0.0.1[127.0.0.1]:10024",
    );
    expect(messagesOf(begun(A, filter))[A]?.recipients).toMatchObject([{ isOutside: false, isRefusal: false }]);
  });

  it("never left where our filter swallowed it", () => {
    const swallowed = outcome(A, "sent (250 2.7.0 Ok, discarded, id=1 - spam)", "127.0.0.1[127.0.0.1]:10024");
    expect(messagesOf(begun(A, swallowed))[A]?.recipients).toMatchObject([{ outcome: "sent", isOutside: false }]);
  });

  it("reads lines of Postfix before 2.3, without dsn and port", () => {
    const line = syslog(
      "smtp",
      `1A2B3C4D5E: to=<b@example.org>, relay=mx.example.org[203.0.113.5], delay=1, status=bounced (host mx.example.org[203.0.113.5] said: 550 no such user (in reply to RCPT TO command))`,
    );
    expect(messagesOf([client("1A2B3C4D5E"), queued("1A2B3C4D5E"), line])["1A2B3C4D5E"]?.recipients).toMatchObject([
      { outcome: "bounced", status: null },
    ]);
  });

  it("takes logins of XCLIENT, and none of MAIL FROM AUTH", () => {
    expect(messagesOf([client(A, "192.0.2.1", ", sasl_method=XCLIENT, sasl_username=bob@example.com")])[A]?.login).toBe(
      "bob@example.com",
    );
    expect(messagesOf([client(A, "192.0.2.1", ", sasl_sender=ceo@example.com")])[A]?.login).toBeNull();
  });

  it("is the only one of its queue id where several Postfixes have names for services", () => {
    const lines = [
      syslog(
        "smtpd",
        `${A}: client=host.example[198.51.100.7], sasl_method=PLAIN, sasl_username=alice`,
        7,
        "postfix-submission",
      ),
      messageId(A),
      queued(A),
      syslog(
        "smtp",
        `${A}: to=<b@example.org>, relay=mx.example.org[203.0.113.5]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 ok)`,
        8,
        "postfix-ip3",
      ),
    ];
    expect(changesOf(lines).messages).toMatchObject([
      { login: "alice", instance: "postfix", recipients: [{ outcome: "sent" }] },
    ]);
  });

  it("is another one in another instance, or on another host", () => {
    const id = "1A2B3C4D5E";
    const lines = [
      queued("AAAAAA"),
      syslog("qmgr", "BBBBBB: from=<>, size=1, nrcpt=1 (queue active)", 7, "postfix-out"),
      syslog("smtpd", `${id}: client=a[192.0.2.1], sasl_method=PLAIN, sasl_username=alice`),
      queued(id),
      syslog("smtpd", `${id}: client=b[192.0.2.2], sasl_method=PLAIN, sasl_username=bob`, 7, "postfix-out"),
      syslog("qmgr", `${id}: from=<bob@example.com>, size=1, nrcpt=1 (queue active)`, 7, "postfix-out"),
      `Nov  3 05:06:07 other postfix/smtpd[1]: ${id}: client=c[192.0.2.3], sasl_method=PLAIN, sasl_username=carol`,
      outcome(id, "sent (250 ok)"),
    ];
    expect(
      changesOf(lines)
        .messages.filter(({ queueId }) => queueId === id)
        .map(({ login, recipients }) => [login, recipients.length]),
    ).toEqual([
      ["alice", 1],
      ["bob", 0],
      ["carol", 0],
    ]);
  });

  it("is another one where a short queue id comes again", () => {
    const id = "1A2B3C4D5E";
    const again = client(id, "192.0.2.9", ", sasl_method=PLAIN, sasl_username=bob").replace("05:06:07", "07:00:00");
    const { messages } = changesOf([...begun(id, outcome(id, "sent (250 ok)"), removed(id)), again]);
    expect(messages.map(({ login, end }) => [login, end])).toEqual([
      ["alice", "removed"],
      ["bob", null],
    ]);
  });

  it("takes an outcome that is logged after it was removed", () => {
    expect(changesOf(begun(A, removed(A), outcome(A, "sent (250 ok)"))).messages).toMatchObject([
      { login: "alice", recipients: [{ outcome: "sent" }] },
    ]);
  });

  it("ends where cleanup refused, discarded or gave it up", () => {
    for (const [text, end] of [
      ["milter-reject: END-OF-MESSAGE from x[192.0.2.1]: 5.7.1 no", "rejected"],
      ["discard: header Subject: x", "discarded"],
      ["canceled", "canceled"],
    ] as const)
      expect(messagesOf([client(A), messageId(A), syslog("cleanup", `${A}: ${text}`)])[A]?.end).toBe(end);
  });

  it("keeps the identity of what postsuper requeued", () => {
    const lines = begun(
      A,
      syslog("postsuper", `${A}: requeued`),
      syslog("pickup", `${B}: uid=105 from=<alice@example.com> orig_id=${A}`),
      messageId(B),
      queued(B),
    );
    expect(messagesOf(lines)[B]).toMatchObject({ login: "alice", rootQueueId: A });
  });
});

describe("behind a filter", () => {
  const child = (id: string, address: string, mid: string, more = ""): readonly string[] => [
    client(id, address, more),
    messageId(id, mid),
    queued(id),
  ];
  const handed = (relay: string, id: string): string =>
    outcome(A, `sent (250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as ${id})`, relay);
  const own = begun(A);
  const mid = "<1@client.example>";

  it("keeps the login, though the second row's client is the filter", () => {
    expect(messagesOf([...own, ...child(B, "127.0.0.1", mid), handed("127.0.0.1[127.0.0.1]:10024", B)])).toMatchObject({
      [A]: { recipients: [{ isOutside: false }] },
      [B]: { login: "alice", client: "198.51.100.7", rootQueueId: A },
    });
  });

  it("keeps the login through two filters", () => {
    const second = outcome(B, `sent (250 ok: queued as ${C})`, "127.0.0.1[127.0.0.1]:10032");
    const lines = [
      ...own,
      ...child(B, "127.0.0.1", mid),
      ...child(C, "127.0.0.1", mid),
      second,
      handed("127.0.0.1[127.0.0.1]:10026", B),
    ];
    expect(messagesOf(lines)[C]).toMatchObject({ login: "alice", rootQueueId: A });
  });

  it("keeps the login of what has no Message-ID", () => {
    const lines = [
      client(A),
      messageId(A, "<>"),
      queued(A),
      ...child(B, "127.0.0.1", "<made@mx.example.com>"),
      handed("127.0.0.1[127.0.0.1]:10024", B),
    ];
    expect(messagesOf(lines)[B]).toMatchObject({ login: "alice" });
  });

  it("keeps the login by XFORWARD, before the filter's answer", () => {
    expect(
      messagesOf([
        ...own,
        ...child(B, "127.0.0.1", mid, `, orig_queue_id=${A}, orig_client=host.example[198.51.100.7]`),
      ])[B],
    ).toMatchObject({ login: "alice", rootQueueId: A });
  });

  it("keeps the login with the filter in a container of its own", () => {
    expect(
      messagesOf([...own, ...child(B, "172.18.0.5", mid), handed("amavis[172.18.0.5]:10024", B)])[B],
    ).toMatchObject({ login: "alice" });
  });

  it("keeps the login with a filter at a public address that is configured, and follows no stranger there", () => {
    const lines = [...own, ...child(B, "203.0.113.9", mid), handed("filter.example[203.0.113.9]:2501", B)];
    expect(messagesOf(lines, { isFilter: (address) => address === "203.0.113.9" })[B]).toMatchObject({
      login: "alice",
    });
    expect(messagesOf(lines)[B]).toMatchObject({ login: null, rootQueueId: B });
  });

  it("keeps the login behind a filter before the queue, by its own words or its session", () => {
    const lines = (end: string): readonly string[] => [
      syslog("submission/smtpd", "NOQUEUE: client=host.example[198.51.100.7], sasl_method=PLAIN, sasl_username=alice"),
      ...child(B, "127.0.0.1", mid),
      syslog(
        "submission/smtpd",
        `proxy-accept: END-OF-MESSAGE: 250 2.0.0 Ok: queued as ${B}; from=<alice@example.com> to=<b@example.org> proto=ESMTP helo=<client.example>${end}`,
      ),
    ];
    expect(messagesOf(lines(" sasl_username=<alice>"))[B]?.login).toBe("alice");
    expect(messagesOf(lines(""))[B]?.login).toBe("alice");
  });

  it("keeps the login behind a pipe filter whose user is configured", () => {
    const lines = [...own, syslog("pickup", `${B}: uid=65 from=<alice@example.com>`), messageId(B, mid), queued(B)];
    expect(messagesOf(lines, { filterUids: new Set([65]) })[B]).toMatchObject({ login: "alice" });
    expect(messagesOf(lines)[B]).toMatchObject({ login: null, uid: 65 });
  });
});

describe("text of strangers", () => {
  const honest = begun(A, outcome(A, "sent (250 ok)"), removed(A));
  const before = messagesOf(honest);

  it("makes no login of a login that failed", () => {
    const line = syslog(
      "smtpd",
      "warning: x[192.0.2.66]: SASL PLAIN authentication failed: , sasl_username=root, sasl_method=PLAIN, sasl_username=alice",
    );
    expect(messagesOf([line])).toEqual({});
  });

  it("makes no outcome of an address that holds one", () => {
    const line = syslog(
      "smtp",
      `${A}: to=<"x>, relay=none, dsn=2.0.0, status=sent (ok"@example.org>, relay=mx.example.org[203.0.113.5]:25, delay=1, delays=0/0/0/1, dsn=5.1.1, status=bounced (no)`,
    );
    expect(messagesOf(begun(A, line))[A]?.recipients).toMatchObject([
      { address: '"x>, relay=none, dsn=2.0.0, status=sent (ok"@example.org', outcome: "bounced" },
    ]);
    expect(messagesOf([client(A), queued(A, '"a>, size=1, nrcpt=1 (queue active)"@example.com')])[A]?.mailFrom).toBe(
      '"a>, size=1, nrcpt=1 (queue active)"@example.com',
    );
  });

  it("makes no status of a reply that holds one", () => {
    expect(
      messagesOf(
        begun(
          A,
          outcome(
            A,
            "bounced (host mx.example.org[203.0.113.5] said: 550 x, dsn=2.0.0, status=sent (250 ok (in reply to RCPT TO command))",
          ),
        ),
      )[A]?.recipients,
    ).toMatchObject([{ outcome: "bounced" }]);
  });

  it("makes no link of a remote server's word that it queued as one of ours", () => {
    const lines = [
      ...begun(B),
      client(A, "198.51.100.66", ""),
      messageId(A),
      queued(A),
      outcome(B, `sent (250 ok: queued as ${A})`, "mx.example.org[203.0.113.5]:25"),
    ];
    expect(messagesOf(lines)[A]).toMatchObject({ login: null, rootQueueId: A });
  });

  it("makes no entry of ten thousand lines that imitate every kind of line", () => {
    const imitations = [
      `client=x[192.0.2.1], sasl_method=PLAIN, sasl_username=root`,
      `uid=0 from=<root>`,
      `message-id=<x@y>`,
      `from=<root@example.com>, size=1, nrcpt=1 (queue active)`,
      `to=<victim@example.org>, relay=mx[203.0.113.1]:25, delay=1, delays=0/0/0/1, dsn=5.1.1, status=bounced (no)`,
      `sender non-delivery notification: ${A}`,
      `removed`,
    ];
    const carriers = [
      (text: string) => syslog("smtpd", `warning: x[192.0.2.1]: SASL LOGIN authentication failed: ${B}: ${text}`),
      (text: string) =>
        syslog(
          "smtpd",
          `NOQUEUE: reject: RCPT from x[192.0.2.1]: 554 5.7.1 <${B}: ${text}>: Relay access denied; from=<a@b> to=<c@d> proto=ESMTP helo=<x>`,
        ),
      (text: string) => syslog("cleanup", `${A}: warning: header Subject: ${B}: ${text} from x[192.0.2.1]; from=<a@b>`),
      (text: string) =>
        syslog("smtp", `${A}: host mx[203.0.113.1] said: 450 ${B}: ${text} (in reply to RCPT TO command)`),
      (text: string) =>
        syslog("smtp", `warning: host mx[203.0.113.1] replied: Nov  3 05:06:07 mx postfix/smtpd[1]: ${B}: ${text}`),
      (text: string) => syslog("postscreen", `${B}: ${text}`),
      (text: string) => syslog("smtpd", `improper command pipelining after EHLO from x[192.0.2.1]: ${B}: ${text}`),
      (text: string) => `Nov  3 05:06:07 mx dovecot: imap-login: Login: user=<${syslog("smtpd", `${B}: ${text}`)}>`,
      (text: string) => `Nov  3 05:06:07 mx sshd[1]: Invalid user ${syslog("qmgr", `${B}: ${text}`)}`,
      (text: string) => syslog("smtpd", `${A}: reject: RCPT from x[192.0.2.1]: 550 ${B}: ${text}`),
    ];
    const lines = Array.from({ length: 10_000 }, (_, place) => {
      const carry = carriers[place % carriers.length] ?? String;
      return carry(imitations[Math.floor(place / carriers.length) % imitations.length] ?? "");
    });
    expect(messagesOf([...lines, ...honest, ...lines])).toEqual(before);
  });
});

describe("missing lines", () => {
  it("are told where fewer outcomes were logged than there are recipients", () => {
    const lines = [
      syslog("qmgr", "AAAAAA: removed", 1),
      client(A),
      queued(A, "alice@example.com", 3),
      outcome(A, "sent (250 ok)"),
      removed(A),
    ];
    expect([...changesOf(lines).missing.values()]).toEqual([1]);
    expect(changesOf(REFUSED).missing.size).toBe(0);
  });
});
