/** Gathers mails and records many of them in one transaction: a commit for each would cost several times the mail itself. */
import { recordGroup, type RecordAll } from "../../store/group-commit.js";
import { StoreError } from "../../store/errors.js";
import type { RecordEntry, RecordResult } from "../../store/open.js";

/** Mails that wait to be recorded. */
export interface Batch {
  /**
   * Adds a mail, and records all when there are enough.
   * @param bytes of the mail that are held in memory for it
   * @throws StoreError as `Store.record`
   */
  readonly add: (entry: RecordEntry, bytes: number) => void;
  /** Records what waits. Throws as `add`. */
  readonly flush: () => void;
}

/** How much waits at most. Other writers of the database wait as long as one batch takes. */
export interface BatchLimits {
  readonly mails: number;
  readonly bytes: number;
}

/** Hears of what was recorded, and of mails that could not be. */
export interface BatchEnds {
  readonly onRecorded: (results: readonly RecordResult[]) => void;
  readonly onFailure: (error: Error) => void;
}

/** An empty batch. */
export function createBatch(record: RecordAll, limits: BatchLimits, { onRecorded, onFailure }: BatchEnds): Batch {
  let waiting: RecordEntry[] = [];
  let held = 0;
  const flush = (): void => {
    if (waiting.length === 0) return;
    const outcomes = recordGroup(record, waiting);
    waiting = [];
    held = 0;
    const results: RecordResult[] = [];
    for (const outcome of outcomes) {
      if (outcome instanceof StoreError) throw outcome;
      if (outcome instanceof Error) onFailure(outcome);
      else results.push(outcome);
    }
    onRecorded(results);
  };
  return {
    flush,
    add: (entry, bytes) => {
      waiting.push(entry);
      held += bytes;
      if (waiting.length >= limits.mails || held >= limits.bytes) flush();
    },
  };
}
