/** Judging again: nothing but the verdict changes, and every counter is as if it had been judged so at once. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Verdict, Reading, Severity, TrustLevel } from "../../src/bounce.js";
import type { Reason } from "../../src/reason.js";
import type { Store } from "../../src/store/open.js";
import { queryBounces } from "../../src/store/query.js";
import {
  changeJudgements,
  judgedBounces,
  type JudgedBounce,
  periodSince,
  replaceReading,
  unreadMails,
} from "../../src/store/reclassify.js";
import { recipientSummary } from "../../src/store/recipients.js";
import { getReport, keptMail } from "../../src/store/reports.js";
import { counters } from "./counters.js";
import { failOn, newStore, rowsOf } from "./engine.js";
import { bounceOf, DAY, entryOf, HOUR, NOON, readingOf } from "./readings.js";

const REASONS: readonly (readonly [Reason, Severity])[] = [
  ["user-unknown", "hard"],
  ["mailbox-full", "soft"],
  ["blocked", "soft"],
  ["spam-detected", "soft"],
  ["host-unknown", "hard"],
  ["user-unknown", "soft"],
  ["expired", "soft"],
];
const judgementAt = (place: number): Verdict => {
  const [reason, severity] = REASONS[place] ?? REASONS[0] ?? ["undefined", "soft"];
  return {
    reason,
    severity,
    rule: `rule-${place}`,
    matched: place % 2 === 0 ? `words <b${place}@example.net> 4.2.${place}` : null,
  };
};

interface Planned {
  readonly recipient: string;
  readonly sender: string;
  readonly trust: TrustLevel;
  readonly action: "failed" | "delayed";
  /** Minutes after the one before. */
  readonly wait: number;
  readonly was: number;
  readonly becomes: number;
}

const planned: fc.Arbitrary<Planned> = fc.record({
  recipient: fc.constantFrom("bob@example.net", "eve@example.net", "kim@example.org"),
  sender: fc.constantFrom("alice@example.com", "dave@example.com"),
  trust: fc.constantFrom("known", "own-notice", "unproven", "disproved"),
  action: fc.constantFrom("failed", "failed", "delayed"),
  wait: fc.constantFrom(0, 0, 10, 70, 26 * 60),
  was: fc.nat({ max: REASONS.length - 1 }),
  becomes: fc.nat({ max: REASONS.length - 1 }),
});

/** Records the plan, each bounce in its turn, judged as `choose` says. */
async function record(plan: readonly Planned[], choose: (one: Planned) => number): Promise<Store> {
  const store = await newStore();
  let time = NOON;
  for (const [index, one] of plan.entries()) {
    time += one.wait * 60;
    const bounce = bounceOf(one.recipient, {
      identity: `b ${index}`,
      facts: { action: one.action, diagnostic: `550 5.1.${index} <${one.recipient}> not here, id ${index}x` },
      verdict: judgementAt(choose(one)),
    });
    await store.record([
      entryOf(
        readingOf({
          bounces: [bounce],
          trust: one.trust,
          sender: { name: one.sender, source: "login" },
          identity: `r ${index}`,
        }),
        time,
      ),
    ]);
  }
  return store;
}

const all = async (store: Store): Promise<JudgedBounce[]> =>
  judgedBounces(store, { ...(await periodSince(store, 0)), limit: 10_000 });

