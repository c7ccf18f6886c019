/** Writes the sums of a transaction to the counters. See rollups.ts. */
import { scalar, statement, type Connection } from "./connection.js";
import { COLUMNS, type ReceiverTotal, type Rollups, type SenderTotal } from "./rollups.js";
import { dayOf, hourOf } from "./time.js";

const MARKS = COLUMNS.map(() => "?").join(", ");
const ADDED = COLUMNS.map((column) => `${column} = ${column} + excluded.${column}`).join(", ");

const addToHour = statement<number[]>(
  `INSERT INTO sender_hour (hour, sender, ${COLUMNS.join(", ")}) VALUES (?, ?, ${MARKS}) ON CONFLICT DO UPDATE SET ${ADDED}`,
);
const freshAndProven = scalar<[number, number], number>(
  "SELECT fresh - fresh_unproven FROM sender_hour WHERE hour = ? AND sender = ?",
);
const addToDay = statement<number[]>(
  `INSERT INTO sender_day (day, sender, ${COLUMNS.join(", ")}, peak) VALUES (?, ?, ${MARKS}, ?) ON CONFLICT DO UPDATE SET ${ADDED}, peak = max(peak, excluded.peak)`,
);
const HOURS_OF_DAY = Array.from({ length: 24 }, (_, hour) => `@day * 24 + ${hour}`).join(", ");
/** The peak is no sum: where an hour has fewer than before, all hours of its day are looked at. */
const lowerPeak = statement<[{ readonly day: number; readonly sender: number }]>(`
  UPDATE sender_day SET peak = (SELECT max(0, max(fresh - fresh_unproven)) FROM sender_hour WHERE hour IN (${HOURS_OF_DAY}) AND sender = @sender)
  WHERE day = @day AND sender = @sender`);
const addSenderOfReceiver = statement<[number, number, number, number]>(
  "INSERT INTO receiver_sender (hour, domain, class, sender) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
);
const addToReceiver = statement<[number, number, number, number, number]>(
  `INSERT INTO receiver_hour (hour, domain, class, bounces, senders) VALUES (?, ?, ?, ?, ?)
   ON CONFLICT DO UPDATE SET bounces = bounces + excluded.bounces, senders = senders + excluded.senders`,
);
const addToReason = statement<[number, number, number, number]>(
  "INSERT INTO reason_hour (reason, hour, outcome, bounces) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET bounces = bounces + excluded.bounces",
);
const forgetSendersOfReceivers = statement<[number]>("DELETE FROM receiver_sender WHERE hour < ?");

const FRESH = COLUMNS.indexOf("fresh");
const FRESH_UNPROVEN = COLUMNS.indexOf("fresh_unproven");

/** Hours after which nobody asks who the different senders of an hour were. */
const SENDERS_KEPT_HOURS = 48;

function writeSender(connection: Connection, { second, sender, counts }: SenderTotal): void {
  const hour = hourOf(second);
  addToHour(connection).run(hour, sender, ...counts);
  const peak = freshAndProven(connection).get(hour, sender) ?? 0;
  const day = dayOf(second);
  addToDay(connection).run(day, sender, ...counts, peak);
  if ((counts[FRESH] ?? 0) < (counts[FRESH_UNPROVEN] ?? 0)) lowerPeak(connection).run({ day, sender });
}

function writeReceiver(connection: Connection, { key, senders, bounces }: ReceiverTotal): void {
  const fresh = [...senders].filter((sender) => addSenderOfReceiver(connection).run(...key, sender).changes === 1);
  addToReceiver(connection).run(...key, bounces, fresh.length);
}

/** Writes the sums. `present`: epoch seconds, by the mails that come in. */
export function writeRollups(connection: Connection, { senders, receivers, reasons }: Rollups, present: number): void {
  for (const total of senders.values()) writeSender(connection, total);
  for (const total of receivers.values()) writeReceiver(connection, total);
  for (const { key, bounces } of reasons.values()) addToReason(connection).run(...key, bounces);
  forgetSendersOfReceivers(connection).run(hourOf(present) - SENDERS_KEPT_HOURS);
}
