/** How many bounces there were hour by hour: of all senders by reason, of one sender. Out of the counters. */
import { isReason, REASONS, type ReasonClass } from "../reason.js";
import { findSender } from "./names.js";
import { onStore, sql, type Db, type Work } from "./sql.js";
import { endOf, HOUR, startOf } from "./time.js";

/** Failures and delays of one clock hour (hours since the epoch) for one reason, forged ones left out. */
export interface ReasonHour {
  readonly reason: keyof typeof REASONS;
  readonly class: ReasonClass;
  readonly hour: number;
  readonly hard: number;
  readonly soft: number;
}

/** Bounces of one sender in one clock hour (hours since the epoch). */
export interface SenderHourCount {
  readonly hour: number;
  readonly bounces: number;
  readonly hard: number;
  readonly refused: number;
}

const ofReasons = sql<{
  readonly reason: string;
  readonly hour: number;
  readonly hard: number;
  readonly soft: number;
}>(`
  SELECT reason, hour / ${HOUR} AS hour, CAST(sum(CASE WHEN outcome = 'hard' THEN bounces ELSE 0 END) AS bigint) AS hard,
    CAST(sum(CASE WHEN outcome <> 'hard' THEN bounces ELSE 0 END) AS bigint) AS soft
  FROM reason_hour WHERE hour >= $1 AND hour < $2 AND outcome <> 'disproved' GROUP BY reason, hour HAVING sum(bounces) > 0`);

/** Every reason's hours that begin within a period (epoch seconds); hours without bounces are left out. */
export const reasonHours = onStore(function* (db: Db, since: number, until: number): Work<readonly ReasonHour[]> {
  const rows = yield* db.all(ofReasons, [startOf(since, HOUR), endOf(until, HOUR)]);
  // One that this version does not know has no class.
  return rows.flatMap(({ reason, ...row }) =>
    isReason(reason) ? [{ ...row, reason, class: REASONS[reason].class }] : [],
  );
});

/** Hour by hour: the rows lie in order of the hour, and a range of hours would read all senders'. */
const ofSender = sql<SenderHourCount>(`
  WITH RECURSIVE hours (hour) AS (
    SELECT CAST($1 AS bigint) UNION ALL SELECT hour + ${HOUR} FROM hours WHERE hour + ${HOUR} < $2)
  SELECT s.hour / ${HOUR} AS hour, s.bounces, s.hard, s.refused FROM hours CROSS JOIN sender_hour s
  WHERE s.hour = hours.hour AND s.sender_id = $3 AND s.bounces > 0`);

/** A sender's hours that begin within a period (epoch seconds), oldest first; hours without bounces are left out. */
export const senderHours = onStore(function* (
  db: Db,
  sender: string,
  since: number,
  until: number,
): Work<readonly SenderHourCount[]> {
  const id = yield* findSender(db, sender);
  const [from, before] = [startOf(since, HOUR), endOf(until, HOUR)];
  return id === undefined || from >= before ? [] : yield* db.all(ofSender, [from, before, id]);
});
