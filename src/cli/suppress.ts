/** `bounces suppress`: which addresses are suppressed and why, and what a person decides about them. */
import { readFileSync } from "node:fs";
import type { Settings } from "../config/settings.js";
import { EXIT, UsageError } from "../exit.js";
import type { Io } from "../io.js";
import { updateMap } from "../publish/postfix.js";
import { whoRuns } from "../report/actions.js";
import type { Store } from "../store/open.js";
import {
  EVERYWHERE,
  expireStates,
  historyOf,
  orderStates,
  statesAfter,
  statesOf,
  undoState,
  type Order,
  type Suppression,
  type SuppressionEvent,
} from "../store/suppression.js";
import { STATES } from "../suppress/judge.js";
import { printable } from "../text/escape.js";
import { jsonLine } from "../text/jsonl.js";
import { renderTable, type Column } from "../text/table.js";
import { formatTime, MOMENT_FORMS, parseDuration, parseMoment, TimeError } from "../time.js";
import { counted, errorMessage } from "../values.js";
import { defineStoreCommand, type Parsed } from "./command.js";

const ACTIONS = ["list", "why", "add", "allow", "remove", "import", "undo", "sync"] as const;

const POSITIONALS = {
  action: {
    choices: ACTIONS,
    default: "list",
    describe:
      "list; why: how an address came to its state; add: suppress; allow: never suppress; remove: count anew; import: add those in files (- for standard input), one a line; undo: the last change; sync: write Postfix's map anew",
  },
  addresses: { type: "string", array: true, default: [], describe: "Addresses; of import: files" },
} as const;

const OPTIONS = {
  scope: {
    type: "string",
    default: EVERYWHERE,
    describe: "Mail from whom: * for all, domain:NAME or stream:NAME of ours",
    requiresArg: true,
  },
  until: {
    type: "string",
    describe: `add, allow: the end, a duration from now or a time: ${MOMENT_FORMS}`,
    requiresArg: true,
  },
  why: {
    type: "string",
    default: "",
    describe: "add, allow, remove, import: the reason, for those who ask later",
    requiresArg: true,
  },
  state: { choices: STATES, describe: "list: only these" },
  json: { type: "boolean", default: false, describe: "One JSON object per line" },
} as const;

type Given = Parsed<typeof POSITIONALS, typeof OPTIONS>;

interface Job {
  readonly options: Given;
  readonly settings: Settings;
  readonly store: Store;
  readonly io: Io;
}

const PAGE = 1_000;
const isLooking = ({ action }: Given): boolean => action === "list" || action === "why";

const timeText = (time: number | null): string => (time === null ? "" : formatTime(time));

const LIST: readonly Column<Suppression>[] = [
  { title: "address", value: ({ address }) => address, minWidth: 24 },
  { title: "state", value: ({ state }) => state },
  { title: "scope", value: ({ scope }) => scope },
  { title: "since", value: ({ since }) => formatTime(since).slice(0, 10) },
  { title: "until", value: ({ until }) => timeText(until).slice(0, 10) },
  { title: "by", value: ({ who }) => who, priority: 2 },
  { title: "why", value: ({ why }) => why, priority: 2, minWidth: 16 },
];

const EVENTS: readonly Column<SuppressionEvent>[] = [
  { title: "at", value: ({ at }) => formatTime(at) },
  { title: "action", value: ({ action }) => action },
  { title: "until", value: ({ until }) => timeText(until).slice(0, 10) },
  { title: "by", value: ({ who }) => who },
  { title: "bounce", value: ({ bounceId }) => bounceId },
  { title: "rule", value: ({ rule }) => rule, priority: 2 },
  { title: "trust", value: ({ trust }) => trust, priority: 2 },
  { title: "why", value: ({ why }) => why, priority: 2, minWidth: 16 },
];

const stateRecord = ({ lastEventId, since, until, ...rest }: Suppression) => ({
  ...rest,
  since: formatTime(since),
  until: until === null ? null : formatTime(until),
  lastEventId,
});

const eventRecord = ({ at, until, ...rest }: SuppressionEvent) => ({
  ...rest,
  at: formatTime(at),
  until: until === null ? null : formatTime(until),
});

/** Every state, in pages. */
export async function* allStates(store: Store): AsyncGenerator<Suppression, void> {
  let page: readonly Suppression[] = [];
  do {
    page = await statesAfter(store, page.at(-1) ?? { address: "", scope: "" }, PAGE);
    yield* page;
  } while (page.length === PAGE);
}

async function list({ options, store, io }: Job): Promise<number> {
  const found: Suppression[] = [];
  for await (const one of allStates(store)) {
    if (options.state !== undefined && one.state !== options.state) continue;
    if (options.json) io.stdout(jsonLine(stateRecord(one)));
    else found.push(one);
  }
  if (!options.json) io.stdout(renderTable(LIST, found, io.columns));
  return EXIT.ok;
}

