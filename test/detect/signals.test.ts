import { describe, expect, it } from "vitest";
import { observe, type Observation } from "../../src/detect/observation.js";
import type { SenderFacts } from "../../src/detect/facts.js";
import { DEFAULT_PARAMETERS } from "../../src/detect/parameters.js";
import { SIGNALS } from "../../src/detect/signals.js";
import { BURST_WINDOW, DAY_WINDOW, HOUR_WINDOW, type Window } from "../../src/detect/window.js";
import { BOTNET, bounces, DAY, baseline, HOUR, NOW, sender, SPAMMY, TODAY, UNKNOWN } from "./build.js";

interface Setting {
  readonly suspect: Partial<SenderFacts>;
  readonly window?: Window;
  readonly peak?: number;
  readonly siblings?: number;
  readonly isLearning?: boolean;
  readonly isUnfamiliar?: boolean;
}

/** What one view of a sender shows. */
function observationOf({
  suspect,
  window = DAY_WINDOW,
  peak = 0,
  siblings = 0,
  isLearning = false,
  isUnfamiliar = false,
}: Setting): Observation {
  const facts = sender(suspect);
  const view = {
    window,
    isUnfamiliar,
    bounces: facts.bounces.filter(({ time }) => time >= NOW - window.seconds),
    peak,
  };
  const context = { now: NOW, isLearning, isExcused: null };
  const [subject] = observe(facts, [view], "proven", { siblings, domainSenders: 6 }, context, DEFAULT_PARAMETERS);
  if (subject === undefined) throw new Error("no observation");
  return subject;
}

const pointsOf = (id: string, setting: Setting): number =>
  SIGNALS.find((signal) => signal.id === id)?.points(observationOf(setting), DEFAULT_PARAMETERS) ?? Number.NaN;

const causes = (spam: number, policy: number, other: number, dead: number, receivers = 7) =>
  bounces(spam + policy + other + dead, HOUR, (index) => ({
    receiver: `receiver${index % receivers}.example`,
    cause: index < spam ? "spam" : index < spam + policy ? "policy" : index < spam + policy + other ? "other" : "dead",
  }));

const HOTEL = { client: "203.0.113.7", network: "203.0.113" };

