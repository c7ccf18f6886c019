import { beforeAll, afterAll, describe, expect, it } from "vitest";
import type { Store } from "../../src/store/open.js";
import {
  bouncePages,
  COUNTED_BY,
  countBounces,
  queryBounces,
  type BounceFilter,
  type CountedBy,
} from "../../src/store/query.js";
import { recipientSummary } from "../../src/store/recipients.js";
import { getReport, queryReports, unrecognized } from "../../src/store/reports.js";
import { storeStatistics } from "../../src/store/statistics.js";
import { newStore, openNew } from "./engine.js";
import { bounceOf, entryOf, HOUR, NOON, readingOf } from "./readings.js";

const login = (name: string): { sender: { name: string; source: "login" } } => ({ sender: { name, source: "login" } });
let store: Store;

beforeAll(async () => {
  store = await openNew();
  const full = bounceOf("Carol@example.org", {
    identity: "2",
    facts: { status: "4.2.2", originalRecipient: "list@example.net" },
    verdict: { severity: "soft", reason: "mailbox-full" },
  });
  const late = bounceOf("bob@example.net", {
    identity: "3",
    facts: { action: "delayed", status: "4.4.1" },
    verdict: { severity: "soft", reason: "expired" },
  });
  const done = bounceOf("bob@example.net", {
    identity: "4",
    facts: { action: "delivered", status: "2.1.5" },
    verdict: { severity: null, reason: "delivered" },
  });
  await store.record([
    entryOf(readingOf({ ...login("alice"), bounces: [bounceOf("bob@example.net", { identity: "1" }), full] }), NOON),
    entryOf(readingOf({ ...login("dave@example.com"), bounces: [late], trust: "own-notice" }), NOON + HOUR),
    entryOf(readingOf({ ...login("dave@example.com"), bounces: [done], kind: "delivered" }), NOON + 2 * HOUR),
    entryOf(
      readingOf({
        ...login("alice"),
        bounces: [bounceOf("eve@sub.example.net", { identity: "5", facts: { status: "5.10.0" } })],
        trust: "unproven",
      }),
      NOON + 3 * HOUR,
    ),
    entryOf(
      readingOf({ kind: "unrecognized", format: "none", bounces: [], sender: null }),
      NOON + HOUR,
      Buffer.from("text"),
    ),
    entryOf(readingOf({ kind: "auto-reply", bounces: [] }), NOON + HOUR),
    entryOf(
      readingOf({ kind: "unrecognized", format: "none", bounces: [], sender: null }),
      NOON + 2 * HOUR,
      Buffer.from("text"),
    ),
  ]);
});

afterAll(async () => {
  await store.close();
});

/** What each bounce is known by in these tests: hours after noon, and recipient. */
const found = async (filter: BounceFilter): Promise<string[]> =>
  (await queryBounces(store, filter)).map(({ receivedAt, recipient }) => `${(receivedAt - NOON) / HOUR} ${recipient}`);

describe("bounces are found by", () => {
  const cases: [what: string, filter: BounceFilter, rows: string[]][] = [
    [
      "nothing: all, newest first",
      {},
      ["3 eve@sub.example.net", "2 bob@example.net", "1 bob@example.net", "0 carol@example.org", "0 bob@example.net"],
    ],
    ["recipient", { address: "bob@example.net" }, ["2 bob@example.net", "1 bob@example.net", "0 bob@example.net"]],
    ["recipient, case aside", { address: "CAROL@EXAMPLE.ORG" }, ["0 carol@example.org"]],
    ["original recipient", { address: "list@example.net" }, ["0 carol@example.org"]],
    ["an address that is only a sender's", { address: "dave@example.com" }, []],
    ["an unknown address", { address: "nobody@nowhere.example" }, []],
    ["an unknown address at a known domain", { address: "nobody@example.net" }, []],
    [
      "domain, without those below it",
      { domain: "Example.Net" },
      ["2 bob@example.net", "1 bob@example.net", "0 bob@example.net"],
    ],
    ["an unknown domain", { domain: "nowhere.example" }, []],
    ["sender: login", { sender: "alice" }, ["3 eve@sub.example.net", "0 carol@example.org", "0 bob@example.net"]],
    ["sender: address", { sender: "dave@example.com" }, ["2 bob@example.net", "1 bob@example.net"]],
    ["reason", { reason: "mailbox-full" }, ["0 carol@example.org"]],
    ["a reason that never occurred", { reason: "mail-loop" }, []],
    ["severity", { severity: "hard" }, ["3 eve@sub.example.net", "0 bob@example.net"]],
    ["action", { action: "delayed" }, ["1 bob@example.net"]],
    ["status", { status: "4.4.1" }, ["1 bob@example.net"]],
    ["status by its beginning", { status: "4" }, ["1 bob@example.net", "0 carol@example.org"]],
    ["status by whole parts only", { status: "5.1" }, ["0 bob@example.net"]],
    ["one of several statuses", { status: ["5.10", "4.4.1"] }, ["3 eve@sub.example.net", "1 bob@example.net"]],
    ["one of several senders", { sender: ["nobody", "dave@example.com"] }, ["2 bob@example.net", "1 bob@example.net"]],
    ["a pattern of senders", { sender: ["dave", { like: "dave@*" }] }, ["2 bob@example.net", "1 bob@example.net"]],
    ["a name in which a star stands for itself", { sender: "dave@*" }, []],
    ["a pattern of domains", { domain: { like: "*.example.net" } }, ["3 eve@sub.example.net"]],
    [
      "a pattern of recipients, also as the sender wrote them",
      { address: { like: "LIST@*" } },
      ["0 carol@example.org"],
    ],
    ["a pattern in which _ and % stand for themselves", { address: { like: "%@_xample*" } }, []],
    ["trust", { trust: "own-notice" }, ["1 bob@example.net"]],
    [
      "period: since is in, until is not",
      { since: NOON + HOUR, until: NOON + 3 * HOUR },
      ["2 bob@example.net", "1 bob@example.net"],
    ],
    ["number", { limit: 2 }, ["3 eve@sub.example.net", "2 bob@example.net"]],
    [
      "address and period",
      { address: "bob@example.net", since: NOON + 1, until: NOON + HOUR + 1 },
      ["1 bob@example.net"],
    ],
    [
      "everything at once",
      {
        address: "bob@example.net",
        domain: "example.net",
        sender: "alice",
        reason: "user-unknown",
        severity: "hard",
        action: "failed",
        status: "5",
        trust: "known",
        since: NOON,
        until: NOON + 1,
        limit: 9,
      },
      ["0 bob@example.net"],
    ],
    ["everything but one", { address: "bob@example.net", domain: "example.org", sender: "alice" }, []],
  ];

  it.each(cases)("%s", async (_, filter, rows) => expect(await found(filter)).toEqual(rows));
  it("queue id, client and words of the answer", async () => {
    const [any] = await queryBounces(store, { sender: "alice" });
    for (const key of ["queueId", "client", "text"] as const)
      expect(await found({ [key]: "no such thing" })).toEqual([]);
    expect(any?.diagnostic?.length).toBeGreaterThan(5);
    expect(await found({ text: any?.diagnostic?.toUpperCase().slice(1, -1) ?? "" })).toContain("3 eve@sub.example.net");
  });
  it("page by page", async () => {
    const found = [];
    for await (const page of bouncePages(store, { sender: "alice" })) found.push(...page);
    expect(found).toEqual(await queryBounces(store, { sender: "alice" }));
  });
});

