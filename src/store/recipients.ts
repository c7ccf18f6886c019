/** What is known of one address that we wrote to. */
import type { Severity } from "../bounce.js";
import { fromCode, SEVERITIES } from "./codes.js";
import { guarded, statement, type Connection } from "./connection.js";
import { addressSql, findAddress } from "./names.js";
import { textSql } from "./texts.js";

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
  /** Last time a report said that a mail was delivered. */
  readonly lastDelivered: number | null;
}

interface StoredRecipient {
  readonly address: string;
  readonly first: number;
  readonly last: number;
  readonly hard: number;
  readonly soft: number;
  readonly delayed: number;
  readonly unproven: number;
  readonly days: number;
  readonly reason: string | null;
  readonly severity: number | null;
  readonly status: string | null;
  readonly delivered: number;
}

const select = statement<[number], StoredRecipient>(`
  SELECT ${addressSql("s.address")} AS address, s.first, s.last, s.hard, s.soft, s.delayed, s.unproven, s.days,
    ${textSql("s.reason")} AS reason, s.severity, ${textSql("s.status")} AS status, s.delivered
  FROM recipient s WHERE s.address = ?`);

const orNever = (time: number): number | null => (time === 0 ? null : time);

/** The summary of an address, ASCII case aside; null when nothing is known of it. */
export function recipientSummary(connection: Connection, address: string): RecipientSummary | null {
  return guarded(connection.path, () => {
    const id = findAddress(connection, address);
    const row = id === undefined ? undefined : select(connection).get(id);
    if (row === undefined) return null;
    const { first, last, reason, severity, status, delivered, ...counters } = row;
    return {
      ...counters,
      firstSeen: orNever(first),
      lastSeen: orNever(last),
      lastReason: reason,
      lastSeverity: fromCode(SEVERITIES, severity),
      lastStatus: status,
      lastDelivered: orNever(delivered),
    };
  });
}
