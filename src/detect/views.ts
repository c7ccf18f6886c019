/**
 * The gate: which windows of a sender hold more than its own peak. Bounces of receivers in trouble do not count, nor
 * those without proof while most of what came back was forged. Unfamiliar bounces are
 * judged on their own as well: otherwise the traffic of a busy sender would hide what an attacker sends.
 */
import { dayOf, HOUR } from "../time.js";
import type { Baseline, FirstFailure, SenderFacts } from "./facts.js";
import type { Parameters } from "./parameters.js";
import { daysKnown, peakOf } from "./baseline.js";
import type { IsExcused } from "./receivers.js";
import { DAY_WINDOW, HOUR_WINDOW, BURST_WINDOW, type Window } from "./window.js";

/** A sender's bounces seen through one window, over the peak. */
export interface View {
  readonly window: Window;
  /** Only bounces from networks or with a From that the sender's baseline does not know. */
  readonly isUnfamiliar: boolean;
  /** Oldest first. */
  readonly bounces: readonly FirstFailure[];
  readonly peak: number;
}

/** When we look. */
export interface Moment {
  /** Epoch seconds. */
  readonly now: number;
  readonly isLearning: boolean;
}

/** What all senders have in common at one moment. */
export interface Context extends Moment {
  /** null: no receiver is in trouble. */
  readonly isExcused: IsExcused | null;
}

type Known = Pick<SenderFacts, "days" | "firstSeen">;
type Open = (facts: SenderFacts, context: Context, parameters: Parameters) => View | null;

