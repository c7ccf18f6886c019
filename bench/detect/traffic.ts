/** What a world is made of: bounces and counts of sent mail, and the means to make both. */
import type { Random } from "./random.js";
import type { Variant } from "./variants.js";

/** Why it bounced, in the words of an events file (src/detect/replay/event.ts). */
export type Reason =
  "unknown" | "disabled" | "baddomain" | "spam" | "policy" | "other" | "full" | "delay" | "complaint";

/** Reasons by weight. */
export type Mix = Readonly<Partial<Record<Reason, number>>>;

/** One bounce. Times are seconds from the start of the world. */
export interface Bounce {
  readonly time: number;
  readonly sender: number;
  readonly recipient: number;
  readonly receiver: number;
  readonly reason: Reason;
  /** Number of the client address. */
  readonly client: number;
  readonly hasForeignFrom: boolean;
  readonly isBulk: boolean;
  /** Proven to be ours, proven not to be, or neither. */
  readonly ours: 1 | 0 | 2;
}

/** A compromised account, from its first to its last message. */
export interface Incident {
  readonly number: number;
  readonly sender: number;
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** A world under construction. */
export interface World {
  readonly variant: Variant;
  readonly days: number;
  readonly random: Random;
  /** Domain of each sender. */
  readonly domains: readonly number[];
  readonly bounces: Bounce[];
  /** Messages sent, by sender and hour. */
  readonly sent: readonly Uint16Array[];
  readonly incidents: Incident[];
  /** Counters for addresses that nobody had before. */
  readonly next: { recipient: number; client: number };
}

export const HOUR = 3600;
export const DAY = 86_400;

/** A recipient that nobody wrote to before. */
export const newRecipient = (world: World): number => (world.next.recipient += 1);

/** A client address that nobody had before; addresses of one owner lie side by side. */
export const newClient = (world: World): number => (world.next.client += 1);

/** Share of each large receiver, and how many small ones share the rest. */
const LARGE = [0.27, 0.16, 0.08, 0.05, 0.04, 0.03, 0.02] as const;
const SMALL = 3000;

/** The receiver of an ordinary recipient: a large one by its share, else one of many small ones, some larger than others. */
export function anyReceiver({ random }: World): number {
  let left = random.uniform();
  const large = LARGE.findIndex((share) => (left -= share) < 0);
  return large >= 0 ? large : LARGE.length + Math.floor(SMALL * random.uniform() ** 3);
}

/** Seconds until a bounce comes: most at once, some after minutes, a few when the queue gives up. */
export function lag({ random }: World): number {
  const kind = random.uniform();
  if (kind < 0.85) return random.between(0, 150);
  return kind < 0.95 ? random.between(180, HOUR) : random.between(HOUR, 23 * HOUR);
}

const DEFAULT_MIX_KEYS: Readonly<Record<Reason, number>> = {
  unknown: 0,
  disabled: 0,
  baddomain: 0,
  spam: 0,
  policy: 0,
  other: 0,
  full: 0,
  delay: 0,
  complaint: 0,
};

/** A reason by its weight. */
export const anyReason = ({ random }: World, mix: Mix): Reason => random.weighted({ ...DEFAULT_MIX_KEYS, ...mix });

/** What a bounce has in common with others of its message. */
export type Origin = Pick<Bounce, "sender" | "client" | "hasForeignFrom" | "isBulk">;

/** Puts a bounce into the world, unless it comes after its end. Of three in a hundred nobody can prove whose they are. */
export function bounce(
  world: World,
  origin: Origin,
  time: number,
  recipient: number,
  receiver: number,
  reason: Reason,
  ours?: Bounce["ours"],
): void {
  if (time >= world.days * DAY) return;
  world.bounces.push({
    ...origin,
    time,
    recipient,
    receiver,
    reason,
    ours: ours ?? (world.random.chance(0.97) ? 1 : 2),
  });
}

/** Counts sent messages. */
export function send(world: World, sender: number, time: number, count: number): void {
  const hours = world.sent[sender];
  const hour = Math.floor(time / HOUR);
  if (hours !== undefined && hour < hours.length) hours[hour] = (hours[hour] ?? 0) + count;
}

/** Relative volume of an hour of the day for people, and of a day of the week, from Monday on. */
const HOURS = [
  0.15, 0.1, 0.1, 0.1, 0.1, 0.2, 0.6, 1.6, 3, 3.6, 3.6, 3.2, 2.4, 2.8, 3.2, 3, 2.6, 1.8, 1.2, 1, 0.9, 0.7, 0.5, 0.3,
] as const;
const HOURS_SUM = HOURS.reduce<number>((sum, weight) => sum + weight, 0);
const WEEK = [1.1, 1.15, 1.1, 1.1, 1, 0.3, 0.25] as const;

/** Share of an average day's volume that falls into an hour of the world. `steady`: the part that comes evenly, day and night. */
export const shareOfHour = (hour: number, steady: number): number =>
  ((1 - steady) * ((HOURS[hour % 24] ?? 0) / HOURS_SUM) + steady / 24) * (WEEK[Math.floor(hour / 24) % 7] ?? 1);
