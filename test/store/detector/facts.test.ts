/** The store's facts against the replay's: the same events, judged at the same moments, have to come to the same. */
import { describe, expect, it } from "vitest";
import type { Reading, TrustLevel } from "../../../src/bounce.js";
import { detect, type Detection } from "../../../src/detect/detect.js";
import { advance } from "../../../src/detect/alerts.js";
import { DEFAULT_PARAMETERS } from "../../../src/detect/parameters.js";
import { parseEvent, type ReplayEvent } from "../../../src/detect/replay/event.js";
import { detections } from "../../../src/detect/replay/replay.js";
import { liveAlerts, saveAlerts } from "../../../src/store/alerts.js";
import { detectorFacts } from "../../../src/store/detector/facts.js";
import type { RecordEntry, Store } from "../../../src/store/open.js";
import type { Reason } from "../../../src/reason.js";
import { linesOf } from "../../../bench/detect/lines.js";
import { VARIANTS } from "../../../bench/detect/variants.js";
import { makeWorld } from "../../../bench/detect/world.js";
import { collect } from "../../detect/build.js";
import { newStore, rowsOf } from "../engine.js";
import { bounceOf, DAY, entryOf, HOUR, NOON, readingOf } from "../readings.js";

const TRUST: Readonly<Record<ReplayEvent["proof"], TrustLevel>> = {
  ours: "known",
  none: "unproven",
  disproved: "disproved",
};
const JUDGED = {
  dead: ["user-unknown", "hard"],
  spam: ["spam-detected", "soft"],
  policy: ["policy-violation", "soft"],
  other: ["undefined", "hard"],
  temporary: ["mailbox-full", "soft"],
} as const satisfies Record<string, readonly [Reason, "hard" | "soft"]>;

let serial = 0;

/** An event of the file as the mail that it was. */
function entryOfEvent({
  time,
  sender,
  recipient,
  cause,
  isDelay,
  clientAddress,
  hasForeignFrom,
  isBulk,
  proof,
}: ReplayEvent): RecordEntry {
  const [reason, severity] = JUDGED[cause ?? "temporary"];
  const action = isDelay ? "delayed" : "failed";
  const returned: Reading["returned"] = {
    extent: "headers",
    returnPath: sender,
    headerFrom: hasForeignFrom ? "Bank <ceo@bank.example>" : `"A, B" <${sender}>`,
    headerTo: recipient,
    messageId: null,
    subject: null,
    date: null,
    isBulk,
    isAutomatic: false,
    script: null,
    received: [],
  };
  const bounces = [
    bounceOf(recipient, {
      identity: `event ${serial++}`,
      facts: { action, diagnostic: null },
      verdict: { reason, severity },
    }),
  ];
  return entryOf(
    readingOf({
      sender: { name: sender, source: "login" },
      clientAddress,
      trust: TRUST[proof],
      returned,
      ...(cause === null ? { kind: "complaint", bounces: [] } : { bounces }),
    }),
    time,
  );
}

/** What matters of a detection, so that a difference can be read. */
const summary = ({ learning, findings, receivers, ours, forged }: Detection) => ({
  learning,
  ours,
  receivers: receivers.map((receiver) => JSON.stringify(receiver)).sort(),
  forged: forged.map(({ sender, count }) => `${sender} ${count}`).sort(),
  findings: findings.map(({ sender, level, points, signals, window, peak, since, counts, dayCount }) => ({
    sender,
    level,
    points,
    signals,
    window: window.id,
    peak,
    since,
    counts,
    dayCount,
  })),
});

/** What a report that notifies does to the alerts. */
async function stepAlerts(store: Store, { findings, now }: Detection): Promise<void> {
  const before = new Map((await liveAlerts(store)).map((alert) => [alert.sender, alert]));
  const senders = new Set([...before.keys(), ...findings.map(({ sender }) => sender)]);
  const changes = [...senders].map((sender) => {
    const finding = findings.find((each) => each.sender === sender) ?? null;
    const alert = before.get(sender) ?? null;
    return { before: alert, after: advance(alert, finding, now, DEFAULT_PARAMETERS).alert };
  });
  await saveAlerts(
    store,
    changes.flatMap(({ before: was, after }) => (after === null ? [] : [{ before: was, after }])),
  );
}

