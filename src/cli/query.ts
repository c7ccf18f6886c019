/** `bounces query`: which addresses are dead, and what happened to one. */
import { setTimeout as pause } from "node:timers/promises";
import { ACTIONS, SEVERITIES, TRUST_LEVELS, type Action, type Severity, type TrustLevel } from "../bounce.js";
import { nearest } from "../config/error.js";
import { EXIT, UsageError } from "../exit.js";
import {
  bounceCsv,
  bounceCsvHeader,
  bounceJson,
  bounceLine,
  bounceTable,
  countCsv,
  countTable,
  recipientText,
  reportJson,
  reportTable,
} from "../output/bounces.js";
import { isReason, REASONS, type Reason } from "../reason.js";
import {
  bouncePages,
  COUNTED_BY,
  countBounces,
  newestId,
  queryBounces,
  type BounceFilter,
  type BounceRow,
  type CountedBy,
  type Name,
} from "../store/query.js";
import type { Store } from "../store/open.js";
import { recipientSummary } from "../store/recipients.js";
import { nameless, unrecognized, type ReportRow } from "../store/reports.js";
import { jsonLine } from "../text/jsonl.js";
import { MOMENT_FORMS, type TimeForm } from "../time.js";
import type { Io } from "../io.js";
import { defineStoreCommand, type OptionTable, type Parsed, type PositionalTable } from "./command.js";
import { anyOf, parseSpan, TIME_OPTIONS, timeForm, wholeNumber } from "./options.js";

/** Lines of a table without `--limit`. */
const DEFAULT_LIMIT = 50;
/** Between two looks of `--follow`, in milliseconds. */
const FOLLOW_MS = 1_000;
/** How far back `--follow` looks for what was recorded since it looked last, in seconds. */
const FOLLOW_WINDOW = 3_600;

const POSITIONALS = {
  address: {
    type: "string",
    describe: "Recipient: the address that failed, or the one written to; * stands for anything",
  },
} as const satisfies PositionalTable;

const OPTIONS = {
  domain: {
    type: "string",
    coerce: anyOf<string>,
    describe: "Domain of the recipient; * stands for anything",
    requiresArg: true,
  },
  sender: {
    type: "string",
    coerce: anyOf<string>,
    describe: "Account or address on our side; without a domain in every domain",
    requiresArg: true,
  },
  reason: { type: "string", coerce: anyOf<string>, describe: "One of `bounces reasons`", requiresArg: true },
  severity: { choices: SEVERITIES, coerce: anyOf<Severity>, describe: "hard: the address is dead" },
  action: { choices: ACTIONS, coerce: anyOf<Action>, describe: "What happened, in the words of RFC 3464" },
  status: {
    type: "string",
    coerce: anyOf<string>,
    describe: "Enhanced status code or its beginning: 5.1.1, 5.1, 5",
    requiresArg: true,
  },
  trust: {
    choices: TRUST_LEVELS,
    coerce: anyOf<TrustLevel>,
    describe: "How far the notification can be believed; without it disproved and forwarded ones are left out",
  },
  "queue-id": { type: "string", describe: "Queue id of the bounced message", requiresArg: true },
  client: { type: "string", describe: "Address of the client that sent the bounced message", requiresArg: true },
  text: { type: "string", describe: "Words of the server's answer or of the subject", requiresArg: true },
  since: { type: "string", describe: `Start of the period: ${MOMENT_FORMS}`, requiresArg: true },
  until: { type: "string", describe: "End of the period", requiresArg: true },
  limit: {
    type: "number",
    coerce: wholeNumber("--limit", 0),
    describe: `At most this many; 0 for all (table: ${String(DEFAULT_LIMIT)})`,
    requiresArg: true,
  },
  "count-by": { choices: COUNTED_BY, conflicts: ["follow"], describe: "Count the bounces by one of their values" },
  follow: {
    type: "boolean",
    conflicts: ["until", "limit"],
    describe: "Print bounces as they are recorded, until interrupted",
  },
  nameless: {
    type: "boolean",
    default: false,
    describe: "List the bounces that name no recipient instead of the others",
  },
  unrecognized: { type: "boolean", default: false, describe: "List unrecognized messages instead of bounces" },
  ...TIME_OPTIONS,
  json: { type: "boolean", describe: "One JSON object per line" },
  csv: { type: "boolean", conflicts: "json", describe: "CSV (RFC 4180) with a header" },
} as const satisfies OptionTable;

