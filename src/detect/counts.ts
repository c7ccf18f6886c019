/** What bounced within a window, counted: the numbers that the signals judge and the report shows. */
import type { RelevantCause } from "./cause.js";
import type { Baseline, FirstFailure } from "./facts.js";

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
  readonly foreignFrom: number;
  readonly bulk: number;
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

/** Counts bounces. */
export function countFailures(bounces: readonly FirstFailure[], { networks }: Baseline): FailureCounts {
  const strange = bounces.filter(({ network }) => network !== null && !networks.has(network));
  const topReceiver = largest(countBy(bounces, ({ receiver }) => receiver));
  return {
    ...tally(bounces),
    topReceiver,
    elsewhere: tally(bounces.filter(({ receiver }) => receiver !== topReceiver.name)),
    fromNewNetworks: strange.length,
    newClients: countBy(strange, ({ client }) => client).size,
    foreignFrom: number(bounces, ({ hasForeignFrom }) => hasForeignFrom),
    bulk: number(bounces, ({ isBulk }) => isBulk),
  };
}
