/** `bounces query`: which addresses are dead, and what happened to one. */
import { ACTIONS, SEVERITIES, TRUST_LEVELS } from "../bounce.js";
import { EXIT, UsageError } from "../exit.js";
import {
  bounceCsv,
  bounceCsvHeader,
  bounceJson,
  bounceTable,
  recipientText,
  reportJson,
  reportTable,
} from "../output/bounces.js";
import { isReason } from "../reason.js";
import { iterateBounces, queryBounces, type BounceFilter } from "../store/query.js";
import type { Store } from "../store/open.js";
import { recipientSummary } from "../store/recipients.js";
import { unrecognized } from "../store/reports.js";
import { MOMENT_FORMS, parseMoment } from "../time.js";
import type { Io } from "../io.js";
import { defineStoreCommand } from "./command.js";

/** Lines of a table without `--limit`. */
const DEFAULT_LIMIT = 50;

type Form = "table" | "json" | "csv";

function printBounces(store: Store, filter: BounceFilter, form: Form, io: Io): void {
  if (form === "table") {
    io.stdout(bounceTable(queryBounces(store, filter), io.columns));
    return;
  }
  if (form === "csv") io.stdout(bounceCsvHeader());
  const line = form === "csv" ? bounceCsv : bounceJson;
  for (const row of iterateBounces(store, filter)) io.stdout(line(row));
}

function printUnrecognized(store: Store, filter: BounceFilter, form: Form, io: Io): void {
  const rows = unrecognized(store, filter);
  io.stdout(form === "json" ? rows.map(reportJson).join("") : reportTable(rows, io.columns));
}

function printSummary(store: Store, address: string, io: Io): void {
  const summary = recipientSummary(store, address);
  if (summary !== null) io.stdout(`${recipientText(summary)}\n`);
}

function reasonOf(text: string | undefined): Pick<BounceFilter, "reason"> {
  if (text === undefined) return {};
  if (!isReason(text)) throw new UsageError(`invalid reason "${text}"; list them with: bounces reasons`);
  return { reason: text };
}

/** A condition that was given, or none: absent and undefined are not the same to the store. */
const given = <K extends keyof BounceFilter>(key: K, value: BounceFilter[K] | undefined): Partial<BounceFilter> =>
  value === undefined ? {} : { [key]: value };

export const query = defineStoreCommand({
  usage: "query [address]",
  describe: "List bounces, newest first; for an address, also what is known of it",
  positionals: { address: { type: "string", describe: "Recipient: the address that failed, or the one written to" } },
  options: {
    domain: { type: "string", describe: "Domain of the recipient", requiresArg: true },
    sender: { type: "string", describe: "Account or address on our side", requiresArg: true },
    reason: { type: "string", describe: "One of `bounces reasons`", requiresArg: true },
    severity: { choices: SEVERITIES, describe: "hard: the address is dead" },
    action: { choices: ACTIONS, describe: "What happened, in the words of RFC 3464" },
    status: { type: "string", describe: "Enhanced status code or its beginning: 5.1.1, 5.1, 5", requiresArg: true },
    trust: { choices: TRUST_LEVELS, describe: "How far the notification can be believed" },
    since: { type: "string", describe: `Start of the period: ${MOMENT_FORMS}`, requiresArg: true },
    until: { type: "string", describe: "End of the period", requiresArg: true },
    limit: {
      type: "number",
      describe: `At most this many; 0 for all (table: ${String(DEFAULT_LIMIT)})`,
      requiresArg: true,
    },
    unrecognized: { type: "boolean", default: false, describe: "List unrecognized messages instead of bounces" },
    json: { type: "boolean", describe: "One JSON object per line" },
    csv: { type: "boolean", conflicts: "json", describe: "CSV (RFC 4180) with a header" },
  },
  examples: [
    ["$0 query --severity hard --since 24h", "Addresses that died since yesterday"],
    ["$0 query user@example.com", "What happened to one address"],
    ["$0 query --unrecognized", "Messages that were not recognized; show one with: bounces show ID"],
  ],
  run: ({ options, store, io }) => {
    const form: Form = options.json === true ? "json" : options.csv === true ? "csv" : "table";
    const limit = options.limit ?? (form === "table" ? DEFAULT_LIMIT : 0);
    const filter: BounceFilter = {
      ...given("address", options.address),
      ...given("domain", options.domain),
      ...given("sender", options.sender),
      ...reasonOf(options.reason),
      ...given("severity", options.severity),
      ...given("action", options.action),
      ...given("status", options.status),
      ...given("trust", options.trust),
      ...given("since", options.since === undefined ? undefined : parseMoment(options.since, io.now())),
      ...given("until", options.until === undefined ? undefined : parseMoment(options.until, io.now())),
      ...given("limit", limit > 0 ? limit : undefined),
    };
    if (options.unrecognized) printUnrecognized(store, filter, form, io);
    else {
      if (options.address !== undefined && form === "table") printSummary(store, options.address, io);
      printBounces(store, filter, form, io);
    }
    return EXIT.ok;
  },
});
