/** What is known of one address that we wrote to. */
import type { Severity } from "../bounce.js";
import { normalizeAddress } from "../mail/address.js";
import { storedName } from "./message-row.js";
import { first, onStore, sql, type Db, type Work } from "./sql.js";

/** Counters of one address. Only what is proven to be ours counts, but for `unproven`. Times are epoch seconds, null for never. */
export interface RecipientSummary {
  readonly address: string;
  readonly firstSeen: number | null;
  readonly lastSeen: number | null;
  readonly hard: number;
  readonly soft: number;
  readonly delayed: number;
  readonly unproven: number;
  /** UTC days with a failure or delay. */
  readonly days: number;
  readonly lastReason: string | null;
  readonly lastSeverity: Severity | null;
  readonly lastStatus: string | null;
  /** Last time a report said that a message was delivered. */
  readonly lastDelivered: number | null;
}

/** An address of which nothing counts has a row too, where forged messages named it. */
const select = sql<RecipientSummary>(`
  SELECT r.address, r.first_failed_at AS "firstSeen", r.last_failed_at AS "lastSeen", r.hard, r.soft, r.delayed, r.unproven,
    r.failed_days AS days, v.reason AS "lastReason", nullif(v.severity, 'none') AS "lastSeverity",
    r.last_status AS "lastStatus", CASE WHEN coalesce(r.accepted_at, 0) > coalesce(r.delivered_at, 0) THEN r.accepted_at ELSE r.delivered_at END
      AS "lastDelivered"
  FROM recipient r LEFT JOIN verdict v ON v.id = r.last_verdict_id
  WHERE r.address = $1 AND (r.failed_days > 0 OR r.unproven > 0 OR r.delivered_at IS NOT NULL)`);

/** The summary of an address, ASCII case aside, its domain in U-labels or A-labels; null when nothing is known of it. */
export const recipientSummary = onStore(function* (db: Db, address: string): Work<RecipientSummary | null> {
  return (yield* first(db, select, [storedName(normalizeAddress(address))])) ?? null;
});
