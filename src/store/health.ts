/** Whether a database is sound, for `bounces doctor`: read-only, and bounded in what it reads. */
import { guarded, scalar } from "./connection.js";
import { openDriver, type Driver } from "./driver.js";
import { versionOf } from "./version.js";
import { openStore } from "./open.js";
import { countSpooled, oldestSpooled } from "./spool.js";

/** What was found. */
export interface Health {
  /** What reads and writes the file here. */
  readonly driver: Driver["name"];
  readonly schema: number;
  /** What SQLite finds wrong, a few lines at most; null when the file is too large to be read through. */
  readonly faults: readonly string[] | null;
  /** Messages that wait to be read. */
  readonly waiting: number;
  /** When the message came that waits longest to be read, epoch seconds; null when none waits. */
  readonly waitingSince: number | null;
  /** When the newest bounce came, epoch seconds; null when there is none. */
  readonly newest: number | null;
}

const MOST_FAULTS = 5;
const quickCheck = scalar<[], string>(`PRAGMA quick_check(${MOST_FAULTS})`);
const newestBounce = scalar<[], number | null>("SELECT max(received_at) FROM bounce");

/**
 * Opens the database as a reader and has SQLite look through it (quick_check: every page, not every index entry).
 * @param isSmall whether the file may be read through
 * @throws StoreError by its fate
 */
export function storeHealth(path: string, busyTimeoutMs: number, isSmall: boolean): Health {
  const store = openStore(path, { readOnly: true, busyTimeoutMs });
  try {
    return guarded(path, () => ({
      driver: store.database.name,
      schema: versionOf(store),
      faults: isSmall
        ? quickCheck(store)
            .all()
            .filter((line) => line !== "ok")
        : null,
      waiting: countSpooled(store),
      waitingSince: oldestSpooled(store),
      newest: newestBounce(store).get() ?? null,
    }));
  } finally {
    store.close();
  }
}

/**
 * Uses SQLite in memory alone.
 * @throws NoDriverError
 */
export function tryDriver(): void {
  openDriver(":memory:", { readOnly: false, busyTimeoutMs: 0, nativeBinding: null }).close();
}
