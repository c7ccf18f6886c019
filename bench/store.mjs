/**
 * What the store costs, how large it grows, and what its questions cost: CPU (user and system).
 *
 *   node bench/store.mjs [EVENTS] [--batch N] [--beside CHECKOUT] [--keep DIRECTORY] [--db FILE]
 *
 * EVENTS (200,000 unless told) are recorded by one process, N (100) in a transaction. With another CHECKOUT of this
 * repository, its store does the same in turn, step by step, so that what else the machine does hits both. The files stay
 * in DIRECTORY (that of this checkout is FILE), and are only looked at when they are there: then EVENTS must be what they
 * were made with.
 */
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const EVENTS = Number(process.argv[2]) || 200_000;
/** 25,000 a day. */
const DAYS = Math.ceil(EVENTS / 25_000);
const STEPS = 10;
const DAY = 86_400;
const END = 1_704_067_200 + DAYS * DAY;
const START_OF_SINGLES = 1_800_000_000;

const option = (name) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
};
const BATCH = Number(option("--batch")) || 100;
const scratch = mkdtempSync(join(tmpdir(), "bounces-bench-"));
const directory = option("--keep") ?? scratch;

const PARTS = `
  export { openStore } from "./src/store/open.js";
  export { queryBounces } from "./src/store/query.js";
  export { recipientSummary } from "./src/store/recipients.js";
  export { senderRanking } from "./src/store/senders.js";
  export { detectorFacts } from "./src/store/detector/facts.js";
  export { DEFAULT_PARAMETERS } from "./src/detect/parameters.js";
  export { makeTraffic } from "./bench/store/traffic.js";`;

/** The store of a checkout, in one file. */
async function load(root, name) {
  const outfile = join(scratch, `${name}.mjs`);
  await build({
    stdin: { contents: PARTS, resolveDir: root, loader: "ts" },
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    logLevel: "warning",
    // The native half is found beside the package, wherever the bundle lies.
    alias: { "better-sqlite3": join(root, "node_modules/better-sqlite3/lib/index.js") },
    external: [join(root, "node_modules/better-sqlite3/*")],
  });
  const parts = await import(pathToFileURL(outfile).href);
  const path = (name === "here" ? option("--db") : undefined) ?? join(directory, `${name}.db`);
  return { ...parts, name, path, empty: join(scratch, `${name}-empty.db`) };
}

const here = resolve(import.meta.dirname, "..");
const beside = option("--beside");
const sides = [...(beside === undefined ? [] : [await load(resolve(beside), "beside")]), await load(here, "here")];

const cpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};
const median = (numbers) => numbers.sort((a, b) => a - b)[numbers.length >> 1] ?? 0;
const print = (what, values, unit) =>
  console.log(
    `${what.padEnd(48)} ${sides.map(({ name }, place) => `${name} ${values[place].toFixed(3).padStart(9)}`).join("  ")} ${unit}${sides.length > 1 ? `  ${(values[1] / values[0]).toFixed(2)} times` : ""}`,
  );

/** Median CPU of what each side does, in turn. */
function compare(what, times, work) {
  const used = sides.map(() => []);
  for (let turn = 0; turn < times; turn++)
    sides.forEach((side, place) => {
      const before = cpu();
      work(side, turn);
      used[place].push(cpu() - before);
    });
  print(what, used.map(median), "ms");
}

function fill() {
  const open = sides.map((side) => ({
    side,
    store: side.openStore(side.path, { create: true }),
    make: side.makeTraffic(EVENTS, DAYS),
  }));
  for (let step = 0; step < STEPS; step++) {
    const from = Math.floor((EVENTS / STEPS) * step);
    const to = Math.floor((EVENTS / STEPS) * (step + 1));
    const used = open.map(({ store, make }) => {
      const before = cpu();
      for (let index = from; index < to; index += BATCH)
        store.record(Array.from({ length: Math.min(BATCH, to - index) }, (_, offset) => make(index + offset)));
      return (cpu() - before) / (to - from);
    });
    print(`batches of ${BATCH}, up to ${to}`, used, "ms a bounce");
  }
  for (const { store } of open) store.close();
}

function sizes() {
  print(
    "size",
    sides.map(({ path }) => statSync(path).size / EVENTS),
    "bytes a bounce",
  );
  if (EVENTS > 1_000_000) return;
  const store = sides.at(-1).openStore(sides.at(-1).path, { readOnly: true });
  const tables = store.database
    .prepare("SELECT name, sum(pgsize) AS bytes FROM dbstat GROUP BY name ORDER BY 2 DESC")
    .all();
  for (const { name, bytes } of tables.filter(({ bytes: all }) => all > EVENTS))
    console.log(`  ${name.padEnd(46)} ${(bytes / EVENTS).toFixed(1).padStart(14)} bytes a bounce`);
  store.close();
}

function singles() {
  for (const side of sides) side.openStore(side.empty, { create: true }).close();
  const make = new Map(sides.map((side) => [side, side.makeTraffic(9_000, 1, process.pid)]));
  let second = START_OF_SINGLES;
  const entry = (side) => ({ ...make.get(side)(0), receivedAt: second++ });
  for (const place of ["empty", "path"])
    compare(`open, record one, close: ${place === "empty" ? "empty" : "grown"}`, 200, (side) => {
      const store = side.openStore(side[place]);
      store.record([entry(side)]);
      store.close();
    });
  for (const size of [1, 10, 100, 500]) {
    const stores = new Map(sides.map((side) => [side, side.openStore(side.path)]));
    compare(`batch of ${size} into the grown file`, size === 1 ? 400 : 30, (side) => {
      stores.get(side).record(Array.from({ length: size }, () => entry(side)));
    });
    for (const store of stores.values()) store.close();
  }
}

function questions() {
  const stores = new Map(sides.map((side) => [side, side.openStore(side.path, { readOnly: true })]));
  const period = (days) => ({ since: END - days * DAY, until: END, baselineSince: END - (days + 28) * DAY, limit: 20 });
  const ask = (what, times, work) => compare(what, times, (side, turn) => void work(side, stores.get(side), turn));
  ask("one address: summary and newest 50", 41, ({ recipientSummary, queryBounces }, store, turn) => {
    recipientSummary(store, `member${turn}x0@provider0.example`);
    queryBounces(store, { address: `member${turn}x0@provider0.example`, limit: 50 });
  });
  ask("newest 50 of a large domain", 41, ({ queryBounces }, store, turn) =>
    queryBounces(store, { domain: `provider${turn % 12}.example`, limit: 50 }),
  );
  ask("newest 50 of a sender", 41, ({ queryBounces }, store, turn) =>
    queryBounces(store, { sender: `user${turn}@customer${turn % 330}.example`, limit: 50 }),
  );
  ask("newest 50 of a rare reason", 11, ({ queryBounces }, store) =>
    queryBounces(store, { reason: "host-unknown", limit: 50 }),
  );
  for (const days of [1, 7, 90])
    ask(`20 senders of ${days} days against 28 before`, 5, ({ senderRanking }, store) =>
      senderRanking(store, period(days)),
    );
  ask("the detector's facts", 7, ({ detectorFacts, DEFAULT_PARAMETERS }, store) =>
    detectorFacts(store, END - 1, DEFAULT_PARAMETERS),
  );
  for (const store of stores.values()) store.close();
}

if (!sides.every(({ path }) => existsSync(path))) fill();
sizes();
questions();
singles();
rmSync(scratch, { recursive: true });
