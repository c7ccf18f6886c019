/**
 * The tests: each gives points for one thing that stolen accounts do, or takes points for what honest mailings look like,
 * and says so in a sentence with its numbers. A sender's points are their sum. What a test looks for has its reason in parameters.ts.
 */
import type { Case } from "./case.js";
import type { Tally } from "./evidence.js";
import type { Parameters } from "./parameters.js";

/** One row. */
export interface Test {
  readonly id: string;
  /** 0 when the test does not hold. */
  readonly points: (subject: Case, parameters: Parameters) => number;
  /** Asked only where there are points. */
  readonly sentence: (subject: Case, parameters: Parameters) => string;
  /** Needs a past to compare with, so it says nothing while learning. */
  readonly needsPast?: true;
}

/** A threshold and what reaching it gives. */
type Step = readonly [least: number, points: number];

/** Points of the last step that a value reaches; steps from low to high. */
const climb = (value: number, steps: readonly Step[]): number =>
  steps.reduce((points, [least, more]) => (value >= least ? more : points), 0);

const percent = (part: number, whole: number): string => `${Math.round((100 * part) / whole)} %`;
const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;
const isMost = (part: number, { evidence }: Case): boolean => part > evidence.count / 2;

/** While learning, a day's bounces may be the sender's ordinary ones; an hour's can be told. */
const isComparable = ({ view, isLearning }: Case): boolean => !isLearning || view.window.id === "hour";

/** Bounces above the record. */
const excess = ({ view, evidence }: Case): number => evidence.count - view.record;

const volumeSteps = (parameters: Parameters): readonly Step[] => [
  [parameters.volumeLow, parameters.volumeLowPoints],
  [parameters.volumeMiddle, parameters.volumeMiddlePoints],
  [parameters.volumeHigh, parameters.volumeHighPoints],
];

const refused = ({ causes }: Tally): number => causes.spam + causes.policy;

/** Refusals with those whose reason nobody gave, weighed. */
const weighedRefusals = (tally: Tally, { refusedOtherWeight }: Parameters): number =>
  refused(tally) + refusedOtherWeight * tally.causes.other;

/** Share of refusals, drawn to a fifth for small numbers, so that 2 of 5 are not 40 %. */
const refusedShare = (tally: Tally, parameters: Parameters): number =>
  (weighedRefusals(tally, parameters) + 0.5) / (tally.count + 2.5);

function tallyPoints(tally: Tally, parameters: Parameters): number {
  const { refusedLow, refusedMiddle, refusedHigh, refusedHighest, refusedHighestLeast } = parameters;
  const { refusedLowPoints, refusedMiddlePoints, refusedHighPoints, refusedHighestPoints } = parameters;
  const refusals = weighedRefusals(tally, parameters);
  const share = refusedShare(tally, parameters);
  if (refusals >= refusedHighestLeast && share >= refusedHighest) return refusedHighestPoints;
  const few: readonly Step[] = [[refusedLow, refusedLowPoints]];
  const some: readonly Step[] = [...few, [refusedMiddle, refusedMiddlePoints], [refusedHigh, refusedHighPoints]];
  return refusals < 2 ? 0 : climb(share, refusals < 3 ? few : some);
}

/**
 * One receiver's refusals may be its own trouble. Where all are of one, and enough to be no chance, they are little; while
 * learning, when nobody knows a receiver's ordinary day, what all others say has to bear them out.
 */
function refusedPoints({ evidence, isLearning }: Case, parameters: Parameters): number {
  const points = tallyPoints(evidence, parameters);
  if (isLearning) return Math.min(points, tallyPoints(evidence.elsewhere, parameters));
  const isOneReceivers = refused(evidence) >= parameters.refusedOneReceiver && refused(evidence.elsewhere) === 0;
  return isOneReceivers ? Math.min(points, parameters.refusedLowPoints) : points;
}

function clientPoints(subject: Case, parameters: Parameters): number {
  const { evidence, habit } = subject;
  if (!isMost(evidence.fromNewNetworks, subject)) return 0;
  if (evidence.newClients >= parameters.clientsMany) {
    return evidence.count >= parameters.clientsManyLeast
      ? parameters.clientsManyPoints
      : parameters.clientsManyFewPoints;
  }
  return habit.bounces >= parameters.clientsNewHabit ? parameters.clientsNewPoints : 0;
}

const busyBlocks = ({ blocks, evidence }: Case, { persistShare }: Parameters): number =>
  blocks.filter((count) => count >= Math.max(2, evidence.count * persistShare)).length;