/** What is shown unless other levels are asked for: what is ours, or may be. */
const LEFT_OUT: readonly TrustLevel[] = ["disproved", "forwarded"];
const SHOWN = TRUST_LEVELS.filter((level) => !LEFT_OUT.includes(level));

type Form = "table" | "json" | "csv";

/** What is printed, and how. */
interface Question {
  readonly store: Store;
  readonly filter: BounceFilter;
  readonly form: Form;
  readonly time: TimeForm;
  readonly io: Io;
}

/** Nothing found is said to a person; a program sees it. */
function sayNothingFound({ io }: Question): void {
  if (io.columns === null) return;
  io.stderr("No bounce fits. Whole names are looked for; * stands for any characters: '*@example.org'\n");
}

/** What a filter of time alone holds. */
const SPAN = new Set(["since", "until", "limit", "trust"]);

/** A list of all bounces leaves out those without a recipient; a person is told that there are some. */
async function sayNameless({ store, filter, io }: Question): Promise<void> {
  if (io.columns === null || filter.trust !== SHOWN || Object.keys(filter).some((key) => !SPAN.has(key))) return;
  if ((await nameless(store, { ...filter, limit: 1 })).length > 0)
    io.stderr("Some bounces name no recipient. List them with: bounces query --nameless\n");
}

/** Says how many bounces were left out among those that are shown: from the oldest of them on, where there are older ones. */
async function sayLeftOut({ store, filter, io }: Question, since: number | undefined): Promise<void> {
  if (filter.trust !== SHOWN) return;
  const leftOut: BounceFilter = { ...filter, ...given("since", since), trust: LEFT_OUT, limit: LEFT_OUT.length };
  const counts = await countBounces(store, leftOut, "trust");
  if (counts.length === 0) return;
  const total = counts.reduce((sum, { bounces }) => sum + bounces, 0);
  const words = counts.map(({ value, bounces }) => `${String(bounces)} ${value ?? ""}`).join(", ");
  io.stderr(`${String(total)} left out (${words}): ${LEFT_OUT.map((level) => `--trust ${level}`).join(" ")}\n`);
}

async function printBounces(question: Question): Promise<void> {
  const { store, filter, form, time, io } = question;
  if (form === "table") {
    const rows = await queryBounces(store, filter);
    if (rows.length === 0) sayNothingFound(question);
    io.stdout(bounceTable(rows, io.columns, time));
    await sayLeftOut(question, rows.length === filter.limit ? rows.at(-1)?.receivedAt : filter.since);
    return sayNameless(question);
  }
  if (form === "csv") io.stdout(bounceCsvHeader());
  const line = form === "csv" ? bounceCsv : bounceJson;
  for await (const rows of bouncePages(store, filter)) for (const row of rows) io.stdout(line(row));
}

async function printCounts({ store, filter, form, io }: Question, by: CountedBy): Promise<void> {
  const rows = await countBounces(store, filter, by);
  if (form === "json") io.stdout(rows.map(({ value, ...row }) => jsonLine({ [by]: value, ...row })).join(""));
  else if (form === "csv") io.stdout(countCsv(rows, by));
  else io.stdout(countTable(rows, by, io.columns));
}

function printMessages({ form, time, io }: Question, rows: readonly ReportRow[]): void {
  io.stdout(form === "json" ? rows.map(reportJson).join("") : reportTable(rows, io.columns, time));
}

async function printSummary({ store, time, io }: Question, address: string): Promise<void> {
  const summary = await recipientSummary(store, address);
  if (summary !== null) io.stdout(`${recipientText(summary, time)}\n`);
}

