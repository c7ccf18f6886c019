/** What the signals look at: one view of one sender, with its bounces counted. */
import { daysKnown, usualDay } from "./baseline.js";
import type { RelevantCause } from "./cause.js";
import type { Baseline, FirstFailure, SenderFacts } from "./facts.js";
import { HOUR, hourOf } from "../time.js";
import type { Parameters } from "./parameters.js";
import { countedSince, type Context, type Evidence, type View } from "./views.js";

/** A name and how many bounces it has. */
export interface Share {
  readonly name: string;
  readonly count: number;
}

/** How many bounces, and of what cause. */
export interface CauseCounts {
  readonly count: number;
  readonly causes: Readonly<Record<RelevantCause, number>>;
}

/** Bounces of one sender in one window, those of receivers in trouble and forged ones left out. */
export interface FailureCounts extends CauseCounts {
  /** The receiver with most of them. */
  readonly topReceiver: Share;
  /** Those of all other receivers. */
  readonly elsewhere: CauseCounts;
  /** Bounces from networks that the sender's baseline does not know, and the different clients among them. */
  readonly fromNewNetworks: number;
  readonly newClients: number;
  /** Bounces of which no client is known. */
  readonly withoutClient: number;
  readonly foreignFrom: number;
  readonly bulk: number;
  /** Replies that say that the account itself is shut off. */
  readonly banned: number;
}

function countBy(
  bounces: readonly FirstFailure[],
  nameOf: (bounce: FirstFailure) => string | null,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const bounce of bounces) {
    const name = nameOf(bounce);
    if (name !== null) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/** How often each name occurs, most first; null is no name. */
export const shares = (
  bounces: readonly FirstFailure[],
  nameOf: (bounce: FirstFailure) => string | null,
): readonly Share[] =>
  [...countBy(bounces, nameOf)].map(([name, count]) => ({ name, count })).sort((one, other) => other.count - one.count);

function largest(counts: ReadonlyMap<string, number>): Share {
  let top: Share = { name: "", count: 0 };
  for (const [name, count] of counts) if (count > top.count) top = { name, count };
  return top;
}

function number(bounces: readonly FirstFailure[], holds: (bounce: FirstFailure) => boolean): number {
  let count = 0;
  for (const bounce of bounces) if (holds(bounce)) count += 1;
  return count;
}

function tally(bounces: readonly FirstFailure[]): CauseCounts {
  const causes = { dead: 0, spam: 0, policy: 0, other: 0 };
  for (const { cause } of bounces) causes[cause] += 1;
  return { count: bounces.length, causes };
}

function countFailures(bounces: readonly FirstFailure[], { networks }: Baseline): FailureCounts {
  const unfamiliar = bounces.filter(({ network }) => network !== null && !networks.has(network));
  const topReceiver = largest(countBy(bounces, ({ receiver }) => receiver));
  return {
    ...tally(bounces),
    topReceiver,
    elsewhere: tally(bounces.filter(({ receiver }) => receiver !== topReceiver.name)),
    fromNewNetworks: unfamiliar.length,
    newClients: countBy(unfamiliar, ({ client }) => client).size,
    withoutClient: number(bounces, ({ client }) => client === null),
    foreignFrom: number(bounces, ({ hasForeignFrom }) => hasForeignFrom),
    bulk: number(bounces, ({ isBulk }) => isBulk),
    banned: number(bounces, ({ isBan }) => isBan),
  };
}

/** What the signals judge: one view of one sender. */
export interface Observation {
  readonly view: View;
  readonly counts: FailureCounts;
  readonly baseline: Baseline;
  /** Whole days since the sender's first bounce. */
  readonly daysKnown: number;
  /** First failures on the middle one of its last days (usualDay). */
  readonly usualDay: number;
  /** Bounces in each of the last blocks of six hours, the last one first. */
  readonly blocks: readonly number[];
  /** Other senders of its domain that are over their peak, and how many senders the domain has. */
  readonly siblings: number;
  readonly domainSenders: number;
  readonly isLearning: boolean;
  /** Messages sent in the view's window, somewhat more; null where nobody counts them. */
  readonly sent: number | null;
  /** Seconds since the last bounce of the view. */
  readonly quiet: number;
}

/** The senders of its domain: see {@link Observation}. */
export type Siblings = Pick<Observation, "siblings" | "domainSenders">;

/** Blocks of six hours in two days. */
const BLOCK = 6 * HOUR;
const BLOCKS = 8;

function countBlocks(
  facts: SenderFacts,
  evidence: Evidence,
  context: Context,
  parameters: Parameters,
): readonly number[] {
  const blocks = Array.from({ length: BLOCKS }, () => 0);
  for (const { time } of countedSince(facts, evidence, context.now - BLOCKS * BLOCK, context, parameters)) {
    const block = Math.min(BLOCKS - 1, Math.max(0, Math.floor((context.now - time) / BLOCK)));
    blocks[block] = (blocks[block] ?? 0) + 1;
  }
  return blocks;
}

/** Messages sent from the hour of a moment on. */
function sentSince({ sent }: SenderFacts, moment: number): number | null {
  if (sent === null) return null;
  let count = 0;
  for (const [hour, messages] of sent) if (hour >= hourOf(moment)) count += messages;
  return count;
}

/** What is observed of one sender, view by view. */
export function observe(
  facts: SenderFacts,
  views: readonly View[],
  evidence: Evidence,
  siblings: Siblings,
  context: Context,
  parameters: Parameters,
): readonly Observation[] {
  const blocks = countBlocks(facts, evidence, context, parameters);
  return views.map((view) => ({
    view,
    counts: countFailures(view.bounces, facts.baseline),
    baseline: facts.baseline,
    daysKnown: daysKnown(facts, context.now),
    usualDay: usualDay(facts, context.now),
    blocks,
    ...siblings,
    isLearning: context.isLearning,
    sent: sentSince(facts, view.bounces[0]?.time ?? context.now),
    quiet: context.now - (view.bounces.at(-1)?.time ?? context.now),
  }));
}
