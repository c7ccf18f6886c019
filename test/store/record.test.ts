import { describe, expect, it } from "vitest";
import type { TrustLevel } from "../../src/bounce.js";
import { SENDER_SUMS } from "../../src/store/counters.js";
import { BOUNCE_COLUMNS, OTHER_COLUMNS } from "../../src/store/message-row.js";
import { queryBounces } from "../../src/store/query.js";
import { recipientSummary } from "../../src/store/recipients.js";
import { getReport, keptMail, queryReports, unrecognized } from "../../src/store/reports.js";
import type { Store } from "../../src/store/open.js";
import { TABLES } from "../../src/store/schema.js";
import { counters } from "./counters.js";
import { failOn, newStore, rowsOf } from "./engine.js";
import { bounceOf, DAY, entryOf, HOUR, NOON, readingOf } from "./readings.js";

const rows = async (store: Store, table: string): Promise<unknown[]> => rowsOf(store, `SELECT * FROM ${table}`);

describe("the columns that are written", () => {
  it.each([
    ["bounce", BOUNCE_COLUMNS],
    ["other_message", OTHER_COLUMNS],
    ["sender_hour", ["hour", "sender_id", ...SENDER_SUMS]],
    ["sender_day", ["day", "sender_id", ...SENDER_SUMS]],
  ])("of %s are all that the table has", (table, written) => {
    const columns = TABLES.find(({ name }) => name === table)?.columns ?? [];
    expect(written).toEqual(columns.map(({ name }) => name));
  });
});

