/**
 * The signals: each gives points for one thing that compromised accounts do, or takes points for what legitimate mailings look like,
 * and says so in a sentence with its numbers. A sender's points are their sum. parameters.ts gives the reason for each number.
 */
import type { CauseCounts, Observation } from "./observation.js";
import type { Parameters } from "./parameters.js";
import { HOUR } from "../time.js";
import { counted, percent } from "../values.js";

/** One row of the table. */
export interface Signal {
  readonly id: string;
  /** 0 when the signal is absent. */
  readonly points: (subject: Observation, parameters: Parameters) => number;
  /** Asked only where there are points. */
  readonly sentence: (subject: Observation, parameters: Parameters) => string;
  /** Needs a past to compare with, so it says nothing while learning. */
  readonly needsPast?: true;
}

/** A threshold and what reaching it gives. */
type Step = readonly [least: number, points: number];

/** Points of the last step that a value reaches; steps from low to high. */
const climb = (value: number, steps: readonly Step[]): number =>
  steps.reduce((points, [least, more]) => (value >= least ? more : points), 0);

const isMost = (part: number, { counts }: Observation): boolean => part > counts.count / 2;

/** While learning, a day with many bounces may be an ordinary one of this sender; an hour with many is not. */
const isComparable = ({ view, isLearning }: Observation): boolean => !isLearning || view.window.id === "hour";

/** Bounces above the peak. */
const excess = ({ view, counts }: Observation): number => counts.count - view.peak;

/** Three days of anything are much: what is beyond an address book must come within one. */
function volumePoints(subject: Observation, parameters: Parameters): number {
  const points = climb(excess(subject), volumeSteps(parameters));
  return subject.view.window.id === "burst" ? Math.min(points, parameters.volumeHighPoints) : points;
}

const volumeSteps = (parameters: Parameters): readonly Step[] => [
  [parameters.volumeLow, parameters.volumeLowPoints],
  [parameters.volumeMiddle, parameters.volumeMiddlePoints],
  [parameters.volumeHigh, parameters.volumeHighPoints],
  [parameters.volumeHigher, parameters.volumeHigherPoints],
  [parameters.volumeHighest, parameters.volumeHighestPoints],
];

const refused = ({ causes }: CauseCounts): number => causes.spam + causes.policy;

/** Refusals with those whose reason nobody gave, weighed. */
const weighedRefusals = (tally: CauseCounts, { refusedOtherWeight }: Parameters): number =>
  refused(tally) + refusedOtherWeight * tally.causes.other;

/** Share of refusals, drawn to the usual one for small numbers. */
const refusedShare = (tally: CauseCounts, parameters: Parameters): number =>
  (weighedRefusals(tally, parameters) + parameters.refusedUsual * parameters.refusedUsualWeight) /
  (tally.count + parameters.refusedUsualWeight);

