/** One sender's case: everything that the tests look at. */
import { HOUR } from "./clock.js";
import { countEvidence, type Evidence } from "./evidence.js";
import type { Habit, SenderFacts } from "./facts.js";
import { daysKnown } from "./record.js";
import { counted, since, type Scene, type View } from "./views.js";

/** What the tests judge: one view of one sender. */
export interface Case {
  readonly view: View;
  readonly evidence: Evidence;
  readonly habit: Habit;
  /** Whole days since the sender's first bounce. */
  readonly daysKnown: number;
  /** Bounces in each of the last blocks of six hours, the last one first. */
  readonly blocks: readonly number[];
  /** Other senders of the domain that are over their record, and how many senders of it are known. */
  readonly siblings: number;
  readonly domainSenders: number;
  readonly isLearning: boolean;
}

/** A sender's company: see {@link Case}. */
export type Company = Pick<Case, "siblings" | "domainSenders">;

/** Blocks of six hours in two days. */
const BLOCK = 6 * HOUR;
const BLOCKS = 8;

function countBlocks(facts: SenderFacts, scene: Scene): readonly number[] {
  const blocks = Array.from({ length: BLOCKS }, () => 0);
  for (const { time } of counted(since(facts.bounces, scene.now - BLOCKS * BLOCK), facts, scene)) {
    const block = Math.min(BLOCKS - 1, Math.max(0, Math.floor((scene.now - time) / BLOCK)));
    blocks[block] = (blocks[block] ?? 0) + 1;
  }
  return blocks;
}

/** The cases of one sender, one for each view. */
export function casesOf(facts: SenderFacts, views: readonly View[], company: Company, scene: Scene): readonly Case[] {
  const blocks = countBlocks(facts, scene);
  return views.map((view) => ({
    view,
    evidence: countEvidence(view.bounces, facts.habit),
    habit: facts.habit,
    daysKnown: daysKnown(facts, scene.now),
    blocks,
    ...company,
    isLearning: scene.isLearning,
  }));
}
