/** Opens the database for a command that looks at it: first the mails that wait in the spool are read. */
import type { Settings } from "../config/settings.js";
import { StoreError } from "../store/errors.js";
import { openStore, type Store } from "../store/open.js";
import { countSpooled } from "../store/spool.js";
import type { Io } from "../io.js";
import { readSpoolAt } from "../intake/read-spool.js";

/** Reads what waits. A user who may not write, or a full disk, need not keep anybody from looking at the rest. */
async function catchUp(settings: Settings, waiting: number, io: Io): Promise<void> {
  try {
    await readSpoolAt(settings, io.now());
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    io.stderr(
      `bounces: ${String(waiting)} ${waiting === 1 ? "mail waits" : "mails wait"} to be read and ${waiting === 1 ? "is" : "are"} not part of this: ${error.message}\n`,
    );
  }
}

/**
 * Opens the database, up to date. Close it.
 * @param access read-only unless told
 * @throws as {@link openStore}
 */
export async function openCurrent(settings: Settings, io: Io, { readOnly } = { readOnly: true }): Promise<Store> {
  const open = (): Store => openStore(settings.database, { readOnly, busyTimeoutMs: settings.busyTimeoutMs });
  const store = open();
  const waiting = countSpooled(store);
  if (waiting === 0) return store;
  // Closed meanwhile: the last to close tidies the write-ahead log, and one who only reads cannot.
  store.close();
  await catchUp(settings, waiting, io);
  return open();
}
