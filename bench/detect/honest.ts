/** Honest senders: people, programs, newsletters, mailing lists, forwarders, monitors, cron jobs that mail a full mailbox. */
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
  shareOfHour,
  type Mix,
  type Origin,
  type World,
} from "./traffic.js";

const ORDINARY: Mix = {
  unknown: 0.46,
  full: 0.14,
  spam: 0.05,
  policy: 0.06,
  baddomain: 0.1,
  delay: 0.11,
  disabled: 0.04,
  other: 0.04,
};
const MAILING: Mix = {
  unknown: 0.64,
  full: 0.12,
  policy: 0.03,
  baddomain: 0.08,
  delay: 0.04,
  disabled: 0.06,
  other: 0.02,
};

/** A sender that writes to this and that recipient. */
export interface Flow {
  /** Messages a day. */
  readonly perDay: number;
  readonly steady: number;
  /** Share that fails. */
  readonly failing: number;
  /** Share of the failures that go to one of three recipients, again and again. */
  readonly repeat: number;
  /** A person has two places, a program one. */
  readonly isPerson: boolean;
  /** First day. */
  readonly from: number;
}

interface Place {
  readonly recipient: number;
  readonly receiver: number;
}

const newPlace = (world: World): Place => ({ recipient: newRecipient(world), receiver: anyReceiver(world) });

function clientOfFlow(world: World, isPerson: boolean, home: number): number {
  const { random, variant } = world;
  if (!isPerson) return home;
  if (random.chance(variant.roaming)) return newClient(world);
  return home + (random.chance(0.75) ? 0 : 1);
}

/** Mail day by day, busier on some days than on others. */
export function flow(
  world: World,
  sender: number,
  home: number,
  { perDay, steady, failing, repeat, isPerson, from }: Flow,
): void {
  const { random } = world;
  const old = [newPlace(world), newPlace(world), newPlace(world)];
  for (let hour = from * 24, mood = 1; hour < world.days * 24; hour += 1) {
    if (hour % 24 === 0) mood = random.gamma(2) / 2;
    const count = random.poisson(perDay * mood * shareOfHour(hour, steady));
    if (count === 0) continue;
    send(world, sender, hour * HOUR, count);
    for (let failed = random.binomial(count, failing); failed > 0; failed -= 1) {
      const place = (random.chance(repeat) ? old[random.integer(3)] : undefined) ?? newPlace(world);
      const origin: Origin = {
        sender,
        client: clientOfFlow(world, isPerson, home),
        hasForeignFrom: false,
        isBulk: false,
      };
      bounce(
        world,
        origin,
        (hour + random.uniform()) * HOUR + lag(world),
        place.recipient,
        place.receiver,
        anyReason(world, ORDINARY),
      );
    }
  }
}

/** One mailing to a list. */
export interface Mailing {
  readonly size: number;
  readonly time: number;
  /** Hours that it takes. */
  readonly hours: number;
  /** Dead members. */
  readonly dead: readonly Place[];
  /** Share of refusals as spam. */
  readonly spam: number;
}

/** Sends one mailing. */
export function mail(world: World, origin: Origin, { size, time, hours, dead, spam }: Mailing): void {
  send(world, origin.sender, time, size);
  for (const { recipient, receiver } of dead) {
    const moment = time + world.random.uniform() * hours * HOUR + lag(world);
    bounce(world, origin, moment, recipient, receiver, anyReason(world, { ...MAILING, spam }));
  }
}

const newPlaces = (world: World, count: number): Place[] => Array.from({ length: count }, () => newPlace(world));

/** A list that is written to again and again. */
export interface List {
  readonly size: number;
  /** Share of dead members at the first time; afterwards a few new ones, and the old ones unless somebody removes them. */
  readonly dead: number;
  readonly isCleaned: boolean;
  readonly firstDay: number;
  readonly everyDays: number;
  readonly hour: number;
  readonly perHour: number;
  readonly isBulk: boolean;
}

