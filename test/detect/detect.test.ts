import { describe, expect, it } from "vitest";
import { detect } from "../../src/detect/detect.js";
import type { Facts, SenderFacts } from "../../src/detect/facts.js";
import { DEFAULT_PARAMETERS } from "../../src/detect/parameters.js";
import { BOTNET, bounce, bounces, DAY, facts, baseline, HOUR, NOW, sender, SPAMMY, TODAY, UNKNOWN } from "./build.js";

const findings = (suspects: readonly SenderFacts[], rest: Partial<Facts> = {}) =>
  detect(facts(suspects, rest), DEFAULT_PARAMETERS).findings;
const level = (suspect: SenderFacts, rest: Partial<Facts> = {}) => findings([suspect], rest)[0]?.level ?? null;

describe("a compromised account is an alert", () => {
  it.each([
    [
      "a blast through a botnet",
      sender({ bounces: bounces(30, HOUR, (index) => ({ ...BOTNET(index), ...SPAMMY(index) })) }),
    ],
    ["a blast from home, refused as spam", sender({ bounces: bounces(60, HOUR, SPAMMY) })],
    [
      "a dozen in somebody else's name",
      sender({ bounces: bounces(12, 4 * HOUR, (index) => ({ ...SPAMMY(index), hasForeignFrom: true })) }),
    ],
    ["a drip, day and night", sender({ bounces: bounces(45, 3 * DAY, SPAMMY) })],
    [
      "a newsletter's account, behind its own large peak",
      sender({
        days: [{ day: TODAY - 7, count: 400, busiestHour: 300 }],
        bounces: bounces(60, 6 * HOUR, (index) => ({ ...BOTNET(index), ...SPAMMY(index), hasForeignFrom: true })),
      }),
    ],
    [
      "an account of yesterday",
      sender({
        firstSeen: NOW - 5 * HOUR,
        days: [],
        baseline: UNKNOWN,
        bounces: bounces(80, HOUR, (index) => ({ ...BOTNET(index), ...SPAMMY(index) })),
      }),
    ],
  ])("%s", (_, suspect) => {
    expect(level(suspect)).toBe("alert");
  });
});

describe("a reply that says that the account is shut off", () => {
  it("is an alert by itself, where it is proven", () => {
    expect(level(sender({ bounces: [bounce(60, { cause: "spam", isBan: true })] }))).toBe("alert");
    expect(level(sender({ bounces: [bounce(60, { cause: "spam", isBan: true, isProven: false })] }))).toBe("notice");
  });
});

describe("alerts that begin together", () => {
  const theft = (name: string, ago: number): SenderFacts =>
    sender({
      sender: `${name}@${name}.example`,
      bounces: bounces(40, HOUR, (index) => ({ ...BOTNET(index), ...SPAMMY(index) })).map((each) => ({
        ...each,
        time: each.time - ago,
      })),
    });
  const incidentsOf = (suspects: readonly SenderFacts[]) =>
    new Map(findings(suspects).map(({ sender: name, incident }) => [name, incident]));

  it("are one incident, named after the first", () => {
    const found = incidentsOf([theft("ann", 0), theft("bob", HOUR), theft("eve", 2 * HOUR)]);
    expect([...found.values()]).toEqual(["eve@eve.example", "eve@eve.example", "eve@eve.example"]);
  });

  it("make an alert of what else began with them, if it is proven", () => {
    const thefts = ["a", "b", "c", "d", "e", "f", "g", "eve"].map((name, index) => theft(name, index * 900));
    const weak = (isProven: boolean, ago = 0) =>
      sender({
        sender: "joe@other.example",
        bounces: bounces(30, HOUR, (index) => ({ cause: index % 3 === 0 ? "spam" : "dead", isProven })).map((each) => ({
          ...each,
          time: each.time - ago,
        })),
      });
    const levelOf = (suspects: readonly SenderFacts[]) =>
      findings(suspects).find(({ sender: name }) => name === "joe@other.example");
    expect(levelOf([weak(true)])?.level).toBe("notice");
    expect(levelOf([...thefts, weak(true)])).toMatchObject({ level: "alert", incident: "eve@eve.example" });
    expect(levelOf([...thefts, weak(true)])?.signals.at(-1)?.sentence).toBe(
      "8 other accounts went to alert for bounces that began within the same hours.",
    );
    expect(levelOf([...thefts, weak(false)])?.level).toBe("notice");
    expect(levelOf([...thefts, weak(true, 9 * HOUR)])?.level).toBe("notice");
  });

  it("are none when they are two, or hours apart", () => {
    const apart = [theft("ann", 0), theft("bob", HOUR), theft("eve", 9 * HOUR)];
    expect([...incidentsOf(apart).values()]).toEqual([null, null, null]);
  });
});