describe("recording", () => {
  it("gives back what was recorded", async () => {
    const store = await newStore();
    const bounce = bounceOf("bob@example.net", {
      facts: { originalRecipient: "Bob.List@example.org" },
      verdict: { matched: "<bob@example.net>: Recipient address rejected" },
    });
    const reading = readingOf({
      bounces: [bounce],
      defects: ["size-cut", "part-limit"],
      verp: {
        extension: "bob=example.net",
        form: "address",
        recipient: "bob@example.net",
        prefix: "alice",
        candidates: ["bob@example.net"],
        agrees: true,
        token: null,
      },
      facts: { originalEnvelopeId: "env-1", postfixNotice: "single-bounce" },
    });
    const [result] = await store.record([entryOf(reading)]);
    const report = await getReport(store, result?.reportId ?? 0);
    expect(report).toMatchObject({
      receivedAt: NOON,
      kind: "bounce",
      format: "rfc3464",
      recipients: 1,
      trust: "known",
      trustWhy: reading.trust.why,
      sender: "alice@example.com",
      senderSource: "login",
      clientAddress: "198.51.100.7",
      reportingMta: "mail.example.com",
      postfixNotice: "single-bounce",
      queueId: "4XYZabc1234",
      arrivedAt: NOON,
      returned: "headers",
      messageId: "<m1@example.com>",
      subject: "Hello",
      from: "Alice <alice@example.com>",
      isBulk: false,
      envelopeId: "env-1",
      feedback: null,
      defects: ["size-cut", "part-limit"],
      size: 4_000,
      isKept: false,
      verp: {
        extension: "bob=example.net",
        form: "address",
        prefix: "alice",
        recipient: "bob@example.net",
        agrees: true,
      },
    });
    expect(report?.bounces).toEqual([
      {
        id: report?.id,
        reportId: report?.id,
        receivedAt: NOON,
        kind: "bounce",
        recipient: "bob@example.net",
        originalRecipient: "Bob.List@example.org",
        action: "failed",
        status: "5.1.1",
        replyCode: "550",
        diagnostic: bounce.facts.diagnostic,
        diagnosticType: "smtp",
        remoteMta: "mx.example.net",
        phase: null,
        severity: "hard",
        reason: "user-unknown",
        rule: "status-5.1.1",
        matched: "<bob@example.net>: Recipient address rejected",
        sender: "alice@example.com",
        senderSource: "login",
        clientAddress: "198.51.100.7",
        trust: "known",
        queueId: "4XYZabc1234",
        messageId: "<m1@example.com>",
        subject: "Hello",
        extension: "bob=example.net",
        isFresh: true,
      },
    ]);
  });

  it("takes the headline from the report itself when nothing was returned", async () => {
    const store = await newStore();
    const [result] = await store.record([entryOf(readingOf({ returned: null, sender: null, verp: null }))]);
    expect(await getReport(store, result?.reportId ?? 0)).toMatchObject({
      returned: null,
      messageId: "<report@example.net>",
      subject: "Undelivered Mail",
      from: "MAILER-DAEMON@example.net",
      sender: null,
      verp: null,
    });
  });

  it("counts the same report once", async () => {
    const store = await newStore();
    const entry = entryOf(readingOf());
    const [first] = await store.record([entry]);
    const before = await counters(store);
    expect(first).toMatchObject({ isNew: true, newBounces: 1, duplicateBounces: 0 });
    expect(await store.record([{ ...entry, receivedAt: NOON + HOUR }])).toEqual([
      { ...first, isNew: false, newBounces: 0, duplicateBounces: 1 },
    ]);
    expect(await counters(store)).toEqual(before);
    expect(await rows(store, "bounce")).toHaveLength(1);
  });

  it("counts the same failure from two reports once", async () => {
    const store = await newStore();
    const bounces = [bounceOf("bob@example.net")];
    const results = await store.record([entryOf(readingOf({ bounces })), entryOf(readingOf({ bounces }))]);
    expect(
      results.map(({ newBounces, duplicateBounces, supersedingBounces }) => [
        newBounces,
        duplicateBounces,
        supersedingBounces,
      ]),
    ).toEqual([
      [1, 0, 0],
      [0, 1, 0],
    ]);
    expect(await rows(store, "bounce")).toHaveLength(1);
    expect(await recipientSummary(store, "bob@example.net")).toMatchObject({ hard: 1, days: 1 });
  });

  it.each([
    [null, NOON],
    [NOON, NOON + 1],
    [0, null],
  ])("tells failures and reports of one identity apart by its time (%j, %j)", async (one, other) => {
    const store = await newStore();
    const at = (identityTime: number | null) =>
      entryOf(
        readingOf({ identity: "one", identityTime, bounces: [{ ...bounceOf("bob@example.net"), identityTime }] }),
      );
    expect(
      (await store.record([at(one), at(other), at(one), at(other)])).map(({ isNew, newBounces }) => [
        isNew,
        newBounces,
      ]),
    ).toEqual([
      [true, 1],
      [true, 1],
      [false, 0],
      [false, 0],
    ]);
    expect(await rowsOf(store, "SELECT length(identity) AS length FROM bounce_identity")).toEqual([
      { length: 16 },
      { length: 16 },
    ]);
  });

  it("counts a recipient that one report names twice once", async () => {
    const store = await newStore();
    const [result] = await store.record([
      entryOf(readingOf({ bounces: [bounceOf("bob@example.net"), bounceOf("bob@example.net")] })),
    ]);
    expect(result).toMatchObject({ newBounces: 1, duplicateBounces: 1 });
  });

  it("judges each recipient of a report alone", async () => {
    const store = await newStore();
    const full = bounceOf("carol@example.net", { verdict: { severity: "soft", reason: "mailbox-full" } });
    const late = bounceOf("dave@example.net", {
      facts: { action: "delayed" },
      verdict: { severity: "soft", reason: "expired" },
    });
    await store.record([entryOf(readingOf({ bounces: [bounceOf("bob@example.net"), full, late] }))]);
    expect(await recipientSummary(store, "bob@example.net")).toMatchObject({
      hard: 1,
      soft: 0,
      delayed: 0,
      lastReason: "user-unknown",
      lastSeverity: "hard",
      lastStatus: "5.1.1",
    });
    expect(await recipientSummary(store, "carol@example.net")).toMatchObject({
      hard: 0,
      soft: 1,
      delayed: 0,
      lastReason: "mailbox-full",
    });
    expect(await recipientSummary(store, "dave@example.net")).toMatchObject({ hard: 0, soft: 0, delayed: 1 });
    expect(await rows(store, "sender_hour")).toMatchObject([
      { bounces: 3, hard: 1, delayed: 1, dead: 1, refused: 0, first_failures: 1, first_dead: 1 },
    ]);
  });

  it("records nothing when one of the entries fails", async () => {
    const store = await newStore();
    await failOn(store, "bounce", "INSERT", "new.size = 13");
    await expect(async () => store.record([entryOf(readingOf()), entryOf(readingOf({ size: 13 }))])).rejects.toThrow(
      "no",
    );
    for (const table of ["bounce", "bounce_identity", "host"]) expect(await rows(store, table)).toEqual([]);
    expect(await store.record([entryOf(readingOf())])).toMatchObject([{ isNew: true }]);
  });

  it("tells delivery from failure", async () => {
    const store = await newStore();
    const bounce = bounceOf("bob@example.net", {
      facts: { action: "delivered", status: "2.0.0" },
      verdict: { severity: null, reason: "delivered" },
    });
    await store.record([entryOf(readingOf({ kind: "delivered", bounces: [bounce] }))]);
    expect(await recipientSummary(store, "bob@example.net")).toMatchObject({
      hard: 0,
      soft: 0,
      days: 0,
      lastSeen: null,
      lastDelivered: NOON,
    });
    expect(await rows(store, "sender_hour")).toEqual([]);
  });

  it("counts an address's days, in whatever order the mails come", async () => {
    const store = await newStore();
    const times = [NOON, NOON + HOUR, NOON - 3 * DAY, NOON + 2 * DAY, NOON - 3 * DAY + HOUR, NOON];
    for (const time of times) await store.record([entryOf(readingOf(), time)]);
    expect(await recipientSummary(store, "bob@example.net")).toMatchObject({
      hard: 6,
      days: 3,
      firstSeen: NOON - 3 * DAY,
      lastSeen: NOON + 2 * DAY,
    });
  });

  it("takes any clock and any number of mails in a second", async () => {
    const store = await newStore();
    for (const time of [Number.NaN, -5, 0.5, NOON, NOON, NOON + 0.9, 2 ** 60])
      await store.record([entryOf(readingOf(), time)]);
    expect((await queryBounces(store, {})).map(({ receivedAt }) => receivedAt)).toEqual([
      2 ** 37 - 1,
      NOON,
      NOON,
      NOON,
      0,
      0,
      0,
    ]);
  });
});

