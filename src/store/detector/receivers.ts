/** Receivers that may be in trouble, with how many different senders failed at each by hour. */
import type { ReceiverClass } from "../../detect/cause.js";
import type { Facts, ReceiverFacts } from "../../detect/facts.js";
import type { Parameters } from "../../detect/parameters.js";
import { leastSenders } from "../../detect/receivers.js";
import { LONGEST_WINDOW } from "../../detect/window.js";
import { sql, toRows, type Db, type Work } from "../sql.js";
import { DAY, HOUR, startOf } from "../time.js";

/** More than any sender's number. */
const ANYBODY = Number.MAX_SAFE_INTEGER;

interface Crowded {
  readonly domain: number;
  readonly name: string | null;
  readonly class: ReceiverClass;
}

const crowded = sql<Crowded>(`
  SELECT top.domain_id AS domain, (SELECT name FROM host WHERE id = top.domain_id) AS name, top.class FROM (
    SELECT DISTINCT domain_id, class FROM (
      SELECT domain_id, class FROM receiver_hour WHERE hour >= $1 AND hour <= $2 AND bounces > 0
      GROUP BY hour, domain_id, class HAVING count(DISTINCT sender_id) >= $3) hours_in_trouble) top`);

/** Hour by hour: the rows lie in order of the hour, and a range of hours would read all receivers'. */
const hoursOf = sql<{ readonly hour: number; readonly senders: number }>(`
  SELECT r.hour / ${HOUR} AS hour, count(DISTINCT r.sender_id) AS senders
  FROM {rows:$1:hour int,newest int} hours CROSS JOIN receiver_hour r
  WHERE r.hour = hours.hour AND r.domain_id = $2 AND r.class = $3 AND r.bounces > 0 AND r.sender_id <= hours.newest
  GROUP BY r.hour`);

const newestOn = sql<{ readonly day: number; readonly newest: number | null }>(`
  WITH RECURSIVE days (day) AS (SELECT CAST($1 AS bigint) UNION ALL SELECT day + ${DAY} FROM days WHERE day < $2)
  SELECT days.day, (SELECT max(t.sender_id) FROM sender_day t WHERE t.day = days.day) AS newest FROM days ORDER BY days.day`);

/** Whole hours from one to another, each with the newest sender that was known on an earlier day; on the first day on record: any. */
function* hoursWithNewest(
  db: Db,
  from: number,
  last: number,
  { began, now }: Pick<Facts, "began" | "now">,
  { peakDays }: Parameters,
): Work<readonly (readonly [number, number])[]> {
  const firstDay = startOf(began ?? now, DAY);
  const before = new Map<number, number>();
  let newest = 0;
  for (const row of yield* db.all(newestOn, [startOf(from, DAY) - peakDays * DAY, startOf(last, DAY)])) {
    before.set(row.day, row.day <= firstDay ? ANYBODY : newest);
    newest = Math.max(newest, row.newest ?? 0);
  }
  return Array.from({ length: (last - from) / HOUR + 1 }, (_, index) => from + index * HOUR).map((hour) => [
    hour,
    before.get(startOf(hour, DAY)) ?? 0,
  ]);
}

/** The receivers that had enough different senders in one hour of the longest window to be in trouble. */
export function* receiverFacts(
  db: Db,
  moment: Pick<Facts, "now" | "began" | "activeSenders">,
  parameters: Parameters,
): Work<readonly ReceiverFacts[]> {
  const { now, activeSenders } = moment;
  // Trouble that began an hour before the window still reaches into it.
  const first = startOf(now - LONGEST_WINDOW, HOUR) - HOUR;
  const from = startOf(first, DAY) - parameters.receiverDays * DAY;
  const last = startOf(now, HOUR);
  const facts: ReceiverFacts[] = [];
  let asked: string | null = null;
  for (const row of yield* db.all(crowded, [first, last, leastSenders(activeSenders, parameters)])) {
    asked ??= toRows(yield* hoursWithNewest(db, from, last, moment, parameters));
    const hours = yield* db.all(hoursOf, [asked, row.domain, row.class]);
    facts.push({
      receiver: row.name ?? "",
      class: row.class,
      hours: new Map(hours.map(({ hour, senders }) => [hour, senders])),
    });
  }
  return facts;
}
