/** What was found while importing, as it is summed up at the end. */
import type { Kind } from "../../bounce.js";
import { jsonLine } from "../../text/jsonl.js";
import type { RecordEntry, RecordResult } from "../../store/open.js";
import { counted } from "../../values.js";

/** Sums; `kinds` counts messages, new and known. */
export interface Counts {
  files: number;
  messages: number;
  /** Of all messages together. */
  bytes: number;
  readonly kinds: Map<Kind, number>;
  /** Not recorded before. */
  newMessages: number;
  /** Recorded before: nothing was changed. */
  knownMessages: number;
  newBounces: number;
  /** Unrecognized messages that were not to be recorded. */
  skipped: number;
  /** Files that begin with no header field: something else was beside the messages. */
  notMessages: number;
  /** Files, directories and messages that could not be read or recorded. */
  unreadable: number;
}

/** Nothing yet. */
export const noCounts = (): Counts => ({
  files: 0,
  messages: 0,
  bytes: 0,
  kinds: new Map(),
  newMessages: 0,
  knownMessages: 0,
  newBounces: 0,
  skipped: 0,
  notMessages: 0,
  unreadable: 0,
});

/** Counts a message that was read. */
export function countMessage(counts: Counts, { reading: { kind } }: RecordEntry): void {
  counts.messages += 1;
  counts.kinds.set(kind, (counts.kinds.get(kind) ?? 0) + 1);
}

/** Counts messages that were recorded. */
export function countResults(counts: Counts, results: readonly RecordResult[]): void {
  for (const { isNew, newBounces } of results) {
    counts[isNew ? "newMessages" : "knownMessages"] += 1;
    counts.newBounces += newBounces;
  }
}

/** What was found, for a person. `isDry`: nothing was recorded, so nobody knows what would have been new. */
export function countsText(counts: Counts, isDry: boolean): string {
  const kinds = [...counts.kinds].sort(([, one], [, other]) => other - one);
  const outcome = isDry
    ? "dry run: nothing was recorded"
    : `new ${counts.newMessages}, already known ${counts.knownMessages}; ${counted(counts.newBounces, "new bounce")}`;
  return [
    `${counted(counts.messages, "message")} in ${counted(counts.files, "file")}`,
    ...kinds.map(([kind, count]) => `  ${kind.padEnd(14)}${String(count).padStart(9)}`),
    outcome,
    ...(counts.skipped > 0 ? [`not recorded because not recognized: ${counts.skipped}`] : []),
    ...(counts.notMessages > 0 ? [`files that are not messages: ${counts.notMessages}`] : []),
    ...(counts.unreadable > 0 ? [`unreadable: ${counts.unreadable}`] : []),
    "",
  ].join("\n");
}

/** What was found, as one JSON object. Fields are added over time, never renamed or taken away. */
export const countsJson = ({ kinds, ...counts }: Counts, isDry: boolean): string =>
  jsonLine({ ...counts, kinds: Object.fromEntries(kinds), isDryRun: isDry });