describe("a failure told by two reports", () => {
  const forged = { sender: { name: "victim@example.com", source: "header-from" as const }, clientAddress: null };
  const cases: [first: TrustLevel, second: TrustLevel, stands: TrustLevel][] = [
    ["unproven", "own-notice", "own-notice"],
    ["own-notice", "unproven", "own-notice"],
    ["disproved", "known", "known"],
    ["known", "disproved", "known"],
    ["known", "signed", "signed"],
    ["signed", "own-notice", "signed"],
  ];

  it.each(cases)("%s, then %s: %s stands", async (first, second, stands) => {
    const readings = [first, second].map((trust) =>
      readingOf({
        trust,
        bounces: [
          bounceOf("bob@example.net", {
            verdict: trust === stands ? {} : { severity: "soft", reason: "mailbox-full", rule: "forged" },
          }),
        ],
        ...(trust === stands ? {} : forged),
      }),
    );
    const store = await newStore();
    const results = await store.record(readings.map((reading, index) => entryOf(reading, NOON + index * HOUR)));
    const isReplaced = second === stands;
    expect(results[1]).toMatchObject({ newBounces: 0, duplicateBounces: 1, supersedingBounces: isReplaced ? 1 : 0 });
    expect(await queryBounces(store, {})).toMatchObject([
      {
        trust: stands,
        sender: "alice@example.com",
        reason: "user-unknown",
        severity: "hard",
        clientAddress: "198.51.100.7",
        reportId: results[isReplaced ? 1 : 0]?.reportId,
      },
    ]);

    const alone = await newStore();
    const standing = readings[isReplaced ? 1 : 0];
    if (standing) await alone.record([entryOf(standing, NOON + (isReplaced ? HOUR : 0))]);
    const totals = async (one: Store): Promise<unknown> =>
      rowsOf(
        one,
        `SELECT sum(bounces) AS bounces, sum(hard) AS hard, sum(dead) AS dead, sum(first_failures) AS first,
          sum(unproven) AS unproven, sum(disproved) AS disproved, (SELECT sum(bounces) FROM receiver_hour) AS receivers,
          (SELECT sum(bounces) FROM reason_hour) AS reasons
        FROM sender_hour JOIN sender ON sender.id = sender_id WHERE name = 'alice@example.com'`,
      );
    expect(await totals(store)).toEqual(await totals(alone));
    const ofVictim = `
      SELECT coalesce(sum(bounces), 0) AS bounces, coalesce(sum(first_failures), 0) AS first,
        coalesce(sum(disproved), 0) AS disproved
      FROM sender_hour JOIN sender ON sender.id = sender_id WHERE name = 'victim@example.com'`;
    expect(await rowsOf(store, ofVictim)).toEqual([{ bounces: 0, first: 0, disproved: 0 }]);
    expect(await recipientSummary(store, "bob@example.net")).toMatchObject({
      hard: 1,
      soft: 0,
      unproven: 0,
      days: 1,
      lastReason: "user-unknown",
    });
  });

  it("that are trusted alike: the first stands", async () => {
    const store = await newStore();
    await store.record([
      entryOf(readingOf({ bounces: [bounceOf("bob@example.net")] })),
      entryOf(readingOf({ bounces: [bounceOf("bob@example.net")], ...forged })),
    ]);
    expect(await queryBounces(store, {})).toMatchObject([{ sender: "alice@example.com" }]);
  });
});

