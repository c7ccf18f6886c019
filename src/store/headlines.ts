/**
 * What only people look at when they ask about a mail: when the bounced message came to us, its Message-ID, Subject and
 * From. They hardly recur, so nothing makes them short, and of an old mail nobody asks: they are kept for a month.
 */
import { statement, type Connection } from "./connection.js";
import { firstId } from "./time.js";

/** Numbers as in the database; null when unknown. */
export interface Headline {
  /** Epoch seconds. */
  readonly arrival: number | null;
  readonly messageId: string | null;
  readonly subject: string | null;
  readonly author: number | null;
}

const KEPT_SECONDS = 31 * 86_400;
/** For each mail that is recorded so many old headlines go: more than come, so that what an import brought goes in time. */
const FORGOTTEN_FOR_ONE = 2;

const insert = statement<[number, number | null, string | null, string | null, number | null]>(
  "INSERT OR REPLACE INTO headline (report, arrival, message_id, subject, author) VALUES (?, ?, ?, ?, ?)",
);
const forget = statement<[{ readonly end: number; readonly most: number }]>(`
  DELETE FROM headline WHERE report <= coalesce((SELECT report FROM headline WHERE report < @end ORDER BY report LIMIT 1 OFFSET @most - 1), @end - 1)`);
const remove = statement<[number]>("DELETE FROM headline WHERE report = ?");

/** Stores a report's headline, where it has one. */
export function addHeadline(
  connection: Connection,
  reportId: number,
  { arrival, messageId, subject, author }: Headline,
): void {
  if (arrival === null && messageId === null && subject === null && author === null) return;
  insert(connection).run(reportId, arrival, messageId, subject, author);
}

/** Removes the headline of a report that is put elsewhere. */
export const removeHeadline = (connection: Connection, reportId: number): void => void remove(connection).run(reportId);

/** Forgets some old headlines. `present`: epoch seconds, by the mails that come in; `recorded`: how many those are. */
export const forgetHeadlines = (connection: Connection, present: number, recorded: number): void =>
  void forget(connection).run({
    end: firstId(Math.max(present - KEPT_SECONDS, 0)),
    most: recorded * FORGOTTEN_FOR_ONE,
  });

/** SQL for a column of the headline of `report r`; null once it is forgotten. */
export const headlineSql = (column: "arrival" | "message_id" | "subject"): string =>
  `(SELECT ${column} FROM headline h WHERE h.report = r.id)`;
