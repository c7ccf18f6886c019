/**
 * What an administrator's pattern may cost. JavaScript's regular expressions backtrack: repetitions inside repetitions take
 * time without bound on a text made for it, and several wide ones in a row take its third power. Both are refused.
 */
import { MAX_TEXT } from "./subject.js";

/** Product of the repetitions in one alternative of a pattern, an open one ("*", "+") counted as MAX_TEXT: one open, or two of sixty. */
const MAX_REPETITIONS = 2 * MAX_TEXT;

/** One step of a pattern: an escape, a class, the head of a group, a repetition, or any other character. */
const STEP = /\\[1-9k]|\\.|\[(?:\\.|[^\]\\])*\]|\((?:\?(?:[:=!]|<[=!]|<\w+>))?|[*+?]\??|\{\d+(?:,\d*)?\}\??|[\s\S]/g;

/** Highest number of times that a repetition allows, or null when the step is none. */
function repetitions(step: string): number | null {
  if (/^[*+]/.test(step)) return MAX_TEXT;
  if (step.startsWith("?")) return 1;
  const counted = /^\{(\d+)(,?)(\d*)\}/.exec(step);
  if (counted === null) return null;
  const [, least = "", comma = "", most = ""] = counted;
  return comma === "" ? Number(least) : most === "" ? MAX_TEXT : Number(most);
}

/** What is wrong with a pattern, or null. Does not say whether it compiles. */
export function patternProblem(source: string): string | null {
  /** For each open group, whether it holds a choice: a repetition or alternatives. */
  const groups = [false];
  let closed = false;
  let product = 1;
  let most = 1;
  for (const [step] of source.matchAll(STEP)) {
    const times = repetitions(step);
    if (/^\\[1-9k]/.test(step)) return "refers back to an earlier group";
    if (times !== null && times > 1 && closed) return "repeats a group that holds a repetition or alternatives";
    if (step === "|" && groups.length === 1) product = 1;
    if (times !== null) product *= Math.max(times, 1);
    most = Math.max(most, product);
    closed = step === ")" && (groups.pop() ?? false);
    if (step.startsWith("(")) groups.push(false);
    else if (times !== null || step === "|" || closed) groups[groups.length - 1] = true;
  }
  return most > MAX_REPETITIONS
    ? `has repetitions that multiply to more than ${MAX_REPETITIONS}: write {0,60} for * and {1,60} for +`
    : null;
}
