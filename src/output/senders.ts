/** Senders ranked by their bounces, for people and for programs. */
import type { SenderRow, Tally } from "../store/senders.js";
import { formatTime } from "../time.js";
import { csvLine } from "../text/csv.js";
import { labelled, printableLines } from "../text/escape.js";
import { counted, percent } from "../values.js";

/** What was looked at; epoch seconds. */
export interface Period {
  readonly since: number;
  readonly until: number;
}

/** What stands in for a sender that no notification names. */
export const NAMELESS = "(no sender named)";

const rounded = (value: number): string => (value >= 10 ? value.toFixed(0) : value.toFixed(1));
const tallied = (tallies: readonly Tally[]): string => tallies.map(({ name, count }) => `${name} ${count}`).join(", ");

/** How the days before were, in words. */
const before = ({ daily }: SenderRow): string =>
  daily.days === 0 || daily.maximum === 0
    ? "none in the days before"
    : `${rounded(daily.average)} a day before, at most ${daily.maximum}`;

const line = (label: string, value: string): string[] => labelled(label, value, 4, 9);

function senderLines(row: SenderRow): string[] {
  const atLeast = row.isComplete ? "" : "at least ";
  return [
    `${row.sender ?? NAMELESS}: ${counted(row.bounces, "bounce")} (${before(row)})`,
    ...line(
      "hard",
      `${percent(row.hard, row.bounces)}, refused as spam or by policy ${percent(row.refused, row.bounces)}`,
    ),
    ...line("to", `${atLeast}${counted(row.recipients, "recipient")} at ${counted(row.domains, "domain")}`),
    ...line("reasons", tallied(row.reasons)),
    ...line("clients", tallied(row.clients)),
    ...line("reported", row.complaints > 0 ? `as spam by ${counted(row.complaints, "recipient")}` : ""),
    ...line("doubt", row.unproven > 0 ? `${row.unproven} that nothing proves to be ours` : ""),
  ];
}

/** One line for what notifications say of mail that was never ours. */
function forgedLines(rows: readonly SenderRow[]): string[] {
  const forged = rows.filter(({ disproved }) => disproved > 0);
  const total = forged.reduce((sum, { disproved }) => sum + disproved, 0);
  return total === 0
    ? []
    : [
        "",
        `Forged: ${counted(total, "bounce")} of mail that never passed our hosts, in the name of ${forged.map(({ sender }) => sender ?? NAMELESS).join(", ")}; not counted`,
      ];
}

/** The ranking as lines, not yet safe to print; none when there is nothing to say. */
export function rankingLines(rows: readonly SenderRow[], { since, until }: Period): string[] {
  const counting = rows.filter(({ bounces, complaints }) => bounces > 0 || complaints > 0);
  return rows.length === 0
    ? []
    : [
        `Bounces by sender, ${formatTime(since)} to ${formatTime(until)}`,
        ...counting.flatMap((row) => ["", ...senderLines(row)]),
      ];
}

/** The ranking as text; empty when there is nothing to say. */
export const senderText = (rows: readonly SenderRow[], period: Period): string =>
  printableLines([...rankingLines(rows, period), ...forgedLines(rows)]);

/** One sender for programs. */
export const senderRecord = (row: SenderRow, { since, until }: Period) => ({
  since: formatTime(since),
  until: formatTime(until),
  ...row,
});

const COUNTERS = [
  "bounces",
  "hard",
  "soft",
  "delayed",
  "dead",
  "refused",
  "unproven",
  "disproved",
  "complaints",
  "fresh",
  "recipients",
  "domains",
] as const satisfies readonly (keyof SenderRow)[];

/** The first line of the CSV form. */
export const senderCsvHeader = (): string =>
  csvLine(["since", "until", "sender", ...COUNTERS, "dailyAverage", "dailyMaximum", "reasons", "clients"]);

/** One sender as a CSV line, in the order of the header. */
export const senderCsv = (row: SenderRow, { since, until }: Period): string =>
  csvLine([
    formatTime(since),
    formatTime(until),
    row.sender,
    ...COUNTERS.map((name) => row[name]),
    Number(row.daily.average.toFixed(2)),
    row.daily.maximum,
    tallied(row.reasons),
    tallied(row.clients),
  ]);
