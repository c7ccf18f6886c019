/** Reads what processes of the pipe left in the spool, for programs that do other things beside: serve, and cron's report. */
import { openDatabase } from "../store/database.js";
import { migrate } from "../store/migrations.js";
import type { IntakeSettings } from "./settings.js";
import { contextFor, recordLeftovers, updatePostfixMap } from "./spooled.js";

/**
 * Reads all messages that wait.
 * @param now epoch seconds (UTC)
 * @throws StoreError by its fate, by rejecting; what was not recorded goes on waiting
 */
export async function readLeftovers(settings: IntakeSettings, now: number): Promise<void> {
  const context = await contextFor(settings);
  const connection = openDatabase(settings.database, { busyTimeoutMs: settings.busyTimeoutMs, migrate });
  try {
    await recordLeftovers(connection, settings, context, now, { most: Infinity, endsAt: Infinity });
    await updatePostfixMap(connection, settings, now);
  } finally {
    connection.database.close();
  }
}

/** As {@link updatePostfixMap}, for a process that has not opened the database. */
export async function updateMapOf(settings: IntakeSettings, now: number): Promise<void> {
  const connection = openDatabase(settings.database, { busyTimeoutMs: settings.busyTimeoutMs, migrate });
  try {
    await updatePostfixMap(connection, settings, now);
  } finally {
    connection.database.close();
  }
}
