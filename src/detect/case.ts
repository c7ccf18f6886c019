/** One sender's case: everything that the signals look at. */
import { HOUR } from "../time.js";
import { countFailures, type FailureCounts } from "./counts.js";
import type { Baseline, SenderFacts } from "./facts.js";
import { daysKnown } from "./baseline.js";
import { counted, since, type Context, type View } from "./views.js";

/** What the signals judge: one view of one sender. */
export interface Case {
  readonly view: View;
  readonly counts: FailureCounts;
  readonly baseline: Baseline;
  /** Whole days since the sender's first bounce. */
  readonly daysKnown: number;
  /** Bounces in each of the last blocks of six hours, the last one first. */
  readonly blocks: readonly number[];
  /** Other senders of the domain that are over their peak, and how many senders of it are known. */
  readonly siblings: number;
  readonly domainSenders: number;
  readonly isLearning: boolean;
}

/** A sender's company: see {@link Case}. */
export type Company = Pick<Case, "siblings" | "domainSenders">;

/** Blocks of six hours in two days. */
const BLOCK = 6 * HOUR;
const BLOCKS = 8;

function countBlocks(facts: SenderFacts, context: Context): readonly number[] {
  const blocks = Array.from({ length: BLOCKS }, () => 0);
  for (const { time } of counted(since(facts.bounces, context.now - BLOCKS * BLOCK), facts, context)) {
    const block = Math.min(BLOCKS - 1, Math.max(0, Math.floor((context.now - time) / BLOCK)));
    blocks[block] = (blocks[block] ?? 0) + 1;
  }
  return blocks;
}

/** The cases of one sender, one for each view. */
export function casesOf(
  facts: SenderFacts,
  views: readonly View[],
  company: Company,
  context: Context,
): readonly Case[] {
  const blocks = countBlocks(facts, context);
  return views.map((view) => ({
    view,
    counts: countFailures(view.bounces, facts.baseline),
    baseline: facts.baseline,
    daysKnown: daysKnown(facts, context.now),
    blocks,
    ...company,
    isLearning: context.isLearning,
  }));
}