describe("what is not proven", () => {
  it("never counts towards suppression, and is counted apart", async () => {
    const store = await newStore();
    await store.record([entryOf(readingOf({ trust: "unproven" })), entryOf(readingOf({ trust: "disproved" }))]);
    expect(await recipientSummary(store, "bob@example.net")).toMatchObject({
      hard: 0,
      soft: 0,
      days: 0,
      unproven: 1,
      lastSeen: null,
      lastReason: null,
    });
    expect(await rows(store, "sender_hour")).toMatchObject([
      { bounces: 1, unproven: 1, disproved: 1, first_failures: 1, first_unproven: 1 },
    ]);
    expect(await queryBounces(store, { address: "bob@example.net" })).toHaveLength(2);
  });

  it("makes no state for an address that we never wrote to", async () => {
    const store = await newStore();
    await store.record([entryOf(readingOf({ trust: "disproved" }))]);
    expect(await recipientSummary(store, "bob@example.net")).toBeNull();
  });

  it("does not use up the freshness of a proven failure", async () => {
    const store = await newStore();
    await store.record([entryOf(readingOf({ trust: "unproven" })), entryOf(readingOf()), entryOf(readingOf())]);
    expect((await queryBounces(store, {})).map(({ isFresh }) => isFresh)).toEqual([false, true, true]);
  });
});