function tallyPoints(tally: CauseCounts, parameters: Parameters): number {
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
function refusedPoints({ counts, isLearning }: Observation, parameters: Parameters): number {
  const points = tallyPoints(counts, parameters);
  if (isLearning) return Math.min(points, tallyPoints(counts.elsewhere, parameters));
  const isOneReceivers = refused(counts) >= parameters.refusedOneReceiver && refused(counts.elsewhere) === 0;
  return isOneReceivers ? Math.min(points, parameters.refusedLowPoints) : points;
}

/** The peak of a newcomer is none by construction; but its first mailing has dead addresses rather than refusals. */
const isSurge = (subject: Observation, parameters: Parameters): boolean =>
  isComparable(subject) &&
  subject.counts.count >= parameters.surgeFactor * Math.max(subject.view.peak, 1) &&
  (subject.daysKnown >= parameters.surgeKnownDays ||
    (subject.view.window.id === "hour" && refusedPoints(subject, parameters) >= parameters.refusedMiddlePoints));

/** So many clients within an hour are no journey: a person uses one or two. */
const isHasty = ({ view, counts }: Observation, { clientsHasty }: Parameters): boolean =>
  view.window.id === "hour" && counts.newClients >= clientsHasty;

/**
 * How much a new network says of this sender: 1 where its home is known, 0 where most of its mail comes from new ones anyway.
 * Of a sender known for days whose networks are not, many clients within an hour say as much.
 */
function novelty(subject: Observation, parameters: Parameters): number {
  const { baseline, daysKnown } = subject;
  const { homeUnseenShare, homeUnknownShare, homeLeast, homeIgnorance, surgeKnownDays } = parameters;
  if (baseline.located < homeLeast)
    return daysKnown >= surgeKnownDays && isHasty(subject, parameters) ? 1 : homeIgnorance;
  const share = (homeUnknownShare - baseline.unseenShare) / (homeUnknownShare - homeUnseenShare);
  return Math.min(1, Math.max(0, share));
}

const clientSteps = (parameters: Parameters): readonly Step[] => [
  [1, parameters.clientsManyFewPoints],
  [parameters.clientsManyLeast, parameters.clientsManyPoints],
  [parameters.clientsManyMost, parameters.clientsManyMostPoints],
];

function clientPoints(subject: Observation, parameters: Parameters): number {
  const { counts, baseline } = subject;
  if (!isMost(counts.fromNewNetworks, subject)) return 0;
  const least = isHasty(subject, parameters) ? parameters.clientsManyPoints : 0;
  const points =
    counts.newClients >= parameters.clientsMany
      ? Math.max(least, climb(counts.fromNewNetworks, clientSteps(parameters)))
      : baseline.located < parameters.homeLeast
        ? 0
        : parameters.clientsNewPoints;
  return Math.round(2 * points * novelty(subject, parameters)) / 2;
}

/**
 * A foreign From that the sender's past did not have. From its own networks it is less: that of a customer. From networks
 * that are as new a handful is as much as many: whoever writes for a customer does so from where it writes otherwise. Apart from all else of a well known sender, and
 * within a day, it is more than a new customer.
 */
function foreignPoints(subject: Observation, parameters: Parameters): number {
  const { counts, baseline } = subject;
  if (!isMost(counts.foreignFrom, subject) || baseline.foreignFrom > baseline.bounces / 2) return 0;
  const isKnown = subject.daysKnown >= parameters.surgeKnownDays || counts.newClients >= parameters.clientsMany;
  const isAway = isKnown && isMost(counts.fromNewNetworks, subject);
  const points = climb(counts.foreignFrom, [
    [1, isAway ? parameters.foreignFromPoints : parameters.foreignFromFewPoints],
    [parameters.foreignFromSome, isAway ? parameters.foreignFromPoints : parameters.foreignFromSomePoints],
    [parameters.foreignFromMany, parameters.foreignFromPoints],
  ]);
  const isAtHome = baseline.located > 0 && !isMost(counts.fromNewNetworks + counts.withoutClient, subject);
  const { foreignFromHomePoints, foreignFromSomePoints } = parameters;
  const most = subject.view.isUnfamiliar ? foreignFromSomePoints : foreignFromHomePoints;
  return isAtHome ? Math.min(points, most) : points;
}

/** A known sender has no old list beyond any address book. */
function deadPoints(subject: Observation, parameters: Parameters): number {
  const { counts, daysKnown } = subject;
  const isBeyond = daysKnown >= parameters.surgeKnownDays && excess(subject) >= parameters.volumeHighest;
  return !isBeyond && counts.causes.dead > parameters.deadShare * counts.count ? parameters.deadPoints : 0;
}

const busyBlocks = ({ blocks, counts }: Observation, { persistShare }: Parameters): number =>
  blocks.filter((count) => count >= Math.max(2, counts.count * persistShare)).length;

/** Most were made on our host, of a sender whose mail comes from clients: automatic replies. */
const isAutomatic = (subject: Observation): boolean =>
  subject.baseline.located > 0 && isMost(subject.counts.withoutClient, subject);

/** The blocks count all bounces, so they say nothing of the unfamiliar ones. */
const isPersistent = (subject: Observation, parameters: Parameters): boolean =>
  !subject.view.isUnfamiliar &&
  !isAutomatic(subject) &&
  subject.usualDay < parameters.persistUsual &&
  subject.daysKnown >= parameters.persistKnownDays &&
  busyBlocks(subject, parameters) >= parameters.persistBlocks;

/** Of how many messages, where that is known and not less. */
const denominator = ({ sent, counts }: Observation): string =>
  sent === null || sent < counts.count ? "" : `, of ${counted(sent, "message")} sent`;

/** Whether it goes on; nothing is said of what just came. */
const ending = ({ quiet }: Observation): string =>
  quiet < 2 * HOUR ? "" : ` The last ${Math.floor(quiet / HOUR)} h ago.`;

/** What the number of bounces is compared with, in words. */
function comparison({ view, isLearning, daysKnown }: Observation): string {
  if (view.isUnfamiliar) return ", for mail unlike this sender's usual traffic (new networks or From addresses)";
  if (isLearning) return "; there is no history to compare with yet";
  return daysKnown === 0 ? "; nothing was known of this sender before" : `; its previous peak was ${view.peak}`;
}

/** The signals, in the order in which a finding lists them. */
export const SIGNALS: readonly Signal[] = [
  {
    id: "BANNED",
    points: ({ counts }, { bannedPoints }) => (counts.banned > 0 ? bannedPoints : 0),
    sentence: ({ counts }) =>
      `${counted(counts.banned, "reply says", "replies say")} that this account itself is shut off for sending spam.`,
  },
  {
    id: "OVER",
    points: (_, { gatePoints }) => gatePoints,
    sentence: (subject) =>
      `${counted(subject.counts.count, "recipient")} failed for the first time ${subject.view.window.words}${denominator(subject)}${comparison(subject)}.${ending(subject)}`,
  },
  {
    id: "SURGE",
    points: (subject, parameters) => (isSurge(subject, parameters) ? parameters.surgePoints : 0),
    sentence: ({ view, counts, daysKnown }, { surgeKnownDays }) =>
      view.peak === 0
        ? daysKnown < surgeKnownDays
          ? "The sender is new, but a first mailing meets dead addresses rather than refusals."
          : "No such bounces on any day of its past."
        : `That is ${Math.floor(counts.count / view.peak)} times its previous peak.`,
  },
  {
    id: "VOLUME",
    points: (subject, parameters) => (isComparable(subject) ? volumePoints(subject, parameters) : 0),
    sentence: (subject) => `${excess(subject)} above its previous peak.`,
  },
  {
    id: "SPAM",
    points: refusedPoints,
    sentence: ({ counts }) => {
      const { count, causes } = counts;
      const silent = causes.other === 0 ? "" : `, ${causes.other} more without a reason`;
      return `${refused(counts)} of ${count} (${percent(refused(counts), count)}) were refused as spam or by policy${silent}.`;
    },
  },
  {
    id: "IP",
    points: clientPoints,
    sentence: (subject, { homeLeast }) => {
      const { counts, baseline } = subject;
      const clients = counted(counts.newClients, "client address", "client addresses");
      const home =
        baseline.located < homeLeast
          ? "hardly anything is known of the networks this sender uses, so that counts little"
          : `in networks that its last ${counted(baseline.located, "earlier bounce")} with a client did not show`;
      return `${counts.fromNewNetworks} of ${counts.count} were sent from ${clients}${baseline.located < homeLeast ? "; " : " "}${home}.`;
    },
  },
  {
    id: "FROM",
    points: foreignPoints,
    sentence: ({ counts, baseline }) =>
      `${counts.foreignFrom} of ${counts.count} had a From address of another domain, compared with ${baseline.foreignFrom} of ${counted(baseline.bounces, "earlier bounce")}.`,
  },
  {
    id: "PERSIST",
    needsPast: true,
    points: (subject, parameters) => (isPersistent(subject, parameters) ? parameters.persistPoints : 0),
    sentence: (subject, parameters) =>
      `They keep coming day and night: in ${busyBlocks(subject, parameters)} of the last ${subject.blocks.length} six-hour periods.`,
  },
  {
    id: "SIBLINGS",
    needsPast: true,
    points: ({ siblings, domainSenders }, { siblingsLeast, siblingsShare, siblingsPoints }) =>
      siblings >= Math.max(siblingsLeast, siblingsShare * domainSenders) ? siblingsPoints : 0,
    sentence: ({ siblings }) =>
      `${counted(siblings, "other sender", "other senders")} of the domain went over their peaks within the same 24 hours.`,
  },
  {
    id: "FOCUS",
    needsPast: true,
    points: ({ counts: { count, topReceiver } }, { focusShare, focusLeast, focusPoints }) =>
      count >= focusLeast && topReceiver.count >= focusShare * count ? focusPoints : 0,
    sentence: ({ counts: { count, topReceiver } }) =>
      `${percent(topReceiver.count, count)} went to one receiver, ${topReceiver.name}.`,
  },
  {
    id: "BULK",
    points: (subject, { bulkPoints }) =>
      isMost(subject.counts.bulk, subject) && subject.baseline.bulk >= subject.baseline.bounces / 2 ? bulkPoints : 0,
    sentence: ({ counts }) =>
      `${counts.bulk} of ${counts.count} have the headers of a mailing list or newsletter, so this is probably a legitimate mailing.`,
  },
  {
    id: "DEAD",
    points: deadPoints,
    sentence: ({ counts }) =>
      `${percent(counts.causes.dead, counts.count)} are addresses that no longer exist, so this is probably an old address list.`,
  },
];
