/** What `bounces doctor` has to say of one thing, and how it looks. */
import { printable } from "../text/escape.js";

/** `problem`: messages or records are lost, misread or refused. `warning`: it works, but not as well as it could. */
type Level = "ok" | "warning" | "problem";

/** One line of the doctor. */
export interface Finding {
  readonly level: Level;
  /** What was looked at. */
  readonly what: string;
  /** What was found, and what follows from it. */
  readonly why: string;
  /** What to do; null when there is nothing to do. */
  readonly advice: string | null;
}

export const ok = (what: string, why: string): Finding => ({ level: "ok", what, why, advice: null });
export const warning = (what: string, why: string, advice: string): Finding => ({
  level: "warning",
  what,
  why,
  advice,
});
export const problem = (what: string, why: string, advice: string): Finding => ({
  level: "problem",
  what,
  why,
  advice,
});

/** A finding as one line for a person, safe on a terminal. */
export const findingLine = ({ level, what, why, advice }: Finding): string =>
  `${printable(`${level}: ${what}: ${why}${advice === null ? "" : `; ${advice}`}`)}\n`;
