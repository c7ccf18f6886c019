import { describe, expect, it } from "vitest";
import { DEFAULT_PARAMETERS, withParameters } from "../../../src/detect/parameters.js";
import { EventError } from "../../../src/detect/replay/event.js";
import { parseSent, type SentMessage } from "../../../src/detect/replay/sent.js";
import { detections, replay } from "../../../src/detect/replay/replay.js";
import { collect, DAY, HOUR } from "../build.js";

/** Monday 2025-01-06, 00:00 UTC. */
const START = Date.UTC(2025, 0, 6) / 1000;

interface Line {
  readonly t: number;
  readonly sender?: string;
  readonly rcpt?: string;
  readonly reason?: string;
  readonly ip?: string;
  readonly ours?: number;
}

const ANN = "ann@customer.example";
let recipients = 0;
const line = ({
  t,
  sender = ANN,
  rcpt = `r${recipients++}@receiver${recipients % 7}.example`,
  reason = "unknown",
  ip = "192.0.2.1",
  ours = 1,
}: Line) => ({ t: START + t, sender, rcpt, reason, ip, ours });

/** Two weeks in which a server and Ann have a bounce now and then. */
const PAST = Array.from({ length: 28 }, (_, index) =>
  line({ t: (index * DAY) / 2, sender: index % 4 === 0 ? ANN : "bob@customer.example" }),
);

/** Spam through Ann's account, from many clients, within an hour of day 14. */
const BLAST = Array.from({ length: 90 }, (_, index) =>
  line({
    t: 14 * DAY + 9 * HOUR + index * 40,
    reason: index % 2 === 0 ? "spam" : "unknown",
    ip: `198.51.100.${index}`,
  }),
);

const text = (lines: readonly ReturnType<typeof line>[]): string[] => lines.map((each) => JSON.stringify(each));
const alerts = async (lines: readonly ReturnType<typeof line>[], every = 900, parameters = DEFAULT_PARAMETERS) =>
  collect(replay(text(lines), every, parameters));

describe("replay", () => {
  it("names the compromised account at every run from the first that could know", async () => {
    const found = await alerts([...PAST, ...BLAST, line({ t: 14 * DAY + 11 * HOUR, sender: "bob@customer.example" })]);
    expect(new Set(found.map(({ sender }) => sender))).toEqual(new Set([ANN]));
    expect(found[0]).toMatchObject({ t: START + 14 * DAY + 9.25 * HOUR });
    expect(found.map(({ t }, index) => t - index * 900)).toEqual(found.map(() => found[0]?.t));
  });

  it("runs at whole multiples of the interval, and once after the last event", async () => {
    const times = (await collect(detections(text([line({ t: 100 }), line({ t: 4000 })]), 900, DEFAULT_PARAMETERS))).map(
      ({ now }) => now - START,
    );
    expect(times).toEqual([900, 1800, 2700, 3600, 4500]);
  });

  it("passes over years in which nothing happens", async () => {
    const times = (
      await collect(detections(text([line({ t: 100 }), line({ t: 4000 * DAY })]), 900, DEFAULT_PARAMETERS))
    ).map(({ now }) => now - START);
    expect(times.length).toBeLessThan(3 * 96 + 5);
    expect(times.at(-1)).toBe(4000 * DAY);
  });

  it("takes an event that comes late for one of now", async () => {
    const late = BLAST.map((each, index) => ({ ...each, t: index % 3 === 0 ? each.t - 20 * DAY : each.t }));
    expect((await alerts([...PAST, ...late])).length).toBeGreaterThan(0);
  });

  it("says nothing of an empty file", async () => {
    expect(await alerts([])).toEqual([]);
  });

  it("takes other parameters", async () => {
    expect(await alerts([...PAST, ...BLAST], 900, withParameters({ alertPoints: 100 }))).toEqual([]);
  });

  it("names the line that is no event", async () => {
    await expect(collect(replay([JSON.stringify(line({ t: 0 })), "", "{}"], 900, DEFAULT_PARAMETERS))).rejects.toThrow(
      `line 3: "t" is not a time`,
    );
  });
});

