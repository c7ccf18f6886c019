import { beforeAll, afterAll, describe, expect, it } from "vitest";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CorruptStoreError } from "../../src/store/errors.js";
import { render } from "../../src/store/sql.js";
import { finish } from "../../src/store/sqlite.js";
import { openStore, type LocalStore } from "../../src/store/open.js";
import {
  bouncePages,
  bounceQuestion,
  COUNTED_BY,
  countBounces,
  queryBounces,
  type BounceFilter,
  type CountedBy,
} from "../../src/store/query.js";
import { recipientSummary } from "../../src/store/recipients.js";
import { getReport, queryReports, unrecognized } from "../../src/store/reports.js";
import { storeStatistics } from "../../src/store/statistics.js";
import { bounceOf, entryOf, HOUR, NOON, readingOf, temporaryStore } from "./readings.js";

const directory = mkdtempSync(join(tmpdir(), "bounces-query-"));
const login = (name: string): { sender: { name: string; source: "login" } } => ({ sender: { name, source: "login" } });
let store: LocalStore;

beforeAll(() => {
  store = openStore(join(directory, "bounces.db"), { create: true });
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
  store.record([
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

afterAll(() => {
  store.close();
  rmSync(directory, { recursive: true });
});

/** What each bounce is known by in these tests: hours after noon, and recipient. */
const found = (filter: BounceFilter): string[] =>
  queryBounces(store, filter).map(({ receivedAt, recipient }) => `${(receivedAt - NOON) / HOUR} ${recipient}`);

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

  it.each(cases)("%s", (_, filter, rows) => expect(found(filter)).toEqual(rows));
  it("queue id, client and words of the answer", () => {
    const [any] = queryBounces(store, { sender: "alice" });
    for (const key of ["queueId", "client", "text"] as const) expect(found({ [key]: "no such thing" })).toEqual([]);
    expect(any?.diagnostic?.length).toBeGreaterThan(5);
    expect(found({ text: any?.diagnostic?.toUpperCase().slice(1, -1) ?? "" })).toContain("3 eve@sub.example.net");
  });
  it("page by page", async () => {
    const found = [];
    for await (const page of bouncePages(store, { sender: "alice" })) found.push(...page);
    expect(found).toEqual(queryBounces(store, { sender: "alice" }));
  });
});

it("a damaged file is called so", async () => {
  const path = join(directory, "damaged.db");
  store.database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  const page =
    store.database
      .prepare<[], number>("SELECT rootpage FROM sqlite_schema WHERE name = 'bounce_received'")
      .pluck()
      .get() ?? 0;
  writeFileSync(path, readFileSync(store.path).fill(0xff, (page - 1) * 4_096, page * 4_096));
  const damaged = openStore(path);
  expect(() => queryBounces(damaged, {})).toThrow(CorruptStoreError);
  await expect(bouncePages(damaged, {}).next()).rejects.toThrow(CorruptStoreError);
  damaged.close();
});

describe("bounces are counted", () => {
  const counts = (filter: BounceFilter, by: CountedBy) =>
    countBounces(store, filter, by).map(({ value, bounces, hard, soft }) => [value, bounces, hard, soft]);

  it("by domain, the most frequent first", () =>
    expect(counts({}, "domain")).toEqual([
      ["example.net", 3, 1, 1],
      ["example.org", 1, 0, 1],
      ["sub.example.net", 1, 1, 0],
    ]));
  it("within a filter, and no more values than it asks for", () =>
    expect(counts({ sender: "alice", limit: 1 }, "severity")).toEqual([["hard", 2, 2, 0]]));
  it.each(COUNTED_BY)("by %s, each bounce once", (by) =>
    expect(counts({}, by).reduce((sum, [, bounces]) => sum + Number(bounces), 0)).toBe(5),
  );
});

describe("the plan", () => {
  const planOf = (filter: BounceFilter): string[] => {
    const behind = { receivedAt: NOON + 9 * HOUR, id: 9 };
    const { statement, values } = finish(bounceQuestion(store, filter, behind, 9));
    const text = render(statement.text, "sqlite").replaceAll("$", "?");
    return store.database
      .prepare<[Record<string, unknown>], { detail: string }>(`EXPLAIN QUERY PLAN ${text}`)
      .all(Object.fromEntries(values.map((value, place) => [String(place + 1), value])))
      .map(({ detail }) => detail);
  };
  const cases: [what: string, filter: BounceFilter, index: RegExp][] = [
    ["address", { address: "bob@example.net" }, /bounce USING COVERING INDEX bounce_recipient \(recipient_id=\?\)/],
    ["original address", { address: "bob@example.net" }, /bounce USING INDEX bounce_original \(<expr>=\?\)/],
    [
      "sender",
      { sender: "alice", reason: "expired", since: NOON },
      /b USING INDEX bounce_sender \(sender_id=\? AND received_at>\? AND received_at<\?\)/,
    ],
    [
      "domain",
      { domain: "example.net", severity: "hard", until: NOON },
      /b USING INDEX bounce_domain \(domain_id=\? AND received_at<\?\)/,
    ],
    [
      "period",
      { since: NOON, reason: "user-unknown" },
      /b USING INDEX bounce_received \(received_at>\? AND received_at<\?\)/,
    ],
  ];

  it.each(cases)("for %s searches, and scans and sorts nothing", (what, filter, index) => {
    const plan = planOf(filter);
    expect(plan.filter((line) => index.test(line))).toHaveLength(1);
    expect(plan.filter((line) => line.startsWith("SCAN"))).toEqual([]);
    // The ids of one address are put in order before the limit; they are few.
    if (!what.includes("address")) expect(plan.filter((line) => line.includes("TEMP B-TREE"))).toEqual([]);
  });
});

describe("reports", () => {
  it("that were not understood, newest first", () => {
    expect(unrecognized(store).map(({ receivedAt, isKept }) => [(receivedAt - NOON) / HOUR, isKept])).toEqual([
      [2, true],
      [1, true],
    ]);
    expect(unrecognized(store, { limit: 1 })).toHaveLength(1);
    expect(unrecognized(store, { since: NOON, until: NOON + 2 * HOUR })).toHaveLength(1);
  });

  it("of other kinds", () =>
    expect(queryReports(store, "auto-reply")).toMatchObject([{ kind: "auto-reply", recipients: 0, isKept: false }]));

  it("by the id of a report or of one of its bounces", () => {
    const [, , , carol] = queryBounces(store, {});
    const report = getReport(store, carol?.reportId ?? 0);
    expect(report?.bounces.map(({ recipient }) => recipient)).toEqual(["bob@example.net", "carol@example.org"]);
    expect(getReport(store, carol?.id ?? 0)).toEqual(report);
  });

  it("that do not exist", () => expect(getReport(store, 1_000)).toBeNull());
});

it("an international domain is found by its U-labels and by its A-labels", () => {
  const own = temporaryStore();
  own.record([entryOf(readingOf({ to: "user@xn--mnchen-3ya.example" }))]);
  for (const domain of ["münchen.example", "MÜNCHEN.example", "xn--mnchen-3ya.example"]) {
    const found = [{ recipient: "user@xn--mnchen-3ya.example" }];
    expect(queryBounces(own, { address: `user@${domain}` })).toMatchObject(found);
    expect(queryBounces(own, { domain })).toMatchObject(found);
    expect(recipientSummary(own, `user@${domain}`)).toMatchObject({ hard: 1 });
  }
});

describe("an address's summary", () => {
  it("is empty for one that nothing is known of", () =>
    expect(recipientSummary(store, "nobody@example.net")).toBeNull());
  it("is empty for a sender", () => expect(recipientSummary(store, "dave@example.com")).toBeNull());
  it("has its counters", () => {
    expect(recipientSummary(store, "BOB@example.net")).toEqual({
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

it("statistics count everything", () => {
  const { size, ...counts } = storeStatistics(store);
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
