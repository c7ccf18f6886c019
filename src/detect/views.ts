/**
 * The gate: which windows of a sender hold more than its own peak. Bounces of receivers in trouble do not count. Those
 * that nothing proves to be ours are judged apart, and not while most of what came back was forged. Unfamiliar bounces are
 * judged on their own as well: otherwise the traffic of a busy sender would hide what an attacker sends.
 */
import { dayOf, HOUR, hourOf } from "../time.js";
import type { Baseline, FirstFailure, SenderFacts } from "./facts.js";
import type { Parameters } from "./parameters.js";
import { daysKnown, peakOf, usualDay } from "./baseline.js";
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

/** `proven`: only bounces proven to be ours; `all`: those without proof too. */
export type Evidence = "proven" | "all";

type Known = Pick<SenderFacts, "days" | "firstSeen" | "alerts">;
type Open = (subject: Subject, context: Context, parameters: Parameters) => View | null;

/** A sender with those of its bounces that are judged. */
interface Subject {
  readonly facts: SenderFacts;
  /** Before any receiver is excused, oldest first. */
  readonly bounces: readonly FirstFailure[];
}

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

/** Those of a sender's bounces that may be judged by such evidence. */
function admitted(facts: SenderFacts, evidence: Evidence): readonly FirstFailure[] {
  const withUnproven = evidence === "all" && !isForgery(facts);
  return withUnproven || facts.bounces.every(({ isProven }) => isProven)
    ? facts.bounces
    : facts.bounces.filter(({ isProven }) => isProven);
}

/**
 * Whether a bounce comes from where this sender, whose home is known, never was: such a one says nothing of a receiver's
 * trouble and is not excused by it.
 */
export function strangerTo(
  baseline: Baseline,
  { homeUnseenShare }: Parameters,
): (bounce: Pick<FirstFailure, "network">) => boolean {
  const isHomeKnown = baseline.unseenShare <= homeUnseenShare;
  return ({ network }) => isHomeKnown && network !== null && !baseline.networks.has(network);
}

/**
 * Receivers that refused these by policy and hardly anything else: that is what they think of the sender's domain or of our
 * server. A spammer's list has dead addresses at every receiver.
 */
function policyReceivers(
  bounces: readonly FirstFailure[],
  { policyLeast, policyShare }: Parameters,
): ReadonlySet<string> {
  const refused = new Map<string, number>();
  for (const { receiver, cause } of bounces)
    if (cause === "policy") refused.set(receiver, (refused.get(receiver) ?? 0) + 1);
  const candidates = [...refused].filter(([, count]) => count >= policyLeast);
  return new Set(
    candidates.flatMap(([name, count]) =>
      count >= policyShare * bounces.filter(({ receiver }) => receiver === name).length ? [name] : [],
    ),
  );
}

/** Those of some bounces that neither a receiver's trouble nor its policy excuses. */
function unexcused(
  bounces: readonly FirstFailure[],
  { baseline }: SenderFacts,
  { isExcused }: Context,
  parameters: Parameters,
): readonly FirstFailure[] {
  const receivers = policyReceivers(bounces, parameters);
  const isPolicy = ({ receiver, cause }: FirstFailure): boolean => cause === "policy" && receivers.has(receiver);
  if (isExcused === null) return receivers.size === 0 ? bounces : bounces.filter((bounce) => !isPolicy(bounce));
  const isStranger = strangerTo(baseline, parameters);
  return bounces.filter((bounce) => !isPolicy(bounce) && (isStranger(bounce) || !isExcused(bounce)));
}

/** Those of a sender's bounces since a moment that count against it. */
export const countedSince = (
  facts: SenderFacts,
  evidence: Evidence,
  moment: number,
  context: Context,
  parameters: Parameters,
): readonly FirstFailure[] => unexcused(since(admitted(facts, evidence), moment), facts, context, parameters);

const leastOf = (window: Window, { hourLeast, dayLeast, burstLeast }: Parameters): number =>
  ({ hour: hourLeast, day: dayLeast, burst: burstLeast })[window.id];

/** At least so many, more while learning. */
const lowest = (least: number, { isLearning }: Moment, { learningLeast }: Parameters): number =>
  isLearning ? Math.max(least, learningLeast) : least;

const leastUnfamiliar = (moment: Moment, parameters: Parameters): number =>
  lowest(parameters.unfamiliarLeast, moment, parameters);

const factorOf = (facts: Pick<SenderFacts, "firstSeen">, { now }: Moment, parameters: Parameters): number =>
  daysKnown(facts, now) < parameters.youngDays ? parameters.youngPeakFactor : parameters.peakFactor;

/** Bounces below which a window is not judged. */
const limitOf = (
  window: Window,
  peak: number,
  facts: Pick<SenderFacts, "firstSeen">,
  moment: Moment,
  parameters: Parameters,
): number =>
  Math.max(
    lowest(leastOf(window, parameters), moment, parameters),
    Math.floor(factorOf(facts, moment, parameters) * peak) + 1,
  );

/** A window's bounces, if they are more than the peak. The peak is only looked up when there are some. */
function viewOf(
  window: Window,
  all: readonly FirstFailure[],
  { facts }: Subject,
  context: Context,
  parameters: Parameters,
): View | null {
  if (all.length < leastOf(window, parameters)) return null;
  const peak = peakOf(facts, window, dayOf(context.now), parameters);
  const limit = limitOf(window, peak, facts, context, parameters);
  const bounces = all.length < limit ? [] : unexcused(all, facts, context, parameters);
  return bounces.length < limit ? null : { window, isUnfamiliar: false, bounces, peak };
}

