/**
 * The detector: from the facts at one moment, it finds the senders on our side that look compromised, each with the
 * reasons, the receivers in trouble and the forged senders. Pure; the live report and the replay call the same function.
 */
import { domainOf } from "../mail/address.js";
import { isAllowed, type Allowance } from "./allow.js";
import { receiverClassOf } from "./cause.js";
import { DAY, hourOf } from "../time.js";
import type { Facts, ForgedSender, SenderFacts } from "./facts.js";
import { assessAll, levelOf, type Assessment, type Finding } from "./judge.js";
import { learningOf, type Learning } from "./baseline.js";
import { observe, type Siblings } from "./observation.js";
import type { Parameters } from "./parameters.js";
import { findTroubles, type OwnIncident, type ReceiverIncident, type StrangersAt } from "./receivers.js";
import { countedSince, openViews, strangerTo, type Context, type Evidence, type View } from "./views.js";

/** Everything found at one moment. */
export interface Detection {
  /** Epoch seconds. */
  readonly now: number;
  readonly learning: Learning | null;
  /** Most points first. */
  readonly findings: readonly Finding[];
  readonly receivers: readonly ReceiverIncident[];
  /** What our own side causes at many receivers at once. */
  readonly ours: readonly OwnIncident[];
  readonly forged: readonly ForgedSender[];
}

/** A sender that is over its peak. */
interface Suspect {
  readonly facts: SenderFacts;
  readonly views: readonly View[];
  /** Without proof there is no alert. */
  readonly evidence: Evidence;
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

/** The level of an assessment: bounces without proof make no alert, and an alert stands until nothing is found any more. */
function standingLevel(
  assessment: Assessment,
  { evidence, facts }: Suspect,
  parameters: Parameters,
): Finding["level"] | null {
  const level = levelOf(assessment, parameters);
  if (evidence === "all") return level === "alert" ? "notice" : level;
  return level === "notice" && facts.alerts.isStanding ? "alert" : level;
}

function findingOf(
  suspect: Suspect,
  siblings: Siblings,
  context: Context,
  allowances: readonly Allowance[],
  parameters: Parameters,
): Finding | null {
  const { facts, views, evidence } = suspect;
  const assessment = assessAll(observe(facts, views, evidence, siblings, context, parameters), parameters);
  const level = assessment === null ? null : standingLevel(assessment, suspect, parameters);
  const dayCount = countedSince(facts, evidence, context.now - DAY, context, parameters).length;
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
    incident: null,
  };
}

/** By proven bounces, where they show anything; else by all. */
function suspectOf(facts: SenderFacts, context: Context, parameters: Parameters): readonly Suspect[] {
  const ways = facts.bounces.every(({ isProven }) => isProven) ? (["proven"] as const) : (["proven", "all"] as const);
  return ways
    .map((evidence) => ({ facts, evidence, views: openViews(facts, evidence, context, parameters) }))
    .filter(({ views }) => views.length > 0);
}

/**
 * In which hours a receiver failed suspects only with messages of strangers: an attacker with many accounts must not look like
 * a receiver in trouble.
 */
function strangersOf(suspects: readonly Suspect[], parameters: Parameters): StrangersAt {
  let counts: ReadonlyMap<string, number> | null = null;
  return (receiver, receiverClass, hour) =>
    (counts ??= countStrangers(suspects, parameters)).get(`${receiverClass} ${receiver} ${hour}`) ?? 0;
}