describe("each signal", () => {
  it.each<readonly [string, string, number, Setting]>([
    ["BANNED", "one reply", 5, { suspect: { bounces: bounces(1, HOUR, () => ({ isBan: true })) } }],
    ["BANNED", "none", 0, { suspect: { bounces: bounces(9, HOUR, SPAMMY) } }],
    ["OVER", "always", 0.5, { suspect: { bounces: bounces(5, HOUR) } }],
    ["SURGE", "eight times the peak", 1, { suspect: { bounces: bounces(16, HOUR) }, peak: 2 }],
    ["SURGE", "less than that", 0, { suspect: { bounces: bounces(15, HOUR) }, peak: 2 }],
    ["VOLUME", "seven above the peak", 0, { suspect: { bounces: bounces(17, HOUR) }, peak: 10 }],
    ["VOLUME", "eight above", 0.5, { suspect: { bounces: bounces(18, HOUR) }, peak: 10 }],
    ["VOLUME", "forty above", 1.5, { suspect: { bounces: bounces(50, HOUR) }, peak: 10 }],
    ["VOLUME", "sixty above", 2, { suspect: { bounces: bounces(70, HOUR) }, peak: 10 }],
    ["VOLUME", "150 above", 3, { suspect: { bounces: bounces(160, HOUR) }, peak: 10 }],
    [
      "VOLUME",
      "as many within three days",
      2,
      { suspect: { bounces: bounces(310, 3 * DAY) }, window: BURST_WINDOW, peak: 10 },
    ],
    ["VOLUME", "beyond any address book", 3.5, { suspect: { bounces: bounces(310, HOUR) }, peak: 10 }],
    ["SURGE", "a new sender", 0, { suspect: { bounces: bounces(50, HOUR), firstSeen: NOW - DAY } }],
    [
      "SURGE",
      "a new sender that is refused",
      1,
      { suspect: { bounces: causes(20, 0, 0, 20), firstSeen: NOW - DAY }, window: HOUR_WINDOW },
    ],
    ["VOLUME", "sixty in a day, while learning", 0, { suspect: { bounces: bounces(60, DAY) }, isLearning: true }],
    [
      "VOLUME",
      "sixty in an hour, while learning",
      2,
      { suspect: { bounces: bounces(60, HOUR) }, window: HOUR_WINDOW, isLearning: true },
    ],
    ["SPAM", "one of five", 0, { suspect: { bounces: causes(1, 0, 0, 4) } }],
    ["SPAM", "two of twelve", 0.5, { suspect: { bounces: causes(1, 1, 0, 10) } }],
    ["SPAM", "six of twenty", 1.5, { suspect: { bounces: causes(4, 2, 0, 14) } }],
    ["SPAM", "three of six", 1.5, { suspect: { bounces: causes(3, 0, 0, 3) } }],
    ["SPAM", "ten of twenty", 2.5, { suspect: { bounces: causes(10, 0, 0, 10) } }],
    ["SPAM", "half of thirty", 2.5, { suspect: { bounces: causes(8, 7, 0, 15) } }],
    ["SPAM", "two thirds of thirty", 3, { suspect: { bounces: causes(12, 9, 0, 9) } }],
    ["SPAM", "eight without a reason count half", 0.5, { suspect: { bounces: causes(0, 0, 8, 12) } }],
    ["SPAM", "four of ten, all of one receiver", 1.5, { suspect: { bounces: causes(4, 0, 0, 6, 1) } }],
    ["SPAM", "twenty of thirty, all of one receiver", 0.5, { suspect: { bounces: causes(20, 0, 0, 12, 1) } }],
    ["SPAM", "of one receiver, while learning", 0, { suspect: { bounces: causes(20, 0, 0, 0, 1) }, isLearning: true }],
    ["IP", "from home", 0, { suspect: { bounces: bounces(20, HOUR) } }],
    ["IP", "many new clients", 4, { suspect: { bounces: bounces(50, HOUR, BOTNET) } }],
    ["IP", "many new clients, some bounces", 3, { suspect: { bounces: bounces(30, HOUR, BOTNET) } }],
    ["IP", "many new clients, few bounces", 2, { suspect: { bounces: bounces(9, HOUR, BOTNET) } }],
    ["IP", "one new client", 1, { suspect: { bounces: bounces(20, HOUR, () => HOTEL) } }],
    [
      "IP",
      "one new client of somebody unknown",
      0,
      { suspect: { bounces: bounces(20, HOUR, () => HOTEL), baseline: UNKNOWN } },
    ],
    [
      "IP",
      "many new clients of somebody unknown",
      2,
      { suspect: { bounces: bounces(50, HOUR, BOTNET), baseline: UNKNOWN } },
    ],
    [
      "IP",
      "many new clients of somebody who is everywhere",
      0,
      { suspect: { bounces: bounces(50, HOUR, BOTNET), baseline: baseline({ unseenShare: 0.6 }) } },
    ],
    [
      "IP",
      "a new address of the home network",
      0,
      { suspect: { bounces: bounces(20, HOUR, (index) => ({ client: `192.0.2.${index}` })) } },
    ],
    ["IP", "no client named", 0, { suspect: { bounces: bounces(20, HOUR, () => ({ client: null, network: null })) } }],
    [
      "FROM",
      "somebody else's name, from elsewhere",
      3,
      { suspect: { bounces: bounces(20, HOUR, () => ({ ...HOTEL, hasForeignFrom: true })) } },
    ],
    [
      "FROM",
      "somebody else's name, from home",
      1,
      { suspect: { bounces: bounces(20, HOUR, (index) => ({ hasForeignFrom: index < 11 })) } },
    ],
    ["FROM", "a handful, from home", 0.5, { suspect: { bounces: bounces(7, HOUR, () => ({ hasForeignFrom: true })) } }],
    [
      "FROM",
      "a handful, from elsewhere",
      3,
      { suspect: { bounces: bounces(7, HOUR, () => ({ ...HOTEL, hasForeignFrom: true })) } },
    ],
    [
      "FROM",
      "a handful of a new sender, from one client",
      0.5,
      { suspect: { bounces: bounces(7, HOUR, () => ({ ...HOTEL, hasForeignFrom: true })), firstSeen: NOW - DAY } },
    ],
    ["IP", "five clients within an hour", 3, { suspect: { bounces: bounces(5, HOUR, BOTNET) }, window: HOUR_WINDOW }],
    ["IP", "five clients within a day", 2, { suspect: { bounces: bounces(5, DAY, BOTNET) }, window: DAY_WINDOW }],
    ["FROM", "half of it", 0, { suspect: { bounces: bounces(20, HOUR, (index) => ({ hasForeignFrom: index < 10 })) } }],
    [
      "FROM",
      "as always",
      0,
      {
        suspect: {
          bounces: bounces(20, HOUR, () => ({ hasForeignFrom: true })),
          baseline: baseline({ foreignFrom: 25 }),
        },
      },
    ],
    ["PERSIST", "two days and nights", 2, { suspect: { bounces: bounces(40, 2 * DAY) } }],
    [
      "PERSIST",
      "of a service that never rests",
      0,
      {
        suspect: {
          bounces: bounces(40, 2 * DAY),
          days: Array.from({ length: 40 }, (_, index) => ({ day: TODAY - 40 + index, count: 9, busiestHour: 2 })),
        },
      },
    ],
    [
      "PERSIST",
      "automatic replies",
      0,
      { suspect: { bounces: bounces(40, 2 * DAY, () => ({ client: null, network: null })) } },
    ],
    ["PERSIST", "one of them", 0, { suspect: { bounces: bounces(40, DAY) } }],
    ["PERSIST", "others than these", 0, { suspect: { bounces: bounces(40, 2 * DAY) }, isUnfamiliar: true }],
    ["PERSIST", "a new machine", 0, { suspect: { bounces: bounces(40, 2 * DAY), firstSeen: NOW - 6 * DAY } }],
    ["SIBLINGS", "two", 1.5, { suspect: { bounces: bounces(9, HOUR) }, siblings: 2 }],
    ["SIBLINGS", "one", 0, { suspect: { bounces: bounces(9, HOUR) }, siblings: 1 }],
    [
      "FOCUS",
      "half to one receiver",
      1,
      { suspect: { bounces: bounces(20, HOUR, (index) => (index % 2 === 0 ? { receiver: "big.example" } : {})) } },
    ],
    ["FOCUS", "all over", 0, { suspect: { bounces: bounces(20, HOUR) } }],
    ["FOCUS", "too few", 0, { suspect: { bounces: bounces(7, HOUR, () => ({ receiver: "big.example" })) } }],
    [
      "BULK",
      "a newsletter, as before",
      -1.5,
      { suspect: { bounces: bounces(20, HOUR, () => ({ isBulk: true })), baseline: baseline({ bulk: 30 }) } },
    ],
    [
      "BULK",
      "headers that anybody can write",
      0,
      { suspect: { bounces: bounces(20, HOUR, () => ({ isBulk: true })) } },
    ],
    ["BULK", "half a newsletter", 0, { suspect: { bounces: bounces(20, HOUR, (index) => ({ isBulk: index < 10 })) } }],
    ["DEAD", "more dead than any address book has", 0, { suspect: { bounces: bounces(310, HOUR) } }],
    ["DEAD", "nine of ten dead", -1, { suspect: { bounces: causes(1, 0, 1, 18) } }],
    ["DEAD", "85 % dead", 0, { suspect: { bounces: causes(2, 1, 0, 17) } }],
  ])("%s, %s: %d", (id, _, points, setting) => {
    expect(pointsOf(id, setting)).toBe(points);
  });

  it("is in the table once, in the order of a finding", () => {
    expect(SIGNALS.map(({ id }) => id)).toEqual([
      "BANNED",
      "OVER",
      "SURGE",
      "VOLUME",
      "SPAM",
      "IP",
      "FROM",
      "PERSIST",
      "SIBLINGS",
      "FOCUS",
      "BULK",
      "DEAD",
    ]);
  });

  it("alone is no alert", () => {
    const { alertPoints, clientsManyPoints, foreignFromPoints, refusedHighestPoints, persistPoints, volumeHighPoints } =
      DEFAULT_PARAMETERS;
    for (const points of [
      clientsManyPoints,
      foreignFromPoints,
      refusedHighestPoints,
      persistPoints,
      volumeHighPoints,
    ]) {
      expect(points).toBeLessThan(alertPoints);
    }
  });
});