describe("an honest sender is none", () => {
  it.each([
    [
      "four wrong addresses",
      sender({ bounces: bounces(4, HOUR, (index) => ({ ...BOTNET(index), ...SPAMMY(index) })) }),
      null,
    ],
    [
      "a busy day of a busy sender",
      sender({ days: [{ day: TODAY - 7, count: 60, busiestHour: 20 }], bounces: bounces(150, DAY) }),
      null,
    ],
    ["a newsletter to an old list", sender({ days: [], bounces: bounces(35, HOUR, () => ({ isBulk: true })) }), "list"],
    ["a club writing to its address book", sender({ bounces: bounces(14, HOUR / 2) }), "list"],
    [
      "a mailing from a hotel",
      sender({ bounces: bounces(20, HOUR / 2, () => ({ client: "203.0.113.7", network: "203.0.113" })) }),
      "notice",
    ],
  ])("%s", (_, suspect, expected) => {
    expect(level(suspect)).toBe(expected);
  });
});

describe("what does not count", () => {
  const refusals = bounces(60, HOUR, (index) => ({
    cause: "spam" as const,
    receiver: index < 55 ? "big.example" : "small.example",
  }));
  const refusalsOfOne = bounces(60, HOUR, () => ({ cause: "policy" as const, receiver: "big.example" }));
  const trouble = {
    receiver: "big.example",
    class: "refused" as const,
    hours: new Map([
      [Math.floor(NOW / HOUR), 80],
      [Math.floor(NOW / HOUR) - 1, 60],
    ]),
  };

  it("a receiver that refuses everybody's mail", () => {
    expect(level(sender({ bounces: refusals }))).toBe("alert");
    expect(level(sender({ bounces: refusals }), { receivers: [trouble] })).toBeNull();
    expect(detect(facts([], { receivers: [trouble] }), DEFAULT_PARAMETERS).receivers).toMatchObject([
      { receiver: "big.example", senders: 80 },
    ]);
  });

  it("a receiver that refuses all messages of one sender by policy: it knows a list by its dead addresses", () => {
    expect(level(sender({ bounces: refusalsOfOne }))).toBeNull();
    const list = refusalsOfOne.map((each, index) => ({
      ...each,
      cause: index % 4 === 0 ? ("dead" as const) : each.cause,
    }));
    expect(level(sender({ bounces: list }))).not.toBeNull();
  });

  it("a receiver's trouble, but only for messages from where the sender is at home", () => {
    const strangers = refusals.map((each, index) => ({ ...each, ...BOTNET(index) }));
    expect(level(sender({ bounces: strangers }), { receivers: [trouble] })).toBe("alert");
  });

  it("several accounts of ten stolen at once, for a receiver in trouble", () => {
    const thefts = ["ann", "bob", "eve"].map((name) =>
      sender({
        sender: `${name}@customer.example`,
        bounces: bounces(60, HOUR, (index) => ({ ...BOTNET(index), ...SPAMMY(index), receiver: "big.example" })),
      }),
    );
    const hours = new Map([[Math.floor(NOW / HOUR), 3]]);
    const receivers = (["refused", "failed"] as const).map((each) => ({ receiver: "big.example", class: each, hours }));
    expect(findings(thefts, { receivers, activeSenders: 10 }).map((each) => each.level)).toEqual(
      thefts.map(() => "alert"),
    );
  });

  it("the level of an alert that stands, as long as anything is found", () => {
    const few = sender({ bounces: bounces(30, HOUR, (index) => ({ cause: index % 4 === 0 ? "spam" : "dead" })) });
    expect(level(few)).toBe("notice");
    expect(level({ ...few, alerts: { isStanding: true, days: new Set() } })).toBe("alert");
  });

  it("bounces without proof, while more are forged than cannot be told", () => {
    const stray = bounces(30, HOUR, (index) => ({ ...SPAMMY(index), isProven: false }));
    expect(level(sender({ bounces: stray, proven: 1500, disproved: 31 }))).toBeNull();
  });

  it("bounces without proof, while most are forged", () => {
    const unproven = bounces(60, HOUR, (index) => ({ ...SPAMMY(index), isProven: false }));
    expect(level(sender({ bounces: unproven, proven: 3, disproved: 1500 }))).toBeNull();
    expect(level(sender({ bounces: unproven, proven: 1500, disproved: 3 }))).toBe("notice");
  });

  it("but proven ones do, whatever else is forged", () => {
    expect(level(sender({ bounces: bounces(60, HOUR, SPAMMY), proven: 60, disproved: 1500 }))).toBe("alert");
  });

  it("a burst that is over", () => {
    const over = bounces(45, DAY, SPAMMY).map((each) => ({ ...each, time: each.time - 1.5 * DAY }));
    expect(level(sender({ bounces: over }))).toBeNull();
  });

  it("what an administrator expects", () => {
    const all = facts([sender({ bounces: bounces(60, HOUR, SPAMMY) })]);
    expect(detect(all, DEFAULT_PARAMETERS, [{ pattern: "*@customer.example", upTo: 60 }]).findings).toEqual([]);
    expect(detect(all, DEFAULT_PARAMETERS, [{ pattern: "*@customer.example", upTo: 59 }]).findings).toHaveLength(1);
  });
});

