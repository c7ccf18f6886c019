/**
 * The detector: from the facts at one moment, it finds the senders on our side that look compromised, each with the
 * reasons, the receivers in trouble and the forged senders. Pure; the live report and the replay call the same function.
 */
import { domainOf } from "../mail/address.js";
import { isAllowed, type Allowance } from "./allow.js";
import { DAY } from "../time.js";
import type { Facts, ForgedSender, SenderFacts } from "./facts.js";
import { assessAll, levelOf, type Finding } from "./judge.js";
import { learningOf, type Learning } from "./baseline.js";
import { observe, type Siblings } from "./observation.js";
import type { Parameters } from "./parameters.js";
import { excusedBy, receiverIncidents, type ReceiverIncident } from "./receivers.js";
import { counted, openViews, since, type Context, type View } from "./views.js";

/** Everything found at one moment. */
export interface Detection {
  /** Epoch seconds. */
  readonly now: number;
  readonly learning: Learning | null;
  /** Most points first. */
  readonly findings: readonly Finding[];
  readonly receivers: readonly ReceiverIncident[];
  readonly forged: readonly ForgedSender[];
}

/** A sender that is over its peak. */
interface Suspect {
  readonly facts: SenderFacts;
  readonly views: readonly View[];
}

const domainOfSender = (sender: string): string => domainOf(sender) ?? "";

/** How many senders of each domain are over their peak of a day. */
function overByDomain(suspects: readonly Suspect[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { facts, views } of suspects) {
    const domain = domainOfSender(facts.sender);
    if (domain !== "" && isOverDay(views)) counts.set(domain, (counts.get(domain) ?? 0) + 1);
  }
  return counts;
}

const isOverDay = (views: readonly View[]): boolean =>
  views.some(({ window, isUnfamiliar }) => window.id === "day" && !isUnfamiliar);

const siblingsOf = (
  { facts, views }: Suspect,
  over: ReadonlyMap<string, number>,
  sendersOfDomain: Facts["sendersOfDomain"],
): Siblings => {
  const domain = domainOfSender(facts.sender);
  return {
    siblings: Math.max(0, (over.get(domain) ?? 0) - (isOverDay(views) ? 1 : 0)),
    domainSenders: sendersOfDomain.get(domain) ?? 0,
  };
};

function findingOf(
  suspect: Suspect,
  siblings: Siblings,
  context: Context,
  allowances: readonly Allowance[],
  parameters: Parameters,
): Finding | null {
  const { facts, views } = suspect;
  const assessment = assessAll(observe(facts, views, siblings, context), parameters);
  const level = assessment === null ? null : levelOf(assessment, parameters);
  const dayCount = counted(since(facts.bounces, context.now - DAY), facts, context).length;
  if (assessment === null || level === null || isAllowed(allowances, facts.sender, dayCount)) return null;
  const { view, counts } = assessment.subject;
  return {
    sender: facts.sender,
    level,
    points: assessment.points,
    signals: assessment.signals,
    window: view.window,
    since: view.bounces[0]?.time ?? context.now,
    isUnfamiliar: view.isUnfamiliar,
    peak: view.peak,
    counts,
    bounces: view.bounces,
    dayCount,
    complaints: facts.complaints,
  };
}

/**
 * What the facts show.
 * @param allowances senders that are expected to bounce
 */
export function detect(facts: Facts, parameters: Parameters, allowances: readonly Allowance[] = []): Detection {
  const receivers = receiverIncidents(facts.receivers, facts, parameters);
  const learning = learningOf(facts.now, facts.began, parameters);
  const context: Context = {
    now: facts.now,
    isLearning: learning !== null,
    isExcused: receivers.length === 0 ? null : excusedBy(receivers),
  };
  const suspects = facts.suspects
    .map((sender) => ({ facts: sender, views: openViews(sender, context, parameters) }))
    .filter(({ views }) => views.length > 0);
  const over = overByDomain(suspects);
  const findings = suspects
    .flatMap(
      (suspect) =>
        findingOf(suspect, siblingsOf(suspect, over, facts.sendersOfDomain), context, allowances, parameters) ?? [],
    )
    .sort(
      (one, other) =>
        other.points - one.points || other.dayCount - one.dayCount || (one.sender < other.sender ? -1 : 1),
    );
  return { now: facts.now, learning, findings, receivers, forged: facts.forged };
}