/** Of each class, receiver and hour: the suspects that failed there with messages of strangers only. */
function countStrangers(suspects: readonly Suspect[], parameters: Parameters): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const facts of new Set(suspects.map((suspect) => suspect.facts))) {
    const isStranger = strangerTo(facts.baseline, parameters);
    const hours = new Map<string, boolean>();
    for (const bounce of facts.bounces.filter(({ isProven }) => isProven)) {
      const key = `${receiverClassOf(bounce.cause)} ${bounce.receiver} ${hourOf(bounce.time)}`;
      hours.set(key, (hours.get(key) ?? true) && isStranger(bounce));
    }
    for (const [key, areStrangers] of hours) if (areStrangers) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/**
 * What the facts show.
 * @param allowances senders that are expected to bounce
 */
export function detect(facts: Facts, parameters: Parameters, allowances: readonly Allowance[] = []): Detection {
  const learning = learningOf(facts.now, facts.began, parameters);
  const quiet: Context = { now: facts.now, isLearning: learning !== null, isExcused: null };
  const seen = facts.suspects.flatMap((sender) => suspectOf(sender, quiet, parameters));
  const { receivers, ours, isExcused } = findTroubles(
    facts.receivers,
    strangersOf(seen, parameters),
    facts,
    parameters,
  );
  const context = { ...quiet, isExcused };
  const isTouched = ({ facts: { bounces } }: Suspect): boolean => isExcused !== null && bounces.some(isExcused);
  const touched = new Set(seen.filter(isTouched).map((suspect) => suspect.facts));
  const suspects = [
    ...seen.filter((suspect) => !touched.has(suspect.facts)),
    ...[...touched].flatMap((sender) => suspectOf(sender, context, parameters)),
  ];
  const over = overByDomain(suspects.filter(({ evidence }) => evidence === "proven"));
  const find = (evidence: Evidence): readonly Finding[] =>
    suspects
      .filter((suspect) => suspect.evidence === evidence)
      .flatMap(
        (suspect) =>
          findingOf(suspect, siblingsOf(suspect, over, facts.sendersOfDomain), context, allowances, parameters) ?? [],
      );
  const proven = find("proven");
  const incidents = groupsOf(proven.filter(isAlert), parameters).filter(
    ({ length }) => length >= parameters.togetherLeast,
  );
  const found = [...proven.map((finding) => raised(finding, incidents, parameters)), ...find("all")];
  const findings = withIncidents(onePerSender(found), parameters);
  return { now: facts.now, learning, findings, receivers, ours, forged: facts.forged };
}

/** Findings whose bounces began within so many seconds of each other, in order of time, several of them. */
function groupsOf(
  findings: readonly Finding[],
  { incidentSeconds, incidentLeast }: Parameters,
): readonly (readonly Finding[])[] {
  const groups: Finding[][] = [];
  for (const finding of [...findings].sort((one, other) => one.since - other.since)) {
    const last = groups.at(-1);
    if (last === undefined || finding.since - (last.at(-1)?.since ?? 0) > incidentSeconds) groups.push([finding]);
    else last.push(finding);
  }
  return groups.filter(({ length }) => length >= incidentLeast);
}

const isAlert = ({ level }: Finding): boolean => level === "alert";

/** What began together with several alerts is worse than each alone. Only of those by proven bounces. */
function raised(
  finding: Finding,
  incidents: readonly (readonly Finding[])[],
  { incidentSeconds, togetherPoints, alertPoints }: Parameters,
): Finding {
  const incident = incidents.find(
    (alerts) =>
      finding.since >= (alerts[0]?.since ?? 0) - incidentSeconds &&
      finding.since <= (alerts.at(-1)?.since ?? 0) + incidentSeconds,
  );
  const points = finding.points + togetherPoints;
  if (incident === undefined || isAlert(finding) || points < alertPoints) return finding;
  const sentence = `${incident.length} other accounts went to alert for bounces that began within the same hours.`;
  const signals = [...finding.signals, { id: "TOGETHER", points: togetherPoints, sentence }];
  return { ...finding, level: "alert", points, signals };
}

/** Names the incident that each alert belongs to. */
function withIncidents(findings: readonly Finding[], parameters: Parameters): readonly Finding[] {
  const names = new Map<string, string>();
  for (const alerts of groupsOf(findings.filter(isAlert), parameters))
    for (const { sender } of alerts) names.set(sender, alerts[0]?.sender ?? sender);
  return findings.map((finding) => ({ ...finding, incident: names.get(finding.sender) ?? null }));
}

const RANKS: readonly Finding["level"][] = ["alert", "notice", "list"];

/** The gravest finding of each sender; most points first. */
function onePerSender(found: readonly Finding[]): readonly Finding[] {
  const sorted = [...found].sort(
    (one, other) =>
      RANKS.indexOf(one.level) - RANKS.indexOf(other.level) ||
      other.points - one.points ||
      other.dayCount - one.dayCount ||
      (one.sender < other.sender ? -1 : 1),
  );
  const senders = new Set<string>();
  return sorted.filter(({ sender }) => !senders.has(sender) && senders.add(sender));
}