/** The blocks are of all bounces, so they say nothing of the strangers among them. */
const isPersistent = (subject: Case, parameters: Parameters): boolean =>
  !subject.view.isStrangers &&
  subject.daysKnown >= parameters.persistKnownDays &&
  busyBlocks(subject, parameters) >= parameters.persistBlocks;

/** What the bounces are over. */
function comparison({ view, isLearning }: Case): string {
  if (view.isStrangers) return " for mail that is unlike this sender's: from networks or with a From that it never had";
  return isLearning ? "; there is no past to compare with yet" : `; the most this sender had before was ${view.record}`;
}

/** The tests, in the order in which a finding lists them. */
export const TESTS: readonly Test[] = [
  {
    id: "OVER",
    points: (_, { gatePoints }) => gatePoints,
    sentence: (subject) =>
      `${plural(subject.evidence.count, "recipient", "recipients")} failed for the first time ${subject.view.window.words}${comparison(subject)}.`,
  },
  {
    id: "SURGE",
    points: (subject, { surgeFactor, surgePoints }) =>
      isComparable(subject) && subject.evidence.count >= surgeFactor * Math.max(subject.view.record, 1)
        ? surgePoints
        : 0,
    sentence: ({ view, evidence }) =>
      view.record === 0
        ? "It never had any like these before."
        : `That is ${Math.floor(evidence.count / view.record)} times its highest value before.`,
  },
  {
    id: "VOLUME",
    points: (subject, parameters) => (isComparable(subject) ? climb(excess(subject), volumeSteps(parameters)) : 0),
    sentence: (subject) => `${excess(subject)} more than its own record.`,
  },
  {
    id: "SPAM",
    points: refusedPoints,
    sentence: ({ evidence }) => {
      const { count, causes } = evidence;
      const silent = causes.other === 0 ? "" : `, ${causes.other} more without a reason`;
      return `${refused(evidence)} of ${count} (${percent(refused(evidence), count)}) were refused as spam or by policy${silent}.`;
    },
  },
  {
    id: "IP",
    points: clientPoints,
    sentence: ({ evidence, habit }) =>
      `${evidence.fromNewNetworks} of ${evidence.count} were sent from ${plural(evidence.newClients, "client address", "client addresses")} ${
        habit.bounces === 0
          ? "and nothing is known of where this sender is at home"
          : `in networks not seen in ${plural(habit.bounces, "earlier bounce", "earlier bounces")}`
      }.`,
  },
  {
    id: "FROM",
    points: (subject, { foreignFromPoints }) =>
      isMost(subject.evidence.foreignFrom, subject) && subject.habit.foreignFrom <= subject.habit.bounces / 2
        ? foreignFromPoints
        : 0,
    sentence: ({ evidence, habit }) =>
      `${evidence.foreignFrom} of ${evidence.count} had a From of another domain; of ${plural(habit.bounces, "earlier bounce", "earlier bounces")}, ${habit.foreignFrom}.`,
  },
  {
    id: "PERSIST",
    needsPast: true,
    points: (subject, parameters) => (isPersistent(subject, parameters) ? parameters.persistPoints : 0),
    sentence: (subject, parameters) =>
      `They come day and night: in ${busyBlocks(subject, parameters)} of the last ${subject.blocks.length} six-hour spans.`,
  },
  {
    id: "SIBLINGS",
    needsPast: true,
    points: ({ siblings, domainSenders }, { siblingsLeast, siblingsShare, siblingsPoints }) =>
      siblings >= Math.max(siblingsLeast, siblingsShare * domainSenders) ? siblingsPoints : 0,
    sentence: ({ siblings }) =>
      `${plural(siblings, "other sender", "other senders")} of the domain went over their own records within the same 24 hours.`,
  },
  {
    id: "FOCUS",
    needsPast: true,
    points: ({ evidence: { count, topReceiver } }, { focusShare, focusLeast, focusPoints }) =>
      count >= focusLeast && topReceiver.count >= focusShare * count ? focusPoints : 0,
    sentence: ({ evidence: { count, topReceiver } }) =>
      `${percent(topReceiver.count, count)} went to one receiver, ${topReceiver.name}.`,
  },
  {
    id: "BULK",
    points: (subject, { bulkPoints }) => (isMost(subject.evidence.bulk, subject) ? bulkPoints : 0),
    sentence: ({ evidence }) =>
      `${evidence.bulk} of ${evidence.count} carry the headers of a mailing list or newsletter: an honest mailing is likely.`,
  },
  {
    id: "DEAD",
    points: ({ evidence }, { deadShare, deadPoints }) =>
      evidence.causes.dead > deadShare * evidence.count ? deadPoints : 0,
    sentence: ({ evidence }) =>
      `${percent(evidence.causes.dead, evidence.count)} are addresses that no longer exist: an old address list is likely.`,
  },
];
