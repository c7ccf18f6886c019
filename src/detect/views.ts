/**
 * The gate: which windows of a sender hold more than its own record. Bounces of receivers in trouble do not count, nor
 * those without proof while most of what came back was forged. Apart from the windows, bounces that are unlike everything
 * the sender's bounces were before are judged on their own, or a busy sender's habit would hide a thief's mail.
 */
import { dayOf, HOUR } from "./clock.js";
import type { Habit, SenderBounce, SenderFacts } from "./facts.js";
import type { Parameters } from "./parameters.js";
import { daysKnown, recordOf } from "./record.js";
import type { IsExcused } from "./receivers.js";
import { DAY_WINDOW, HOUR_WINDOW, SPELL_WINDOW, type Window } from "./window.js";

/** A sender's bounces seen through one window, over the record. */
export interface View {
  readonly window: Window;
  /** Only bounces from networks or with a From that the sender's habit does not know. */
  readonly isStrangers: boolean;
  /** Oldest first. */
  readonly bounces: readonly SenderBounce[];
  readonly record: number;
}

/** What all senders have in common at one moment. */
export interface Scene {
  readonly now: number;
  readonly isLearning: boolean;
  /** null: no receiver is in trouble. */
  readonly isExcused: IsExcused | null;
}

type Known = Pick<SenderFacts, "days" | "firstSeen">;
type Moment = Pick<Scene, "now" | "isLearning">;
type Open = (facts: SenderFacts, scene: Scene, parameters: Parameters) => View | null;

