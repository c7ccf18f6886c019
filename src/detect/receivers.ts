/**
 * Receivers in trouble: one provider fails for everybody, so its bounces say nothing of the single sender. A receiver is
 * in trouble in an hour in which many more different senders than usual had a failure of one class from it. Usual is the
 * busiest hour of an ordinary day: the median over the days before of each day's busiest hour, which neither the night
 * nor an outage some days ago can shift far.
 */
import type { Cause, ReceiverClass } from "./cause.js";
import { receiverClassOf } from "./cause.js";
import { DAY, dayOf, HOUR, hourOf } from "../time.js";
import type { Facts, ReceiverFacts } from "./facts.js";
import type { Parameters } from "./parameters.js";
import { LONGEST_WINDOW } from "./window.js";

/** A receiver fails for everybody from `from` to `until` (epoch seconds). */
export interface ReceiverIncident {
  readonly receiver: string;
  readonly class: ReceiverClass;
  readonly from: number;
  readonly until: number;
  /** Most different senders in one hour. */
  readonly senders: number;
  /** Different senders in the busiest hour of an ordinary day. */
  readonly usual: number;
}

type Moment = Pick<Facts, "now" | "began" | "activeSenders">;
type Hours = ReadonlyMap<number, number>;

const HOURS_OF_DAY = DAY / HOUR;

/** Least different senders in an hour that can be trouble: fewer on a server that has few. */
export const leastSenders = (active: number, parameters: Parameters): number =>
  Math.max(
    parameters.receiverSendersFloor,
    Math.min(parameters.receiverSenders, Math.ceil(active * parameters.receiverShare)),
  );

function busiestHour(hours: Hours, day: number): number {
  let most = 0;
  for (let hour = day * HOURS_OF_DAY; hour < (day + 1) * HOURS_OF_DAY; hour += 1)
    most = Math.max(most, hours.get(hour) ?? 0);
  return most;
}

/** Busiest hours of the days on record before this one. The first of them counts when it is on record since noon at the latest. */
function busiestHours(hours: Hours, day: number, began: number, { receiverDays }: Parameters): number[] {
  const first = Math.max(day - receiverDays, Math.round(began / DAY));
  return Array.from({ length: Math.max(0, day - first) }, (_, index) => busiestHour(hours, first + index));
}

/** The middle value; of an even number the upper of the two in the middle; null of none. */
const median = (values: readonly number[]): number | null =>
  [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? null;

/** What a day's hours are held against. */
interface Ordinary {
  /** Different senders in the busiest hour of an ordinary day. */
  readonly usual: number;
  /** More than so many are trouble. */
  readonly limit: number;
}

/**
 * The ordinary day. Of a few days it is the quietest, since one of them may have been in trouble already; without any
 * there is only the number of senders to go by.
 */
function ordinaryOn(
  hours: Hours,
  day: number,
  { now, began, activeSenders }: Moment,
  parameters: Parameters,
): Ordinary {
  const busiest = busiestHours(hours, day, began ?? now, parameters);
  const first = parameters.receiverFirstShare * activeSenders;
  if (busiest.length === 0) return { usual: 0, limit: first };
  if (busiest.length >= parameters.receiverYoungDays) {
    const usual = median(busiest) ?? 0;
    return { usual, limit: usual * parameters.receiverFactor };
  }
  const usual = Math.min(...busiest);
  return { usual, limit: Math.min(first, usual * parameters.receiverYoungFactor) };
}

/** An hour in trouble: the moment it began to be so is not known, and the last bounces come an hour late, so both neighbours belong to it. */
const aroundHour = (hour: number): { from: number; until: number } => ({
  from: (hour - 1) * HOUR,
  until: (hour + 2) * HOUR,
});

/** Adds an hour in trouble to the list, joining it with the incident before when they touch. */
function joined(incidents: readonly ReceiverIncident[], next: ReceiverIncident): readonly ReceiverIncident[] {
  const previous = incidents.at(-1);
  if (previous === undefined || previous.until < next.from) return [...incidents, next];
  const whole = { ...previous, until: next.until, senders: Math.max(previous.senders, next.senders) };
  return [...incidents.slice(0, -1), whole];
}

function incidentsOf(
  { receiver, class: receiverClass, hours }: ReceiverFacts,
  moment: Moment,
  parameters: Parameters,
): readonly ReceiverIncident[] {
  const least = leastSenders(moment.activeSenders, parameters);
  const ordinaries = new Map<number, Ordinary>();
  let incidents: readonly ReceiverIncident[] = [];
  for (let hour = hourOf(moment.now - LONGEST_WINDOW) - 1; hour <= hourOf(moment.now); hour += 1) {
    const senders = hours.get(hour) ?? 0;
    if (senders < least) continue;
    const day = dayOf(hour * HOUR);
    const ordinary = ordinaries.get(day) ?? ordinaryOn(hours, day, moment, parameters);
    ordinaries.set(day, ordinary);
    if (senders <= ordinary.limit) continue;
    incidents = joined(incidents, {
      receiver,
      class: receiverClass,
      senders,
      usual: ordinary.usual,
      ...aroundHour(hour),
    });
  }
  return incidents;
}

/** The incidents that touch the longest window, by receiver in the order given. */
export const receiverIncidents = (
  receivers: readonly ReceiverFacts[],
  moment: Moment,
  parameters: Parameters,
): readonly ReceiverIncident[] => receivers.flatMap((receiver) => incidentsOf(receiver, moment, parameters));

/** Whether a bounce of this receiver, cause and time belongs to one of the incidents. */
export type IsExcused = (bounce: {
  readonly receiver: string;
  readonly cause: Cause;
  readonly time: number;
}) => boolean;

/** The incidents as a question that is quick to answer. */
export function excusedBy(incidents: readonly ReceiverIncident[]): IsExcused {
  const byReceiver = new Map<string, readonly ReceiverIncident[]>();
  for (const incident of incidents)
    byReceiver.set(incident.receiver, [...(byReceiver.get(incident.receiver) ?? []), incident]);
  const covers = ({ class: receiverClass, from, until }: ReceiverIncident, cause: Cause, time: number): boolean =>
    receiverClass === receiverClassOf(cause) && time >= from && time < until;
  return ({ receiver, cause, time }) =>
    byReceiver.get(receiver)?.some((incident) => covers(incident, cause, time)) ?? false;
}
