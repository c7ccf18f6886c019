/** Receivers that may be in trouble, with how many different senders failed at each by hour. */
import type { ReceiverFacts } from "../../detect/facts.js";
import type { Parameters } from "../../detect/parameters.js";
import { leastSenders } from "../../detect/receivers.js";
import { LONGEST_WINDOW } from "../../detect/window.js";
import { fromCode, RECEIVER_CLASSES } from "../codes.js";
import { statement, type Connection } from "../connection.js";
import { hostSql } from "../names.js";
import { dayOf, hourOf } from "../time.js";

interface Crowded {
  readonly domain: number;
  readonly name: string | null;
  readonly class: number;
}

const crowded = statement<[number, number, number], Crowded>(`
  SELECT top.domain, ${hostSql("top.domain")} AS name, top.class FROM (
    SELECT DISTINCT domain, class FROM receiver_hour WHERE hour >= ? AND hour <= ? AND senders >= ?) top`);

/** Hour by hour: the rows lie in order of the hour, and a range of hours would read all receivers'. */
const hoursOf = statement<
  [{ from: number; last: number; domain: number; place: number }],
  [hour: number, senders: number]
>(`
  WITH RECURSIVE hours (hour) AS (SELECT @from UNION ALL SELECT hour + 1 FROM hours WHERE hour < @last)
  SELECT r.hour, r.senders FROM hours CROSS JOIN receiver_hour r ON r.hour = hours.hour AND r.domain = @domain AND r.class = @place`);

/** The receivers that had enough different senders in one hour of the longest window to be in trouble. `active`: senders in all. */
export function receiverFacts(
  connection: Connection,
  now: number,
  active: number,
  parameters: Parameters,
): readonly ReceiverFacts[] {
  // Trouble that began an hour before the window still reaches into it.
  const first = hourOf(now - LONGEST_WINDOW) - 1;
  const from = (dayOf(first * 3_600) - parameters.receiverDays) * 24;
  const last = hourOf(now);
  return crowded(connection)
    .all(first, last, leastSenders(active, parameters))
    .map(({ domain, name, class: place }) => ({
      receiver: name ?? "",
      class: fromCode(RECEIVER_CLASSES, place),
      hours: new Map(hoursOf(connection).raw().all({ from, last, domain, place })),
    }));
}