/** Events one by one, at whole seconds. */
const eventLines = (days: number): string[] => {
  const small = VARIANTS.find(({ name }) => name === "small");
  if (small === undefined) throw new Error("no small world");
  const lines = [...linesOf(makeWorld(small, 3))].map((line) => line.replace(/"t":(\d+)(?:\.\d)?/, '"t":$1'));
  const first = parseEvent(lines[0] ?? "").time;
  return lines.filter((line) => parseEvent(line).time < first + days * DAY);
};

describe("the facts of the store", () => {
  it("come to what the replay of the same events comes to, every two hours", async () => {
    const lines = eventLines(40);
    const runs = await collect(detections(lines, 2 * HOUR, DEFAULT_PARAMETERS));
    const store = await newStore();
    const events = lines.map(parseEvent);
    let recorded = 0;
    for (const run of runs) {
      const until = events.findIndex(({ time }, index) => index >= recorded && time > run.now);
      const due = events.slice(recorded, until < 0 ? events.length : until);
      recorded += due.length;
      if (due.length > 0) await store.record(due.map(entryOfEvent));
      const live = detect(await detectorFacts(store, run.now, DEFAULT_PARAMETERS), DEFAULT_PARAMETERS);
      await stepAlerts(store, live);
      expect(summary(live), new Date(run.now * 1000).toISOString()).toEqual(summary(run));
    }
    expect(runs.filter(({ findings }) => findings.some(({ level }) => level === "alert")).length).toBeGreaterThan(20);
    expect(runs.some(({ receivers }) => receivers.length > 0)).toBe(true);
  }, 120_000);
});

/** So many failures of a sender, each of a recipient of its own. */
async function fail(
  store: Store,
  count: number,
  at: number,
  reading: (index: number) => Parameters<typeof readingOf>[0] = () => ({}),
): Promise<void> {
  await store.record(
    Array.from({ length: count }, (_, index) =>
      entryOf(readingOf({ to: `r${serial++}@receiver${index % 7}.example`, ...reading(index) }), at + index),
    ),
  );
}

const suspectsOf = async (store: Store, now: number) => (await detectorFacts(store, now, DEFAULT_PARAMETERS)).suspects;

describe("single bounces", () => {
  const NOW = NOON + HOUR;

  it("are read of senders over their peak only", async () => {
    const store = await newStore();
    for (let day = 30; day > 3; day -= 3) await fail(store, 30, NOON - day * DAY);
    await fail(store, 40, NOON);
    await fail(store, 40, NOON, () => ({ sender: { name: "bob@example.com", source: "login" } }));
    expect((await suspectsOf(store, NOW)).map(({ sender, bounces }) => [sender, bounces.length])).toEqual([
      ["bob@example.com", 40],
    ]);
  });

  it("are read of a busy sender when they come from where it never was", async () => {
    const store = await newStore();
    for (let day = 30; day > 3; day -= 3) await fail(store, 30, NOON - day * DAY);
    await fail(store, 9, NOON, (index) => ({ clientAddress: `203.0.113.${index}` }));
    expect(await suspectsOf(store, NOW)).toMatchObject([
      { sender: "alice@example.com", baseline: { bounces: 200, foreignFrom: 0 } },
    ]);
  });

  it("say who sent them, as far as the returned message tells", async () => {
    const store = await newStore();
    await fail(store, 21, NOON, (index) => ({
      clientAddress: index === 0 ? null : "2001:db8::1",
      ...(index === 1 ? { returned: null, from: "Bank <ceo@bank.example>" } : {}),
    }));
    const [suspect] = await suspectsOf(store, NOW);
    expect(suspect?.bounces.map(({ client, network, hasForeignFrom }) => [client, network, hasForeignFrom])).toEqual([
      [null, null, false],
      ...Array.from({ length: 20 }, () => ["2001:db8:0:0", "2001:db8:0", false]),
    ]);
  });

  it("count once for each recipient, and not while the mail may still arrive", async () => {
    const store = await newStore();
    await fail(store, 30, NOON, () => ({ bounces: [bounceOf("bob@example.net", { identity: String(serial++) })] }));
    expect(await suspectsOf(store, NOW)).toEqual([]);
    await fail(store, 30, NOON, (index) => ({
      bounces: [bounceOf(`d${index}@example.net`, { identity: String(serial++), facts: { action: "delayed" } })],
    }));
    expect(await suspectsOf(store, NOW)).toEqual([]);
    await fail(store, 20, NOON);
    expect((await suspectsOf(store, NOW)).map(({ bounces }) => bounces.length)).toEqual([21]);
  });
});