describe("changeJudgements", () => {
  it("leaves a database as if it had been judged so at once", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(planned, { minLength: 1, maxLength: 25 }),
        fc.integer({ min: 1, max: 7 }),
        async (plan, batch) => {
          const store = await record(plan, ({ was }) => was);
          const rejudged = (await all(store)).map((bounce, index) => ({
            bounce,
            verdict: judgementAt(plan[index]?.becomes ?? 0),
          }));
          for (let from = 0; from < rejudged.length; from += batch)
            await changeJudgements(store, rejudged.slice(from, from + batch));
          const expected = await record(plan, ({ becomes }) => becomes);
          expect(await counters(store)).toEqual(await counters(expected));
          expect(await queryBounces(store, {})).toEqual(await queryBounces(expected, {}));
          await store.close();
          await expected.close();
        },
      ),
      { numRuns: 40, seed: 5 },
    );
  }, 120_000);

  it("changes no fact", async () => {
    const store = await newStore();
    await store.record([entryOf(readingOf())]);
    const facts = async (): Promise<unknown> =>
      rowsOf(
        store,
        "SELECT id, received_at, recipient_id, sender_id, reading_id, action, status, reply_code, diagnostic, trust, is_first_failure FROM bounce",
      );
    const [bounce] = await all(store);
    const before = [await facts(), bounce?.diagnostic];
    if (bounce !== undefined) expect(await changeJudgements(store, [{ bounce, verdict: judgementAt(2) }])).toBe(1);
    expect([await facts(), (await all(store))[0]?.diagnostic]).toEqual(before);
    expect((await all(store))[0]).toMatchObject({
      reason: "blocked",
      severity: "soft",
      rule: "rule-2",
      matched: "words <b2@example.net> 4.2.2",
    });
  });

  it("leaves alone what somebody else has judged anew, or replaced, meanwhile", async () => {
    const store = await newStore();
    await store.record([entryOf(readingOf({ to: "bob@example.net" })), entryOf(readingOf({ to: "eve@example.net" }))]);
    const [bob, eve] = await all(store);
    if (bob === undefined || eve === undefined) throw new Error("not recorded");
    expect(await changeJudgements(store, [{ bounce: bob, verdict: judgementAt(1) }])).toBe(1);
    const before = await counters(store);
    expect(
      await changeJudgements(store, [
        { bounce: bob, verdict: judgementAt(2) },
        { bounce: { ...eve, id: eve.id + 9 }, verdict: judgementAt(2) },
      ]),
    ).toBe(0);
    expect(await counters(store)).toEqual(before);
    expect((await all(store))[0]?.reason).toBe("mailbox-full");
  });

  it("changes nothing when something fails on the way", async () => {
    const store = await newStore();
    await store.record([entryOf(readingOf())]);
    const before = [await counters(store), await all(store)];
    await failOn(store, "recipient", "UPDATE", "new.id > 0");
    const rejudged = (await all(store)).map((bounce) => ({ bounce, verdict: judgementAt(1) }));
    await expect(async () => changeJudgements(store, rejudged)).rejects.toThrow("no");
    expect([await counters(store), await all(store)]).toEqual(before);
  });
});

describe("a period is read piece by piece", () => {
  it("in order, each once, from its beginning on", async () => {
    const store = await newStore();
    for (let hour = 0; hour < 5; hour++)
      await store.record([entryOf(readingOf({ to: `u${hour}@example.net` }), NOON + hour * HOUR)]);
    const { bounces, ...period } = await periodSince(store, NOON + HOUR);
    expect(bounces).toBe(4);
    const first = await judgedBounces(store, { ...period, limit: 3 });
    const second = await judgedBounces(store, { ...period, after: first.at(-1)?.id ?? 0, limit: 3 });
    expect([...first, ...second].map(({ recipient }) => recipient)).toEqual([
      "u1@example.net",
      "u2@example.net",
      "u3@example.net",
      "u4@example.net",
    ]);
    expect(first[0]).toMatchObject({ format: "rfc3464", reportingMta: "mail.example.com" });
  });

  it("of an empty database too", async () =>
    expect(await periodSince(await newStore(), 0)).toMatchObject({ bounces: 0 }));
});

const MAIL = Buffer.from("Subject: something\n\nnobody understood\n");
const unread = (changes: Partial<Reading> = {}): Reading => ({
  ...readingOf({ trust: "unproven" }),
  kind: "unrecognized",
  format: "none",
  bounces: [],
  ...changes,
});
const verp = {
  extension: "list-bob=example.net",
  form: "address",
  recipient: "bob@example.net",
  prefix: "list",
  candidates: ["bob@example.net"],
  agrees: null,
  token: null,
} as const;

