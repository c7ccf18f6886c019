/** What judging again changes, summed up: from which verdict to which, by which rule, how often. */
import type { Verdict, Reading, Severity } from "../bounce.js";
import { jsonLine } from "../text/jsonl.js";
import { renderTable, type Column } from "../text/table.js";
import { counted } from "../values.js";

/** One kind of change. */
interface ChangeRow {
  /** A reason; "unrecognized" for messages that were not recognized. */
  readonly was: string;
  readonly wasSeverity: Severity | null;
  /** A reason; a kind of message for what is not a bounce. */
  readonly becomes: string;
  readonly becomesSeverity: Severity | null;
  /** Id of the rule that decides now, or of the format that reads the mail now. */
  readonly rule: string;
}

/** Sums of one run. */
export interface Tally {
  readonly rows: Map<string, { readonly row: ChangeRow; count: number }>;
  /** Bounces classified again. */
  bounces: number;
  /** Of these, with another reason or severity. */
  changed: number;
  /** Of these, with the same reason and severity by another rule. */
  renamed: number;
  /** Messages that were kept because they were not recognized. */
  unread: number;
  /** Of these, recognized now. */
  understood: number;
}

export const newTally = (): Tally => ({
  rows: new Map(),
  bounces: 0,
  changed: 0,
  renamed: 0,
  unread: 0,
  understood: 0,
});

function note({ rows }: Tally, row: ChangeRow): void {
  const key = JSON.stringify(row);
  const known = rows.get(key);
  if (known === undefined) rows.set(key, { row, count: 1 });
  else known.count += 1;
}

/** What is known of a bounce's verdict up to now. */
export type OldJudgement = { readonly reason: string } & Pick<Verdict, "severity" | "rule">;

/** Counts a bounce; answers whether anything about its verdict changes. */
export function countJudgement(tally: Tally, old: OldJudgement, { reason, severity, rule }: Verdict): boolean {
  tally.bounces += 1;
  const isOther = old.reason !== reason || old.severity !== severity;
  if (isOther) {
    tally.changed += 1;
    note(tally, { was: old.reason, wasSeverity: old.severity, becomes: reason, becomesSeverity: severity, rule });
  } else if (old.rule !== rule) tally.renamed += 1;
  return isOther || old.rule !== rule;
}

/** Counts a message that was not recognized; answers whether it is now. */
export function countReading(tally: Tally, { kind, format, bounces }: Reading): boolean {
  tally.unread += 1;
  if (kind === "unrecognized") return false;
  tally.understood += 1;
  const was = { was: "unrecognized", wasSeverity: null };
  for (const {
    verdict: { reason, severity, rule },
  } of bounces)
    note(tally, { ...was, becomes: reason, becomesSeverity: severity, rule });
  if (bounces.length === 0) note(tally, { ...was, becomes: kind, becomesSeverity: null, rule: `read as ${format}` });
  return true;
}

interface CountedRow extends ChangeRow {
  readonly count: number;
}

const rowsOf = ({ rows }: Tally): CountedRow[] =>
  [...rows.values()].map(({ row, count }) => ({ ...row, count })).sort((a, b) => b.count - a.count);

const named = (reason: string, severity: Severity | null): string =>
  severity === null ? reason : `${reason} (${severity})`;

const COLUMNS: readonly Column<CountedRow>[] = [
  { title: "was", value: ({ was, wasSeverity }) => named(was, wasSeverity), minWidth: 24 },
  { title: "becomes", value: ({ becomes, becomesSeverity }) => named(becomes, becomesSeverity), minWidth: 24 },
  { title: "rule", value: ({ rule }) => rule, minWidth: 16 },
  { title: "count", value: ({ count }) => count, align: "right" },
];

/** The table of changes, and below it what they come to. `isApplied`: they were made. */
export function tallyText(tally: Tally, isApplied: boolean, width: number | null): string {
  const { bounces, changed, renamed, unread, understood } = tally;
  const table = renderTable(COLUMNS, rowsOf(tally), width);
  const sums = [
    `${counted(bounces, "bounce")} classified again: ${changed} with another verdict, ${renamed} with the same verdict by another rule`,
    ...(unread === 0 ? [] : [`${counted(unread, "unrecognized message")} read again: ${understood} recognized now`]),
  ];
  const isNothing = changed + renamed + understood === 0;
  const end = isApplied || isNothing ? [] : ["Nothing was changed. To apply the changes: bounces reclassify --apply"];
  return `${table}${table === "" ? "" : "\n"}${[...sums, ...end].map((line) => `${line}\n`).join("")}`;
}

/** The changes as JSON, one object a line, and a last one with the sums. */
export function tallyJson(tally: Tally, isApplied: boolean): string {
  const { rows, ...sums } = tally;
  return [...(rows.size === 0 ? [] : rowsOf(tally)), { ...sums, applied: isApplied }].map(jsonLine).join("");
}
