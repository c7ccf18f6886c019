/**
 * What administrators use today, run over the same world: so many bounces an hour or a day, such a share of what was sent,
 * and a sequential probability ratio test (Wald 1945). The shares and the test are given the exact number of messages sent,
 * which a tool that sees only bounces does not have.
 */
import { EVERY, type Standing } from "./score.js";
import { DAY, HOUR, type World } from "./traffic.js";

/** What a rival sees of one sender at one run. */
interface Sight {
  readonly bouncesOfHour: number;
  readonly bouncesOfDay: number;
  readonly bouncesOfRun: number;
  readonly sentOfHour: number;
  readonly sentOfDay: number;
}

/** A rival: whether it alarms, asked at each run for each sender. */
export interface Rival {
  readonly name: string;
  /** A new one for each world: it may remember. */
  readonly make: () => (sender: number, sight: Sight, now: number) => boolean;
}

const threshold = (name: string, alarms: (sight: Sight) => boolean): Rival => ({
  name,
  make: () => (_, sight) => alarms(sight),
});

/** Failing shares of an honest and of a compromised account, and the log of the odds at which the test decides. */
const [HONEST, COMPROMISED, DECIDE] = [0.05, 0.2, Math.log(1e4)] as const;

/** An alarm of the test stands for a day; then the test begins anew. */
function sequentialTest(): (sender: number, sight: Sight, now: number) => boolean {
  const odds = new Map<number, number>();
  const until = new Map<number, number>();
  return (sender, { bouncesOfRun, sentOfHour }, now) => {
    const sent = Math.max(bouncesOfRun, (sentOfHour * EVERY) / HOUR);
    const step =
      bouncesOfRun * Math.log(COMPROMISED / HONEST) +
      (sent - bouncesOfRun) * Math.log((1 - COMPROMISED) / (1 - HONEST));
    const sum = Math.max(0, (odds.get(sender) ?? 0) + step);
    odds.set(sender, sum >= DECIDE ? 0 : sum);
    if (sum >= DECIDE) until.set(sender, now + DAY);
    return now < (until.get(sender) ?? 0);
  };
}

/** The rivals. */
export const RIVALS: readonly Rival[] = [
  threshold("20 bounces an hour", ({ bouncesOfHour }) => bouncesOfHour >= 20),
  threshold("50 bounces a day", ({ bouncesOfDay }) => bouncesOfDay >= 50),
  threshold(
    "5 and 25 % an hour",
    ({ bouncesOfHour, sentOfHour }) => bouncesOfHour >= 5 && bouncesOfHour >= 0.25 * sentOfHour,
  ),
  threshold(
    "20 and 10 % a day",
    ({ bouncesOfDay, sentOfDay }) => bouncesOfDay >= 20 && bouncesOfDay >= 0.1 * sentOfDay,
  ),
  { name: "SPRT, 5 % against 20 %", make: sequentialTest },
];

/** Counts the bounces of the last so many seconds, by sender. */
function trailing({ bounces, variant }: World, seconds: number): (now: number) => Int32Array {
  const counted = bounces.filter(
    ({ time, reason, ours }) =>
      ours !== 0 && reason !== "complaint" && reason !== "delay" && time >= variant.startDay * DAY,
  );
  const counts = new Int32Array(variant.senders);
  let [first, next] = [0, 0];
  const add = (index: number, sign: number): void => {
    const sender = counted[index]?.sender ?? 0;
    counts[sender] = (counts[sender] ?? 0) + sign;
  };
  return (now) => {
    for (; (counted[next]?.time ?? Number.POSITIVE_INFINITY) <= now; next += 1) add(next, 1);
    for (; (counted[first]?.time ?? Number.POSITIVE_INFINITY) <= now - seconds; first += 1) add(first, -1);
    return counts;
  };
}

/** Messages of the last so many hours; of an hour half over, half. */
function sentWithin(sent: Uint16Array, now: number, hours: number): number {
  const last = Math.floor(now / HOUR);
  const part = now / HOUR - last;
  let sum = part * (sent[last] ?? 0) + (1 - part) * (sent[last - hours] ?? 0);
  for (let hour = last - hours + 1; hour < last; hour += 1) sum += sent[hour] ?? 0;
  return sum;
}

/** The alarms of every rival, in order of time. */
export function runRivals(world: World): ReadonlyMap<string, readonly Standing[]> {
  const asked = RIVALS.map(({ name, make }) => ({ name, alarms: make(), standings: new Array<Standing>() }));
  const [ofRun, ofHour, ofDay] = [trailing(world, EVERY), trailing(world, HOUR), trailing(world, DAY)];
  for (let now = EVERY; now <= world.days * DAY; now += EVERY) {
    const [run, hour, day] = [ofRun(now), ofHour(now), ofDay(now)];
    world.sent.forEach((sent, sender) => {
      if ((day[sender] ?? 0) === 0) return;
      const sight: Sight = {
        bouncesOfRun: run[sender] ?? 0,
        bouncesOfHour: hour[sender] ?? 0,
        bouncesOfDay: day[sender] ?? 0,
        sentOfHour: sentWithin(sent, now, 1),
        sentOfDay: sentWithin(sent, now, 24),
      };
      for (const { alarms, standings } of asked) if (alarms(sender, sight, now)) standings.push({ time: now, sender });
    });
  }
  return new Map(asked.map(({ name, standings }) => [name, standings]));
}