/** Index of the first bounce since a moment; bounces are sorted by time. */
function indexSince(bounces: readonly SenderBounce[], time: number): number {
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
export const since = (bounces: readonly SenderBounce[], time: number): readonly SenderBounce[] =>
  bounces.slice(indexSince(bounces, time));

/** Whether those without proof are rather forged: more of all were proven not to be ours than to be, or than could not be told. */
const isForgery = ({ bounces, proven, disproved }: SenderFacts): boolean =>
  disproved > 0 && (disproved > proven || disproved > bounces.filter(({ isProven }) => !isProven).length);

/** Those of a sender's bounces that count against it: neither excused by their receiver nor, without proof, among forgeries. */
export function counted(
  bounces: readonly SenderBounce[],
  facts: SenderFacts,
  { isExcused }: Scene,
): readonly SenderBounce[] {
  const isForged = isForgery(facts);
  if (!isForged && isExcused === null) return bounces;
  return bounces.filter((bounce) => (bounce.isProven || !isForged) && isExcused?.(bounce) !== true);
}

const leastOf = (window: Window, { hourLeast, dayLeast, spellLeast }: Parameters): number =>
  ({ hour: hourLeast, day: dayLeast, spell: spellLeast })[window.id];

/** At least so many, more while learning. */
const lowest = (least: number, { isLearning }: Pick<Scene, "isLearning">, { learningLeast }: Parameters): number =>
  isLearning ? Math.max(least, learningLeast) : least;

const leastStrangers = (scene: Moment, parameters: Parameters): number =>
  lowest(parameters.strangerLeast, scene, parameters);

/** Bounces below which a window is not judged. */
function limitOf(
  window: Window,
  record: number,
  facts: Pick<SenderFacts, "firstSeen">,
  scene: Pick<Scene, "now" | "isLearning">,
  parameters: Parameters,
): number {
  const { youngDays, youngRecordFactor, recordFactor } = parameters;
  const factor = daysKnown(facts, scene.now) < youngDays ? youngRecordFactor : recordFactor;
  return Math.max(lowest(leastOf(window, parameters), scene, parameters), Math.floor(factor * record) + 1);
}

/** A window, if it holds more than the record. The record is only looked up when the window holds something. */
const throughWindow =
  (window: Window): Open =>
  (facts, scene, parameters) => {
    const all = since(facts.bounces, scene.now - window.seconds);
    if (all.length < leastOf(window, parameters)) return null;
    const record = recordOf(facts.days, window, dayOf(scene.now), parameters);
    const limit = limitOf(window, record, facts, scene, parameters);
    const bounces = all.length < limit ? [] : counted(all, facts, scene);
    return bounces.length < limit ? null : { window, isStrangers: false, bounces, record };
  };

/** Whether bounces still come: a spell that is over says nothing new. */
const goesOn = ({ bounces }: View, { now }: Scene, { spellRecentShare }: Parameters): boolean =>
  since(bounces, now - 12 * HOUR).length >= Math.max(2, bounces.length * spellRecentShare);

const throughSpell: Open = (facts, scene, parameters) => {
  const view = scene.isLearning ? null : throughWindow(SPELL_WINDOW)(facts, scene, parameters);
  return view !== null && goesOn(view, scene, parameters) ? view : null;
};

/** Tells bounces that are unlike the habit. */
function isStrange(
  habit: Habit,
  { strangerForeignShare }: Parameters,
): (bounce: Pick<SenderBounce, "network" | "hasForeignFrom">) => boolean {
  const isForeignRare = habit.foreignFrom <= strangerForeignShare * habit.bounces;
  return ({ network, hasForeignFrom }) =>
    (network !== null && !habit.networks.has(network)) || (isForeignRare && hasForeignFrom);
}

const throughStrangers: Open = (facts, scene, parameters) => {
  if (facts.habit.bounces < parameters.strangerHabit) return null;
  const limit = leastStrangers(scene, parameters);
  const strange = since(facts.bounces, scene.now - DAY_WINDOW.seconds).filter(isStrange(facts.habit, parameters));
  const bounces = strange.length < limit ? [] : counted(strange, facts, scene);
  return bounces.length < limit ? null : { window: DAY_WINDOW, isStrangers: true, bounces, record: 0 };
};

const WAYS: readonly Open[] = [throughWindow(HOUR_WINDOW), throughWindow(DAY_WINDOW), throughSpell, throughStrangers];

/** Every way to look at the sender that shows more than its record; none for nearly everybody. */
export const openViews = (facts: SenderFacts, scene: Scene, parameters: Parameters): readonly View[] =>
  WAYS.flatMap((open) => open(facts, scene, parameters) ?? []);

/** Fresh, telling bounces of each window, or somewhat more: sums of whole hours that reach back as far. */
export type WindowCounts = Readonly<Record<Window["id"], number>>;

/**
 * Whether a sender can be over its record in a window, by its counters alone. With the two below for whoever gathers the
 * facts, so that single bounces are only read of the few who can have an open view.
 */
export function mayBeOverRecord(sender: Known, counts: WindowCounts, scene: Moment, parameters: Parameters): boolean {
  const canOpen = (window: Window): boolean =>
    counts[window.id] >= leastOf(window, parameters) &&
    counts[window.id] >=
      limitOf(window, recordOf(sender.days, window, dayOf(scene.now), parameters), sender, scene, parameters);
  return [HOUR_WINDOW, DAY_WINDOW, SPELL_WINDOW].some(canOpen);
}

/** Whether a sender can have enough bounces unlike its habit, by its counters alone. */
export const mayHaveStrangers = (counts: WindowCounts, scene: Moment, parameters: Parameters): boolean =>
  counts.day >= leastStrangers(scene, parameters);

/** Bounces of the last 24 hours that are alike, counted. */
export interface Alike extends Pick<SenderBounce, "network" | "hasForeignFrom"> {
  readonly count: number;
}

/** Whether a sender can have enough bounces unlike its habit, by what its last 24 hours are like. */
export function hasStrangers(groups: readonly Alike[], habit: Habit, scene: Moment, parameters: Parameters): boolean {
  if (habit.bounces < parameters.strangerHabit) return false;
  const strange = groups.filter(isStrange(habit, parameters)).reduce((sum, { count }) => sum + count, 0);
  return strange >= leastStrangers(scene, parameters);
}