/** Index of the first bounce since a moment; bounces are sorted by time. */
function indexSince(bounces: readonly FirstFailure[], time: number): number {
  let low = 0;
  let high = bounces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((bounces[middle]?.time ?? time) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The bounces since a moment. */
export const since = (bounces: readonly FirstFailure[], time: number): readonly FirstFailure[] =>
  bounces.slice(indexSince(bounces, time));

/** Whether those without proof are rather forged: more of all were proven not to be ours than to be, or than have no proof. */
const isForgery = ({ bounces, proven, disproved }: SenderFacts): boolean =>
  disproved > 0 && (disproved > proven || disproved > bounces.filter(({ isProven }) => !isProven).length);

/** Those of a sender's bounces that count against it: neither excused by their receiver nor, without proof, among forgeries. */
export function counted(
  bounces: readonly FirstFailure[],
  facts: SenderFacts,
  { isExcused }: Context,
): readonly FirstFailure[] {
  const isForged = isForgery(facts);
  if (!isForged && isExcused === null) return bounces;
  return bounces.filter((bounce) => (bounce.isProven || !isForged) && isExcused?.(bounce) !== true);
}

const leastOf = (window: Window, { hourLeast, dayLeast, burstLeast }: Parameters): number =>
  ({ hour: hourLeast, day: dayLeast, burst: burstLeast })[window.id];

/** At least so many, more while learning. */
const lowest = (least: number, { isLearning }: Moment, { learningLeast }: Parameters): number =>
  isLearning ? Math.max(least, learningLeast) : least;

const leastUnfamiliar = (moment: Moment, parameters: Parameters): number =>
  lowest(parameters.unfamiliarLeast, moment, parameters);

/** Bounces below which a window is not judged. */
function limitOf(
  window: Window,
  peak: number,
  facts: Pick<SenderFacts, "firstSeen">,
  moment: Moment,
  parameters: Parameters,
): number {
  const { youngDays, youngPeakFactor, peakFactor } = parameters;
  const factor = daysKnown(facts, moment.now) < youngDays ? youngPeakFactor : peakFactor;
  return Math.max(lowest(leastOf(window, parameters), moment, parameters), Math.floor(factor * peak) + 1);
}

/** A window, if it holds more than the peak. The peak is only looked up when the window holds something. */
const throughWindow =
  (window: Window): Open =>
  (facts, context, parameters) => {
    const all = since(facts.bounces, context.now - window.seconds);
    if (all.length < leastOf(window, parameters)) return null;
    const peak = peakOf(facts.days, window, dayOf(context.now), parameters);
    const limit = limitOf(window, peak, facts, context, parameters);
    const bounces = all.length < limit ? [] : counted(all, facts, context);
    return bounces.length < limit ? null : { window, isUnfamiliar: false, bounces, peak };
  };

/** Whether bounces still come: a burst that is over says nothing new. */
const goesOn = ({ bounces }: View, { now }: Context, { burstRecentShare }: Parameters): boolean =>
  since(bounces, now - 12 * HOUR).length >= Math.max(2, bounces.length * burstRecentShare);

const throughBurst: Open = (facts, context, parameters) => {
  const view = context.isLearning ? null : throughWindow(BURST_WINDOW)(facts, context, parameters);
  return view !== null && goesOn(view, context, parameters) ? view : null;
};

/** Whether a bounce is unlike the baseline. */
function unfamiliarTo(
  baseline: Baseline,
  { unfamiliarForeignShare }: Parameters,
): (bounce: Pick<FirstFailure, "network" | "hasForeignFrom">) => boolean {
  const isForeignRare = baseline.foreignFrom <= unfamiliarForeignShare * baseline.bounces;
  return ({ network, hasForeignFrom }) =>
    (network !== null && !baseline.networks.has(network)) || (isForeignRare && hasForeignFrom);
}

const throughUnfamiliar: Open = (facts, context, parameters) => {
  if (facts.baseline.bounces < parameters.unfamiliarBaseline) return null;
  const limit = leastUnfamiliar(context, parameters);
  const unfamiliar = since(facts.bounces, context.now - DAY_WINDOW.seconds).filter(
    unfamiliarTo(facts.baseline, parameters),
  );
  const bounces = unfamiliar.length < limit ? [] : counted(unfamiliar, facts, context);
  return bounces.length < limit ? null : { window: DAY_WINDOW, isUnfamiliar: true, bounces, peak: 0 };
};

const WAYS: readonly Open[] = [throughWindow(HOUR_WINDOW), throughWindow(DAY_WINDOW), throughBurst, throughUnfamiliar];

/** Every way to look at the sender that shows more than its peak; none for nearly everybody. */
export const openViews = (facts: SenderFacts, context: Context, parameters: Parameters): readonly View[] =>
  WAYS.flatMap((open) => open(facts, context, parameters) ?? []);

/** First failures with a relevant cause in each window, or somewhat more: sums of whole hours that reach back as far. */
export type WindowCounts = Readonly<Record<Window["id"], number>>;

/**
 * Whether a sender can be over its peak in a window, by its counters alone. With the two below for whoever gathers the
 * facts, so that single bounces are only read of the few who can have an open view.
 */
export function mayBeOverPeak(sender: Known, counts: WindowCounts, moment: Moment, parameters: Parameters): boolean {
  const canOpen = (window: Window): boolean =>
    counts[window.id] >= leastOf(window, parameters) &&
    counts[window.id] >=
      limitOf(window, peakOf(sender.days, window, dayOf(moment.now), parameters), sender, moment, parameters);
  return [HOUR_WINDOW, DAY_WINDOW, BURST_WINDOW].some(canOpen);
}

/** Whether a sender can have enough bounces unlike its baseline, by its counters alone. */
export const mayHaveUnfamiliar = (counts: WindowCounts, moment: Moment, parameters: Parameters): boolean =>
  counts.day >= leastUnfamiliar(moment, parameters);

/** Bounces of the last 24 hours that are alike, counted. */
export interface Alike extends Pick<FirstFailure, "network" | "hasForeignFrom"> {
  readonly count: number;
}

/** Whether a sender can have enough bounces unlike its baseline, by what its last 24 hours are like. */
export function hasUnfamiliar(
  groups: readonly Alike[],
  baseline: Baseline,
  moment: Moment,
  parameters: Parameters,
): boolean {
  if (baseline.bounces < parameters.unfamiliarBaseline) return false;
  const unfamiliar = groups.filter(unfamiliarTo(baseline, parameters)).reduce((sum, { count }) => sum + count, 0);
  return unfamiliar >= leastUnfamiliar(moment, parameters);
}
