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

/** The hours of the longest window in which a receiver is in trouble, with what is usual for it. */
type TroubleHours = ReadonlyMap<number, { readonly senders: number; readonly usual: number }>;

/** Senders of an hour that say nothing of the receiver: strangers to the account they use. */
export type StrangersAt = (receiver: string, receiverClass: ReceiverClass, hour: number) => number;

function troubleHours(
  { receiver, class: receiverClass, hours }: ReceiverFacts,
  strangersAt: StrangersAt,
  moment: Moment,
  parameters: Parameters,
): TroubleHours {
  const least = leastSenders(moment.activeSenders, parameters);
  const ordinaries = new Map<number, Ordinary>();
  const found = new Map<number, { readonly senders: number; readonly usual: number }>();
  for (let hour = hourOf(moment.now - LONGEST_WINDOW) - 1; hour <= hourOf(moment.now); hour += 1) {
    const all = hours.get(hour) ?? 0;
    if (all < least) continue;
    const day = dayOf(hour * HOUR);
    const ordinary = ordinaries.get(day) ?? ordinaryOn(hours, day, moment, parameters);
    ordinaries.set(day, ordinary);
    if (all <= ordinary.limit) continue;
    const senders = all - strangersAt(receiver, receiverClass, hour);
    if (senders >= least && senders > ordinary.limit) found.set(hour, { senders, usual: ordinary.usual });
  }
  return found;
}

/** An hour in trouble: the moment it began to be so is not known, and the last bounces come an hour late, so both neighbours belong to it. */
const aroundHour = (hour: number): { from: number; until: number } => ({
  from: (hour - 1) * HOUR,
  until: (hour + 2) * HOUR,
});

/** Hours in trouble as incidents; those that touch are one. */
function incidentsOf(
  { receiver, class: receiverClass }: ReceiverFacts,
  hours: TroubleHours,
): readonly ReceiverIncident[] {
  const incidents: ReceiverIncident[] = [];
  for (const [hour, { senders, usual }] of hours) {
    const previous = incidents.at(-1);
    const next = { receiver, class: receiverClass, senders, usual, ...aroundHour(hour) };
    if (previous === undefined || previous.until < next.from) incidents.push(next);
    else
      incidents[incidents.length - 1] = {
        ...previous,
        until: next.until,
        senders: Math.max(previous.senders, next.senders),
      };
  }
  return incidents;
}

/** Our side fails at many receivers at once, from `from` to `until` (epoch seconds). */
export interface OwnIncident {
  readonly class: ReceiverClass;
  readonly from: number;
  readonly until: number;
  /** Those that are in trouble by themselves, in order of their names. */
  readonly receivers: readonly string[];
  /** Most different senders in one hour at one receiver. */
  readonly senders: number;
}

/** Receivers in trouble, and our own side. */
export interface Troubles {
  /** Those that are not part of an incident of ours. */
  readonly receivers: readonly ReceiverIncident[];
  readonly ours: readonly OwnIncident[];
  /** null: nothing is excused. */
  readonly isExcused: IsExcused | null;
}

const overlap = (one: Pick<OwnIncident, "from" | "until">, other: Pick<OwnIncident, "from" | "until">): boolean =>
  one.from < other.until && other.from < one.until;

/** Many receivers in trouble of one class at once: it is not they, it is us. */
function ownIncidents(incidents: readonly ReceiverIncident[], { ownReceivers }: Parameters): readonly OwnIncident[] {
  const found: OwnIncident[] = [];
  for (const first of incidents) {
    if (found.some((own) => own.class === first.class && overlap(own, first))) continue;
    const alike = incidents.filter((other) => other.class === first.class && overlap(first, other));
    const receivers = [...new Set(alike.map(({ receiver }) => receiver))].sort();
    if (receivers.length < ownReceivers) continue;
    found.push({
      class: first.class,
      from: Math.min(...alike.map(({ from }) => from)),
      until: Math.max(...alike.map(({ until }) => until)),
      receivers,
      senders: Math.max(...alike.map(({ senders }) => senders)),
    });
  }
  return found;
}

interface Troubled {
  readonly facts: ReceiverFacts;
  readonly hours: TroubleHours;
}

/**
 * The hours in which it is not the receivers: one at once refuses and does not know the addresses of many senders, or several
 * do not know them. They are being sent spam by many accounts of ours, and excuse nobody.
 */
function waveHours(troubled: readonly Troubled[]): ReadonlySet<number> {
  const failed = new Map<number, number>();
  const both = new Set<number>();
  const refused = new Map(
    troubled.flatMap(({ facts, hours }) => (facts.class === "refused" ? [[facts.receiver, hours] as const] : [])),
  );
  for (const { facts, hours } of troubled) {
    if (facts.class !== "failed") continue;
    for (const hour of hours.keys()) {
      failed.set(hour, (failed.get(hour) ?? 0) + 1);
      if (refused.get(facts.receiver)?.has(hour) === true) both.add(hour);
    }
  }
  const waves = [...failed].flatMap(([hour, count]) => (count > 1 || both.has(hour) ? [hour] : []));
  return new Set(waves.flatMap((hour) => [hour - 1, hour, hour + 1]));
}

/** What is in trouble in the longest window. */
export function findTroubles(
  receivers: readonly ReceiverFacts[],
  strangersAt: StrangersAt,
  moment: Moment,
  parameters: Parameters,
): Troubles {
  const troubled = receivers.map((facts) => ({ facts, hours: troubleHours(facts, strangersAt, moment, parameters) }));
  const waves = waveHours(troubled);
  const incidents = troubled.flatMap(({ facts, hours }) =>
    incidentsOf(facts, facts.class === "temporary" ? hours : new Map([...hours].filter(([hour]) => !waves.has(hour)))),
  );
  const ours = ownIncidents(incidents, parameters);
  const isOurs = (incident: ReceiverIncident): boolean =>
    ours.some(
      (own) => own.class === incident.class && own.receivers.includes(incident.receiver) && overlap(own, incident),
    );
  return {
    receivers: incidents.filter((incident) => !isOurs(incident)),
    ours,
    isExcused: incidents.length === 0 ? null : excusedBy(incidents, ours),
  };
}

/** Whether a bounce of this receiver, cause and time belongs to one of the incidents. */
export type IsExcused = (bounce: {
  readonly receiver: string;
  readonly cause: Cause;
  readonly time: number;
}) => boolean;

/** The incidents as a question that is quick to answer. What our side causes, it causes at every receiver. */
export function excusedBy(incidents: readonly ReceiverIncident[], ours: readonly OwnIncident[]): IsExcused {
  const byReceiver = new Map<string, readonly ReceiverIncident[]>();
  for (const incident of incidents)
    byReceiver.set(incident.receiver, [...(byReceiver.get(incident.receiver) ?? []), incident]);
  const covers = (incident: Pick<OwnIncident, "class" | "from" | "until">, cause: Cause, time: number): boolean =>
    incident.class === receiverClassOf(cause) && time >= incident.from && time < incident.until;
  return ({ receiver, cause, time }) =>
    (byReceiver.get(receiver)?.some((incident) => covers(incident, cause, time)) ?? false) ||
    ours.some((incident) => covers(incident, cause, time));
}