describe("rollups", () => {
  it("count different senders per recipient domain, hour and class", async () => {
    const store = await newStore();
    const from = (name: string, time: number): void =>
      void store.record([entryOf(readingOf({ sender: { name, source: "login" } }), time)]);
    for (const name of ["alice@example.com", "alice@example.com", "carol@example.com", "dave"]) from(name, NOON);
    from("alice@example.com", NOON + HOUR);
    const hours =
      "SELECT sum(bounces) AS bounces, count(*) AS senders, class FROM receiver_hour GROUP BY hour, domain_id, class ORDER BY hour";
    expect(await rowsOf(store, hours)).toEqual([
      { bounces: 4, senders: 3, class: "failed" },
      { bounces: 1, senders: 1, class: "failed" },
    ]);
  });

  it("forget who failed where after three weeks", async () => {
    const store = await newStore();
    await store.record([entryOf(readingOf())]);
    await store.record([entryOf(readingOf(), NOON + 20 * DAY)]);
    expect(await rows(store, "receiver_hour")).toHaveLength(2);
    await store.record([entryOf(readingOf(), NOON + 22 * DAY)]);
    expect(await rows(store, "receiver_hour")).toHaveLength(2);
  });

  it("count a refusal as spam for the sender and not as a dead address", async () => {
    const store = await newStore();
    await store.record([
      entryOf(
        readingOf({
          bounces: [bounceOf("bob@example.net", { verdict: { severity: "soft", reason: "spam-detected" } })],
        }),
      ),
    ]);
    expect(await rows(store, "sender_hour")).toMatchObject([
      { hard: 0, dead: 0, refused: 1, first_failures: 1, first_refused: 1 },
    ]);
    expect(await rows(store, "receiver_hour")).toMatchObject([{ class: "refused" }]);
  });

  it("count a complaint for the sender", async () => {
    const store = await newStore();
    const feedback = {
      type: "abuse",
      userAgent: null,
      sourceIp: "192.0.2.9",
      originalMailFrom: null,
      originalRcptTo: ["bob@example.net"],
      arrivalDate: null,
    };
    await store.record([entryOf(readingOf({ kind: "complaint", bounces: [], facts: { feedback } }))]);
    expect(await rows(store, "sender_hour")).toMatchObject([{ bounces: 0, complaints: 1 }]);
    expect(await queryReports(store, "complaint")).toMatchObject([
      { kind: "complaint", sender: "alice@example.com", feedback, recipients: 0 },
    ]);
  });
});

describe("mails kept whole", () => {
  it("come back as they were", async () => {
    const store = await newStore();
    const raw = Buffer.from([...Array(256).keys()]);
    const [result] = await store.record([entryOf(readingOf({ kind: "unrecognized", bounces: [] }), NOON, raw)]);
    expect(await keptMail(store, result?.reportId ?? 0)).toEqual({ raw, size: 256, isCut: false });
    expect(await unrecognized(store)).toMatchObject([{ id: result?.reportId, isKept: true, recipients: 0 }]);
  });

  it("are cut when they are large", async () => {
    const store = await newStore();
    const raw = Buffer.alloc(300_000, "x");
    const [result] = await store.record([entryOf(readingOf({ kind: "unrecognized", bounces: [] }), NOON, raw)]);
    expect(await keptMail(store, result?.reportId ?? 0)).toEqual({
      raw: raw.subarray(0, 262_144),
      size: 300_000,
      isCut: true,
    });
  });

  it("are absent for all others", async () => {
    const store = await newStore();
    const [result] = await store.record([entryOf(readingOf())]);
    expect(await keptMail(store, result?.reportId ?? 0)).toBeNull();
  });
});

describe("hostile texts", () => {
  it("come back whole, whatever they hold; a NUL is replaced", async () => {
    const store = await newStore();
    const recipient = "a'; DROP TABLE bounce; --\u001b[31m@EXAMPLE.net";
    const diagnostic =
      "550 $& $1 <a1@b2> {x=1} \u0000 \ud83d\ude00 ' \" \\ bob99 bob99 5.1.1 550-5.1.1 mx7.example.net";
    await store.record([
      entryOf(readingOf({ bounces: [bounceOf(recipient, { facts: { diagnostic, remoteMta: "mx7.example.net" } })] })),
    ]);
    expect(await queryBounces(store, {})).toMatchObject([
      { recipient: "a'; drop table bounce; --\u001b[31m@example.net", diagnostic: diagnostic.replace("\0", "\ufffd") },
    ]);
  });

  it("are cut to their limits", async () => {
    const store = await newStore();
    const long = "x".repeat(100_000);
    const verp = {
      extension: long,
      form: "token" as const,
      recipient: null,
      prefix: null,
      candidates: [],
      agrees: null,
      token: null,
    };
    await store.record([
      entryOf(
        readingOf({ verp, bounces: [bounceOf(`${long}@example.net`, { facts: { diagnostic: long, status: long } })] }),
      ),
    ]);
    const [bounce] = await queryBounces(store, {});
    expect([bounce?.recipient.length, bounce?.diagnostic?.length, bounce?.status?.length]).toEqual([512, 1_000, 16]);
  });
});
