/**
 * Scores alerts against a world's compromised accounts. Runs of the report at which a sender stands at level alert, less than a day
 * apart, are one episode, which counts from its first run. It is right when that lies between the beginning of a theft of the
 * sender and a day (and one run) after its end; otherwise it is a false alarm.
 */
import { FIRST_THEFT_DAY } from "./thefts.js";
import { DAY, type Incident, type World } from "./traffic.js";

/** A sender at level alert at one run. `time`: seconds from the start of the world. */
export interface Standing {
  readonly time: number;
  readonly sender: number;
}

/** How often the report runs, seconds. */
export const EVERY = 900;

/** What the alerts are worth. */
export interface Score {
  readonly incidents: number;
  /** Minutes from each found theft's first message to its alert. */
  readonly delays: readonly number[];
  readonly falseAlarms: number;
  /** Days in which false alarms were counted. */
  readonly days: number;
  /** Found and all, by type. */
  readonly types: ReadonlyMap<string, readonly [found: number, all: number]>;
}

const beginnings = (standings: Iterable<Standing>): Standing[] => {
  const last = new Map<number, number>();
  const found: Standing[] = [];
  for (const standing of standings) {
    if (standing.time - (last.get(standing.sender) ?? Number.NEGATIVE_INFINITY) > DAY) found.push(standing);
    last.set(standing.sender, standing.time);
  }
  return found;
};

const isOf = (incident: Incident, { sender, time }: Standing): boolean =>
  incident.sender === sender && time >= incident.start && time <= incident.end + DAY + EVERY;

/** Found and all thefts, by type. */
function countTypes(incidents: readonly Incident[], isFound: (incident: Incident) => boolean): Score["types"] {
  const types = new Map<string, readonly [number, number]>();
  for (const incident of incidents) {
    const [found, all] = types.get(incident.type) ?? [0, 0];
    types.set(incident.type, [found + (isFound(incident) ? 1 : 0), all + 1]);
  }
  return types;
}

/** Scores alerts, which come in order of time. */
export function score({ incidents: all, days, variant }: World, standings: Iterable<Standing>): Score {
  const firstDay = variant.startDay > 0 ? variant.startDay : FIRST_THEFT_DAY;
  const lastDay = variant.lastDay ?? days;
  const incidents = all.filter(({ start }) => start >= firstDay * DAY && start < lastDay * DAY);
  const delays = new Map<Incident, number>();
  let falseAlarms = 0;
  for (const standing of beginnings(standings)) {
    const incident = incidents.findLast((each) => isOf(each, standing));
    if (incident !== undefined) delays.set(incident, delays.get(incident) ?? (standing.time - incident.start) / 60);
    else if (standing.time >= firstDay * DAY && standing.time < lastDay * DAY) falseAlarms += 1;
  }
  return {
    incidents: incidents.length,
    delays: [...delays.values()],
    falseAlarms,
    days: lastDay - firstDay,
    types: countTypes(incidents, (incident) => delays.has(incident)),
  };
}

const addTypes = (types: readonly Score["types"][]): Score["types"] => {
  const sums = new Map<string, readonly [number, number]>();
  for (const [type, [found, all]] of types.flatMap((each) => [...each])) {
    const [before, beforeAll] = sums.get(type) ?? [0, 0];
    sums.set(type, [before + found, beforeAll + all]);
  }
  return sums;
};

/** Several worlds' scores as one. */
export const addScores = (scores: readonly Score[]): Score => ({
  incidents: scores.reduce((sum, { incidents }) => sum + incidents, 0),
  delays: scores.flatMap(({ delays }) => delays),
  falseAlarms: scores.reduce((sum, { falseAlarms }) => sum + falseAlarms, 0),
  days: scores.reduce((sum, { days }) => sum + days, 0),
  types: addTypes(scores.map(({ types }) => types)),
});
