/** Receivers that may be in trouble, with how many different senders failed at each by hour. */
import type { ReceiverClass } from "../../detect/cause.js";
import type { ReceiverFacts } from "../../detect/facts.js";
import type { Parameters } from "../../detect/parameters.js";
import { leastSenders } from "../../detect/receivers.js";
import { LONGEST_WINDOW } from "../../detect/window.js";
import { sql, type Db, type Work } from "../sql.js";
import { DAY, HOUR, startOf } from "../time.js";

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
  WITH RECURSIVE hours (hour) AS (
    SELECT CAST($1 AS bigint) UNION ALL SELECT hour + ${HOUR} FROM hours WHERE hour < $2)
  SELECT r.hour / ${HOUR} AS hour, count(DISTINCT r.sender_id) AS senders FROM hours CROSS JOIN receiver_hour r
  WHERE r.hour = hours.hour AND r.domain_id = $3 AND r.class = $4 AND r.bounces > 0 GROUP BY r.hour`);

/** The receivers that had enough different senders in one hour of the longest window to be in trouble. `active`: senders in all. */
export function* receiverFacts(
  db: Db,
  now: number,
  active: number,
  parameters: Parameters,
): Work<readonly ReceiverFacts[]> {
  // Trouble that began an hour before the window still reaches into it.
  const first = startOf(now - LONGEST_WINDOW, HOUR) - HOUR;
  const from = startOf(first, DAY) - parameters.receiverDays * DAY;
  const last = startOf(now, HOUR);
  const facts: ReceiverFacts[] = [];
  for (const row of yield* db.all(crowded, [first, last, leastSenders(active, parameters)])) {
    const hours = yield* db.all(hoursOf, [from, last, row.domain, row.class]);
    facts.push({
      receiver: row.name ?? "",
      class: row.class,
      hours: new Map(hours.map(({ hour, senders }) => [hour, senders])),
    });
  }
  return facts;
}
