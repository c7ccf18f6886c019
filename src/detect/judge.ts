/** Adds up an observation's signals and gives the finding its level. */
import type { FirstFailure } from "./facts.js";
import type { FailureCounts, Observation } from "./observation.js";
import type { Parameters } from "./parameters.js";
import { SIGNALS } from "./signals.js";
import type { Window } from "./window.js";

/** `list`: over its peak, but probably because of an old address list or a newsletter; worth one line. */
export type Level = "alert" | "notice" | "list";

/** The points that one signal gave, and why, in words. */
interface SignalResult {
  readonly id: string;
  readonly points: number;
  readonly sentence: string;
}

/** What is found of one sender. */
export interface Finding {
  readonly sender: string;
  readonly level: Level;
  readonly points: number;
  /** The signals that gave or took points, in the table's order. */
  readonly signals: readonly SignalResult[];
  readonly window: Window;
  /** Time of the window's first bounce, epoch seconds. */
  readonly since: number;
  /** Only the unfamiliar bounces. */
  readonly isUnfamiliar: boolean;
  readonly peak: number;
  readonly counts: FailureCounts;
  /** The bounces of the window, oldest first. */
  readonly bounces: readonly FirstFailure[];
  /** Bounces that count within 24 hours, whatever the window: what an alert's growth is measured by. */
  readonly dayCount: number;
  readonly complaints: number;
  /** Of alerts that began together: the sender whose bounces began first; null for one alone. */
  readonly incident: string | null;
}

/** An observation with its points. */
export interface Assessment {
  readonly subject: Observation;
  readonly points: number;
  readonly signals: readonly SignalResult[];
}

function resultsOf(subject: Observation, parameters: Parameters): readonly SignalResult[] {
  const asked = subject.isLearning ? SIGNALS.filter(({ needsPast }) => needsPast !== true) : SIGNALS;
  return asked.flatMap(({ id, points, sentence }) => {
    const given = points(subject, parameters);
    return given === 0 ? [] : [{ id, points: given, sentence: sentence(subject, parameters) }];
  });
}

function assess(subject: Observation, parameters: Parameters): Assessment {
  const signals = resultsOf(subject, parameters);
  return { subject, signals, points: signals.reduce((sum, { points }) => sum + points, 0) };
}

/** The assessment with most points, the first among equals; null without observations. */
export const assessAll = (observations: readonly Observation[], parameters: Parameters): Assessment | null =>
  observations
    .map((subject) => assess(subject, parameters))
    .reduce<Assessment | null>(
      (best, assessment) => (best === null || assessment.points > best.points ? assessment : best),
      null,
    );

const LIST_SIGNALS: ReadonlySet<string> = new Set(["BULK", "DEAD"]);

/** The level of an assessment; null when it is not worth a line. */
export function levelOf({ points, signals }: Assessment, { alertPoints, noticePoints }: Parameters): Level | null {
  if (points >= alertPoints) return "alert";
  if (points >= noticePoints) return "notice";
  return signals.some(({ id }) => LIST_SIGNALS.has(id)) ? "list" : null;
}
