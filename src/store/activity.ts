/** How many bounces there were hour by hour: of all senders by reason, of one sender. Out of the counters. */
import type { ReasonClass } from "../reason.js";
import { isReason, REASONS } from "../reason.js";
import { guarded, statement, type Connection } from "./connection.js";
import { findAddress } from "./names.js";
import { findText } from "./texts.js";
import { hourOf } from "./time.js";

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

/** Outcomes as of schema-1.ts. */
const byReason = statement<[number, number, number], { hour: number; hard: number; soft: number }>(`
  SELECT hour, sum(iif(outcome = 1, bounces, 0)) AS hard, sum(iif(outcome IN (0, 2), bounces, 0)) AS soft
  FROM reason_hour WHERE reason = ? AND hour >= ? AND hour < ? GROUP BY hour`);

/** Every reason's hours that begin within a period (epoch seconds); hours without bounces are left out. */
export function reasonHours(connection: Connection, since: number, until: number): readonly ReasonHour[] {
  return guarded(connection.path, () =>
    Object.keys(REASONS)
      .filter(isReason)
      .flatMap((reason) => {
        const id = findText(connection, reason);
        const rows = id === undefined ? [] : byReason(connection).all(id, hourOf(since), Math.ceil(until / 3_600));
        return rows
          .map(({ hour, hard, soft }) => ({ reason, class: REASONS[reason].class, hour, hard, soft }))
          .filter(({ hard, soft }) => hard + soft > 0);
      }),
  );
}

/** Hour by hour: the rows lie in order of the hour, and a range of hours would read all senders'. */
const ofSender = statement<[{ from: number; before: number; sender: number }], SenderHourCount>(`
  WITH RECURSIVE hours (hour) AS (SELECT @from WHERE @from < @before UNION ALL SELECT hour + 1 FROM hours WHERE hour + 1 < @before)
  SELECT s.hour, s.bounces, s.hard, s.refused FROM hours CROSS JOIN sender_hour s ON s.hour = hours.hour AND s.sender = @sender WHERE s.bounces > 0`);

/** A sender's hours that begin within a period (epoch seconds), oldest first; hours without bounces are left out. */
export function senderHours(
  connection: Connection,
  sender: string,
  since: number,
  until: number,
): readonly SenderHourCount[] {
  const id = findAddress(connection, sender);
  if (id === undefined) return [];
  return guarded(connection.path, () =>
    ofSender(connection).all({ from: hourOf(since), before: Math.ceil(until / 3_600), sender: id }),
  );
}
