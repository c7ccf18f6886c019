/** A world: its senders by kind, and everything that happens to them in so many days. */
import { discussion, flow, forward, list, repeatTo, writeOnce } from "./honest.js";
import { seeded } from "./random.js";
import { thefts, FIRST_THEFT_DAY, type Victims } from "./thefts.js";
import { DAY, newClient, type World } from "./traffic.js";
import { forgeries, troubles } from "./troubles.js";
import type { Variant } from "./variants.js";

/** Kinds of senders, and how many of 2,000 there are; the rest are people. */
const KINDS = {
  program: 110,
  busy: 12,
  newsletter: 55,
  oldList: 16,
  discussion: 14,
  forwarder: 60,
  monitor: 5,
  fullMailbox: 25,
  invoices: 24,
} as const;

type Kind = keyof typeof KINDS | "person";

const DAYS = 60;

function kindsOf(count: number): Kind[] {
  const kinds: Kind[] = [];
  for (const kind of [
    "program",
    "busy",
    "newsletter",
    "oldList",
    "discussion",
    "forwarder",
    "monitor",
    "fullMailbox",
    "invoices",
  ] as const) {
    for (let left = Math.max(1, Math.round((KINDS[kind] * count) / 2000)); left > 0; left -= 1) kinds.push(kind);
  }
  while (kinds.length < count) kinds.push("person");
  return kinds;
}

const person = ({ random }: World, perDay: number, from: number) => ({
  perDay,
  steady: 0,
  failing: random.beta(1.2, 38),
  repeat: 0.35,
  isPerson: true,
  from,
});

/** What each kind does. */
const LIVES: Readonly<Record<Kind, (world: World, sender: number, home: number, since: number) => void>> = {
  person: (world, sender, home, since) => {
    flow(world, sender, home, person(world, Math.min(300, Math.max(0.2, world.random.logNormal(4, 1.2))), since));
  },
  program: (world, sender, home, since) => {
    const perDay = Math.min(4000, Math.max(10, world.random.logNormal(90, 1.1)));
    flow(world, sender, home, {
      perDay,
      steady: 0.6,
      failing: world.random.beta(2, 70),
      repeat: 0.25,
      isPerson: false,
      from: since,
    });
  },
  busy: (world, sender, home, since) => {
    flow(world, sender, home, {
      perDay: world.random.between(1500, 5000),
      steady: 0.5,
      failing: world.random.between(0.02, 0.045),
      repeat: 0.3,
      isPerson: false,
      from: since,
    });
  },
  newsletter: (world, sender, home) => {
    const { random } = world;
    list(world, sender, home, {
      size: Math.min(25_000, Math.max(150, random.logNormal(1500, 1))),
      dead: random.beta(2, 120),
      isCleaned: random.chance(0.7),
      firstDay: random.integer(14),
      everyDays: [7, 7, 14, 30][random.integer(4)] ?? 7,
      hour: 7 + random.integer(10),
      perHour: random.between(2000, 12_000),
      isBulk: random.chance(0.8),
    });
  },
  oldList: (world, sender, home) => {
    const { random } = world;
    list(world, sender, home, {
      size: Math.min(25_000, Math.max(150, random.logNormal(1800, 1))),
      dead: random.between(0.06, 0.2),
      isCleaned: random.chance(0.4),
      firstDay: FIRST_THEFT_DAY + 1 + random.integer(world.days - FIRST_THEFT_DAY - 4),
      everyDays: [7, 14, 30][random.integer(3)] ?? 7,
      hour: 7 + random.integer(10),
      perHour: random.between(2000, 12_000),
      isBulk: random.chance(0.8),
    });
  },
  discussion: (world, sender, home) => {
    discussion(world, sender, home);
  },
  forwarder: (world, sender, home, since) => {
    flow(world, sender, home, person(world, world.random.between(1, 6), since));
    forward(world, sender);
  },
  monitor: (world, sender, home, since) => {
    repeatTo(
      world,
      sender,
      home,
      "unknown",
      since * DAY,
      world.days * DAY,
      [300, 900, 3600][world.random.integer(3)] ?? 900,
    );
  },
  fullMailbox: (world, sender, home, since) => {
    const { random } = world;
    flow(world, sender, home, person(world, random.between(1, 8), since));
    const from = random.between(0, world.days - 3) * DAY;
    repeatTo(world, sender, home, "full", from, from + random.between(0.5, 12) * DAY, 3600);
  },
  invoices: (world, sender, home, since) => {
    const { random } = world;
    flow(world, sender, home, person(world, random.between(2, 15), since));
    list(world, sender, home, {
      size: Math.min(8000, Math.max(80, random.logNormal(700, 0.9))),
      dead: random.between(0.005, 0.04),
      isCleaned: false,
      firstDay: 1 + random.integer(28),
      everyDays: 30,
      hour: 1 + random.integer(9),
      perHour: 5000,
      isBulk: false,
    });
  },
};

/** Domains of very different size, as customers have them. */
function domainsOf(count: number, uniform: () => number): number[] {
  const domains = Math.max(6, Math.floor(count / 6));
  return Array.from({ length: count }, () => Math.floor(domains * uniform() ** 2));
}

/** Two client addresses a sender: where it usually is, and where else. */
function homesOf(world: World): number[] {
  return world.domains.map(() => {
    const home = newClient(world);
    newClient(world);
    return home;
  });
}

function victimsOf(world: World, kinds: readonly Kind[], since: readonly number[]): Victims {
  const senders = world.random.shuffled(kinds.map((_, sender) => sender));
  const people = senders.filter((sender) => kinds[sender] === "person");
  return {
    person: people.filter((sender) => since[sender] === 0),
    newcomer: people.filter((sender) => (since[sender] ?? 0) > FIRST_THEFT_DAY),
    busy: senders.filter((sender) => ["program", "busy", "newsletter"].includes(kinds[sender] ?? "")),
    since,
  };
}

/** Makes a world. The same variant and seed make the same one. */
export function makeWorld(variant: Variant, seed: number): World {
  const random = seeded(seed);
  const sent = Array.from({ length: variant.senders }, () => new Uint16Array(DAYS * 24));
  const world: World = {
    variant,
    days: DAYS,
    random,
    domains: domainsOf(variant.senders, random.uniform),
    bounces: [],
    sent,
    incidents: [],
    next: { recipient: 0, client: 0 },
  };
  const kinds = random.shuffled(kindsOf(variant.senders));
  const homes = homesOf(world);
  const since = kinds.map(() => (random.chance(0.12) ? random.integer(DAYS - 2) : 0));
  kinds.forEach((kind, sender) => {
    LIVES[kind](world, sender, homes[sender] ?? 0, since[sender] ?? 0);
    if (kind === "person" && random.chance(0.045))
      writeOnce(world, sender, homes[sender] ?? 0, random.integer(DAYS - 1));
  });
  troubles(world, homes);
  forgeries(world);
  thefts(world, homes, victimsOf(world, kinds, since));
  world.bounces.sort((one, other) => one.time - other.time);
  return world;
}
