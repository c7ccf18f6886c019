/** Compromised accounts: six ways of sending spam through them, from the blast of an hour to the drip of two weeks. */
import {
  anyReason,
  anyReceiver,
  bounce,
  DAY,
  HOUR,
  lag,
  newClient,
  newRecipient,
  send,
  type Origin,
  type World,
} from "./traffic.js";

type Range = readonly [low: number, high: number];

/** A way of sending. Either so many messages, or so many an hour. */
interface Way {
  readonly type: string;
  /** Of sixty incidents. */
  readonly share: number;
  readonly messages: Range | null;
  readonly perHour: Range | null;
  readonly hours: Range;
  /** Share of the list that fails. */
  readonly failing: Range;
  readonly victim: "person" | "newcomer" | "busy";
  /** Accounts of one domain at once. */
  readonly accounts: number;
  /** Begins in the first hours of the day. */
  readonly atNight: boolean;
}

const WAY: Way = {
  type: "",
  share: 0,
  messages: null,
  perHour: null,
  hours: [1, 6],
  failing: [0.1, 0.4],
  victim: "person",
  accounts: 1,
  atNight: false,
};

const WAYS: readonly Way[] = [
  { ...WAY, type: "blast", share: 15, messages: [1500, 10_000] },
  { ...WAY, type: "drip", share: 12, perHour: [5, 30], hours: [72, 288], failing: [0.08, 0.25] },
  { ...WAY, type: "snowshoe", share: 12, perHour: [10, 40], hours: [24, 72], failing: [0.1, 0.25], accounts: 4 },
  { ...WAY, type: "night", share: 8, messages: [300, 2000], hours: [1.5, 4], failing: [0.1, 0.35], atNight: true },
  { ...WAY, type: "newcomer", share: 7, messages: [200, 3000], hours: [1, 8], victim: "newcomer" },
  { ...WAY, type: "busy", share: 6, messages: [1000, 8000], hours: [4, 24], failing: [0.1, 0.35], victim: "busy" },
];

/** First day on which accounts are compromised: the days before are the past that a detector compares with. */
export const FIRST_THEFT_DAY = 14;

/** Accounts that can be compromised. */
export interface Victims {
  readonly person: number[];
  readonly newcomer: number[];
  readonly busy: number[];
  /** First day of each sender. */
  readonly since: readonly number[];
}

/** Where the spam comes from: a botnet, one new address, or the account's own (a web mailer, a virus). */
function clientsOf(world: World, home: number): readonly number[] {
  const kind = world.random.uniform();
  if (kind >= 0.85) return [home];
  const count = kind < 0.6 ? 5 + world.random.integer(195) : 1;
  return Array.from({ length: count }, () => newClient(world));
}

/** Lists of all receivers, or most of one. */
const receiverOf = (world: World, isFocused: boolean): number =>
  isFocused && world.random.chance(0.55) ? 0 : anyReceiver(world);

function startOf(world: World, { victim, atNight, hours }: Way, since: number): number {
  const { random } = world;
  if (victim === "newcomer") return (since + random.between(0.3, 0.9)) * DAY;
  const day = random.between(FIRST_THEFT_DAY, world.days - 2 - Math.min(2, hours[1] / 24));
  return atNight ? Math.floor(day) * DAY + random.between(0, 2) * HOUR : day * DAY;
}

/** Spam through one account. Receivers learn: they refuse more of it as spam towards the end. */
function steal(world: World, way: Way, sender: number, home: number, start: number): void {
  const { random, variant } = world;
  const hours = Math.min(random.between(...way.hours), world.days * 24 - start / HOUR - 0.5);
  const messages = Math.round(
    way.messages === null ? random.between(...(way.perHour ?? [0, 0])) * hours : random.between(...way.messages),
  );
  const failing = random.between(...(variant.spamFailing ?? way.failing));
  const refused = random.beta(3, 6);
  const clients = clientsOf(world, home);
  const origin: Omit<Origin, "client"> = { sender, hasForeignFrom: random.chance(0.45), isBulk: random.chance(0.05) };
  const isFocused = random.chance(0.5);
  for (let message = 0; message < messages; message += 1) {
    const progress = random.uniform();
    const time = start + progress * hours * HOUR;
    send(world, sender, time, 1);
    if (!random.chance(failing)) continue;
    const isSpam = random.chance(Math.min(0.9, refused * (0.6 + 0.8 * progress)));
    const reason = isSpam
      ? variant.hidesSpam
        ? "other"
        : "spam"
      : anyReason(world, {
          unknown: 0.62,
          full: 0.07,
          policy: 0.08,
          baddomain: 0.08,
          delay: 0.05,
          disabled: 0.06,
          other: 0.04,
        });
    const client = clients[random.integer(clients.length)] ?? home;
    bounce(world, { ...origin, client }, time + lag(world), newRecipient(world), receiverOf(world, isFocused), reason);
  }
  world.incidents.push({
    number: world.incidents.length + 1,
    sender,
    type: way.type,
    start,
    end: start + hours * HOUR,
  });
}

/** The accounts of one incident: one, or several of one domain. */
function takeVictims(world: World, { victim, accounts }: Way, victims: Victims): readonly number[] {
  const pool = victims[victim];
  const domain =
    world.domains[
      pool.find(
        (sender) =>
          accounts === 1 || pool.filter((other) => world.domains[other] === world.domains[sender]).length >= accounts,
      ) ?? -1
    ];
  const taken = pool.filter((sender) => world.domains[sender] === domain).slice(0, accounts);
  for (const sender of taken) pool.splice(pool.indexOf(sender), 1);
  return taken;
}

/** All compromised accounts of a world. */
export function thefts(world: World, homes: readonly number[], victims: Victims): void {
  for (const way of WAYS) {
    const groups = Math.round((way.share * world.variant.incidents) / 60 / way.accounts);
    for (let group = 0; group < groups; group += 1) {
      const taken = takeVictims(world, way, victims);
      const start = startOf(world, way, victims.since[taken[0] ?? 0] ?? 0);
      for (const sender of taken) steal(world, way, sender, homes[sender] ?? 0, start);
    }
  }
}
