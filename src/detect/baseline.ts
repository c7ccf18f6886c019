/**
 * What a sender is compared with: its peak, the most that it ever had in a window of this length. What it had before it
 * may have again; only more than that is looked at. During the first days there is too little to compare with.
 */
import { DAY, dayOf } from "../time.js";
import type { Baseline, DayCount, FirstFailure, SenderFacts } from "./facts.js";
import type { Parameters } from "./parameters.js";
import { LONGEST_WINDOW, type Window } from "./window.js";

/** Days between today and the last day of the peak: as long as the window, so that an attack is not its own peak. */
const daysOut = (window: Pick<Window, "seconds">): number => Math.ceil(window.seconds / DAY) + 1;

/** Days back from today that a peak can reach. */
export const peakReach = ({ peakDays }: Parameters): number => peakDays + daysOut({ seconds: LONGEST_WINDOW });

/** The largest sum of so many days in a row. `days` oldest first, days without bounces left out. */
function largestSum(days: readonly DayCount[], length: number): number {
  let largest = 0;
  let sum = 0;
  let from = 0;
  for (const { day, count } of days) {
    sum += count;
    for (let oldest = days[from]; oldest !== undefined && oldest.day <= day - length; oldest = days[from]) {
      sum -= oldest.count;
      from += 1;
    }
    largest = Math.max(largest, sum);
  }
  return largest;
}

function most(days: readonly DayCount[], value: (day: DayCount) => number): number {
  let largest = 0;
  for (const day of days) largest = Math.max(largest, value(day));
  return largest;
}

/** The last day (since the epoch) that belongs to the peak of every window. */
export const lastPeakDay = (today: number): number => today - daysOut({ seconds: LONGEST_WINDOW });

/** Whole days since the sender's first bounce. */
export const daysKnown = ({ firstSeen }: Pick<SenderFacts, "firstSeen">, now: number): number =>
  Math.floor((now - firstSeen) / DAY);

/**
 * The most first failures that the sender had in such a window, in the `peakDays` before, days of an alert left out; 0
 * without any. `today`: days since the epoch.
 */
export function peakOf(
  { days, alerts }: Pick<SenderFacts, "days" | "alerts">,
  window: Window,
  today: number,
  { peakDays }: Pick<Parameters, "peakDays">,
): number {
  const last = today - daysOut(window);
  const counted = days.filter(({ day }) => day > last - peakDays && day <= last && !alerts.days.has(day));
  return window.id === "hour"
    ? most(counted, ({ busiestHour }) => busiestHour)
    : largestSum(counted, window.seconds / DAY);
}

/** Bounces that show how a sender moves about of late, where that differs from before. */
const RECENT = 40;

function countNames(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

const seenOnce = (networks: readonly string[]): number =>
  [...countNames(networks).values()].filter((count) => count === 1).length;

const homesAmong = (networks: readonly string[]): ReadonlySet<string> =>
  new Set([...countNames(networks)].flatMap(([network, count]) => (count >= networks.length / 10 ? [network] : [])));

/**
 * How likely a sender's next message comes from a network that it was not seen in: the share of networks seen once (Good and
 * Turing), drawn to a half where little is known. Of the last ones where these moved about more: a service that went into a
 * cloud goes on moving. These are not drawn to a half: all in known networks, they say no more than all others.
 */
const unseenShare = (networks: readonly string[]): number =>
  Math.max(
    (seenOnce(networks) + 1) / (networks.length + 2),
    networks.length > RECENT ? seenOnce(networks.slice(-RECENT)) / RECENT : 0,
  );

/** What the baseline wants of a bounce. */
export type Trait = Pick<FirstFailure, "network" | "hasForeignFrom" | "isBulk">;

/**
 * The baseline that some bounces make, oldest first. What only few are asked for is worked out when they are.
 * @param sent networks that the sender's last messages came from, oldest first; they say more than those that bounced
 */
export function baselineOf(traits: readonly Trait[], sent: readonly string[] = []): Baseline {
  const bounced = traits.flatMap(({ network }) => network ?? []);
  const networks = [...bounced, ...sent];
  let homes: ReadonlySet<string> | null = null;
  let share: number | null = null;
  return {
    bounces: traits.length,
    networks: new Set(networks),
    get homes() {
      return (homes ??= homesAmong(networks));
    },
    located: networks.length,
    get unseenShare() {
      return (share ??= unseenShare(sent.length > bounced.length ? sent : bounced));
    },
    foreignFrom: traits.filter(({ hasForeignFrom }) => hasForeignFrom).length,
    bulk: traits.filter(({ isBulk }) => isBulk).length,
  };
}

/** Days of which the middle one is usual. */
const USUAL_DAYS = 28;

/** First failures on the middle one of the sender's last days; 0 of whoever has none on most days. */
export function usualDay({ days, firstSeen }: Pick<SenderFacts, "days" | "firstSeen">, now: number): number {
  const last = lastPeakDay(dayOf(now));
  const span = Math.min(USUAL_DAYS, Math.max(0, last - dayOf(firstSeen)));
  const counts = days.filter(({ day }) => day <= last && day > last - span).map(({ count }) => count);
  const sorted = counts.sort((one, other) => other - one);
  return sorted[Math.floor(span / 2)] ?? 0;
}

/** Bounces that a sender's baseline (facts.ts) is made of. */
export const BASELINE_SIZE = 200;

/** The first days: so many of so many have begun. */
export interface Learning {
  readonly day: number;
  readonly of: number;
}

/** The day of learning that a moment is in; null afterwards. `began`: time of the oldest bounce on record, null when there is none. */
export function learningOf(now: number, began: number | null, { learningDays }: Parameters): Learning | null {
  const day = Math.floor((now - (began ?? now)) / DAY) + 1;
  return day > learningDays ? null : { day, of: learningDays };
}