describe("a finding", () => {
  const [finding] = findings([
    sender({
      baseline: baseline({ bounces: 12, located: 12 }),
      bounces: bounces(40, HOUR, (index) => ({ ...BOTNET(index), ...SPAMMY(index) })),
      complaints: 2,
    }),
  ]);

  it("has its signals with points and sentences that hold their numbers", () => {
    expect(finding?.signals.map(({ id, points }) => [id, points])).toEqual([
      ["OVER", 0.5],
      ["SURGE", 1],
      ["VOLUME", 0.5],
      ["SPAM", 2.5],
      ["IP", 3],
    ]);
    expect(finding?.signals.map(({ sentence }) => sentence)).toEqual([
      "40 recipients failed for the first time within an hour; its previous peak was 1.",
      "That is 40 times its previous peak.",
      "39 above its previous peak.",
      "20 of 40 (50 %) were refused as spam or by policy.",
      "40 of 40 were sent from 40 client addresses in networks that its last 12 earlier bounces with a client did not show.",
    ]);
    expect(finding?.points).toBe(7.5);
  });

  it("shows what it rests on", () => {
    expect(finding).toMatchObject({
      sender: "ann@customer.example",
      peak: 1,
      since: NOW - HOUR,
      dayCount: 40,
      complaints: 2,
      counts: { count: 40, causes: { dead: 20, spam: 16, policy: 4, other: 0 } },
    });
    expect(finding?.bounces).toHaveLength(40);
  });

  it("says which bounces it is about when only those unlike the sender's are many", () => {
    const busy = sender({
      days: [{ day: TODAY - 7, count: 400, busiestHour: 300 }],
      baseline: baseline({ unseenShare: 1 / 202 }),
      bounces: bounces(30, HOUR, (index) => ({ ...BOTNET(index), ...SPAMMY(index) })),
    });
    expect(findings([busy])[0]).toMatchObject({ isUnfamiliar: true, window: { id: "day" }, peak: 1 });
    expect(findings([busy])[0]?.signals[0]?.sentence).toBe(
      "30 recipients failed for the first time within 24 hours, for mail unlike this sender's usual traffic (new networks or From addresses).",
    );
  });

  it("stands behind one with more points", () => {
    const weak = sender({ sender: "bob@other.example", bounces: bounces(30, HOUR, SPAMMY) });
    const strong = sender({
      sender: "eve@third.example",
      bounces: bounces(30, HOUR, (index) => ({ ...SPAMMY(index), hasForeignFrom: true })),
    });
    expect(findings([weak, strong]).map((each) => each.sender)).toEqual(["eve@third.example", "bob@other.example"]);
  });
});