async function why({ options, store, io }: Job): Promise<number> {
  for (const address of options.addresses) {
    const [states, events] = [await statesOf(store, address), await historyOf(store, address)];
    if (options.json) {
      io.stdout(jsonLine({ address, states: states.map(stateRecord), events: events.map(eventRecord) }));
      continue;
    }
    io.stdout(
      states.length === 0 ? `${printable(address)}: nothing on record\n` : renderTable(LIST, states, io.columns),
    );
    if (events.length > 0) io.stdout(`\n${renderTable(EVENTS, events, io.columns)}`);
  }
  return EXIT.ok;
}

/** A duration is from now on, since a suppression lies ahead. */
function endOf(text: string | undefined, now: number): number | null {
  if (text === undefined) return null;
  try {
    return now + parseDuration(text);
  } catch (error) {
    if (error instanceof TimeError) return parseMoment(text, now);
    throw error;
  }
}

const isAddress = (text: string): boolean => /^[^@\s]+(?:\s[^@]*)?@[^@\s]+$/.test(text);

/** The first column of each line, whatever follows; an address column is what other services export. */
const addressesIn = (text: string): readonly string[] =>
  text
    .split(/\r?\n/)
    .map((line) => (line.split(/[,;\t ]/)[0] ?? "").replaceAll('"', ""))
    .filter(isAddress);

const wanted = ({ action, addresses }: Given): readonly string[] =>
  action === "import" ? addresses.flatMap((file) => addressesIn(readFileSync(file, "utf8"))) : addresses;

function checkScope(scope: string): void {
  if (scope !== EVERYWHERE && !/^(?:domain|stream):[^\s:]+$/.test(scope))
    throw new UsageError(`--scope ${printable(scope)}: must be *, domain:NAME or stream:NAME`);
}

const ORDERS = { add: "suppress", import: "suppress", allow: "allow", remove: "release" } as const;

async function order({ options, store, io }: Job, action: Order["action"]): Promise<number> {
  const at = io.now();
  const addresses = wanted(options);
  const wrong = addresses.find((address) => !isAddress(address));
  if (wrong !== undefined) throw new UsageError(`${printable(wrong)}: must be an address`);
  const { scope, why: reason } = options;
  const until = endOf(options.until, at);
  const done = await orderStates(
    store,
    addresses.map((address) => ({ address, scope, action, who: whoRuns(io), why: reason, at, until })),
  );
  const count = done.filter((one) => one).length;
  if (options.action === "import") io.stdout(`${counted(count, "address", "addresses")} suppressed\n`);
  addresses.forEach((address, place) => {
    if (done[place] === false) io.stderr(`bounces: ${printable(address)}: nothing on record\n`);
  });
  return count === addresses.length ? EXIT.ok : EXIT.found;
}

async function undo({ options, store, io }: Job): Promise<number> {
  let status: number = EXIT.ok;
  for (const address of options.addresses) {
    const state = await undoState(store, address, options.scope, whoRuns(io), io.now());
    if (state === null) {
      io.stderr(`bounces: ${printable(address)}: nothing on record\n`);
      status = EXIT.found;
    } else io.stdout(`${printable(address)}: ${state}\n`);
  }
  return status;
}

/** After a change, and with `sync` from the start: what Postfix asks. A map that cannot be written undoes nothing. */
async function publishChanges({ options, settings, store, io }: Job): Promise<number> {
  const isSync = options.action === "sync";
  if (isSync && settings.suppress.map === null) throw new UsageError("sync: suppress.map names no file");
  try {
    const states = await updateMap(store, settings.suppress, io.now(), isSync);
    if (isSync) io.stdout(`${counted(states, "address", "addresses")} looked at\n`);
    return EXIT.ok;
  } catch (error) {
    io.stderr(`bounces: ${printable(settings.suppress.map ?? "")}: ${printable(errorMessage(error))}\n`);
    return EXIT.unavailable;
  }
}

async function change(job: Job): Promise<number> {
  const { action, addresses, scope } = job.options;
  checkScope(scope);
  if (addresses.length === 0 && action !== "sync") throw new UsageError(`${action} needs an address`);
  await expireStates(job.store, job.io.now());
  if (action === "list" || action === "why" || action === "sync") return publishChanges(job);
  const status = action === "undo" ? await undo(job) : await order(job, ORDERS[action]);
  const published = await publishChanges(job);
  return published === EXIT.ok ? status : published;
}

export const suppress = defineStoreCommand({
  usage: "suppress [action] [addresses..]",
  describe: "List the addresses that are suppressed, say why, and change it; exits 1 where there was nothing to change",
  positionals: POSITIONALS,
  options: OPTIONS,
  access: (options) => (isLooking(options) ? "read" : "write"),
  examples: [
    ["$0 suppress why bob@example.org", "Which bounces led to it, and who decided what"],
    ["$0 suppress remove bob@example.org --why 'mailbox is back'", "Write to it again, and count anew"],
  ],
  run: (job) => {
    if (job.options.action === "list") return list(job);
    if (job.options.action === "why") return why(job);
    return change(job);
  },
});
