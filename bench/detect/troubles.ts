/** What hits everybody at once, or comes from outside: a receiver that fails, and forgeries that bounce to us. */
import {
  anyReason,
  anyReceiver,
  bounce,
  DAY,
  HOUR,
  lag,
  newClient,
  newRecipient,
  type Reason,
  type World,
} from "./traffic.js";

/** A kind of trouble at a receiver. */
interface Trouble {
  readonly times: number;
  readonly hours: readonly [low: number, high: number];
  readonly reason: Reason;
  /** Share of its mail that fails. */
  readonly failing: number;
  /** Hours until the first word comes back. */
  readonly delayHours: number;
}

const TROUBLES: readonly Trouble[] = [
  { times: 3, hours: [2, 10], reason: "delay", failing: 0.9, delayHours: 4 },
  { times: 2, hours: [10, 36], reason: "policy", failing: 0.9, delayHours: 0 },
  { times: 1, hours: [2, 2], reason: "unknown", failing: 0.7, delayHours: 0 },
];

/** Share of each large receiver in the mail (as in traffic.ts). */
const SHARES = [0.27, 0.16, 0.08, 0.05, 0.04] as const;

function failFor(
  world: World,
  homes: readonly number[],
  receiver: number,
  from: number,
  hours: number,
  trouble: Trouble,
): void {
  const { random } = world;
  const share = (SHARES[receiver] ?? 0) * trouble.failing;
  for (let hour = Math.floor(from / HOUR); hour < from / HOUR + hours; hour += 1) {
    world.sent.forEach((sent, sender) => {
      for (let failed = random.binomial(sent[hour] ?? 0, share); failed > 0; failed -= 1) {
        const origin = { sender, client: homes[sender] ?? 0, hasForeignFrom: false, isBulk: false };
        bounce(
          world,
          origin,
          (hour + random.uniform() + trouble.delayHours) * HOUR + 0.1 * lag(world),
          newRecipient(world),
          receiver,
          trouble.reason,
          1,
        );
      }
    });
  }
}

/** One of the large receivers delays, blocks us, or says for two hours that nobody lives there. */
export function troubles(world: World, homes: readonly number[]): void {
  const { random } = world;
  for (const trouble of TROUBLES) {
    for (let time = 0; time < trouble.times; time += 1) {
      failFor(
        world,
        homes,
        random.integer(SHARES.length),
        random.between(2, world.days - 3) * DAY,
        random.between(...trouble.hours),
        trouble,
      );
    }
  }
}

/** Somebody else sends spam in the name of one of our senders; its bounces come to us, nearly all provably not ours. */
export function forgeries(world: World): void {
  const { random } = world;
  for (let left = world.domains.length > 500 ? 6 : 2; left > 0; left -= 1) {
    const sender = random.integer(world.domains.length);
    const start = random.between(2, world.days - 4) * DAY;
    const mean = random.between(4, 20) * HOUR;
    for (let count = Math.min(20_000, Math.max(150, random.logNormal(1500, 1))); count > 0; count -= 1) {
      const origin = { sender, client: newClient(world), hasForeignFrom: false, isBulk: false };
      const reason = anyReason(world, { unknown: 0.7, spam: 0.15, policy: 0.05, full: 0.05, other: 0.05 });
      bounce(
        world,
        origin,
        start - mean * Math.log(1 - random.uniform()),
        newRecipient(world),
        anyReceiver(world),
        reason,
        random.chance(0.95) ? 0 : 2,
      );
    }
  }
}