describe("replaceReading", () => {
  it("puts a reading in the place of a mail that was not understood, counts it, and keeps the mail", async () => {
    const store = await newStore();
    const reading = unread({ verp });
    await store.record([entryOf(reading, NOON, MAIL)]);
    const [mail] = await unreadMails(store, { ...(await periodSince(store, 0)), limit: 10 });
    expect(mail).toMatchObject({ extension: "list-bob=example.net", size: MAIL.length, isCut: false });
    expect(mail?.raw.equals(MAIL)).toBe(true);
    const better = { ...readingOf({ to: "bob@example.net" }), identity: reading.identity };
    expect(await replaceReading(store, mail?.reportId ?? 0, better)).toBe(true);
    expect(await getReport(store, mail?.reportId ?? 0)).toMatchObject({
      kind: "bounce",
      isKept: true,
      receivedAt: NOON,
      bounces: [{ recipient: "bob@example.net", reason: "user-unknown" }],
    });
    expect(await recipientSummary(store, "bob@example.net")).toMatchObject({ hard: 1, firstSeen: NOON });
    expect(await unreadMails(store, { ...(await periodSince(store, 0)), limit: 10 })).toEqual([]);
  });

  it("counts as if it had been understood at once", async () => {
    const [first, later] = [readingOf({ to: "bob@example.net" }), readingOf({ to: "kim@example.org" })];
    const store = await newStore();
    await store.record([entryOf(unread(), NOON, MAIL)]);
    await store.record([entryOf(later, NOON + 2 * DAY)]);
    const [mail] = await unreadMails(store, { ...(await periodSince(store, 0)), limit: 10 });
    await replaceReading(store, mail?.reportId ?? 0, first);
    const expected = await newStore();
    await expected.record([entryOf(first, NOON)]);
    await expected.record([entryOf(later, NOON + 2 * DAY)]);
    expect(await counters(store)).toEqual(await counters(expected));
  });

  it("finds room for all recipients", async () => {
    const store = await newStore();
    const reading = unread();
    await store.record([entryOf(reading, NOON, MAIL), entryOf(readingOf(), NOON)]);
    const [mail] = await unreadMails(store, { ...(await periodSince(store, 0)), limit: 10 });
    const bounces = ["bob@example.net", "eve@example.net", "kim@example.net"].map((to) =>
      bounceOf(to, { identity: `several ${to}` }),
    );
    const better = { ...readingOf({ bounces }), identity: reading.identity };
    expect(await replaceReading(store, mail?.reportId ?? 0, better)).toBe(true);
    const [kim] = await queryBounces(store, { address: "kim@example.net" });
    expect(kim?.reportId).toBe(mail?.reportId);
    const report = await getReport(store, kim?.id ?? 0);
    expect(report).toMatchObject({ recipients: 3, isKept: true, receivedAt: NOON });
    expect(report?.bounces.map(({ recipient }) => recipient).sort()).toEqual(
      bounces.map(({ facts }) => facts.recipient),
    );
    expect(await store.record([entryOf(better, NOON + DAY, MAIL)])).toMatchObject([
      { isNew: false, reportId: report?.id },
    ]);
  });

  it("keeps nothing of a message that tells only what is known", async () => {
    const store = await newStore();
    const known = readingOf({ to: "bob@example.net" });
    await store.record([entryOf(unread(), NOON, MAIL), entryOf(known, NOON)]);
    const before = await counters(store);
    const [mail] = await unreadMails(store, { ...(await periodSince(store, 0)), limit: 10 });
    expect(await replaceReading(store, mail?.reportId ?? 0, known)).toBe(true);
    expect(await getReport(store, mail?.reportId ?? 0)).toBeNull();
    expect(await keptMail(store, mail?.reportId ?? 0)).toBeNull();
    expect(await counters(store)).toEqual(before);
  });

  it("may make something else of it than a bounce", async () => {
    const store = await newStore();
    await store.record([entryOf(unread(), NOON, MAIL)]);
    const [mail] = await unreadMails(store, { ...(await periodSince(store, 0)), limit: 10 });
    const feedback = {
      type: "abuse",
      userAgent: null,
      sourceIp: null,
      originalMailFrom: null,
      originalRcptTo: [],
      arrivalDate: null,
    };
    expect(
      await replaceReading(store, mail?.reportId ?? 0, {
        ...readingOf({ facts: { feedback } }),
        kind: "complaint",
        bounces: [],
      }),
    ).toBe(true);
    expect(await getReport(store, mail?.reportId ?? 0)).toMatchObject({ kind: "complaint", bounces: [] });
    expect((await counters(store)).hours).toMatchObject([{ complaints: 1, bounces: 0 }]);
  });

  it("leaves alone what is understood already", async () => {
    const store = await newStore();
    const [recorded] = await store.record([entryOf(readingOf())]);
    const before = await counters(store);
    expect(await replaceReading(store, recorded?.reportId ?? 0, readingOf({ to: "kim@example.org" }))).toBe(false);
    expect(await counters(store)).toEqual(before);
  });
});