/** Prints what is recorded from now on. Ends with the process. */
async function follow({ store, filter, form, time, io }: Question): Promise<never> {
  const line = form === "json" ? bounceJson : form === "csv" ? bounceCsv : (row: BounceRow) => bounceLine(row, time);
  if (form === "csv") io.stdout(bounceCsvHeader());
  let last = await newestId(store);
  for (;;) {
    await pause(FOLLOW_MS);
    const since = Math.max(filter.since ?? 0, io.now() - FOLLOW_WINDOW);
    const found = await queryBounces(store, { ...filter, since });
    const rows = found.filter(({ id }) => id > last).sort((a, b) => a.id - b.id);
    for (const row of rows) io.stdout(line(row));
    last = rows.at(-1)?.id ?? last;
  }
}
/** @throws UsageError */
const toReasons = (texts: readonly string[] | undefined): readonly Reason[] | undefined =>
  texts?.map((text) => {
    if (isReason(text)) return text;
    const meant = nearest(text, Object.keys(REASONS));
    throw new UsageError(
      `invalid reason "${text}"${meant === null ? "" : ` (did you mean ${meant}?)`}; list them with: bounces reasons`,
    );
  });

const STATUS = /^[245](?:\.\d{1,3}){0,2}$/;

/** Without what people put behind the beginning of a status, "5.1." and "5.1.*". @throws UsageError */
const toStatuses = (texts: readonly string[] | undefined): readonly string[] | undefined =>
  texts?.map((text) => {
    const status = text.replace(/[.*]+$/, "");
    if (STATUS.test(status)) return status;
    throw new UsageError(`invalid status "${text}"; expected one such as 5.1.1, or its beginning: 5.1, 5`);
  });

/** A condition that was given, or none: absent and undefined are not the same to the store. */
const given = <K extends keyof BounceFilter>(key: K, value: BounceFilter[K] | undefined): Partial<BounceFilter> =>
  value === undefined ? {} : { [key]: value };

const toForm = ({ json, csv }: { json?: boolean | undefined; csv?: boolean | undefined }): Form =>
  json === true ? "json" : csv === true ? "csv" : "table";

const toName = (text: string): Name => (text.includes("*") ? { like: text } : text);

/** `bob` is the login bob, and bob in every domain. */
const inEveryDomain = (name: string): readonly string[] => (name.includes("@") ? [name] : [name, `${name}@*`]);

/** @throws UsageError, TimeError */
function toFilter(options: Parsed<typeof POSITIONALS, typeof OPTIONS>, form: Form, now: number): BounceFilter {
  const limit = options.limit ?? (form === "table" ? DEFAULT_LIMIT : 0);
  return {
    ...given("address", options.address === undefined ? undefined : toName(options.address)),
    ...given("domain", options.domain?.map(toName)),
    ...given("sender", options.sender?.flatMap(inEveryDomain).map(toName)),
    ...given("reason", toReasons(options.reason)),
    ...given("severity", options.severity),
    ...given("action", options.action),
    ...given("status", toStatuses(options.status)),
    trust: options.trust ?? SHOWN,
    ...given("queueId", options["queue-id"]),
    ...given("client", options.client),
    ...given("text", options.text),
    ...parseSpan(options, now),
    ...given("limit", limit > 0 ? limit : undefined),
  };
}

export const query = defineStoreCommand({
  usage: "query [address]",
  describe: "List bounces, newest first; for an address, also what is known of it",
  positionals: POSITIONALS,
  options: OPTIONS,
  examples: [
    ["$0 query --severity hard --since 24h", "Addresses that died since yesterday"],
    ["$0 query user@example.com", "What happened to one address"],
    ["$0 query --count-by domain --reason spam-detected --since 7d", "Who takes our messages for spam"],
    ["$0 query --follow", "Each bounce as it is recorded"],
    ["$0 query --nameless", "Bounces that do not say who failed; show one with: bounces show ID"],
    ["$0 query --unrecognized", "Messages that were not recognized; show one with: bounces show ID"],
  ],
  run: async ({ options, store, io }) => {
    const form = toForm(options);
    const question = { store, filter: toFilter(options, form, io.now()), form, time: timeForm(options, io), io };
    if (options.follow === true) return follow(question);
    if (options.unrecognized) printMessages(question, await unrecognized(store, question.filter));
    else if (options.nameless) printMessages(question, await nameless(store, question.filter));
    else if (options["count-by"] !== undefined) await printCounts(question, options["count-by"]);
    else {
      if (options.address !== undefined && form === "table") await printSummary(question, options.address);
      await printBounces(question);
    }
    return EXIT.ok;
  },
});
