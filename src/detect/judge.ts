/** Adds up a case's tests and gives the finding its level. */
import type { Case } from "./case.js";
import type { Evidence } from "./evidence.js";
import type { SenderBounce } from "./facts.js";
import type { Parameters } from "./parameters.js";
import { TESTS } from "./signals.js";
import type { Window } from "./window.js";

/** `list`: over its record, but by the looks of it an old address list or a newsletter; worth one line. */
export type Level = "alert" | "notice" | "list";

/** What one test gave, in words. */
interface TestResult {
  readonly id: string;
  readonly points: number;
  readonly sentence: string;
}

/** What is found of one sender. */
export interface Finding {
  readonly sender: string;
  readonly level: Level;
  readonly points: number;
  /** The tests that gave or took points, in the table's order. */
  readonly tests: readonly TestResult[];
  readonly window: Window;
  /** Time of the window's first bounce, epoch seconds. */
  readonly since: number;
  /** Only the bounces unlike the sender's earlier ones. */
  readonly isStrangers: boolean;
  readonly record: number;
  readonly evidence: Evidence;
  /** The bounces of the window, oldest first. */
  readonly bounces: readonly SenderBounce[];
  /** Bounces that count within 24 hours, whatever the window: what an alert's growth is measured by. */
  readonly dayCount: number;
  readonly complaints: number;
}

/** A case with its points. */
export interface Verdict {
  readonly subject: Case;
  readonly points: number;
  readonly tests: readonly TestResult[];
}

function resultsOf(subject: Case, parameters: Parameters): readonly TestResult[] {
  const asked = subject.isLearning ? TESTS.filter(({ needsPast }) => needsPast !== true) : TESTS;
  return asked.flatMap(({ id, points, sentence }) => {
    const given = points(subject, parameters);
    return given === 0 ? [] : [{ id, points: given, sentence: sentence(subject, parameters) }];
  });
}

/** The verdict on one case. */
function judgeCase(subject: Case, parameters: Parameters): Verdict {
  const tests = resultsOf(subject, parameters);
  return { subject, tests, points: tests.reduce((sum, { points }) => sum + points, 0) };
}

/** The verdict with most points, the first among equals; null without cases. */
export const judgeCases = (cases: readonly Case[], parameters: Parameters): Verdict | null =>
  cases
    .map((subject) => judgeCase(subject, parameters))
    .reduce<Verdict | null>((best, verdict) => (best === null || verdict.points > best.points ? verdict : best), null);

const LIST_TESTS: ReadonlySet<string> = new Set(["BULK", "DEAD"]);

/** The level that a verdict deserves; null when it is worth no line. */
export function levelOf({ points, tests }: Verdict, { alertPoints, noticePoints }: Parameters): Level | null {
  if (points >= alertPoints) return "alert";
  if (points >= noticePoints) return "notice";
  return tests.some(({ id }) => LIST_TESTS.has(id)) ? "list" : null;
}