/** A newsletter, monthly invoices, or an old list taken up again. */
export function list(
  world: World,
  sender: number,
  home: number,
  { size, dead, isCleaned, firstDay, everyDays, hour, perHour, isBulk }: List,
): void {
  const { random } = world;
  const members = newPlaces(world, Math.round(size * dead));
  const origin: Origin = { sender, client: home, hasForeignFrom: false, isBulk };
  const spam = Math.min(0.4, random.beta(1.2, 24));
  for (let day = firstDay; day < world.days; day += everyDays) {
    const gone = day === firstDay || !isCleaned ? members.filter(() => random.chance(0.93)) : [];
    const recent = newPlaces(world, random.binomial(size, 0.004));
    mail(world, origin, {
      size,
      time: day * DAY + hour * HOUR,
      hours: Math.max(0.2, size / perHour),
      dead: [...gone, ...recent],
      spam,
    });
  }
}

/** Somebody writes to a whole address book once: a club's news, a change of address. */
export function writeOnce(world: World, sender: number, home: number, day: number): void {
  const { random, variant } = world;
  const size = Math.round(Math.min(900, Math.max(30, random.logNormal(120, 0.8))));
  const isAway = random.chance(Math.max(0.2, variant.roaming));
  const origin: Origin = { sender, client: isAway ? newClient(world) : home, hasForeignFrom: false, isBulk: false };
  const dead = newPlaces(world, random.binomial(size, random.between(0.03, 0.18)));
  mail(world, origin, {
    size,
    time: day * DAY + random.between(7, 23) * HOUR,
    hours: 0.5,
    dead,
    spam: random.beta(1.2, 16),
  });
}

/** A mailing list whose dead members bounce at every post. */
export function discussion(world: World, sender: number, home: number): void {
  const { random } = world;
  const members = Math.min(3000, Math.max(40, random.logNormal(250, 0.9)));
  const dead = newPlaces(world, Math.max(1, Math.round(members * random.between(0.005, 0.05))));
  const perDay = random.between(0.5, 8);
  const origin: Origin = { sender, client: home, hasForeignFrom: false, isBulk: true };
  for (let hour = 0; hour < world.days * 24; hour += 1) {
    for (let posts = random.poisson(perDay * shareOfHour(hour, 0)); posts > 0; posts -= 1) {
      send(world, sender, hour * HOUR, Math.round(members));
      const time = (hour + random.uniform()) * HOUR;
      for (const { recipient, receiver } of dead) {
        bounce(
          world,
          origin,
          time + lag(world),
          recipient,
          receiver,
          anyReason(world, { unknown: 0.6, full: 0.3, policy: 0.1 }),
        );
      }
      if (random.chance(0.01)) dead.push(newPlace(world));
    }
  }
}

/** Forwards everything, spam too, to one mailbox elsewhere, which refuses the spam. */
export function forward(world: World, sender: number): void {
  const { random } = world;
  const perDay = Math.min(250, Math.max(0.5, random.logNormal(6, 1.2)));
  const { recipient } = newPlace(world);
  const receiver = random.integer(4);
  for (let day = 0; day < world.days; day += 1) {
    for (let count = random.poisson((perDay * random.gamma(0.7)) / 0.7); count > 0; count -= 1) {
      const time = (day + random.uniform()) * DAY;
      send(world, sender, time, 3);
      const origin: Origin = { sender, client: newClient(world), hasForeignFrom: true, isBulk: false };
      bounce(
        world,
        origin,
        time,
        recipient,
        receiver,
        anyReason(world, { spam: 0.6, policy: 0.3, full: 0.05, other: 0.05 }),
      );
    }
  }
}

/** A program that writes to one dead or full mailbox every so often. */
export function repeatTo(
  world: World,
  sender: number,
  home: number,
  reason: "unknown" | "full",
  from: number,
  until: number,
  every: number,
): void {
  const place = newPlace(world);
  const origin: Origin = { sender, client: home, hasForeignFrom: false, isBulk: false };
  for (let time = from; time < until; time += every) {
    send(world, sender, time, 1);
    bounce(world, origin, time, place.recipient, place.receiver, reason);
  }
}