describe("the past", () => {
  it("of an empty database is none", async () => {
    expect(await detectorFacts(await newStore(), NOON, DEFAULT_PARAMETERS)).toEqual({
      now: NOON,
      began: null,
      activeSenders: 0,
      sendersOfDomain: new Map(),
      suspects: [],
      receivers: [],
      forged: [],
    });
  });

  it("outlasts the single bounces", async () => {
    const store = await newStore();
    await fail(store, 3, NOON - 40 * DAY);
    await fail(store, 20, NOON);
    await rowsOf(store, `DELETE FROM bounce WHERE received_at < ${NOON - DAY}`);
    const { began, suspects } = await detectorFacts(store, NOON + HOUR, DEFAULT_PARAMETERS);
    expect(began).toBe(NOON - 40 * DAY - 12 * HOUR);
    expect(suspects).toMatchObject([
      {
        firstSeen: began,
        days: [
          { count: 3, busiestHour: 3 },
          { count: 20, busiestHour: 20 },
        ],
      },
    ]);
  });

  it("counts a domain's senders where several of them are suspect", async () => {
    const store = await newStore();
    const of = (name: string) => () => ({ sender: { name, source: "login" as const } });
    for (const name of ["a@example.com", "b@example.com", "c@example.com"]) await fail(store, 30, NOON, of(name));
    for (const name of ["d@example.com", "e@example.org"]) await fail(store, 1, NOON - 10 * DAY, of(name));
    expect((await detectorFacts(store, NOON + HOUR, DEFAULT_PARAMETERS)).sendersOfDomain).toEqual(
      new Map([["example.com", 4]]),
    );
  });
});

it("a sender whose account was shut off is suspect for one reply", async () => {
  const store = await newStore();
  await fail(store, 30, NOON - 10 * DAY);
  const of = (name: string, trust: TrustLevel) => () => ({
    sender: { name, source: "login" as const },
    trust,
    bounces: [
      bounceOf(`b${serial++}@example.net`, {
        identity: String(serial++),
        verdict: { reason: "sender-banned" as const, severity: "soft" as const },
      }),
    ],
  });
  await fail(store, 1, NOON, of("bob@example.com", "own-notice"));
  await fail(store, 1, NOON, of("eve@example.com", "unproven"));
  const facts = await detectorFacts(store, NOON + HOUR, DEFAULT_PARAMETERS);
  expect(facts.suspects.map(({ sender }) => sender)).toEqual(["bob@example.com"]);
  expect(detect(facts, DEFAULT_PARAMETERS).findings).toMatchObject([{ sender: "bob@example.com", level: "alert" }]);
});

it("forged senders are those of the last day, most first", async () => {
  const store = await newStore();
  const of = (name: string) => () => ({
    sender: { name, source: "return-path" as const },
    trust: "disproved" as const,
  });
  await fail(store, 2, NOON, of("ceo@example.com"));
  await fail(store, 3, NOON, of("info@example.com"));
  await fail(store, 9, NOON - 2 * DAY, of("old@example.com"));
  expect((await detectorFacts(store, NOON + HOUR, DEFAULT_PARAMETERS)).forged).toEqual([
    { sender: "info@example.com", count: 3 },
    { sender: "ceo@example.com", count: 2 },
  ]);
});
