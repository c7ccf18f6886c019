/**
 * Moves what waits in this host's spool to a store that several hosts share, in batches. A message is taken out of the
 * spool after the store has it; whoever is killed in between sends it again, and the store knows it then.
 */
import { existsSync } from "node:fs";
import { StoreError } from "../store/errors.js";
import { recordGroup } from "../store/group-commit.js";
import { openConfigured, openStore, type LocalStore, type RecordEntry, type Store } from "../store/open.js";
import { claimSeveral, countSpooled, releaseClaims, removeSpooled, type Spooled } from "../store/spool.js";
import type { Context } from "../interpret.js";
import { contextOf } from "./context.js";
import type { IntakeSettings } from "./settings.js";
import { isRunning, readAll, READING_LIMIT_MS, toRecord } from "./spooled.js";

/** Messages moved in one transaction at most. */
const BATCH = 500;

/** A message, and what of it is to be recorded. */
interface Read {
  readonly id: number;
  readonly entries: readonly RecordEntry[];
}

/** What is needed beside the two stores. */
interface Drain {
  readonly local: LocalStore;
  readonly store: Store;
  readonly settings: IntakeSettings;
  readonly context: Context;
  /** Epoch seconds (UTC). */
  readonly now: number;
}

/** Reads a batch. What cannot be read in time stays claimed, and is tried again alone. */
async function readBatch(batch: readonly Spooled[], { settings, context, now }: Drain): Promise<readonly Read[]> {
  const read: Read[] = [];
  for (const spooled of batch) {
    const readings = await readAll(spooled, context, now, READING_LIMIT_MS).catch(() => null);
    if (readings === null) continue;
    const entries = readings.map((reading) => toRecord(reading, spooled.head, spooled.receivedAt, settings));
    read.push({ id: spooled.id, entries });
  }
  return read;
}

/** Moves a batch. Answers how many messages. @throws StoreError, by rejecting; then they go on waiting */
async function move(batch: readonly Spooled[], drain: Drain): Promise<number> {
  const read = await readBatch(batch, drain);
  const outcomes = [
    ...(await recordGroup(
      drain.store.record,
      read.flatMap(({ entries }) => entries),
    )),
  ];
  const failure = outcomes.find((outcome) => outcome instanceof StoreError);
  if (failure !== undefined) {
    releaseClaims(
      drain.local,
      batch.map(({ id }) => id),
    );
    throw failure;
  }
  const moved = read.filter(({ entries }) =>
    outcomes.splice(0, entries.length).every((outcome) => !(outcome instanceof Error)),
  );
  removeSpooled(
    drain.local,
    moved.map(({ id }) => id),
  );
  return moved.length;
}

async function moveAll(drain: Drain): Promise<number> {
  const reader = { pid: process.pid, now: drain.now, isRunning };
  for (let moved = 0; ;) {
    const batch = claimSeveral(drain.local, reader, BATCH);
    if (batch.length === 0) return moved;
    moved += await move(batch, drain);
  }
}

/**
 * Moves all that waits.
 * @param now epoch seconds (UTC)
 * @returns how many messages were moved
 * @throws StoreError by its fate, by rejecting; what was not moved goes on waiting
 */
export async function drain(settings: IntakeSettings, now: number): Promise<number> {
  if (!existsSync(settings.database)) return 0;
  const local = openStore(settings.database, { busyTimeoutMs: settings.busyTimeoutMs });
  try {
    if (countSpooled(local) === 0) return 0;
    const store = await openConfigured(settings, { create: true });
    try {
      return await moveAll({ local, store, settings, context: contextOf(settings), now });
    } finally {
      await store.close();
    }
  } finally {
    local.close();
  }
}