describe("what the replay remembers", () => {
  it("counts a recipient once, however often it fails", async () => {
    const retries = Array.from({ length: 200 }, (_, index) =>
      line({ t: 14 * DAY + index * 60, rcpt: "dead@receiver1.example", reason: "spam", ip: `198.51.100.${index}` }),
    );
    expect(await alerts([...PAST, ...retries])).toEqual([]);
  });

  it.each(["full", "delay", "complaint"])("takes no account of %s", async (reason) => {
    expect(await alerts([...PAST, ...BLAST.map((each) => ({ ...each, reason }))])).toEqual([]);
  });

  it("does not let a delay or a forgery use up the failure that follows", async () => {
    const before = BLAST.flatMap((each) => [
      { ...each, t: each.t - 5 * HOUR, reason: "delay" },
      { ...each, t: each.t - 4 * HOUR, ours: 0 },
    ]);
    const sorted = [...before, ...BLAST].sort((one, other) => one.t - other.t);
    expect((await alerts([...PAST, ...sorted])).length).toBeGreaterThan(0);
  });

  it("takes no account of forgeries, nor of what has no proof among them", async () => {
    const forged = BLAST.map((each, index) => ({ ...each, ours: index % 4 === 0 ? 2 : 0 }));
    expect(await alerts([...PAST, ...forged])).toEqual([]);
    const last = (await collect(detections(text([...PAST, ...forged]), 900, DEFAULT_PARAMETERS))).at(-1);
    expect(last?.forged).toEqual([{ sender: ANN, count: forged.filter(({ ours }) => ours === 0).length }]);
  });

  it("excuses what one receiver does to everybody", async () => {
    const failing = (first: number, reason: string) =>
      Array.from({ length: 60 }, (_, index) =>
        line({
          t: first + index * 40,
          sender: `user${index % 30}@customer${index}.example`,
          rcpt: `${reason}${index}@big.example`,
          reason,
        }),
      );
    const known = [...PAST, ...failing(5 * DAY, "unknown")].sort((one, other) => one.t - other.t);
    const everybody = failing(14 * DAY + 9 * HOUR, "spam");
    const refused = BLAST.map((each, index) => ({
      ...each,
      rcpt: `y${index}@big.example`,
      reason: "spam",
      ip: "192.0.2.1",
    }));
    const sorted = [...everybody, ...refused].sort((one, other) => one.t - other.t);
    const strangers = sorted.map((each) => ({ ...each, sender: each.sender.replace("user", "new") }));
    expect(await alerts([...known, ...refused])).not.toEqual([]);
    expect(await alerts([...known, ...sorted])).toEqual([]);
    expect(await alerts([...PAST, ...strangers])).not.toEqual([]);
  });

  it("knows a sender's home by what it sent, and says of how many messages the bounces are", async () => {
    const travelling = Array.from({ length: 60 }, (_, index) => `198.51.${index % 40}`);
    const away = BLAST.slice(0, 24).map((each, index) => ({
      ...each,
      ip: `198.51.${index}.7`,
      reason: index % 8 === 0 ? "spam" : "unknown",
    }));
    const sentAt = (from: number, networks: readonly string[]) =>
      networks.map((network, index) => parseSent(`${START + from + index * 600},${ANN},${network}`));
    const findings = async (sent: readonly SentMessage[]) =>
      (await collect(detections(text([...PAST, ...away]), 900, DEFAULT_PARAMETERS, sent))).flatMap(
        (run) => run.findings,
      );
    const home = sentAt(
      5 * DAY,
      Array.from({ length: 60 }, () => "192.0.2"),
    );
    const today = sentAt(
      14 * DAY + 9 * HOUR,
      Array.from({ length: 3 }, () => "192.0.2"),
    );
    const ids = (found: Awaited<ReturnType<typeof findings>>) =>
      new Set(found.flatMap(({ signals }) => signals.map(({ id }) => id)));
    expect(ids(await findings(home))).toContain("IP");
    expect(ids(await findings(sentAt(5 * DAY, travelling)))).not.toContain("IP");
    const many = sentAt(
      14 * DAY + 9 * HOUR,
      Array.from({ length: 40 }, () => ""),
    ).map((each) => ({ ...each, time: START + 14 * DAY + 9 * HOUR }));
    expect((await findings([...home, ...many]))[0]?.signals[0]?.sentence).toContain("of 40 messages sent");
    expect((await findings([...home, ...today]))[0]?.signals[0]?.sentence).not.toContain("messages sent");
  });

  it("refuses a line that does not say what was sent", () => {
    for (const wrong of ["x,ann@customer.example,192.0.2", "17", ",,"])
      expect(() => parseSent(wrong)).toThrow(EventError);
  });

  it("counts the senders that a forwarder rewrote as one", async () => {
    const rewritten = BLAST.map((each, index) => ({
      ...each,
      sender: `SRS0=h${index}=TT=orig.example=eve@customer.example`,
    }));
    expect((await alerts([...PAST, ...rewritten]))[0]?.sender).toBe("srs@customer.example");
  });

  it("forgets nothing of the baseline: a client of last month is not new", async () => {
    const baseline = Array.from({ length: 30 }, (_, index) =>
      line({ t: (index * DAY) / 3, reason: "full", ip: `198.51.100.${index}` }),
    );
    const clubNews = Array.from({ length: 30 }, (_, index) =>
      line({
        t: 14 * DAY + 9 * HOUR + index * 40,
        ip: `198.51.100.${index}`,
        reason: index % 5 === 0 ? "spam" : "unknown",
      }),
    );
    const past = [...PAST, ...baseline].sort((one, other) => one.t - other.t);
    expect(await alerts([...past, ...clubNews])).toEqual([]);
    expect(await alerts([...PAST, ...clubNews])).not.toEqual([]);
  });
});
