/** Every counter of a store, names for ids, rows that count nothing left out: to compare stores by. */
import type { Store } from "../../src/store/open.js";
import { SENDER_SUMS } from "../../src/store/counters.js";
import { rowsOf } from "./engine.js";

const sums = SENDER_SUMS.map((name) => `t.${name}`).join(", ");
const some = SENDER_SUMS.map((name) => `t.${name} <> 0`).join(" OR ");

/** Statements of both engines, by what they show. */
export const COUNTER_TEXTS: Readonly<Record<string, string>> = {
  hours: `SELECT t.hour, s.name AS sender, ${sums} FROM sender_hour t JOIN sender s ON s.id = t.sender_id WHERE ${some} ORDER BY 1, 2`,
  days: `SELECT t.day, s.name AS sender, ${sums} FROM sender_day t JOIN sender s ON s.id = t.sender_id WHERE ${some} ORDER BY 1, 2`,
  receivers:
    "SELECT t.hour, h.name AS domain, t.class, s.name AS sender, t.bounces FROM receiver_hour t JOIN host h ON h.id = t.domain_id JOIN sender s ON s.id = t.sender_id WHERE t.bounces <> 0 ORDER BY 1, 2, 3, 4",
  reasons: "SELECT hour, reason, outcome, bounces FROM reason_hour WHERE bounces <> 0 ORDER BY 1, 2, 3",
  recipients:
    "SELECT r.address, r.first_failed_at, r.last_failed_at, r.delivered_at, r.failed_days, r.hard, r.soft, r.delayed, r.unproven, v.reason, v.severity, r.last_status FROM recipient r LEFT JOIN verdict v ON v.id = r.last_verdict_id ORDER BY 1",
};

/** Every counter of a store. */
export async function counters(store: Store): Promise<Record<string, unknown[]>> {
  const found: Record<string, unknown[]> = {};
  for (const [name, text] of Object.entries(COUNTER_TEXTS)) found[name] = await rowsOf(store, text);
  return found;
}