const throughWindow =
  (window: Window): Open =>
  (subject, context, parameters) =>
    viewOf(window, since(subject.bounces, context.now - window.seconds), subject, context, parameters);

/** The clock hour of the last 24 with most bounces: a report that comes late still sees the blast. */
const throughBusiestHour: Open = (subject, context, parameters) => {
  const first = hourOf(context.now - DAY_WINDOW.seconds) + 1;
  const bounces = since(subject.bounces, first * HOUR);
  if (bounces.length < parameters.hourLeast) return null;
  let [from, most] = [0, 0];
  for (let start = 0, end = 0; start < bounces.length; start = end) {
    const hour = hourOf(bounces[start]?.time ?? 0);
    while (end < bounces.length && hourOf(bounces[end]?.time ?? 0) === hour) end += 1;
    if (end - start >= most) [from, most] = [start, end - start];
  }
  return viewOf(HOUR_WINDOW, bounces.slice(from, from + most), subject, context, parameters);
};

/** Whether bounces still come: a burst that is over says nothing new. */
const goesOn = ({ bounces }: View, { now }: Context, { burstRecentShare }: Parameters): boolean =>
  since(bounces, now - 12 * HOUR).length >= Math.max(2, bounces.length * burstRecentShare);

const throughBurst: Open = (subject, context, parameters) => {
  const view = context.isLearning ? null : throughWindow(BURST_WINDOW)(subject, context, parameters);
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

/**
 * What of the unfamiliar is usual for the sender: the share of its peak that comes from networks nobody saw before. Of a
 * service that is no more where it was at home it is the whole peak: it has moved, and took its bounces with it; of one that
 * is there less than usual it is what lacks there since. `moved`: the moment of the first unfamiliar one.
 */
function usualUnfamiliar(
  { baseline, ...facts }: SenderFacts,
  today: readonly FirstFailure[],
  moved: number,
  { now }: Context,
  { movedShare, movedLeast, ...parameters }: Parameters,
): number {
  const peak = peakOf(facts, DAY_WINDOW, dayOf(now), parameters);
  const usual = usualDay(facts, now);
  const atHome = today.filter(({ network }) => network !== null && baseline.homes.has(network));
  const since = atHome.filter(({ time }) => time >= moved).length;
  const expected = (usual * (now - moved)) / DAY_WINDOW.seconds;
  const isLong = usual >= 1 && expected >= Math.min(movedLeast, usual / 2);
  const isGone = isLong && since <= movedShare * expected;
  return isGone ? peak : Math.max(baseline.unseenShare * peak, expected - since);
}

const throughUnfamiliar: Open = ({ facts, bounces: all }, context, parameters) => {
  const least = leastUnfamiliar(context, parameters);
  const today = since(all, context.now - DAY_WINDOW.seconds);
  if (today.length < least) return null;
  if (Math.max(facts.baseline.bounces, facts.baseline.located) < parameters.unfamiliarBaseline) return null;
  const unfamiliar = today.filter(unfamiliarTo(facts.baseline, parameters));
  if (unfamiliar.length < least) return null;
  const usual = usualUnfamiliar(facts, today, unfamiliar[0]?.time ?? context.now, context, parameters);
  const peak = Math.floor(usual);
  const limit = Math.max(least, Math.floor(usual * factorOf(facts, context, parameters)) + 1);
  const bounces = unfamiliar.length < limit ? [] : unexcused(unfamiliar, facts, context, parameters);
  return bounces.length < limit ? null : { window: DAY_WINDOW, isUnfamiliar: true, bounces, peak };
};

/** Replies of the last three days that say that the account itself is shut off: there is no usual number of them. */
const throughBans: Open = ({ bounces: all }) => {
  const bounces = all.filter(({ isBan }) => isBan);
  return bounces.length === 0 ? null : { window: BURST_WINDOW, isUnfamiliar: false, bounces, peak: 0 };
};

const WAYS: readonly Open[] = [
  throughBans,
  throughWindow(HOUR_WINDOW),
  throughBusiestHour,
  throughWindow(DAY_WINDOW),
  throughBurst,
  throughUnfamiliar,
];

/** Every way to look at the sender that shows more than its peak; none for nearly everybody. */
export function openViews(
  facts: SenderFacts,
  evidence: Evidence,
  context: Context,
  parameters: Parameters,
): readonly View[] {
  const subject = { facts, bounces: admitted(facts, evidence) };
  return WAYS.flatMap((open) => open(subject, context, parameters) ?? []);
}

/** First failures with a relevant cause in each window, or somewhat more: sums of whole hours that reach back as far. `hour`: also of the busiest hour of the last day. */
export type WindowCounts = Readonly<Record<Window["id"], number>>;

/**
 * Whether a sender can be over its peak in a window, by its counters alone. With the two below for whoever gathers the
 * facts, so that single bounces are only read of the few who can have an open view.
 */
export function mayBeOverPeak(sender: Known, counts: WindowCounts, moment: Moment, parameters: Parameters): boolean {
  const canOpen = (window: Window): boolean =>
    counts[window.id] >= leastOf(window, parameters) &&
    counts[window.id] >=
      limitOf(window, peakOf(sender, window, dayOf(moment.now), parameters), sender, moment, parameters);
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
