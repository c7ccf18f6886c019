/** Adds up a case's signals and gives the finding its level. */
import type { Case } from "./case.js";
import type { FailureCounts } from "./counts.js";
import type { FirstFailure } from "./facts.js";
import type { Parameters } from "./parameters.js";
import { SIGNALS } from "./signals.js";
import type { Window } from "./window.js";

/** `list`: over its peak, but by the looks of it an old address list or a newsletter; worth one line. */
export type Level = "alert" | "notice" | "list";

/** What one test gave, in words. */
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
  /** Only the bounces unlike the sender's earlier ones. */
  readonly isUnfamiliar: boolean;
  readonly peak: number;
  readonly counts: FailureCounts;
  /** The bounces of the window, oldest first. */
  readonly bounces: readonly FirstFailure[];
  /** Bounces that count within 24 hours, whatever the window: what an alert's growth is measured by. */
  readonly dayCount: number;
  readonly complaints: number;
}

/** A case with its points. */
export interface Verdict {
  readonly subject: Case;
  readonly points: number;
  readonly signals: readonly SignalResult[];
}

function resultsOf(subject: Case, parameters: Parameters): readonly SignalResult[] {
  const asked = subject.isLearning ? SIGNALS.filter(({ needsPast }) => needsPast !== true) : SIGNALS;
  return asked.flatMap(({ id, points, sentence }) => {
    const given = points(subject, parameters);
    return given === 0 ? [] : [{ id, points: given, sentence: sentence(subject, parameters) }];
  });
}

/** The verdict on one case. */
function judgeCase(subject: Case, parameters: Parameters): Verdict {
  const signals = resultsOf(subject, parameters);
  return { subject, signals, points: signals.reduce((sum, { points }) => sum + points, 0) };
}

/** The verdict with most points, the first among equals; null without cases. */
export const judgeCases = (cases: readonly Case[], parameters: Parameters): Verdict | null =>
  cases
    .map((subject) => judgeCase(subject, parameters))
    .reduce<Verdict | null>((best, verdict) => (best === null || verdict.points > best.points ? verdict : best), null);

const LIST_SIGNALS: ReadonlySet<string> = new Set(["BULK", "DEAD"]);

/** The level that a verdict deserves; null when it is worth no line. */
export function levelOf({ points, signals }: Verdict, { alertPoints, noticePoints }: Parameters): Level | null {
  if (points >= alertPoints) return "alert";
  if (points >= noticePoints) return "notice";
  return signals.some(({ id }) => LIST_SIGNALS.has(id)) ? "list" : null;
}
