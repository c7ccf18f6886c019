/**
 * Group commit: what comes while a transaction is being written waits for the next one, and goes into it as a whole. An
 * fsync then serves as many mails as came meanwhile; nobody waits for others to come.
 */
import { StoreError } from "./errors.js";
import type { RecordEntry, RecordResult } from "./open.js";
import { toError } from "../values.js";

/** What became of an entry: recorded and on disk, or why not. */
export type Outcome = RecordResult | Error;

/** Records entries in one transaction that is on disk when it returns; throws when none was recorded. */
export type RecordAll = (entries: readonly RecordEntry[]) => readonly RecordResult[] | Promise<readonly RecordResult[]>;

/**
 * Records a group. What is wrong with the database holds for all of it; for anything else one entry may be to blame, so
 * each gets a transaction of its own.
 */
export async function recordGroup(record: RecordAll, entries: readonly RecordEntry[]): Promise<readonly Outcome[]> {
  try {
    return await record(entries);
  } catch (thrown) {
    if (entries.length === 1 || thrown instanceof StoreError) return entries.map(() => toError(thrown));
    const outcomes: Outcome[] = [];
    for (const entry of entries) outcomes.push(...(await recordGroup(record, [entry])));
    return outcomes;
  }
}

interface Waiting {
  readonly entries: readonly RecordEntry[];
  readonly resolve: (outcomes: readonly Outcome[]) => void;
}

/** The function to record with: resolves, never rejects, to one outcome an entry when their group's transaction is over. */
export function createGroupCommit(record: RecordAll): (entries: readonly RecordEntry[]) => Promise<readonly Outcome[]> {
  let waiting: Waiting[] = [];
  const commit = async (): Promise<void> => {
    const group = waiting;
    waiting = [];
    const outcomes = await recordGroup(
      record,
      group.flatMap(({ entries }) => entries),
    );
    let from = 0;
    for (const { entries, resolve } of group) resolve(outcomes.slice(from, (from += entries.length)));
  };
  const commitWhenComplete = (seen: number): void => {
    if (waiting.length === seen) void commit();
    else setImmediate(commitWhenComplete, waiting.length);
  };
  // setImmediate runs after everything that the sockets had ready was read.
  return (entries) =>
    new Promise((resolve) => {
      if (waiting.push({ entries, resolve }) === 1) setImmediate(commitWhenComplete, 0);
    });
}