describe("bounces are counted", () => {
  const counts = async (filter: BounceFilter, by: CountedBy) =>
    (await countBounces(store, filter, by)).map(({ value, bounces, hard, soft }) => [value, bounces, hard, soft]);

  it("by domain, the most frequent first", async () =>
    expect(await counts({}, "domain")).toEqual([
      ["example.net", 3, 1, 1],
      ["example.org", 1, 0, 1],
      ["sub.example.net", 1, 1, 0],
    ]));
  it("within a filter, and no more values than it asks for", async () =>
    expect(await counts({ sender: "alice", limit: 1 }, "severity")).toEqual([["hard", 2, 2, 0]]));
  it.each(COUNTED_BY)("by %s, each bounce once", async (by) =>
    expect((await counts({}, by)).reduce((sum, [, bounces]) => sum + Number(bounces), 0)).toBe(5),
  );
});

describe("reports", () => {
  it("that were not understood, newest first", async () => {
    expect((await unrecognized(store)).map(({ receivedAt, isKept }) => [(receivedAt - NOON) / HOUR, isKept])).toEqual([
      [2, true],
      [1, true],
    ]);
    expect(await unrecognized(store, { limit: 1 })).toHaveLength(1);
    expect(await unrecognized(store, { since: NOON, until: NOON + 2 * HOUR })).toHaveLength(1);
  });

  it("of other kinds", async () =>
    expect(await queryReports(store, "auto-reply")).toMatchObject([
      { kind: "auto-reply", recipients: 0, isKept: false },
    ]));

  it("by the id of a report or of one of its bounces", async () => {
    const [, , , carol] = await queryBounces(store, {});
    const report = await getReport(store, carol?.reportId ?? 0);
    expect(report?.bounces.map(({ recipient }) => recipient)).toEqual(["bob@example.net", "carol@example.org"]);
    expect(await getReport(store, carol?.id ?? 0)).toEqual(report);
  });

  it("that do not exist", async () => expect(await getReport(store, 1_000)).toBeNull());
});

it("an international domain is found by its U-labels and by its A-labels", async () => {
  const own = await newStore();
  await own.record([entryOf(readingOf({ to: "user@xn--mnchen-3ya.example" }))]);
  for (const domain of ["münchen.example", "MÜNCHEN.example", "xn--mnchen-3ya.example"]) {
    const found = [{ recipient: "user@xn--mnchen-3ya.example" }];
    expect(await queryBounces(own, { address: `user@${domain}` })).toMatchObject(found);
    expect(await queryBounces(own, { domain })).toMatchObject(found);
    expect(await recipientSummary(own, `user@${domain}`)).toMatchObject({ hard: 1 });
  }
});

describe("an address's summary", () => {
  it("is empty for one that nothing is known of", async () =>
    expect(await recipientSummary(store, "nobody@example.net")).toBeNull());
  it("is empty for a sender", async () => expect(await recipientSummary(store, "dave@example.com")).toBeNull());
  it("has its counters", async () => {
    expect(await recipientSummary(store, "BOB@example.net")).toEqual({
      address: "bob@example.net",
      firstSeen: NOON,
      lastSeen: NOON + HOUR,
      hard: 1,
      soft: 0,
      delayed: 1,
      unproven: 0,
      days: 1,
      lastReason: "expired",
      lastSeverity: "soft",
      lastStatus: "4.4.1",
      lastDelivered: NOON + 2 * HOUR,
    });
  });
});

it("statistics count everything", async () => {
  const { size, ...counts } = await storeStatistics(store);
  expect(counts).toEqual({
    reports: 7,
    bounces: 5,
    unrecognized: 2,
    kept: 2,
    recipients: 3,
    addresses: 6,
    senders: 2,
    oldest: NOON,
    newest: NOON + 3 * HOUR,
    schema: 1,
  });
  expect(size).toBeGreaterThan(0);
});