describe("sentences", () => {
  const sentenceOf = (id: string, setting: Setting): string =>
    SIGNALS.find((signal) => signal.id === id)?.sentence(observationOf(setting), DEFAULT_PARAMETERS) ?? "";

  it.each<readonly [string, Setting, string]>([
    [
      "OVER",
      { suspect: { bounces: bounces(9, HOUR) }, peak: 3 },
      "9 recipients failed for the first time within 24 hours; its previous peak was 3.",
    ],
    [
      "OVER",
      { suspect: { bounces: bounces(30, HOUR) }, isLearning: true },
      "30 recipients failed for the first time within 24 hours; there is no history to compare with yet.",
    ],
    ["SURGE", { suspect: { bounces: bounces(20, HOUR) }, peak: 2 }, "That is 10 times its previous peak."],
    ["SURGE", { suspect: { bounces: bounces(20, HOUR) } }, "No such bounces on any day of its past."],
    [
      "BANNED",
      { suspect: { bounces: bounces(1, HOUR, () => ({ isBan: true })) } },
      "1 reply says that this account itself is shut off for sending spam.",
    ],
    [
      "OVER",
      {
        suspect: {
          bounces: bounces(9, HOUR),
          sent: new Map([
            [Math.floor(NOW / HOUR) - 1, 12],
            [Math.floor(NOW / HOUR) - 30, 90],
          ]),
        },
        peak: 3,
      },
      "9 recipients failed for the first time within 24 hours, of 12 messages sent; its previous peak was 3.",
    ],
    [
      "OVER",
      { suspect: { bounces: bounces(9, HOUR).map((each) => ({ ...each, time: each.time - 5 * HOUR })) }, peak: 3 },
      "9 recipients failed for the first time within 24 hours; its previous peak was 3. The last 5 h ago.",
    ],
    [
      "OVER",
      { suspect: { bounces: bounces(9, HOUR), firstSeen: NOW - HOUR } },
      "9 recipients failed for the first time within 24 hours; nothing was known of this sender before.",
    ],
    [
      "SPAM",
      { suspect: { bounces: causes(3, 1, 2, 4) } },
      "4 of 10 (40 %) were refused as spam or by policy, 2 more without a reason.",
    ],
    [
      "IP",
      { suspect: { bounces: bounces(20, HOUR, () => HOTEL), baseline: baseline({ bounces: 1 }) } },
      "20 of 20 were sent from 1 client address in networks that its last 30 earlier bounces with a client did not show.",
    ],
    [
      "IP",
      { suspect: { bounces: bounces(20, HOUR, BOTNET), baseline: UNKNOWN } },
      "20 of 20 were sent from 20 client addresses; hardly anything is known of the networks this sender uses, so that counts little.",
    ],
    [
      "FROM",
      { suspect: { bounces: bounces(9, HOUR, () => ({ hasForeignFrom: true })) } },
      "9 of 9 had a From address of another domain, compared with 0 of 30 earlier bounces.",
    ],
    [
      "PERSIST",
      { suspect: { bounces: bounces(40, 2 * DAY) } },
      "They keep coming day and night: in 8 of the last 8 six-hour periods.",
    ],
    [
      "SIBLINGS",
      { suspect: { bounces: bounces(9, HOUR) }, siblings: 2 },
      "2 other senders of the domain went over their peaks within the same 24 hours.",
    ],
    [
      "FOCUS",
      { suspect: { bounces: bounces(9, HOUR, () => ({ receiver: "big.example" })) } },
      "100 % went to one receiver, big.example.",
    ],
    [
      "BULK",
      { suspect: { bounces: bounces(9, HOUR, () => ({ isBulk: true })) } },
      "9 of 9 have the headers of a mailing list or newsletter, so this is probably a legitimate mailing.",
    ],
    [
      "DEAD",
      { suspect: { bounces: bounces(9, HOUR) } },
      "100 % are addresses that no longer exist, so this is probably an old address list.",
    ],
  ])("%s", (id, setting, sentence) => {
    expect(sentenceOf(id, setting)).toBe(sentence);
  });
});
