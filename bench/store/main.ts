/** The store's bench; see ../store.mjs. Prints CPU (user + system) per event, bytes per event, and the times of queries. */
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStore, type Store } from "../../src/store/open.js";
import { queryBounces } from "../../src/store/query.js";
import { recipientSummary } from "../../src/store/recipients.js";
import { senderRanking } from "../../src/store/senders.js";
import { makeTraffic } from "./traffic.js";

const EVENTS = Number(process.argv[2]) || 200_000;
/** 25,000 a day. */
const DAYS = Math.ceil(EVENTS / 25_000);

/** The word after an option. */
function option(name: string): string | undefined {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
}

const BATCH = Number(option("--batch")) || 100;
const directory = mkdtempSync(join(tmpdir(), "bounces-bench-"));
const path = option("--db") ?? join(directory, "bench.db");
const next = makeTraffic(EVENTS, DAYS);

/** CPU milliseconds of some work. */
function cpuOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

const median = (numbers: number[]): number => numbers.sort((a, b) => a - b)[numbers.length >> 1] ?? 0;

/** Median CPU milliseconds of work done `times` times. */
function medianOf(times: number, work: (turn: number) => void): number {
  return median(
    Array.from({ length: times }, (_, turn) =>
      cpuOf(() => {
        work(turn);
      }),
    ),
  );
}

const print = (what: string, value: number, unit: string): void =>
  console.log(`${what.padEnd(52)} ${value.toFixed(3).padStart(9)} ${unit}`);

function fill(store: Store): void {
  const steps = 10;
  for (let step = 0; step < steps; step++) {
    const from = Math.floor((EVENTS / steps) * step);
    const to = Math.floor((EVENTS / steps) * (step + 1));
    let made = 0;
    const used = cpuOf(() => {
      for (let index = from; index < to; index += BATCH) {
        const entries = Array.from({ length: Math.min(BATCH, to - index) }, (_, offset) => next(index + offset));
        made += store.record(entries).length;
      }
    });
    print(`recording in batches of ${BATCH}, up to ${to}`, used / made, "ms CPU an event");
  }
}

/** What the traffic itself costs: part of the figure above. */
function traffic(): void {
  const make = makeTraffic(EVENTS, DAYS);
  print(
    "  of which making the event up",
    cpuOf(() => {
      for (let index = 0; index < 20_000; index++) make(index);
    }) / 20_000,
    "ms CPU an event",
  );
}

function sizes(): void {
  const store = openStore(path);
  store.database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  const all = store.database.prepare<[], { name: string; bytes: number }>(
    "SELECT name, sum(pgsize) AS bytes FROM dbstat GROUP BY name ORDER BY 2 DESC",
  );
  const rows = EVENTS <= 1_000_000 ? all.all() : [];
  for (const { name, bytes } of rows) print(`  ${name}`, bytes / EVENTS, "bytes an event");
  print("size", statSync(path).size / EVENTS, "bytes an event");
  store.close();
}

type Measured = Record<"empty" | "grown", number[]>;
const START_OF_SINGLES = 1_800_000_000;

/** Single mails into the grown database and into one that is empty, in turn. */
function singles(): void {
  const empty = join(directory, "empty.db");
  const opened: Measured = { empty: [], grown: [] };
  const held: Measured = { empty: [], grown: [] };
  const places = [
    ["empty", empty],
    ["grown", path],
  ] as const;
  openStore(empty, { create: true }).close();
  const extra = makeTraffic(4_000, 1, process.pid);
  for (let turn = 0; turn < 200; turn++) {
    const entry = { ...extra(turn), receivedAt: START_OF_SINGLES + turn };
    for (const [name, place] of places)
      opened[name].push(
        cpuOf(() => {
          const store = openStore(place);
          store.record([entry]);
          store.close();
        }),
      );
  }
  const stores = places.map(([name, place]) => [name, openStore(place)] as const);
  for (let turn = 0; turn < 1_000; turn++) {
    const entry = { ...extra(1_000 + turn), receivedAt: START_OF_SINGLES + 1_000 + turn };
    for (const [name, store] of stores) held[name].push(cpuOf(() => void store.record([entry])));
  }
  for (const [, store] of stores) store.close();
  print("open, record one, close: empty database", median(opened.empty), "ms CPU");
  print("open, record one, close: this one", median(opened.grown), "ms CPU");
  print("record one, kept open: empty database", median(held.empty), "ms CPU");
  print("record one, kept open: this one", median(held.grown), "ms CPU");
}

function queries(): void {
  const store = openStore(path, { readOnly: true });
  const end = 1_704_067_200 + DAYS * 86_400;
  const period = (days: number): { since: number; until: number; baselineSince: number; limit: number } => ({
    since: end - days * 86_400,
    until: end,
    baselineSince: end - (days + 28) * 86_400,
    limit: 20,
  });
  print(
    "one address: summary and newest 50",
    medianOf(21, (turn) => {
      recipientSummary(store, `member${turn}x0@provider0.example`);
      queryBounces(store, { address: `member${turn}x0@provider0.example`, limit: 50 });
    }),
    "ms CPU",
  );
  print(
    "newest 50 of a large domain",
    medianOf(21, (turn) => void queryBounces(store, { domain: `provider${turn % 12}.example`, limit: 50 })),
    "ms CPU",
  );
  print(
    "newest 50 of a sender",
    medianOf(
      21,
      (turn) => void queryBounces(store, { sender: `user${turn}@customer${turn % 330}.example`, limit: 50 }),
    ),
    "ms CPU",
  );
  print(
    "newest 50 of a rare reason",
    medianOf(5, () => void queryBounces(store, { reason: "host-unknown", limit: 50 })),
    "ms CPU",
  );
  for (const days of [1, 7, 90])
    print(
      `20 senders of ${days} days against 28 before`,
      medianOf(5, () => void senderRanking(store, period(days))),
      "ms CPU",
    );
  store.close();
}

if (!existsSync(path)) {
  const store = openStore(path, { create: true });
  fill(store);
  store.close();
}
traffic();
sizes();
queries();
singles();
rmSync(directory, { recursive: true });