describe("siblings", () => {
  const drip = (name: string) => sender({ sender: `${name}@customer.example`, bounces: bounces(12, DAY, SPAMMY) });
  const signalsOf = (names: readonly string[], domainSenders: number) =>
    findings(names.map(drip), { sendersOfDomain: new Map([["customer.example", domainSenders]]) })[0]?.signals.map(
      ({ id }) => id,
    ) ?? [];

  it("over their peak together are worse than each alone", () => {
    expect(signalsOf(["ann", "bob", "eve"], 6)).toContain("SIBLINGS");
    expect(signalsOf(["ann", "bob"], 6)).not.toContain("SIBLINGS");
  });

  it("mean nothing in a domain of thousands", () => {
    expect(signalsOf(["ann", "bob", "eve"], 2000)).not.toContain("SIBLINGS");
  });
});

describe("a server without a past", () => {
  const new_ = { began: NOW - 5 * HOUR };

  it("says so, for a week", () => {
    expect(detect(facts([], new_), DEFAULT_PARAMETERS).learning).toEqual({ day: 1, of: 7 });
    expect(detect(facts([], { began: NOW - 7 * DAY + 60 }), DEFAULT_PARAMETERS).learning).toEqual({ day: 7, of: 7 });
    expect(detect(facts([], { began: NOW - 7 * DAY }), DEFAULT_PARAMETERS).learning).toBeNull();
  });

  const newcomer = {
    firstSeen: NOW - 5 * HOUR,
    days: [],
    baseline: UNKNOWN,
  };

  it("finds blasts at once", () => {
    expect(level(sender({ ...newcomer, bounces: bounces(60, HOUR, SPAMMY) }), new_)).toBe("alert");
  });

  it("does not take a busy sender's first day for an attack", () => {
    const busy = bounces(150, DAY, (index) => ({ cause: index % 7 === 0 ? "policy" : "dead" }));
    expect(level(sender({ ...newcomer, bounces: busy }), new_)).not.toBe("alert");
  });

  it("wants refusals of more than one receiver", () => {
    const refusals = bounces(60, HOUR, () => ({ cause: "policy" as const, receiver: "big.example" }));
    expect(level(sender({ ...newcomer, bounces: refusals }), new_)).not.toBe("alert");
  });

  it("judges nothing below twenty", () => {
    expect(level(sender({ ...newcomer, bounces: bounces(19, HOUR, SPAMMY) }), new_)).toBeNull();
  });
});

it("passes on who was forged", () => {
  const forged = [{ sender: "ann@customer.example", count: 900 }];
  expect(detect(facts([], { forged }), DEFAULT_PARAMETERS).forged).toBe(forged);
});

it("finds nothing where there is nothing", () => {
  expect(detect(facts([sender({ bounces: [bounce(5)] })], { began: null }), DEFAULT_PARAMETERS)).toMatchObject({
    findings: [],
    receivers: [],
    learning: { day: 1 },
  });
});
