/** What `bounces doctor` has to say of one thing, and how it looks. */
import { printable } from "../text/escape.js";

/** `problem`: messages or records are lost, misread or refused. `warning`: it works, but not as well as it could. */
type Level = "ok" | "warning" | "problem";

/** One thing that was looked at. */
export interface Finding {
  readonly level: Level;
  /** What was looked at. */
  readonly what: string;
  /** What was found, and what follows from it. */
  readonly why: string;
  /** What to do; null when there is nothing to do. */
  readonly advice: string | null;
  /** The line for sh(1) that does it; null where it takes a person's decision. */
  readonly command: string | null;
}

/** A line for sh(1) that fixes something, and a sentence where the line does not speak for itself. */
interface Command {
  readonly command: string;
  readonly advice?: string;
}

/** What to do: a command, or a sentence where no command can do it. */
export type Fix = string | Command;

const finding = (level: Level, what: string, why: string, fix: Fix): Finding =>
  typeof fix === "string"
    ? { level, what, why, advice: fix, command: null }
    : { level, what, why, advice: fix.advice ?? fix.command, command: fix.command };

export const ok = (what: string, why: string): Finding => ({ level: "ok", what, why, advice: null, command: null });
export const warning = (what: string, why: string, fix: Fix): Finding => finding("warning", what, why, fix);
export const problem = (what: string, why: string, fix: Fix): Finding => finding("problem", what, why, fix);

/** A finding for a person, safe on a terminal: one line, and the command on a line of its own, to be pasted. */
export function findingText({ level, what, why, advice, command }: Finding): string {
  const sentence = advice === null || advice === command ? "" : `; ${advice}`;
  const line = printable(`${level}: ${what}: ${why}${sentence}`);
  return command === null ? `${line}\n` : `${line}\n    ${printable(command)}\n`;
}
