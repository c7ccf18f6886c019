/** Asks the ledger about a message that was read. The pipe loads this only where a log is configured. */
import type { Reading } from "../bounce.js";
import { askLedger } from "../store/ledger.js";
import type { Db } from "../store/sql.js";
import { ledgerQuestion, proveByLedger, type ProofSettings } from "../trust/proof.js";

/** Does a piece of work on the store. */
export type UseStore = <Result>(work: (db: Db) => Result) => Result;

/**
 * A reading with what the ledger proves of it.
 * @param receivedAt epoch seconds (UTC)
 * @throws StoreError by its fate, by rejecting
 */
export async function prove(
  reading: Reading,
  receivedAt: number,
  useStore: UseStore,
  settings: ProofSettings,
): Promise<Reading> {
  if (reading.bounces.length === 0) return reading;
  const arrivedAt = new Date(receivedAt * 1_000);
  const question = ledgerQuestion(reading, arrivedAt, settings);
  return proveByLedger(reading, await useStore((db) => askLedger(db, question)), arrivedAt, settings);
}
